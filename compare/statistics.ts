/** A ratio and, where there was enough to resample, what 95 of 100 such intervals would hold the true one. */
export interface Estimate {
  readonly ratio: number;
  readonly interval?: readonly [low: number, high: number];
}

/** Fewer values than this give no interval: resampling so few says too little of what was not seen. */
export const fewestSamples = 5;

const resamples = 2000;

/** The ratio of two means, second to first. Every value is above 0. The same values and seed give the same interval. */
export function ratioOfMeans(first: readonly number[], second: readonly number[], seed: string): Estimate {
  const ratio = mean(second) / mean(first);
  if (Math.min(first.length, second.length) < fewestSamples) return { ratio };
  // Samples are drawn from sorted values, so that their order does not matter.
  const [from, to] = [ascending(first), ascending(second)];
  const random = generator(seed);
  return { ratio, interval: percentiles(() => mean(drawn(to, random)) / mean(drawn(from, random))) };
}

/** The geometric mean of ratios above 0, at least one; its interval comes from resampling the ratios. */
export function geometricMean(ratios: readonly number[], seed: string): Estimate {
  const logs = ascending(ratios.map(Math.log));
  const ratio = Math.exp(mean(logs));
  if (logs.length < fewestSamples) return { ratio };
  const random = generator(seed);
  return { ratio, interval: percentiles(() => Math.exp(mean(drawn(logs, random)))) };
}

function percentiles(once: () => number): [number, number] {
  const values = ascending(Array.from({ length: resamples }, once));
  const edge = Math.floor(resamples * 0.025);
  return [values[edge]!, values[resamples - 1 - edge]!];
}

function drawn(values: readonly number[], random: () => number): number[] {
  return values.map(() => values[Math.floor(random() * values.length)]!);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}

/** Numbers from 0 to below 1, the same for the same seed: FNV-1a into mulberry32, both in the public domain. */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index++) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
