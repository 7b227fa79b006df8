import type { Findings } from './diagnosis.ts';
import { readMeter } from './meter.ts';
import { recallRun } from './recall.ts';
import { resultOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';

/** What a run has left, for a diagnosis. */
export interface Recalled extends Findings {
  readonly meter: Awaited<ReturnType<typeof readMeter>>;
  readonly kept: Kept;
}

/** What of a run is in its store. */
export interface Kept {
  readonly objects: number;
  readonly bytes: number;
  /** Of these, what checkpoints have saved of stages that did not pass. */
  readonly partial: number;
}

/** Lines of log that a diagnosis brings of a stage. */
const tail = 12;

/** Throws a `StoreFailure` as reads do. `directory`: where the run's live files would be on this machine. */
export async function recallFindings(store: RunStore, run: RunRef, directory: string): Promise<Recalled> {
  const [view, meter, objects] = await Promise.all([
    recallRun(store, run, { tail, directory }),
    readMeter(store, run),
    store.list(run, ''),
  ]);
  const keys = view.stages
    .map(({ stage }) => `stages/${stage}/result.json`)
    .filter(key => objects.some(each => each.key === key));
  const results = await Promise.all(keys.map(async key => resultOf(await store.read(run, key))));
  const { launches, events, record } = meter;
  return {
    ...{ view, launches, events, meter },
    results: results.filter(result => result !== undefined),
    ...(record && { record }),
    kept: {
      objects: objects.length,
      bytes: objects.reduce((sum, { size }) => sum + size, 0),
      partial: objects.filter(({ key }) => key.includes('/partial/')).length,
    },
  };
}
