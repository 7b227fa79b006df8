import type { RehearseOptions } from '../../rehearsal/rehearse.ts';
import { campaignFile } from '../campaign-file.ts';
import { chosenFaults, chosenStages } from '../chosen.ts';
import type { Command, Option } from '../command.ts';
import { durationsOf } from '../durations.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { shown } from '../shown-rehearsal.ts';
import { storeOption } from '../store.ts';

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
  {
    name: 'real',
    summary:
      'the real commands of the one stage that --stage names, and of what it needs, in a fresh checkout, on a real clock',
  },
  {
    name: 'after',
    value: 'DURATION',
    complete: 'nothing',
    summary: 'with --real: how long after the stage has begun the fault comes; default: 2.8 checkpoints',
  },
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
    if (invocation.has('real')) {
      const { rehearseCommands } = await import('../rehearse-commands.ts');
      return await rehearseCommands(invocation, context);
    }
    if (invocation.value('after') !== undefined)
      throw new Refusal(
        '--after is for --real alone',
        'without it, the fault comes at the worst moment; or --points N',
      );
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
    const { rehearse: perform } = await import('../../rehearsal/rehearse.ts');
    return await shown(invocation, context, live => {
      const settings: RehearseOptions = {
        compile: standInCompiler(judged),
        faults: chosen,
        stages,
        environment: context.io.env,
        thorough: invocation.has('thorough'),
        ...live,
        ...(points && { points }),
        ...(durations && { durations }),
      };
      return perform(plan, settings);
    });
  },
};

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
