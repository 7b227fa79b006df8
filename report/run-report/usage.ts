import type { StageResult } from '../../schema/records.ts';
import type { Attempt } from './chronicle.ts';

/** A time in which the same stages run. */
export interface Stretch {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly stages: readonly string[];
  /** Index of the start in which they do. */
  readonly start: number;
  /** Processors busy in the mean: the sum of each stage's own mean; absent where none of them tells. */
  readonly cores?: number;
  /** Bytes: the sum of each stage's own peak, so the most that it can have been; absent where none of them tells. */
  readonly memory?: number;
}

/** What the runs of stages cut the wall clock into, without the times in which none runs. */
export function stretchesOf(attempts: readonly Attempt[], results: readonly StageResult[]): readonly Stretch[] {
  const used = new Map(results.map(result => [`${result.stage} ${result.attempt}`, result]));
  const edges = attempts
    .filter(({ from, to }) => to > from)
    .flatMap(attempt => [
      { at: attempt.from, attempt, opens: true },
      { at: attempt.to, attempt, opens: false },
    ])
    .sort((a, b) => a.at - b.at);
  const running = new Set<Attempt>();
  const stretches: Stretch[] = [];
  for (const [index, { at, attempt, opens }] of edges.entries()) {
    if (opens) running.add(attempt);
    else running.delete(attempt);
    const next = edges[index + 1]?.at ?? at;
    if (next <= at || running.size === 0) continue;
    const told = [...running].map(each => used.get(`${each.stage} ${each.attempt}`));
    const cores = sum(told.map(coresOf));
    const memory = sum(told.map(result => result?.resources?.maxMemoryBytes));
    stretches.push({
      from: at,
      to: next,
      stages: [...running].map(({ stage }) => stage),
      start: [...running][0]!.start,
      ...(cores !== undefined && { cores }),
      ...(memory !== undefined && { memory }),
    });
  }
  return stretches;
}

/** Processors that a stage kept busy in the mean; absent where it is not known or the stage took no time. */
export function coresOf(result: StageResult | undefined): number | undefined {
  const { cpuSeconds } = result?.resources ?? {};
  return result === undefined || cpuSeconds === undefined || result.seconds <= 0
    ? undefined
    : cpuSeconds / result.seconds;
}

export interface Share {
  readonly seconds: number;
  /** Dollars; absent where the price of a machine that it ran on is not known. */
  readonly usd: number | undefined;
}

/** By stage, its part of the machine's time and price: where several run at once, each has an equal part. `rates`: by start. */
export function sharesOf(
  stretches: readonly Stretch[],
  rates: readonly (number | undefined)[],
): ReadonlyMap<string, Share> {
  const shares = new Map<string, Share>();
  for (const { from, to, stages, start } of stretches)
    for (const stage of stages) {
      const { seconds, usd } = shares.get(stage) ?? { seconds: 0, usd: 0 };
      const more = (to - from) / 1000 / stages.length;
      const rate = rates[start];
      shares.set(stage, {
        seconds: seconds + more,
        usd: usd === undefined || rate === undefined ? undefined : usd + (more / 3600) * rate,
      });
    }
  return shares;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
