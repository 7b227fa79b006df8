/** All values of one measure of one item in one file. */
export interface Measurement {
  /** What was measured: the key columns, a command, the name of a benchmark; empty where the file is the item. */
  readonly item: string;
  readonly measure: string;
  /** At least one; NaN: it was measured, and there is no number of it, as of a command that failed. */
  readonly values: readonly number[];
}

/** What tells a measurement of a run from all others, and is the same in other runs. */
export interface ItemName {
  readonly stage: string;
  readonly file: string;
  /** Empty where the file is the item. */
  readonly item: string;
  readonly measure: string;
}

/** Which columns of a table count; empty: the rule of `table.ts` decides. */
export interface Columns {
  readonly keys: readonly string[];
  readonly measures: readonly string[];
}

/** Measurements in the order of their first value, values of the same item and measure together. */
export function gathered(values: Iterable<readonly [item: string, measure: string, value: number]>): Measurement[] {
  const found = new Map<string, { item: string; measure: string; values: number[] }>();
  for (const [item, measure, value] of values) {
    const key = JSON.stringify([item, measure]);
    const known = found.get(key);
    if (known) known.values.push(value);
    else found.set(key, { item, measure, values: [value] });
  }
  return [...found.values()];
}
