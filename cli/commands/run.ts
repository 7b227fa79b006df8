import { campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { launchOptions, onOption } from '../start-run.ts';
import { answered, localStoreUrl, storeOption } from '../store.ts';

export const run: Command = {
  name: 'run',
  summary: 'lint, compile, start, watch, and tell what came of it',
  description: `On this machine by default: in a fresh checkout of the pinned commit, with the store in .campaign/; nothing is installed and
nothing outside is touched. Ctrl-C once asks the run to stop and save, twice leaves it running and says how to come back.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    onOption,
    ...planOptions,
    storeOption,
    { name: 'run-id', value: 'ID', complete: 'nothing', summary: 'name the run, or take up the one of this name' },
    ...launchOptions,
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
    const { startRun } = await import('../start-run.ts');
    const runId = invocation.value('run-id');
    return await startRun(
      {
        script: script.text,
        store,
        campaign: plan.campaign.name.value,
        root,
        origins: [origin],
        inPlace,
        worstSeconds: plan.time.worstCase,
        ...(runId !== undefined && { runId }),
      },
      invocation,
      context,
    );
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
