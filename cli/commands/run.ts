import { join } from 'node:path';
import { campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { answered, homeIn, localStoreUrl, storeOption } from '../store.ts';
import { styleFor } from '../style.ts';

export const run: Command = {
  name: 'run',
  summary: 'lint, compile, start, watch, and tell what came of it',
  description: `On this machine by default: in a fresh checkout of the pinned commit, with the store in .campaign/; nothing is installed and
nothing outside is touched. Ctrl-C once asks the run to stop and save, twice leaves it running and says how to come back.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    {
      name: 'on',
      value: 'WHERE',
      choices: ['local'],
      later: ['ssm', 'ssm:', 'ec2', 'ec2:'],
      summary: 'local (default): this machine',
    },
    ...planOptions,
    storeOption,
    { name: 'run-id', value: 'ID', complete: 'nothing', summary: 'name the run, or take up the one of this name' },
    {
      name: 'stage',
      short: 's',
      value: 'NAME',
      many: true,
      complete: 'nothing',
      summary: 'only this stage and what it needs',
    },
    { name: 'in-place', summary: 'run in the working tree itself, not in a checkout' },
    { name: 'detach', short: 'd', summary: 'start it and come back at once' },
    { name: 'yes', short: 'y', summary: 'ask nothing' },
    formatOption,
  ],
  examples: [
    { command: 'campaign run --profile local', meaning: 'the whole campaign here, as its local profile has it' },
    {
      command: 'campaign run --stage generate --param rows=1000 --detach',
      meaning: 'one stage and what it needs, in the background',
    },
  ],
  exits: [
    [0, 'every stage passed or was skipped by its condition, and everything is in the store'],
    [1, 'some stage did not pass'],
    [2, 'the campaign or the command line is wrong'],
    [3, 'preflight failed, nothing was run'],
    [4, 'the store does not hold everything'],
    [130, 'interrupted; 143 for SIGTERM'],
  ],
  async run(invocation, context) {
    const { judge } = await import('../judge.ts');
    const stages = invocation.values('stage');
    const inPlace = invocation.has('in-place');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      inPlace,
      // The local launcher clones from this repository, and no user data is handed to anyone.
      tolerate: ['userdata-size', 'unpushed-commit', ...(inPlace ? ['untracked-file', 'dirty-file'] : [])],
      ...(stages.length > 0 && { stages }),
    });
    const plan = await refuseFaulty(judged, context, 'started', ['unpushed-commit', 'untracked-file', 'dirty-file']);
    const { root } = judged.repository;
    if (inPlace) await confirmInPlace(root, invocation.has('yes'), context);

    const { compiled } = await import('../compiled.ts');
    const { script, origin } = await compiled(judged, plan, context, { here: true });
    const { openStore } = await import('../../run/store.ts');
    const store = answered(await openStore(localStoreUrl(invocation, context, root, plan.store)));
    const { localLauncher } = await import('../../run/launchers/local.ts');
    const { processSignals } = await import('../../run/signals.ts');
    const { run: start } = await import('../../run/run.ts');
    const { showing } = await import('../show-run.ts');
    const { clear, ...show } = showing(context, { inPlace });
    const runId = invocation.value('run-id');
    const ended = await start(script.text, {
      launcher: localLauncher({
        home: homeIn(root),
        ignored: join(root, '.campaign'),
        repository: { directory: root, origins: [origin] },
        environment: context.io.env,
      }),
      store,
      campaign: plan.campaign.name.value,
      worstSeconds: plan.time.worstCase,
      detach: invocation.has('detach'),
      signals: processSignals,
      ...show,
      ...(runId !== undefined && { runId }),
      ...(stages.length > 0 && { stages }),
    });
    clear?.();
    const end = answered(ended);
    if (invocation.value('format') === 'json') {
      const { summaryObject } = await import('../../report/run/json.ts');
      context.io.stdout.write(`${JSON.stringify(summaryObject(end), null, 2)}\n`);
    } else {
      const { leftRunning, summary } = await import('../../report/run/summary.ts');
      const given = invocation.value('store');
      const told = { ...styleFor(context, 'stdout'), ...(given !== undefined && { store: given }) };
      context.io.stdout.write(end.detached ? leftRunning(end.paths, told) : summary(end, told));
    }
    return end.exitStatus;
  },
};

async function confirmInPlace(root: string, yes: boolean, { io, colors }: Context): Promise<void> {
  io.stderr.write(
    `${colors.stderr.bold(colors.stderr.yellow('in place:'))} stages run in ${root} itself and may change its files; what is not committed runs too, so the result cannot be traced to a commit\n`,
  );
  if (yes || !io.interactive) return;
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question('go on? [y/N] ');
    if (!/^y(?:es)?$/i.test(answer.trim()))
      throw new Refusal('nothing was started', 'leave --in-place out to run in a checkout');
  } finally {
    asking.close();
  }
}
