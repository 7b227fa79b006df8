import type { LaunchRecord, RunEvent, RunRecord, StageResult } from '../schema/records.ts';
import { gate } from './gate.ts';
import { type Meter, readMeter } from './meter.ts';
import { recallRun } from './recall.ts';
import { resultOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';
import { linesOf } from './tail.ts';
import type { RunView, StageView } from './view.ts';

/** All that a run's store tells of it: how it stands, and how it came to that. */
export interface RunHistory {
  readonly view: RunView;
  /** Absent: it is not there or cannot be read. */
  readonly record?: RunRecord;
  /** Oldest first; empty where none is left. */
  readonly events: readonly RunEvent[];
  /** Of stages that have ended. */
  readonly results: readonly StageResult[];
  /** Results of earlier attempts, that a later start of the run moved aside. */
  readonly earlier: readonly StageResult[];
  /** The boxes that were started for it; empty for a run on a machine that was there. */
  readonly launches: readonly LaunchRecord[];
  /** Tells what it cost. */
  readonly meter: Meter;
  /** By stage: the log it has now. */
  readonly logs: ReadonlyMap<string, LogEnd>;
  /** Milliseconds since the epoch at which this was read. */
  readonly readAt: number;
}

/** A log and its last lines. */
export interface LogEnd {
  /** In the run's folder. */
  readonly key: string;
  /** Where a person finds it: a path or URL. */
  readonly place: string;
  /** Of the whole log, in bytes. */
  readonly size: number;
  /** Whether it is the whole log of a stage that has ended, not what a checkpoint saved. */
  readonly final: boolean;
  /** Oldest first, as written. */
  readonly lines: readonly string[];
  /** Bytes of the log before these lines. */
  readonly before: number;
}

export interface HistoryOptions {
  /** The run's live files on this machine. */
  readonly directory?: string;
  readonly now?: number;
}

/** Bytes of log read for a stage that passed, at most; and of one that did not. */
const [littleLog, muchLog] = [4096, 65_536];
/** Bytes of log read for all stages of either kind together: a page of hundreds of failed stages stays one that opens. */
const allLogs = 1_048_576;

/** A run as its store tells it. Throws a `StoreFailure` as reads do. */
export async function recallHistory(
  store: RunStore,
  run: RunRef,
  { directory, now = Date.now() }: HistoryOptions = {},
): Promise<RunHistory> {
  const view = await recallRun(store, run, { now, ...(directory !== undefined && { directory }) });
  const [meter, objects] = await Promise.all([readMeter(store, run), store.list(run, 'stages/')]);
  const { record, events, launches } = meter;
  const inTurn = gate(16);
  const resultsAt = async (pattern: RegExp) => {
    const keys = objects.filter(({ key }) => pattern.test(key)).map(({ key }) => key);
    const results = await Promise.all(keys.map(key => inTurn(async () => resultOf(await store.read(run, key)))));
    return results.filter(result => result !== undefined);
  };
  const sizes = new Map(objects.map(({ key, size }) => [key, size]));
  const good = ({ state }: StageView) => state === 'passed' || state === 'cached';
  const reach = (stage: StageView) => {
    const beside = view.stages.filter(other => good(other) === good(stage)).length;
    return Math.min(good(stage) ? littleLog : muchLog, Math.max(1024, Math.floor(allLogs / beside)));
  };
  const logs = await Promise.all(
    view.stages.map(stage => inTurn(async () => await logEnd(store, run, stage, sizes, reach(stage)))),
  );
  return {
    view,
    ...(record && { record }),
    events,
    results: await resultsAt(/^stages\/[^/]+\/result\.json$/),
    earlier: await resultsAt(/^stages\/[^/]+\/result\.\d+\.json$/),
    launches,
    meter,
    logs: new Map(logs.flatMap((log, index) => (log ? [[view.stages[index]!.stage, log] as const] : []))),
    readAt: now,
  };
}

async function logEnd(
  store: RunStore,
  run: RunRef,
  { stage, state }: StageView,
  sizes: ReadonlyMap<string, number>,
  reach: number,
): Promise<LogEnd | undefined> {
  if (state === 'pending') return undefined;
  const key = [`stages/${stage}/log`, `stages/${stage}/partial/log`].find(each => sizes.has(each));
  if (key === undefined) return undefined;
  const size = sizes.get(key)!;
  const from = Math.max(0, size - reach);
  const bytes = (await store.readFrom(run, key, from, reach)) ?? Buffer.alloc(0);
  // What was cut may have lost the beginning of its first line; where that line is all there is, half of it is better than nothing.
  const next = from > 0 ? bytes.indexOf('\n') + 1 : 0;
  const skipped = next < bytes.length ? next : 0;
  return {
    key,
    place: store.place(run, key),
    size,
    final: !key.includes('/partial/'),
    lines: linesOf(bytes.subarray(skipped)),
    before: from + skipped,
  };
}
