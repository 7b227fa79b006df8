import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { conform } from '../../schema/conform.ts';
import { campaign } from '../../schema/language/campaign.ts';
import { read } from '../../schema/read.ts';
import { times } from '../more.ts';
import { EXAMPLE } from './example.ts';

const ajv = new Ajv2020({ allErrors: false, strict: false });
const valid = ajv.compile(JSON.parse(readFileSync('schema/campaign.schema.json', 'utf8')) as object);

/** Values that are wrong in most places, and right in some. */
const WRONG: readonly unknown[] = [
  null,
  '',
  ' ',
  'x',
  0,
  -1,
  1,
  1.5,
  true,
  [],
  {},
  ['x'],
  { x: 1 },
  '10m',
  '5 USD',
  'none',
  '/a',
  'a b',
  '${{ params.x }}',
];

/** Every place of a document, as the keys that lead there. */
function places(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((each, i) => places(each, [...at, i]))];
  if (typeof value === 'object' && value !== null)
    return [at, ...Object.entries(value).flatMap(([key, each]) => places(each, [...at, key]))];
  return [at];
}

function changed(
  document: unknown,
  [key, ...rest]: readonly (string | number)[],
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(document);
  const copy = (Array.isArray(document) ? [...document] : { ...(document as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = changed(copy[key], rest, change);
  return copy;
}

test('the example conforms, by our reader and by ajv', async () => {
  const { diagnostics } = await read(EXAMPLE, 'campaign.yaml');
  expect(diagnostics).toEqual([]);
  expect(valid(load(EXAMPLE))).toBe(true);
});

test('our reader and ajv reject the same documents', async () => {
  const document = load(EXAMPLE);
  const all = places(document);
  const change = fc.oneof(
    fc.constantFrom(...WRONG).map(value => ({ what: 'replace', value }) as const),
    fc.constant({ what: 'add' } as const),
    fc.constant({ what: 'remove' } as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), change, async (place, edit) => {
      const mutated = changed(document, place, value => {
        if (edit.what === 'replace') return edit.value;
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        if (edit.what === 'add') return { ...value, 'un known': 1 };
        return Object.fromEntries(Object.entries(value).slice(1));
      });
      const { root } = await read(JSON.stringify(mutated), 'campaign.yaml');
      fc.pre(root !== undefined);
      const faults = root
        ? conform(root, campaign).faults.filter(({ message }) => !message.includes('is not replaced in'))
        : [];
      const ours = faults.map(({ message }) => message);
      expect({ place, edit, ours, accepts: ours.length === 0 }).toEqual({ place, edit, ours, accepts: valid(mutated) });
    }),
    { numRuns: times(400, 1500) },
  );
});
