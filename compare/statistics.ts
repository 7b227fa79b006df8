import { quantileOfT, tailOfNormal, tailOfT } from './distributions.ts';
import { generator, normal } from './random.ts';

/** A ratio and, where there was enough to resample, how sure it is. */
export interface Estimate {
  readonly ratio: number;
  /** 95 of 100 such intervals hold the true ratio. */
  readonly interval?: readonly [low: number, high: number];
  /** How likely a ratio as far from 1 is where the true one is 1: Student's t on the logarithm, with Welch's degrees of freedom. */
  readonly p?: number;
}

/** An estimate, and what others are made of. Empty where there is no interval. */
export interface Resampled extends Estimate {
  readonly spread?: Spread;
}

export interface Spread {
  /** The standard error of the ratio's logarithm. */
  readonly error: number;
  /** Degrees of freedom of that error, by Welch and Satterthwaite. */
  readonly freedom: number;
  /** The logarithm of the ratio in each resample. */
  readonly logs: Float64Array;
  /** `error`² and degrees of freedom of each sample in it. */
  readonly parts: readonly Part[];
}

type Part = readonly [variance: number, freedom: number];

/** Fewer values than this give no interval: resampling so few says too little of what was not seen. */
const fewestSamples = 5;

/** What an interval leaves out on both sides together. */
export const level = 0.05;

const resamples = 4000;

/** The mean of more values than this is taken as normal instead of resampled; 500 resampled values give the same to three digits. */
const manyValues = 500;

/** The ratio of two means, second to first. Every value is above 0. The same values and seed give the same interval, whatever their order. */
export function ratioOfMeans(first: readonly number[], second: readonly number[], seed: string): Resampled {
  const [from, to] = [ascending(first), ascending(second)];
  const ratio = mean(to) / mean(from);
  if (Math.min(from.length, to.length) < fewestSamples) return { ratio };
  const random = generator(seed);
  const [below, above] = [meansOf(from, random), meansOf(to, random)];
  const logs = Float64Array.from({ length: resamples }, () => Math.log(above() / below()));
  return estimated(ratio, logs, [partOf(from), partOf(to)]);
}

/** The geometric mean of ratios of the same items, at least one. Its interval holds what varied inside the items; absent where one of them has none. */
export function meanOfRatios(ratios: readonly Resampled[]): Resampled {
  const count = ratios.length;
  const ratio = Math.exp(mean(ratios.map(each => Math.log(each.ratio))));
  const spreads = ratios.flatMap(({ spread }) => spread ?? []);
  if (spreads.length < count) return { ratio };
  const logs = new Float64Array(resamples);
  for (const spread of spreads)
    for (let index = 0; index < resamples; index++) logs[index]! += spread.logs[index]! / count;
  const parts = spreads.flatMap(spread =>
    spread.parts.map(([variance, freedom]): Part => [variance / count ** 2, freedom]),
  );
  return estimated(ratio, logs, parts);
}

/** The same with an interval that holds what varied between the items, as if they were drawn from many: for items of few values. */
export function meanOfDrawnRatios(ratios: readonly number[], seed: string): Resampled {
  const logarithms = ascending(ratios.map(Math.log));
  const ratio = Math.exp(mean(logarithms));
  if (logarithms.length < fewestSamples) return { ratio };
  const drawn = meansOf(logarithms, generator(seed));
  const logs = Float64Array.from({ length: resamples }, drawn);
  return estimated(ratio, logs, [[variance(logarithms) / logarithms.length, logarithms.length - 1]]);
}

/**
 * The smallest change, as a part of 1, that four of five such comparisons would have found among `family` of them, had it been the only one.
 * (t of the level + t of the power) × standard error, as in Kalibera and Jones, "Quantifying performance changes with effect size confidence intervals".
 */
export function detectable({ error, freedom }: Spread, family: number): number {
  return Math.expm1((quantileOfT(level / 2 / family, freedom) + quantileOfT(0.2, freedom)) * error);
}

/**
 * The expanded percentile interval (T. Hesterberg, "What Teachers Should Know About the Bootstrap", The American Statistician 69, 2015):
 * plain percentiles of few values are too narrow, so one value less is drawn, and the percentiles are those at which Student's t would end.
 */
function estimated(ratio: number, logs: Float64Array, parts: readonly Part[]): Resampled {
  const error = Math.sqrt(parts.reduce((sum, [part]) => sum + part, 0));
  const divisor = parts.reduce((sum, [part, freedom]) => sum + part ** 2 / freedom, 0);
  const freedom = divisor > 0 ? error ** 4 / divisor : parts.reduce((sum, [, each]) => sum + each, 0);
  const outside = tailOfNormal(quantileOfT(level / 2, freedom));
  const ordered = Float64Array.from(logs).sort();
  const edge = Math.floor(resamples * outside);
  const interval = [Math.exp(ordered[edge]!), Math.exp(ordered[resamples - 1 - edge]!)] as const;
  const distance = Math.abs(Math.log(ratio));
  // Equal values may differ in their last bit once they are added up.
  const p = distance < 1e-9 ? 1 : error === 0 ? 0 : Math.min(1, 2 * tailOfT(distance / error, freedom));
  return { ratio, interval, p, spread: { error, freedom, logs, parts } };
}

/** Draws means of one value less than there are, which spreads them as the means of samples are spread. */
function meansOf(values: readonly number[], random: () => number): () => number {
  const count = values.length - 1;
  if (count >= manyValues) {
    const [middle, deviation] = [mean(values), Math.sqrt(variance(values) / values.length)];
    return () => middle + deviation * normal(random);
  }
  return () => {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += values[Math.floor(random() * values.length)]!;
    return sum / count;
  };
}

/** Of a mean's logarithm, by its first derivative. */
function partOf(values: readonly number[]): Part {
  return [variance(values) / values.length / mean(values) ** 2, values.length - 1];
}

/** Of at least one value. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of at least two values, the sample's. */
function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

export function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}
