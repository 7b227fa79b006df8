import type { LaunchRecord, RunEvent, RunRecord } from '../schema/records.ts';
import { launchesOf } from './cloud/launches.ts';
import { type Cost, type CostFacts, costOf } from './cost.ts';
import { recallEvents } from './recall.ts';
import { planOf } from './recall-plan.ts';
import { recordOf, statusOf } from './record.ts';
import { type Spend, spendOf } from './spend-gate.ts';
import type { RunRef, RunStore } from './store.ts';

/** What tells the cost of a run, as its store had it when it was read. */
export interface Meter {
  readonly launches: readonly LaunchRecord[];
  /** Oldest first; empty where none is left. */
  readonly events: readonly RunEvent[];
  /** Absent before the script has begun, and where it cannot be read. */
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
  const [launches, events, record, status, campaign] = await Promise.all([
    launchesOf(store, run),
    recallEvents(store, run),
    store.read(run, 'run.json').then(recordOf),
    store.read(run, 'status.json').then(statusOf),
    store.read(run, 'campaign.yaml'),
  ]);
  const plan = await planOf(campaign?.toString('utf8'), record);
  const facts: CostFacts = {
    ...{ launches, events },
    ...(record && { record }),
    ...(status && { status }),
    ...(plan && { plan }),
  };
  return {
    ...{ launches, events },
    attempts: new Map((plan?.stages ?? []).map(({ name, attempts }) => [name, attempts])),
    ...(record && { record }),
    ...(plan && { spend: spendOf(plan) }),
    cost: now => costOf(facts, now),
  };
}
