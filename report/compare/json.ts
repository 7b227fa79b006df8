import type { Comparison } from '../../compare/comparison.ts';

/** Comparisons with the first run, for `--format json`; an interval that could not be had is `null`. */
export function comparisonsObject(comparisons: readonly Comparison[]) {
  return {
    version: 1,
    comparisons: comparisons.map(({ items, headlines, ...rest }) => ({
      ...rest,
      items: items.map(item => ({ ...item, interval: item.interval ?? null })),
      headlines: headlines.map(headline => ({ ...headline, interval: headline.interval ?? null })),
    })),
  };
}
