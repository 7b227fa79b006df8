import { campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import { confirmed } from '../confirm.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';
import { boxOptions } from '../start-box.ts';
import { launchOptions, onOption } from '../start-run.ts';
import { answered, localStoreUrl, storeOption } from '../store.ts';
import { toleratedHere } from '../tolerated.ts';
import { whereOf } from '../where.ts';

export const run: Command = {
  name: 'run',
  summary: 'lint, compile, start, watch, and tell what came of it',
  description: `On this machine by default: in a fresh checkout of the pinned commit, with the store in .campaign/; nothing is installed and
nothing outside is touched. On a box (--on ec2, --on ssm:i-…) the script is all there is: what it needs is in the store, and this
command only watches, so the laptop may close at any time. A box on ec2 is started after the worst case has been shown and agreed to,
ends itself, and what is left of it is named. Ctrl-C once asks the run to stop and save, twice leaves it running and says how to come
back.`,
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    onOption,
    ...planOptions,
    storeOption,
    { name: 'run-id', value: 'ID', complete: 'nothing', summary: 'name the run, or take up the one of this name' },
    ...launchOptions,
    ...boxOptions,
    formatOption,
  ],
  examples: [
    { command: 'campaign run --profile local', meaning: 'the whole campaign here, as its local profile has it' },
    {
      command: 'campaign run --stage generate --param rows=1000 --detach',
      meaning: 'one stage and what it needs, in the background',
    },
    {
      command: 'campaign run --on ec2 --yes --detach',
      meaning: 'on a box that is started for it unasked, and left to itself',
    },
  ],
  exits: [
    [0, 'every stage passed or was skipped by its condition, and everything is in the store'],
    [1, 'some stage did not pass'],
    [2, 'the campaign or the command line is wrong'],
    [3, 'preflight failed, nothing was run'],
    [4, 'the store does not hold everything'],
    [5, 'the run is over, and something of its box is still there and paid for'],
    [130, 'interrupted; 143 for SIGTERM'],
  ],
  async run(invocation, context) {
    const where = whereOf(invocation);
    const { judge } = await import('../judge.ts');
    const stages = invocation.values('stage');
    const inPlace = invocation.has('in-place');
    if (inPlace && where.kind !== 'local')
      throw new Refusal('--in-place is of this machine alone', 'a box runs a checkout: leave it out, or --on local');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      inPlace,
      tolerate: where.kind === 'local' ? toleratedHere(inPlace) : ['userdata-size'],
      ...(stages.length > 0 && { stages }),
    });
    const plan = await refuseFaulty(judged, context, 'started', ['unpushed-commit', 'untracked-file', 'dirty-file']);
    const { root } = judged.repository;
    const runId = invocation.value('run-id');
    const named = runId === undefined ? {} : { runId };
    if (inPlace) await confirmInPlace(root, invocation.has('yes'), context);

    const { compiled } = await import('../compiled.ts');
    const { openStore } = await import('../../run/store.ts');
    if (where.kind !== 'local') {
      const { boxStoreUrl, refuseImpossible, startOnBox } = await import('../start-box.ts');
      const url = boxStoreUrl(invocation, context, plan.store);
      const { script, origin } = await compiled(judged, plan, context, { here: true });
      await refuseImpossible({ plan, origin }, where);
      const store = answered(await openStore(url));
      const box = { script: script.text, sha256: script.sha256, origin, plan, store, ...named };
      return await startOnBox(box, where, invocation, context);
    }
    const { script, origin } = await compiled(judged, plan, context, { here: true });
    const store = answered(await openStore(localStoreUrl(invocation, context, root, plan.store)));
    const { startRun } = await import('../start-run.ts');
    return await startRun(
      {
        script: script.text,
        store,
        campaign: plan.campaign.name.value,
        root,
        origins: [origin],
        inPlace,
        worstSeconds: plan.time.worstCase,
        ...named,
      },
      invocation,
      context,
    );
  },
};

async function confirmInPlace(root: string, yes: boolean, context: Context): Promise<void> {
  const { io, colors } = context;
  io.stderr.write(
    `${colors.stderr.bold(colors.stderr.yellow('in place:'))} stages run in ${root} itself and may change its files; what is not committed runs too, so the result cannot be traced to a commit\n`,
  );
  if (yes || !io.interactive) return;
  if (!(await confirmed('go on?', context)))
    throw new Refusal('nothing was started', 'leave --in-place out to run in a checkout');
}
