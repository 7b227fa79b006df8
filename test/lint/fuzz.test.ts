import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { times } from '../more.ts';
import { lint } from './world.ts';

const origin = readFileSync(join(import.meta.dirname, '../../examples/origin/as-it-was.campaign.yaml'), 'utf8');

/** Pieces of a campaign that mean something, put where something else stood. */
const PIECES = [
  '',
  ' ',
  '\n',
  '"',
  '{',
  '}',
  '[',
  ': ',
  '- ',
  '*',
  '../',
  '/',
  '${{ params.x }}',
  '#',
  "'",
  '|',
  'null',
  '1h',
  '&a',
  '*a',
];

test('whatever is written over a campaign, it is judged without an exception and every finding has its place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(origin.length), fc.nat(30), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 }),
      async edits => {
        let campaign = origin;
        for (const [at, length, piece] of edits) campaign = campaign.slice(0, at) + piece + campaign.slice(at + length);
        const { findings, plan } = await lint({ campaign });
        for (const { place, message, help } of findings) {
          expect(place.range.start).toBeLessThanOrEqual(place.range.end);
          expect(place.range.end).toBeLessThanOrEqual(place.source.text.length);
          expect(message).not.toMatch(/undefined|\[object|\.$/);
          expect(help).toBeTruthy();
        }
        expect(plan === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
      },
    ),
    { numRuns: times(50, 150), seed: 20260517 },
  );
});
