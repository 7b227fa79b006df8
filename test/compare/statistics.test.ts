import fc from 'fast-check';
import { expect, test } from 'vitest';
import { geometricMean, ratioOfMeans } from '../../compare/statistics.ts';

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
      expect(geometricMean([...b].reverse(), 'x')).toEqual(geometricMean(b, 'x'));
    }),
    few,
  );
});

test('fewer than five values give no interval', () => {
  expect(ratioOfMeans([1, 1, 1, 1], [2, 2, 2, 2, 2], 'x')).toEqual({ ratio: 2 });
  expect(geometricMean([2, 0.5], 'x')).toEqual({ ratio: 1 });
});

test('about 95 of 100 intervals hold the true ratio', () => {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const drawn = (middle: number) => Array.from({ length: 30 }, () => middle * (0.8 + 0.4 * random()));
  let held = 0;
  for (let index = 0; index < 150; index++) {
    const [low, high] = ratioOfMeans(drawn(10), drawn(12), `${index}`).interval!;
    if (low <= 1.2 && 1.2 <= high) held++;
  }
  expect(held / 150).toBeGreaterThan(0.88);
  expect(held / 150).toBeLessThan(1);
});
