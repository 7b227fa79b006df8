import type { Meter } from '../../run/meter.ts';
import type { RunEnd } from '../../run/run.ts';
import type { RunRef } from '../../run/store.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { bucketBeside, type OpenedRun, openedBucket, openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { liveFiles, lookOption, type OpenedStore, openedStore, reading, runNamed } from '../store.ts';
import { styleFor } from '../style.ts';

export const watch: Command = {
  name: 'watch',
  summary: 'see a run go on, to its end: stages, logs, cost, what is saved',
  description: `From any machine that reaches the store; a run of this machine is seen by its live files. On a terminal a table that is painted
anew, over a pipe a line for what happens and one a minute for how it stands, with --format json one object a line. Ctrl-C ends only the
watching. A store that does not answer is asked again. It ends with the run, tells what came of it, and exits as \`campaign run\` would have.`,
  arguments: [
    {
      name: 'RUN',
      summary: 'a run id or the beginning of one; default: the newest that is alive, here before in the bucket',
      complete: 'run',
    },
  ],
  options: [
    {
      name: 'interval',
      short: 'i',
      value: 'TIME',
      complete: ['2s', '10s', '1m'],
      summary: 'time between two looks; default: 2s for a bucket, a blink for a directory',
    },
    lookOption,
    { ...formatOption, summary: 'how it is told: pretty (default), or json: one object a line, as it happens' },
  ],
  examples: [
    { command: 'campaign watch', meaning: 'the newest run that is alive, else what the latest came to' },
    {
      command: 'campaign watch --store s3://my-bucket/results -i 30s | tee log',
      meaning: 'the newest of a bucket, from any machine, as lines',
    },
  ],
  exits: [
    [0, 'every stage passed or was skipped by its condition, and everything is in the store'],
    [1, 'some stage did not pass'],
    [2, 'there is no such run, or the store or the command line is wrong'],
    [3, 'preflight failed, nothing was run'],
    [4, 'the run died, or the store does not hold everything'],
    [5, 'the run is over, and something of its box is still there and paid for'],
    [130, 'interrupted; 143 for SIGTERM. Also when only the watching was'],
  ],
  async run(invocation, context) {
    const every = await intervalOf(invocation);
    const { ref, ...opened } = await runToWatch(invocation.arguments[0], invocation, context);
    const { store } = opened;
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(store, context, ref));
    const { readMeter } = await import('../../run/meter.ts');
    let meter = await reading(() => readMeter(store, ref));
    const { boxOfRun, leftOfBox } = await import('../box-of-run.ts');
    const box = await boxOfRun(meter.launches, context);
    const { standingOf } = await import('../../run/cloud/standing.ts');
    const id = box?.launch.instanceId;
    const { followRun } = await import('../../run/follow.ts');
    const { processSignals } = await import('../../run/signals.ts');
    const { watchShow } = await import('../show-watch.ts');
    const format = invocation.value('format');
    const show = watchShow(context, format);
    const directory = liveFiles(opened.home, ref.runId);
    const alive = { now: true };
    const followed = await followRun({
      ...{ store, run: ref, directory, tail: 6, signals: processSignals, onTrouble: show.trouble },
      ...(every !== undefined && { every }),
      ...(meter.spend && { worstSeconds: meter.spend.worstSeconds }),
      ...(box?.cloud && id !== undefined && { standing: standingOf(box.cloud, id) }),
      onLook: look => {
        alive.now = look.view.state === 'running' || look.view.state === 'starting';
        show.look({ ...look, cost: meter.cost(alive.now ? Date.now() : undefined) });
        // What a campaign costs is in the store once its script has begun.
        if (!meter.spend && look.events.length > 0)
          readMeter(store, ref).then(
            read => {
              meter = read;
            },
            () => {},
          );
      },
    });
    show.clear();
    if (followed.left !== undefined) return await leave();
    meter = await reading(() => readMeter(store, ref));
    if (box?.cloud) context.note('the run is over: waiting for the box to be gone');
    const left = box && (await leftOfBox(box, ref, store, 120, context));
    const { thingText } = await import('../../run/cloud/thing-text.ts');
    const end: RunEnd = {
      ...{ exitStatus: followed.view.exitStatus ?? 4, detached: false, begun: true, view: followed.view, printed: [] },
      paths: await pathsOf(ref, meter.launches.at(-1), directory, opened),
      ...(followed.lost !== undefined && { lost: followed.lost }),
      ...(left?.length && { left: left.map(thingText) }),
    };
    await tell(end, meter, format, invocation, context);
    return left?.length ? 5 : end.exitStatus;

    async function leave(): Promise<number> {
      const { view } = followed;
      if (format === 'json') {
        const { watchObject } = await import('../../report/run/watched.ts');
        const line = watchObject({ kind: 'left', view, cost: meter.cost(Date.now()) });
        context.io.stdout.write(`${JSON.stringify(line)}\n`);
      } else {
        const { leftRunning } = await import('../../report/run/summary.ts');
        const paths = await pathsOf(ref, meter.launches.at(-1), directory, opened);
        context.io.stdout.write(leftRunning(paths, storeWords(invocation)));
      }
      return followed.left === 'TERM' ? 143 : 130;
    }
  },
};

