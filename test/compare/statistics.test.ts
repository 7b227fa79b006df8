import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discoveries } from '../../compare/discoveries.ts';
import { quantileOfT, tailOfNormal, tailOfT } from '../../compare/distributions.ts';
import { generator, normal } from '../../compare/random.ts';
import { detectable, meanOfDrawnRatios, meanOfRatios, ratioOfMeans } from '../../compare/statistics.ts';
import { times } from '../more.ts';

const sample = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 5, maxLength: 12 });
const few = { numRuns: 30 };

test('values compared with themselves have ratio 1, inside the interval', () => {
  fc.assert(
    fc.property(sample, values => {
      const { ratio, interval } = ratioOfMeans(values, values, 'x');
      expect(ratio).toBe(1);
      expect(interval![0]).toBeLessThanOrEqual(1 + 1e-9);
      expect(interval![1]).toBeGreaterThanOrEqual(1 - 1e-9);
    }),
    few,
  );
});

test('swapping inverts the ratio, scaling by c scales ratio and interval by c, order does not matter', () => {
  fc.assert(
    fc.property(sample, sample, fc.double({ min: 0.1, max: 10, noNaN: true }), (a, b, c) => {
      const plain = ratioOfMeans(a, b, 'x');
      expect(ratioOfMeans(b, a, 'x').ratio * plain.ratio).toBeCloseTo(1, 9);
      const scaled = ratioOfMeans(
        a,
        b.map(value => value * c),
        'x',
      );
      expect(scaled.ratio / plain.ratio / c).toBeCloseTo(1, 9);
      for (const end of [0, 1]) expect(scaled.interval![end]! / plain.interval![end]! / c).toBeCloseTo(1, 9);
      expect(ratioOfMeans([...a].reverse(), [...b].reverse(), 'x').interval).toEqual(plain.interval);
      expect(meanOfDrawnRatios([...b].reverse(), 'x')).toEqual(meanOfDrawnRatios(b, 'x'));
    }),
    few,
  );
});

test('fewer than five values give no interval, nor does a mean over items of which one has so few', () => {
  const few = ratioOfMeans([1, 1, 1, 1], [2, 2, 2, 2, 2], 'x');
  expect(few).toEqual({ ratio: 2 });
  expect(meanOfDrawnRatios([2, 0.5], 'x')).toEqual({ ratio: 1 });
  expect(meanOfRatios([few, ratioOfMeans([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 'y')]).interval).toBeUndefined();
});

test("Student's t and the normal distribution are those of the tables", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1 and 1.3.6.7.2.
  for (const [freedom, t] of [
    [1, 12.706],
    [4, 2.776],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ] as const) {
    expect(quantileOfT(0.025, freedom)).toBeCloseTo(t, 3);
    expect(tailOfT(t, freedom)).toBeCloseTo(0.025, 4);
  }
  expect(tailOfT(0, 7)).toBeCloseTo(0.5, 9);
  for (const [x, tail] of [
    [0, 0.5],
    [1, 0.15866],
    [1.96, 0.025],
    [3, 0.00135],
  ] as const)
    expect(tailOfNormal(x)).toBeCloseTo(tail, 5);
});

test('values that do not vary differ surely or not at all', () => {
  const same = [3, 3, 3, 3, 3];
  expect(ratioOfMeans(same, same, 'x')).toMatchObject({ ratio: 1, p: 1 });
  const { interval, p } = ratioOfMeans(same, [6, 6, 6, 6, 6], 'x');
  expect(interval![0]).toBeCloseTo(2, 9);
  expect([interval![1] - interval![0], p]).toEqual([0, 0]);
});

test('of more values than are resampled the interval is that of the normal distribution', () => {
  const random = generator('many');
  const drawn = (count: number) => Array.from({ length: count }, () => 1 + 0.1 * normal(random));
  for (const count of [400, 100_000]) {
    const { ratio, interval } = ratioOfMeans(drawn(count), drawn(count), 'x');
    const half = 1.96 * 0.1 * Math.sqrt(2 / count);
    expect(Math.log(interval![1] / interval![0]) / 2 / half).toBeGreaterThan(0.9);
    expect(Math.log(interval![1] / interval![0]) / 2 / half).toBeLessThan(1.1);
    expect(Math.abs(ratio - 1)).toBeLessThan(3 * half);
  }
});

