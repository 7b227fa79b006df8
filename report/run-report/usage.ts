import type { StageResult } from '../../schema/records.ts';
import type { Attempt } from './chronicle.ts';

/** A time in which the same stages run. */
export interface Stretch {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly stages: readonly string[];
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

/** By stage, the seconds of the machine that are its own: where several run at once, each has an equal part. */
export function sharesOf(stretches: readonly Stretch[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { from, to, stages } of stretches)
    for (const stage of stages) shares.set(stage, (shares.get(stage) ?? 0) + (to - from) / 1000 / stages.length);
  return shares;
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
