import { describe, expect, test } from 'vitest';
import { pointOf, strike, told } from './points.ts';

// One seed for each kind of victim; `npm run test:faults` tries hundreds.
const seeds = firstOfEach(9);

describe('whatever dies, and whenever: the store is true, nothing is left running, and the run can be taken up', () => {
  for (const seed of seeds)
    test.concurrent(told(pointOf(seed)), async () => {
      expect(await strike(pointOf(seed))).toEqual([]);
    }, 120_000);
});

function firstOfEach(count: number): readonly number[] {
  const seen = new Map<string, number>();
  for (let seed = 1; seen.size < count && seed < 1000; seed++) {
    const { who } = pointOf(seed);
    if (!seen.has(who)) seen.set(who, seed);
  }
  return [...seen.values()];
}
