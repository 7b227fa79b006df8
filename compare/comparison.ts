import { type Direction, directionOf, isSpeed } from './direction.ts';
import { discoveries } from './discoveries.ts';
import { type Doubt, doubtsOf, unfairKinds } from './fairness.ts';
import { measuredItems } from './measured-items.ts';
import type { MeasuredRun, UnreadFile } from './measured-run.ts';
import type { Columns, ItemName } from './measurement.ts';
import * as statistics from './statistics.ts';

export type { ItemName } from './measurement.ts';
export type { Estimate } from './statistics.ts';

/**
 * `perhaps-…`: the interval lies on that side, and of as many looks as were taken some do so by chance.
 * `unclear`: the interval holds 1. `unknown`: too few values for an interval.
 */
export type Verdict = 'better' | 'worse' | 'perhaps-better' | 'perhaps-worse' | 'unclear' | 'unknown';

export interface Judged extends statistics.Estimate {
  readonly better: Direction;
  /** Whether the measure is one of speed, so that worse is slower. */
  readonly speed: boolean;
  readonly verdict: Verdict;
  /** The smallest change, as a part of 1, that four of five such comparisons would have found; absent without an interval. */
  readonly detectable?: number;
}

export interface ComparedItem extends ItemName, Judged {
  readonly samples: readonly [a: number, b: number];
  readonly means: readonly [a: number, b: number];
  /** In the order in which they were read. */
  readonly values: readonly [a: readonly number[], b: readonly number[]];
}

/** All items of one measure. */
export interface Headline extends Judged {
  readonly measure: string;
  readonly items: number;
  /** What its interval holds: what varied inside the items, or, where one of them has too few values, between them. */
  readonly over: 'values' | 'items';
}

export interface UncomparedItem extends ItemName {
  readonly why: 'no-number' | 'not-above-zero';
}

export interface PassedOver extends UnreadFile {
  readonly run: string;
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly doubts: readonly Doubt[];
  /** Those of the doubts that refuse it; then nothing below is filled but `passedOver`. */
  readonly refused: readonly Doubt[];
  readonly items: readonly ComparedItem[];
  /** Empty while items are missing, unless those in common were asked for. */
  readonly headlines: readonly Headline[];
  readonly onlyA: readonly ItemName[];
  readonly onlyB: readonly ItemName[];
  /** Items of both runs of which there is no ratio. */
  readonly withoutRatio: readonly UncomparedItem[];
  /** Files that by their names could be results, and of which nothing was compared. */
  readonly passedOver: readonly PassedOver[];
}

export interface CompareOptions extends Columns {
  readonly directions: ReadonlyMap<string, Direction>;
  /** Kinds of doubt that do not refuse. */
  readonly accepted: ReadonlySet<string>;
  /** Means over the items that both runs have, where one lacks some. */
  readonly common: boolean;
}

/** Compares run `b` with run `a`: every ratio is b to a. */
export function compareRuns(a: MeasuredRun, b: MeasuredRun, options: CompareOptions): Comparison {
  const [first, second] = [measuredItems(a, options), measuredItems(b, options)];
  const stages = new Set([...first.items.values(), ...second.items.values()].map(({ name }) => name.stage));
  const doubts = doubtsOf(a, b, stages);
  const refused = doubts.filter(
    ({ kind }) => unfairKinds.some(unfair => unfair === kind) && !options.accepted.has(kind),
  );
  const passedOver = [first, second].flatMap(({ unread }, index) =>
    unread.map(file => ({ run: (index === 0 ? a : b).runId, ...file })),
  );
  const base = { a: a.runId, b: b.runId, refused, passedOver };
  const empty = { items: [], headlines: [], onlyA: [], onlyB: [], withoutRatio: [] };
  if (refused.length > 0) return { ...base, doubts, ...empty };
  const pairs: Pair[] = [];
  const withoutRatio: UncomparedItem[] = [];
  for (const [key, { name, values }] of first.items) {
    const other = second.items.get(key)?.values;
    if (!other) continue;
    const all = [...values, ...other];
    if (!all.every(Number.isFinite)) withoutRatio.push({ ...name, why: 'no-number' });
    else if (!all.every(value => value > 0)) withoutRatio.push({ ...name, why: 'not-above-zero' });
    else pairs.push({ name, values: [values, other], estimate: statistics.ratioOfMeans(values, other, key) });
  }
  const onlyA = [...first.items].filter(([key]) => !second.items.has(key)).map(([, { name }]) => name);
  const onlyB = [...second.items].filter(([key]) => !first.items.has(key)).map(([, { name }]) => name);
  const whole = onlyA.length + onlyB.length + withoutRatio.length === 0;
  const uneven = pairs.filter(({ values: [one, other] }) => one.length !== other.length).length;
  return {
    ...base,
    doubts: uneven === 0 ? doubts : [...doubts, unevenness(uneven)],
    items: comparedItems(pairs, options),
    headlines: whole || options.common ? headlinesOf(pairs, options) : [],
    onlyA,
    onlyB,
    withoutRatio,
  };
}

