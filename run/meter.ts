import type { LaunchRecord, RunEvent, RunRecord } from '../schema/records.ts';
import { launchesOf } from './cloud/launches.ts';
import { boxTimes, type Cost, costOf } from './cost.ts';
import { recallEvents } from './recall.ts';
import { recallPlan } from './recall-plan.ts';
import { recordOf, statusOf } from './record.ts';
import { type Spend, spendOf } from './spend-gate.ts';
import type { RunRef, RunStore } from './store.ts';

/** What tells the cost of a run, as its store had it when it was read. */
export interface Meter {
  readonly launches: readonly LaunchRecord[];
  readonly events: readonly RunEvent[];
  /** Absent before the script has begun. */
  readonly record?: RunRecord;
  /** Of the plan; absent where the store holds no campaign. */
  readonly spend?: Spend;
  /** Of each stage of the plan, how often it may be tried; empty where the store holds no campaign. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Up to `now` for a run that is alive; absent: up to its last sign. */
  cost(now?: number): Cost;
}

/** Throws a `StoreFailure` as reads do. */
export async function readMeter(store: RunStore, run: RunRef): Promise<Meter> {
  const [launches, events, record, status] = await Promise.all([
    launchesOf(store, run),
    recallEvents(store, run),
    store.read(run, 'run.json').then(recordOf),
    store.read(run, 'status.json').then(statusOf),
  ]);
  const plan = await recallPlan(store, run, record);
  const spend = plan && spendOf(plan);
  const boxes = boxTimes(launches, record, events);
  const signs = [events.at(-1)?.at, status?.updatedAt, record?.endedAt, launches.at(-1)?.launchedAt];
  const lastSign = Math.max(0, ...signs.flatMap(at => (at ? [Date.parse(at)] : [])));
  return {
    ...{ launches, events },
    attempts: new Map((plan?.stages ?? []).map(({ name, attempts }) => [name, attempts])),
    ...(record && { record }),
    ...(spend && { spend }),
    cost: now => costOf(boxes, spend, now ?? lastSign),
  };
}
