import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node } from '../../schema/node.ts';
import { type Reading, read } from '../../schema/read.ts';
import { times } from '../more.ts';
import { EXAMPLE } from './example.ts';

/** What holds for every text: places lie in it, messages are said, and a tree has no node outside it. */
function expectSane({ source, diagnostics, comments, root }: Reading): void {
  const { length } = source.text;
  const inside = ({ start, end }: { start: number; end: number }) => 0 <= start && start <= end && end <= length;
  const outside = diagnostics
    .filter(({ place }) => !inside(place.range))
    .map(({ message, place }) => ({ message, range: place.range }));
  expect(outside).toEqual([]);
  expect(diagnostics.filter(({ message }) => message === '' || /undefined|NaN|\[object/.test(message))).toEqual([]);
  expect(comments.filter(({ range, text }) => source.text.slice(range.start, range.end) !== text)).toEqual([]);
  if (root) expectInside(root, length, new Set());
}

function expectInside(node: Node, length: number, seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  const { start, end } = node.range;
  if (!(0 <= start && start <= end && end <= length)) throw new Error(`a ${node.kind} at ${start}-${end} of ${length}`);
  if (node.kind === 'map')
    for (const { key, value } of node.entries) for (const each of [key, value]) expectInside(each, length, seen);
  else if (node.kind === 'sequence') for (const item of node.items) expectInside(item, length, seen);
  else
    for (const index of [0, node.text.length >> 1, node.text.length]) {
      const at = node.offsetAt(index);
      if (!(at >= 0 && at <= length)) throw new Error(`offset ${at} of ${length}`);
    }
}

test('any bytes at all are answered with diagnostics', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map(array => new TextDecoder().decode(array));
  const yamlish = fc.string({
    unit: fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '#',
      '&',
      '*',
      '!',
      '|',
      '>',
      '?',
      ',',
      '%',
      '\t',
      '$',
      '<',
      '1',
      '\r',
      '@',
      '\\',
      '---\n',
      '&a ',
      '*a',
      '<<: ',
      '- ',
      '? ',
    ),
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, fc.string({ unit: 'binary' }), yamlish), async text =>
      expectSane(await read(text, 'x')),
    ),
    { numRuns: times(500, 2000) },
  );
});

test('the example, cut off anywhere, is answered with diagnostics', async () => {
  for (let end = 0; end < EXAMPLE.length; end += 7) {
    const reading = await read(EXAMPLE.slice(0, end), 'x');
    expectSane(reading);
    if (end < EXAMPLE.indexOf('stages:')) expect(reading.diagnostics).not.toEqual([]);
  }
});

test('the example, damaged anywhere, is answered with diagnostics', async () => {
  const piece = fc.constantFrom(
    '',
    '"',
    "'",
    '[',
    '}',
    ': ',
    '\n',
    '\t',
    '- ',
    '&a ',
    '*a ',
    '!x ',
    '${{ ',
    '#',
    '|',
    '\0',
    '\u{F0000}',
    '\ufffd',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(EXAMPLE.length), fc.nat(8), piece, async (at, gone, put) => {
      expectSane(await read(EXAMPLE.slice(0, at) + put + EXAMPLE.slice(at + gone), 'x'));
    }),
    { numRuns: times(100, 400) },
  );
});

const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');
const stages = (count: number) =>
  lines(
    count,
    i =>
      `  s${i}:\n    run: echo ${i} \${{ params.x }}\n    requires: [in${i}, { cores: 2 }]\n    produces: [{ path: out${i} }]\n    timeout: 5m`,
  );
const HEAD = 'campaign: big\nversion: 1\nparams: { x: { type: string, default: a } }\nlimits: { wall: 1h }\nstages:\n';

/** Texts that are made to be slow, and the most diagnostics that they may give. */
const BOMBS: Readonly<Record<string, { readonly text: string; readonly first: string | undefined }>> = {
  'aliases of aliases': {
    text: lines(30, i => (i === 0 ? 'a0: &a0 [x, x]' : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`)),
    first: 'the aliases up to `*a13` stand for more than 100000 nodes',
  },
  'merges of merges': {
    text: lines(40, i =>
      i === 0 ? 'a0: &a0 { k: v }' : `a${i}: &a${i} { <<: [*a${i - 1}, *a${i - 1}], k${i}: *a${i - 1} }`,
    ),
    first: 'the aliases up to `*a8` stand for more than 100000 nodes',
  },
  'aliases that nest deep': {
    text: lines(200, i => (i === 0 ? 'a0: &a0 [x]' : `a${i}: &a${i} [*a${i - 1}]`)),
    first: 'with `*a62`, lists and maps lie more than 64 deep in each other',
  },
  'brackets in brackets': { text: '['.repeat(200_000), first: 'lists and maps lie too deep in each other here' },
  'lists in lists': { text: '- '.repeat(100_000), first: 'lists and maps lie too deep in each other here' },
  'maps in maps': {
    text: lines(2_000, i => `${' '.repeat(i)}a:`),
    first: 'lists and maps lie too deep in each other here',
  },
  'keys of keys': { text: '? '.repeat(100_000), first: 'lists and maps lie too deep in each other here' },
  'brackets after a fault': { text: `a: ]\n${'['.repeat(150_000)}`, first: '`]` does not fit here' },
  'closing brackets': { text: ']'.repeat(100_000), first: '`]` is unexpected here' },
  'anchors on anchors': { text: lines(20_000, i => `&a${i}`), first: undefined },
  'anchors and tags in turn': { text: `${'&a !!map '.repeat(2_000)}x: 1`, first: undefined },
  colons: { text: ': '.repeat(20_000), first: undefined },
  quotes: { text: `a: ${'"'.repeat(100_001)}`, first: undefined },
  'one long line': { text: `a: ${'x '.repeat(500_000)}`, first: undefined },
  'expressions without end': {
    text: `${HEAD}  s: { run: "${'${{ '.repeat(20_000)}" }`,
    first: '`${{` is never closed',
  },
  '100,000 lines': { text: HEAD + stages(20_000), first: undefined },
  '100,000 lines with a fault at the end': { text: `${HEAD}${stages(20_000)}\n  x: [`, first: undefined },
  '100,000 lines with a fault at the beginning': { text: `a: ]\n${HEAD}${stages(20_000)}`, first: undefined },
  '100,000 lines, each with a fault': { text: lines(100_000, i => `k${i}: [x`), first: 'this `[` is never closed' },
  '100,000 unknown keys': { text: lines(100_000, i => `key${i}: 1`), first: undefined },
  '100,000 equal keys': { text: lines(100_000, () => 'key: 1'), first: undefined },
  '100,000 comments': { text: lines(100_000, i => `# ${i}`), first: 'the file says nothing' },
  zeros: { text: '\0'.repeat(100_000), first: 'the character U+0000 cannot be in a campaign' },
};

test.for(Object.entries(BOMBS))('answers in bounded work: %s', async ([name, { text, first }]) => {
  const begun = performance.now();
  const reading = await read(text, 'x');
  const took = performance.now() - begun;
  process.stdout.write(`${Math.round(took)} ms: ${name} (${reading.diagnostics.length} diagnostics)\n`);
  expectSane(reading);
  if (first !== undefined) expect(reading.diagnostics.filter(({ code }) => code === 'syntax')[0]?.message).toBe(first);
});
