import type { Cancelled } from '../../report/run/cancelled.ts';
import type { CloudThing } from '../../run/cloud/boxes.ts';
import type { RunRef } from '../../run/store.ts';
import type { RunView } from '../../run/view.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import type { RunBox } from '../box-of-run.ts';
import { openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import { confirmed } from '../confirm.ts';
import type { Context } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { answered, liveFiles, lookOption, type OpenedStore, reading } from '../store.ts';
import { styleFor } from '../style.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'ask a run to stop and save, wherever it runs, and wait until it has',
  description: `A run of this machine is told by a signal, any other through its store, which it looks into at its heartbeats: so any machine that
may write there can do it. Stages get SIGTERM, and SIGKILL ten seconds later; what they have written is saved, and the run can be taken
up again. Then it is waited until nothing of its box is left in EC2. Of a run that
is over, or dead with its box, only what is left in EC2 is looked after; one that is silent on a box that runs is asked all the same.`,
  arguments: [{ name: 'RUN', summary: 'a run id, the beginning of one, or `latest`', required: true, complete: 'run' }],
  options: [
    { name: 'yes', short: 'y', summary: 'ask nothing' },
    { name: 'no-wait', summary: 'ask it, and come back at once' },
    { name: 'now', summary: 'end its box as soon as it has saved, and after a minute even if it has not' },
    lookOption,
    formatOption,
  ],
  examples: [
    { command: 'campaign cancel latest --yes', meaning: 'the latest run, unasked' },
    {
      command: 'campaign cancel 20260517T0915 --yes --now --store s3://my-bucket/results',
      meaning: 'a run whose box may hang: it is ended within a minute',
    },
  ],
  exits: [
    [0, 'the run has stopped and all it has is in the store, or it was over; nothing of its box is left'],
    [2, 'there is no such run, nobody is there to be asked, or the store or the command line is wrong'],
    [4, 'the store does not hold all that the run had, or it died before it had saved'],
    [5, 'the run is over, and something of its box is still there and paid for'],
    [130, 'interrupted; the run has been asked all the same. 143 for SIGTERM'],
  ],
  async run(invocation, context) {
    const { ref, ...opened } = await openedRun(invocation.arguments[0], invocation, context);
    const { store, home } = opened;
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(store, context, ref));
    const { recallRun } = await import('../../run/recall.ts');
    const { launchesOf } = await import('../../run/cloud/launches.ts');
    const directory = liveFiles(home, ref.runId);
    const view = await reading(() => recallRun(store, ref, { directory }));
    const { boxOfRun } = await import('../box-of-run.ts');
    const launches = await reading(() => launchesOf(store, ref));
    const box = await boxOfRun(launches, context);
    const launch = launches.at(-1);
    if (invocation.has('now') && !box?.cloud)
      throw new Refusal(
        `--now ends a box, and ${ref.runId} has ${box ? 'one that AWS tells nothing of' : 'none'}`,
        'leave it out: the run is asked to stop and save',
      );
    const { startBefore } = await import('../../run/follow.ts');
    const coming = (await reading(() => startBefore(store, ref))) > 0;
    // A box that runs may only be too busy to say so: what its run has is not thrown away unasked.
    const silent = view.state === 'died' && (await isThere(box));
    if (view.state !== 'running' && view.state !== 'starting' && !coming && !silent) {
      const outcome = view.state === 'died' ? 'dead' : 'over';
      const left = box && (await endRest(box, ref, opened, invocation, context));
      return await tell({ outcome, view, ...words(await named(left)), ...(launch && { launch }) }, invocation, context);
    }
    await askFirst(view, invocation, context);
    const { stopRun } = await import('../../run/stop.ts');
    const how = await reading(() => stopRun(store, ref, directory));
    context.note(
      how === 'signal' ? 'its script has been told' : 'the request is in its store: it is heard at the next heartbeat',
    );
    if (silent)
      context.note(
        `it has given no sign of life for a while, but its box runs: it has ${
          invocation.has('now') ? 'a minute' : 'three minutes'
        } more to hear and to save`,
      );
    if (invocation.has('no-wait')) return await tell({ outcome: 'asked', view }, invocation, context);
    return await waitForIt({ ref, box, launch }, opened, invocation, context);
  },
};

async function isThere(box: RunBox | undefined): Promise<boolean> {
  const id = box?.launch.instanceId;
  if (!box?.cloud || id === undefined) return false;
  const { standingOf } = await import('../../run/cloud/standing.ts');
  return (await standingOf(box.cloud, id)())?.there === true;
}

/** Nothing of a person's is stopped unasked. */
async function askFirst(view: RunView, invocation: Invocation, context: Context): Promise<void> {
  if (invocation.has('yes')) return;
  const running = view.stages.filter(({ state }) => state === 'running').map(({ stage }) => stage);
  const what = running.length > 0 ? `, which runs ${running.join(', ')}` : '';
  if (!context.io.interactive)
    throw new Refusal('nobody is there to be asked, and nothing was stopped', 'to stop it all the same: --yes');
  if (!(await confirmed(`stop ${view.campaign}/${view.runId}${what}?`, context)))
    throw new Refusal('nothing was stopped');
}

/** Seconds that a run has to save before `--now` ends its box. */
const saveSeconds = 60;

