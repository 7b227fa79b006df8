/**
 * Which of several tests stand when all of them are looked at: of those that do, no more than `rate` are false on average.
 * Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate", Journal of the Royal Statistical Society B 57, 1995.
 */
export function discoveries(ps: readonly number[], rate: number): boolean[] {
  const ordered = [...ps].sort((one, other) => one - other);
  const count = ordered.findLastIndex((p, index) => p <= (rate * (index + 1)) / ps.length) + 1;
  const limit = count === 0 ? -1 : ordered[count - 1]!;
  return ps.map(p => p <= limit);
}
