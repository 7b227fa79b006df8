import { type Direction, directionOf } from './direction.ts';
import { type Doubt, doubtsOf, unfairKinds } from './fairness.ts';
import type { MeasuredRun } from './measured-run.ts';
import type { Columns } from './measurement.ts';
import { measurementsOf } from './result-file.ts';
import { type Estimate, geometricMean, ratioOfMeans } from './statistics.ts';

export type { Estimate } from './statistics.ts';

export type Verdict = 'faster' | 'slower' | 'unclear';

export interface ItemName {
  readonly stage: string;
  readonly file: string;
  /** Empty where the file is the item. */
  readonly item: string;
  readonly measure: string;
}

export interface ComparedItem extends ItemName, Estimate {
  readonly better: Direction;
  readonly verdict: Verdict;
  readonly samples: readonly [a: number, b: number];
}

/** All items of one measure. */
export interface Headline extends Estimate {
  readonly measure: string;
  readonly better: Direction;
  readonly verdict: Verdict;
  readonly items: number;
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly doubts: readonly Doubt[];
  /** Those of the doubts that refuse it; then nothing below is filled. */
  readonly refused: readonly Doubt[];
  readonly items: readonly ComparedItem[];
  /** Empty while items are missing, unless those in common were asked for. */
  readonly headlines: readonly Headline[];
  readonly onlyA: readonly ItemName[];
  readonly onlyB: readonly ItemName[];
  /** With a value that is not above 0, of which there is no ratio. */
  readonly withoutRatio: readonly ItemName[];
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
  const [first, second] = [valuesOf(a, options), valuesOf(b, options)];
  const stages = new Set([...first.values(), ...second.values()].map(({ name }) => name.stage));
  const doubts = doubtsOf(a, b, stages);
  const refuses = (doubt: Doubt) => unfairKinds.some(kind => kind === doubt.kind) && !options.accepted.has(doubt.kind);
  const refused = doubts.filter(refuses);
  const empty = { items: [], headlines: [], onlyA: [], onlyB: [], withoutRatio: [] };
  const base = { a: a.runId, b: b.runId, doubts, refused };
  if (refused.length > 0) return { ...base, ...empty };
  const items: ComparedItem[] = [];
  const withoutRatio: ItemName[] = [];
  for (const [key, { name, values }] of first) {
    const other = second.get(key)?.values;
    if (!other) continue;
    if (![...values, ...other].every(value => value > 0 && Number.isFinite(value))) {
      withoutRatio.push(name);
      continue;
    }
    const better = directionOf(name.measure, options.directions);
    const estimate = ratioOfMeans(values, other, key);
    items.push({
      ...name,
      ...estimate,
      better,
      verdict: verdictOf(estimate, better),
      samples: [values.length, other.length],
    });
  }
  const onlyA = [...first].filter(([key]) => !second.has(key)).map(([, { name }]) => name);
  const onlyB = [...second].filter(([key]) => !first.has(key)).map(([, { name }]) => name);
  const whole = onlyA.length + onlyB.length + withoutRatio.length === 0;
  return { ...base, items, headlines: whole || options.common ? headlinesOf(items) : [], onlyA, onlyB, withoutRatio };
}

/** How much worse b is, as a part of a: 0.05 is 5 % slower; below 0: better. */
export function slowdown({ ratio, better }: { readonly ratio: number; readonly better: Direction }): number {
  return (better === 'lower' ? ratio : 1 / ratio) - 1;
}

/** Whether the least that the interval allows is still a larger slowdown than `limit`; without an interval the ratio counts. */
export function isBeyond(
  { ratio, interval, better }: Estimate & { readonly better: Direction },
  limit: number,
): boolean {
  const [low, high] = interval ?? [ratio, ratio];
  return slowdown({ ratio: better === 'lower' ? low : high, better }) > limit;
}

function headlinesOf(items: readonly ComparedItem[]): Headline[] {
  const measures = [...new Set(items.map(({ measure }) => measure))].sort();
  return measures.map(measure => {
    const taken = items.filter(item => item.measure === measure);
    const { better } = taken[0]!;
    const estimate = geometricMean(
      taken.map(({ ratio }) => ratio),
      measure,
    );
    return { measure, better, ...estimate, verdict: verdictOf(estimate, better), items: taken.length };
  });
}

function verdictOf({ interval }: Estimate, better: Direction): Verdict {
  // Equal values may differ in their last bit once they are added up.
  const rounding = 1e-9;
  if (!interval || (interval[0] <= 1 + rounding && interval[1] >= 1 - rounding)) return 'unclear';
  return interval[0] > 1 === (better === 'lower') ? 'slower' : 'faster';
}

/** By stage, file, item and measure, in the order of these. */
function valuesOf(run: MeasuredRun, columns: Columns): Map<string, { name: ItemName; values: readonly number[] }> {
  const found = run.files.filter(isWanted).flatMap(({ stage, path, text }) =>
    measurementsOf(text, columns)
      .filter(({ measure }) => columns.measures.length === 0 || columns.measures.includes(measure))
      .map(({ item, measure, values }) => ({ name: { stage, file: path, item, measure }, values })),
  );
  const keyed = found.map(each => [JSON.stringify(Object.values(each.name)), each] as const);
  return new Map(keyed.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Of Criterion's files those of this run, once: neither the copy it keeps as `base`, nor `change`, nor estimates of samples that are there. */
function isWanted({ path, stage }: MeasuredRun['files'][number], _: number, all: MeasuredRun['files']): boolean {
  const [, directory, kind, name] = /^(.*\/)?(new|base|change)\/(estimates|sample)\.json$/.exec(path) ?? [];
  if (kind === undefined) return true;
  if (kind !== 'new') return false;
  const sample = `${directory ?? ''}new/sample.json`;
  return name === 'sample' || !all.some(file => file.stage === stage && file.path === sample);
}
