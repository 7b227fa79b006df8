import type { Fault } from '../../rehearsal/fault.ts';
import type { RehearseOptions } from '../../rehearsal/rehearse.ts';
import { campaignFile } from '../campaign-file.ts';
import type { Command, Option } from '../command.ts';
import { durationsOf } from '../durations.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { storeOption } from '../store.ts';
import { styleFor } from '../style.ts';

const options: readonly Option[] = [
  ...planOptions,
  { name: 'stage', short: 's', value: 'NAME', many: true, complete: 'nothing', summary: 'only this stage' },
  {
    name: 'fault',
    value: 'NAME',
    many: true,
    complete: 'nothing',
    summary: 'only this fault; a wrong name lists them',
  },
  {
    name: 'points',
    value: 'N',
    complete: 'nothing',
    summary: 'N random moments for each fault in place of the worst one',
  },
  { name: 'seed', value: 'N', complete: 'nothing', summary: 'which random moments; the same N, the same moments' },
  {
    name: 'durations',
    value: 'RUN',
    complete: 'run',
    summary: 'take the lengths of the stages from this run; without it, they are the timeouts',
  },
  { ...storeOption, summary: 'where that run is: a store URL, or a directory; default: .campaign/' },
  { name: 'thorough', summary: 'rehearse the faults of an s3:// store for every stage, not for the longest alone' },
  { name: 'keep', summary: 'leave what the rehearsed boxes and stores held, and say where' },
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    choices: ['pretty', 'json', 'html'],
    summary:
      'how results are written: pretty (default; a line a case where stdout is no terminal), json, or html: one page',
  },
];

export const rehearse: Command = {
  name: 'rehearse',
  summary: 'if the box dies at minute N, what do you keep? before anything is paid',
  description: `Runs the very script that would run on the box, here, with stand-ins for the commands of the stages: they write what the
stages declare, over a shortened clock. Each stage meets each fault in a run of its own; then only the store is looked at.
Fails when a fault loses more than limits.max-loss. Nothing is left on this machine; Ctrl-C ends it at once.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options,
  examples: [
    { command: 'campaign rehearse', meaning: 'every stage under every fault' },
    {
      command: 'campaign rehearse -s generate --fault box-killed -f json',
      meaning: 'one case, for a program',
    },
  ],
  exits: [
    [0, 'it held: no fault loses more than limits.max-loss'],
    [1, 'a fault loses more, or what is in the store is not true'],
    [2, 'the campaign has errors, or the command line'],
    [130, 'ended by Ctrl-C; 143 by SIGTERM'],
  ],
  async run(invocation, context) {
    const { judge } = await import('../judge.ts');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      // What is not committed is not needed: stand-ins run in place of the commands.
      tolerate: ['untracked-file', 'dirty-file', 'unpushed-commit', 'userdata-size'],
    });
    const plan = await refuseFaulty(judged, context, 'rehearsed');
    const { faults } = await import('../../rehearsal/faults/index.ts');
    const chosen = chosenFaults(invocation, faults);
    const stages = chosenStages(
      invocation,
      plan.stages.filter(({ off }) => !off).map(({ name }) => name),
    );
    const points = pointsOf(invocation);
    const durations = await durationsOf(invocation, context);
    const { standInCompiler } = await import('../stand-in-compiler.ts');
    const { rehearsing } = await import('../show-rehearsal.ts');
    const { processSignals } = await import('../../run/signals.ts');
    const { rehearse: perform } = await import('../../rehearsal/rehearse.ts');
    const aborting = new AbortController();
    let stoppedBy: string | undefined;
    const unlisten = processSignals(signal => {
      stoppedBy ??= signal;
      aborting.abort();
    });
    const show = rehearsing(context);
    const settings: RehearseOptions = {
      compile: standInCompiler(judged),
      faults: chosen,
      stages,
      environment: context.io.env,
      thorough: invocation.has('thorough'),
      keep: invocation.has('keep'),
      signal: aborting.signal,
      ...show,
      ...(points && { points }),
      ...(durations && { durations }),
    };
    const rehearsal = await perform(plan, settings).catch((error: unknown) => {
      if (stoppedBy === undefined) throw error;
      return undefined;
    });
    unlisten();
    show.clear();
    if (!rehearsal) {
      context.note('stopped: nothing of it runs any more');
      return stoppedBy === 'INT' ? 130 : 143;
    }
    const { stdout } = context.io;
    if (invocation.value('format') === 'json') {
      const { rehearsalObject } = await import('../../report/rehearsal/json.ts');
      stdout.write(`${JSON.stringify(rehearsalObject(rehearsal), null, 2)}\n`);
    } else if (invocation.value('format') === 'html') {
      const { rehearsalHtml } = await import('../../report/rehearsal/html.ts');
      stdout.write(rehearsalHtml(rehearsal));
    } else if (stdout.isTerminal) {
      const { rehearsalPretty } = await import('../../report/rehearsal/pretty.ts');
      stdout.write(rehearsalPretty(rehearsal, { ...styleFor(context, 'stdout'), verbose: context.verbose }));
    } else {
      const { rehearsalList } = await import('../../report/rehearsal/list.ts');
      stdout.write(rehearsalList(rehearsal));
    }
    return rehearsal.held ? 0 : 1;
  },
};

function chosenFaults(invocation: Invocation, faults: readonly Fault[]): readonly Fault[] {
  const asked = invocation.values('fault');
  for (const name of asked)
    if (!faults.some(fault => fault.name === name))
      throw new Refusal(
        `there is no fault \`${name}\``,
        `there are ${faults.map(({ name: known }) => known).join(', ')}`,
      );
  return asked.length === 0 ? faults : faults.filter(({ name }) => asked.includes(name));
}

/** A name stands for all instances of its matrix. */
function chosenStages(invocation: Invocation, stages: readonly string[]): readonly string[] {
  const asked = invocation.values('stage');
  const isMeant = (stage: string, name: string) => stage === name || stage.startsWith(`${name}[`);
  for (const name of asked)
    if (!stages.some(stage => isMeant(stage, name)))
      throw new Refusal(`no stage that runs is called \`${name}\``, `there are ${stages.join(', ')}`);
  return asked.length === 0 ? stages : stages.filter(stage => asked.some(name => isMeant(stage, name)));
}

function pointsOf(invocation: Invocation): RehearseOptions['points'] {
  const number = (option: string, least: number) => {
    const text = invocation.value(option);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text) || Number(text) < least)
      throw new Refusal(`--${option} ${text} is no whole number of at least ${least}`);
    return Number(text);
  };
  const count = number('points', 1);
  const seed = number('seed', 0);
  if (count === undefined && seed !== undefined)
    throw new Refusal('--seed chooses random moments, and none are asked for', 'say how many: --points N');
  return count === undefined ? undefined : { count, seed: seed ?? 1 };
}