describe('of 300 pairs of samples with a known ratio about 95 of 100 intervals hold it, also of few values', () => {
  const shapes: Readonly<Record<string, (random: () => number) => number>> = {
    normal: random => 1 + 0.05 * normal(random),
    'long-tailed': random => 1 - 0.05 * Math.log(1 - random()),
    'log-normal': random => Math.exp(0.5 * normal(random)),
    'of a coarse clock': random => Math.round(50 * (1 + 0.03 * normal(random))) / 50,
  };
  // The fewest values are the hardest.
  const sizes = [
    [5, 5],
    [5, 15],
    [15, 15],
  ] as const;
  for (const [name, shape] of Object.entries(shapes))
    for (const [first, second] of sizes.slice(0, times(1, sizes.length)))
      test(`${name}, ${first} and ${second} values`, () => {
        const random = generator(`${name} ${first} ${second}`);
        const sampled = (count: number, factor: number) => Array.from({ length: count }, () => factor * shape(random));
        const held = Array.from({ length: 300 }, (_, index) =>
          ratioOfMeans(sampled(first, 1), sampled(second, 1.2), `${index}`),
        ).filter(({ interval }) => interval![0] <= 1.2 + 1e-9 && interval![1] >= 1.2 - 1e-9).length;
        // Plain percentiles of five values would hold it 84 to 90 times of 100.
        expect(held / 300).toBeGreaterThan(0.9);
        expect(held / 300).toBeLessThan(0.98);
      }, 60_000);
});

test('about 95 of 100 intervals of a mean over items hold it, though items are as different as they like', () => {
  const random = generator('items');
  const sampled = (middle: number) => Array.from({ length: 8 }, () => middle * (1 + 0.05 * normal(random)));
  const ratios = [0.5, 1, 1.1, 4];
  const truth = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const held = Array.from({ length: 250 }, (_, index) =>
    meanOfRatios(ratios.map((ratio, item) => ratioOfMeans(sampled(10), sampled(10 * ratio), `${index} ${item}`))),
  ).filter(({ interval }) => interval![0] <= truth && truth <= interval![1]).length;
  expect(held / 250).toBeGreaterThan(0.92);
  expect(held / 250).toBeLessThan(0.98);
}, 60_000);

test('about four of five changes of the size that is said to be detectable are detected', () => {
  const random = generator('power');
  const sampled = (middle: number) => Array.from({ length: 10 }, () => middle * (1 + 0.02 * normal(random)));
  const { spread } = ratioOfMeans(
    Array.from(
      { length: 10 },
      (_, index) => 1 + 0.02 * [-1.3, -0.9, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6, 0.9, 1.3][index]!,
    ),
    sampled(1),
    'x',
  );
  const size = Math.expm1((Math.log1p(detectable(spread!, 1)) / spread!.error) * 0.02 * Math.sqrt(2 / 10));
  const found = Array.from({ length: 250 }, (_, index) =>
    ratioOfMeans(sampled(1), sampled(1 + size), `${index}`),
  ).filter(({ p }) => p! < 0.05).length;
  expect(found / 250).toBeGreaterThan(0.74);
  expect(found / 250).toBeLessThan(0.86);
}, 60_000);

test('of what stands among many looks no more than one in twenty is false, on average', () => {
  const random = generator('discoveries');
  const sampled = (middle: number) => Array.from({ length: 8 }, () => middle * (1 + 0.02 * normal(random)));
  let [rates, missed, alone] = [0, 0, 0];
  for (let round = 0; round < 30; round++) {
    const real = (item: number) => item < 8;
    const ps = Array.from(
      { length: 40 },
      (_, item) => ratioOfMeans(sampled(1), sampled(real(item) ? 1.08 : 1), `${round} ${item}`).p!,
    );
    const stand = discoveries(ps, 0.05);
    const count = stand.filter(Boolean).length;
    rates += stand.filter((stands, item) => stands && !real(item)).length / Math.max(1, count);
    missed += stand.filter((stands, item) => !stands && real(item)).length;
    alone += ps.filter((p, item) => p < 0.05 && !real(item)).length;
  }
  expect(rates / 30).toBeLessThan(0.06);
  expect(missed).toBeLessThan(12);
  // What it is for: by each interval alone there would be more than one false alarm in every comparison.
  expect(alone / 30).toBeGreaterThan(1);
}, 60_000);

test('discoveries are the smallest p-values, up to the last that its rank allows', () => {
  expect(discoveries([0.04, 0.001, 0.03, 0.9], 0.05)).toEqual([false, true, false, false]);
  expect(discoveries([0.04, 0.03, 0.035], 0.05)).toEqual([true, true, true]);
  expect(discoveries([0.2], 0.05)).toEqual([false]);
  expect(discoveries([], 0.05)).toEqual([]);
});
