/** A logarithmic axis of ratios. */
export interface RatioAxis {
  /** Where a ratio lies, in percent of the width. */
  at(ratio: number): number;
  readonly ticks: readonly number[];
}

const mostTicks = 7;
const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5];

/** An axis that holds all of these ratios, each above 0, and 1. */
export function ratioAxis(ratios: readonly number[]): RatioAxis {
  const all = [1, ...ratios].map(Math.log);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const pad = Math.max((most - least) * 0.04, 0.002);
  const [low, high] = [least - pad, most + pad];
  // A little room on both sides, for signs and labels at the ends.
  const at = (ratio: number) => 3 + (94 * (Math.log(ratio) - low)) / (high - low);
  return { at, ticks: ratioTicks(Math.exp(low), Math.exp(high)) };
}

function ratioTicks(low: number, high: number): number[] {
  if (low > 0.4 && high < 2.5)
    for (const step of steps) {
      const first = Math.ceil((low - 1) / step);
      const count = Math.floor((high - 1) / step) - first + 1;
      if (count <= mostTicks)
        return Array.from({ length: count }, (_, index) => Number((1 + (first + index) * step).toFixed(3)));
    }
  for (let base = 2; ; base = base === 2 ? 10 : base * 10) {
    const first = Math.ceil(Math.log(low) / Math.log(base));
    const count = Math.floor(Math.log(high) / Math.log(base)) - first + 1;
    if (count <= mostTicks) return Array.from({ length: count }, (_, index) => base ** (first + index));
  }
}

/** Two to five round values between these two. */
export function valueTicks(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(each => each * power).find(each => each >= rough) ?? rough;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}