async function tell(
  end: RunEnd,
  meter: Meter,
  format: string | undefined,
  invocation: Invocation,
  context: Context,
): Promise<void> {
  const { stdout } = context.io;
  const cost = meter.cost();
  if (format === 'json') {
    const { watchObject } = await import('../../report/run/watched.ts');
    stdout.write(`${JSON.stringify(watchObject({ kind: 'end', end, cost }))}\n`);
    return;
  }
  const { summary } = await import('../../report/run/summary.ts');
  stdout.write(summary(end, { ...styleFor(context, 'stdout'), ...storeWords(invocation), cost }));
}

/** Without it the commands that are named would look into the store of this directory. */
function storeWords(invocation: Invocation): { readonly store?: string } {
  const given = invocation.value('store');
  return given === undefined ? {} : { store: given };
}

async function pathsOf(
  { campaign, runId }: RunRef,
  launch: LaunchRecord | undefined,
  directory: string,
  { store }: OpenedStore,
): Promise<RunEnd['paths']> {
  const { existsSync } = await import('node:fs');
  const { join } = await import('node:path');
  const place = store.place({ campaign, runId }, '');
  if (launch) return { runId, place, box: launch };
  if (!existsSync(directory)) return { runId, place };
  return { runId, place, live: { directory, console: join(directory, 'console'), pid: 0 } };
}

/** Milliseconds; absent where nothing is said. */
async function intervalOf(invocation: Invocation): Promise<number | undefined> {
  const given = invocation.value('interval');
  if (given === undefined) return undefined;
  const { duration } = await import('../../schema/quantity.ts');
  const seconds = duration(given);
  if (seconds !== undefined && seconds >= 1 && seconds <= 3600) return seconds * 1000;
  throw new Refusal(`--interval cannot be \`${given}\``, 'write 1s to 1h, as 10s');
}

/** The run that is named; without a name the newest that is alive, of this machine before one of the bucket, else the newest. */
async function runToWatch(asked: string | undefined, invocation: Invocation, context: Context): Promise<OpenedRun> {
  if (asked !== undefined) return await openedRun(asked, invocation, context);
  const { livingRun } = await import('../../run/living.ts');
  const here = await openedStore(invocation, context);
  const living = await reading(() => livingRun(here.store, here.home));
  if (living !== undefined) return { ...here, ref: await runNamed(living, here) };
  const url = await bucketBeside(invocation, context);
  const { value: bucket } = url === undefined ? {} : await openedBucket(url);
  const there = bucket && (await reading(() => livingRun(bucket, here.home)));
  if (!there) return await openedRun(undefined, invocation, context);
  const opened = { store: bucket, home: here.home };
  const ref = await runNamed(there, opened);
  context.note(`${ref.runId} is in ${url}`);
  return { ...opened, ref };
}
