/** Beyond this many degrees of freedom Student's t is the normal distribution for all that is asked of it here. */
const mostFreedom = 1000;

/** How likely a normal value of mean 0 and deviation 1 is above `x`, which is not below 0. */
export function tailOfNormal(x: number): number {
  return 0.5 - area(value => Math.exp((-value * value) / 2), 0, x) / Math.sqrt(2 * Math.PI);
}

/** How likely Student's t of `freedom` degrees, at least 1, is above `t`, which is not below 0. */
export function tailOfT(t: number, freedom: number): number {
  // With t = √ν·tan φ the density becomes cos(φ)^(ν−1), whose whole area is finite and needs no gamma function.
  const degrees = Math.min(freedom, mostFreedom);
  const density = (angle: number) => Math.cos(angle) ** (degrees - 1);
  const from = Math.atan(t / Math.sqrt(degrees));
  return (0.5 * area(density, from, Math.PI / 2)) / area(density, 0, Math.PI / 2);
}

const quantiles = new Map<string, number>();

/** What Student's t exceeds with probability `tail`, which is below ½. Broken degrees of freedom count as the whole number below. */
export function quantileOfT(tail: number, freedom: number): number {
  const degrees = Math.max(1, Math.floor(Math.min(freedom, mostFreedom)));
  const key = `${tail} ${degrees}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  let [low, high] = [0, 1];
  while (tailOfT(high, degrees) > tail) high *= 2;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (tailOfT(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  quantiles.set(key, high);
  return high;
}

/** The area under a smooth function, by Simpson's rule. */
function area(of: (x: number) => number, from: number, to: number): number {
  const steps = 1000;
  const width = (to - from) / steps;
  let sum = of(from) + of(to);
  for (let step = 1; step < steps; step++) sum += of(from + step * width) * (step % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
}