async function waitForIt(
  {
    ref,
    box,
    launch: last,
  }: { readonly ref: RunRef; readonly box: RunBox | undefined; readonly launch: LaunchRecord | undefined },
  opened: OpenedStore,
  invocation: Invocation,
  context: Context,
): Promise<number> {
  const { store, home } = opened;
  const { followRun } = await import('../../run/follow.ts');
  const { processSignals } = await import('../../run/signals.ts');
  const { standingOf } = await import('../../run/cloud/standing.ts');
  const { stopRun } = await import('../../run/stop.ts');
  const { stopShow } = await import('../show-watch.ts');
  const show = stopShow(context);
  const directory = liveFiles(home, ref.runId);
  const { cloud, launch } = box ?? {};
  const now = invocation.has('now');
  let ending: Promise<readonly CloudThing[]> | undefined;
  const late = now && cloud ? setTimeout(() => (ending = endBox(box!, ref, context)), saveSeconds * 1000) : undefined;
  let askedAt = Date.now();
  const followed = await followRun({
    ...{ store, run: ref, directory, signals: processSignals, onTrouble: show.trouble },
    ...(cloud && launch?.instanceId !== undefined && { standing: standingOf(cloud, launch.instanceId) }),
    onLook: look => {
      show.look(look);
      // A start that takes the run up meanwhile takes what was asked of the one before for its own.
      if (look.view.stopping || Date.now() - askedAt < 10_000) return;
      askedAt = Date.now();
      stopRun(store, ref, directory).catch(() => {});
    },
  });
  clearTimeout(late);
  show.clear();
  const { view, lost } = followed;
  if (followed.left !== undefined) {
    await tell({ outcome: 'asked', view }, invocation, context);
    return followed.left === 'TERM' ? 143 : 130;
  }
  const stopped = view.stopping !== undefined || view.exitStatus === 130;
  const outcome = view.state === 'died' ? 'dead' : stopped ? 'stopped' : 'over';
  if (cloud && !now) context.note('the run is over: waiting for the box to be gone');
  const left = box && (now ? await (ending ?? endBox(box, ref, context)) : await waitForBox(box, ref, opened, context));
  return await tell(
    { outcome, view, ...(lost !== undefined && { lost }), ...words(await named(left)), ...(last && { launch: last }) },
    invocation,
    context,
  );
}

/** A run that is over powers its box off; what is there two minutes later is ended. */
async function waitForBox(
  box: RunBox,
  ref: RunRef,
  { store }: OpenedStore,
  context: Context,
): Promise<readonly CloudThing[] | undefined> {
  const { leftOfBox } = await import('../box-of-run.ts');
  const left = await leftOfBox(box, ref, store, 120, context);
  return left?.length ? await endBox(box, ref, context, store) : left;
}

/** What is in EC2 of a run that is over or dead is ended where that is agreed to; what is left then. */
async function endRest(
  box: RunBox,
  ref: RunRef,
  { store }: OpenedStore,
  invocation: Invocation,
  context: Context,
): Promise<readonly CloudThing[] | undefined> {
  const { leftOfBox } = await import('../box-of-run.ts');
  const left = await leftOfBox(box, ref, store, 10, context);
  if (!left?.length) return left;
  const names = left.map(({ id }) => id).join(', ');
  const agreed = invocation.has('yes') || (await confirmed(`${ref.runId} is over; end ${names}?`, context));
  return agreed ? await endBox(box, ref, context, store) : left;
}

async function endBox(
  { cloud, launch }: RunBox,
  ref: RunRef,
  context: Context,
  store?: OpenedStore['store'],
): Promise<readonly CloudThing[]> {
  const { caught } = await import('../../run/cloud/cloud.ts');
  const { endThings, thingsOf } = await import('../../run/cloud/boxes.ts');
  context.note(`ending ${launch.instanceId ?? 'its box'}, and waiting until it is gone`);
  const left = answered(await caught(async () => await endThings(cloud!, await thingsOf(cloud!, ref))));
  if (left.length === 0 && store) {
    const { noteEnded } = await import('../box-of-run.ts');
    await noteEnded(launch, store);
  }
  return left;
}

async function named(left: readonly CloudThing[] | undefined): Promise<readonly string[] | undefined> {
  const { thingText } = await import('../../run/cloud/thing-text.ts');
  return left?.map(thingText);
}

function words(left: readonly string[] | undefined): Pick<Cancelled, 'left'> {
  return left === undefined ? {} : { left };
}

async function tell(
  { launch, ...cancelled }: Cancelled & { readonly launch?: LaunchRecord },
  invocation: Invocation,
  context: Context,
): Promise<number> {
  const { cancelledObject, cancelledText } = await import('../../report/run/cancelled.ts');
  const { stdout } = context.io;
  const store = invocation.value('store');
  if (invocation.value('format') === 'json') stdout.write(`${JSON.stringify(cancelledObject(cancelled), null, 2)}\n`);
  else
    stdout.write(
      cancelledText(cancelled, {
        ...styleFor(context, 'stdout'),
        ...(store !== undefined && { store }),
        ...(launch && { launch }),
      }),
    );
  if (cancelled.left?.length) return 5;
  const { outcome, view, lost } = cancelled;
  return (outcome === 'stopped' && view.state !== 'complete') || (outcome === 'dead' && lost !== undefined) ? 4 : 0;
}