interface Pair {
  readonly name: ItemName;
  readonly values: ComparedItem['values'];
  readonly estimate: statistics.Resampled;
}

/** How much worse b is, as a part of a: 0.05 is 5 % slower; below 0: better. */
export function slowdown({ ratio, better }: { readonly ratio: number; readonly better: Direction }): number {
  return (better === 'lower' ? ratio : 1 / ratio) - 1;
}

/** Whether something is worse by more than `limit`: by the whole of its interval where it has one, and then it has to stand among all; else by its ratio. */
export function isBeyond({ ratio, interval, better, verdict }: Judged, limit: number): boolean {
  if (interval && verdict !== 'worse') return false;
  const [low, high] = interval ?? [ratio, ratio];
  return slowdown({ ratio: better === 'lower' ? low : high, better }) > limit;
}

function comparedItems(pairs: readonly Pair[], { directions }: CompareOptions): ComparedItem[] {
  const judged = judgedAmong(pairs.map(({ name, estimate }) => ({ estimate, ...leaningOf(name.measure, directions) })));
  return pairs.map(({ name, values: [a, b] }, index) => ({
    ...name,
    ...judged[index]!,
    samples: [a.length, b.length],
    means: [statistics.mean(statistics.ascending(a)), statistics.mean(statistics.ascending(b))],
    values: [a, b],
  }));
}

function leaningOf(measure: string, directions: CompareOptions['directions']) {
  return { better: directionOf(measure, directions), speed: isSpeed(measure) };
}

function headlinesOf(pairs: readonly Pair[], { directions }: CompareOptions): Headline[] {
  const measures = [...new Set(pairs.map(({ name }) => name.measure))].sort();
  const found = measures.map(measure => {
    const ratios = pairs.filter(({ name }) => name.measure === measure).map(({ estimate }) => estimate);
    const inside = statistics.meanOfRatios(ratios);
    const drawn = () =>
      statistics.meanOfDrawnRatios(
        ratios.map(({ ratio }) => ratio),
        measure,
      );
    const over = inside.interval ? 'values' : 'items';
    return {
      rest: { measure, items: ratios.length, over } as const,
      estimate: over === 'values' ? inside : drawn(),
      ...leaningOf(measure, directions),
    };
  });
  const judged = judgedAmong(found);
  return found.map(({ rest }, index) => ({ ...judged[index]!, ...rest }));
}

function judgedAmong(
  all: readonly { readonly estimate: statistics.Resampled; readonly better: Direction; readonly speed: boolean }[],
): Judged[] {
  const ps = all.flatMap(({ estimate }) => estimate.p ?? []);
  const stand = discoveries(ps, statistics.level);
  let next = 0;
  return all.map(({ estimate: { spread, ...estimate }, better, speed }) => {
    if (!spread) return { ...estimate, better, speed, verdict: 'unknown' };
    const verdict = verdictOf(estimate, better, stand[next++]!);
    return { ...estimate, better, speed, verdict, detectable: statistics.detectable(spread, ps.length) };
  });
}

function verdictOf({ interval }: statistics.Estimate, better: Direction, stands: boolean): Verdict {
  // Equal values may differ in their last bit once they are added up.
  const rounding = 1e-9;
  if (!interval || (interval[0] <= 1 + rounding && interval[1] >= 1 - rounding)) return 'unclear';
  const side = interval[0] > 1 === (better === 'lower') ? 'worse' : 'better';
  return stands ? side : `perhaps-${side}`;
}

function unevenness(count: number): Doubt {
  const items = count === 1 ? '1 item has' : `${count} items have`;
  return { kind: 'counts', message: `${items} other numbers of values in one run than in the other` };
}
