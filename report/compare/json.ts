import type { Comparison, Judged } from '../../compare/comparison.ts';

/** Comparisons with the first run, for `--format json`; what could not be had is `null`. The values themselves are in the runs. */
export function comparisonsObject(comparisons: readonly Comparison[]) {
  return {
    version: 1,
    comparisons: comparisons.map(({ items, headlines, passedOver, ...rest }) => ({
      ...rest,
      items: items.map(({ values: _, ...item }) => ({ ...item, ...sureness(item) })),
      headlines: headlines.map(headline => ({ ...headline, ...sureness(headline) })),
      passedOver: passedOver.map(({ path, ...file }) => ({ ...file, file: path })),
    })),
  };
}

function sureness({ interval, p, detectable }: Judged) {
  return { interval: interval ?? null, p: p ?? null, detectable: detectable ?? null };
}
