import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../lint/rules/index.ts';
import { source } from '../../schema/source.ts';
import { parseFully } from '../../schema/yaml/events.ts';
import { parseEveryday } from '../../schema/yaml/everyday.ts';
import { times } from '../more.ts';
import { shown } from './shown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter(name => /\.ya?ml$/.test(name))
  .map(name => readFileSync(join(root, 'examples', name), 'utf8'));
const texts = [
  ...examples,
  ...rules.flatMap(({ examples: { bad, good } }) => [...bad, ...good].map(({ campaign }) => campaign)),
];

/** Holds the quick reader to the full one; whether it read the text at all. */
function agrees(text: string): boolean {
  const from = source('x', text);
  const quick = parseEveryday(from, text);
  if (quick === undefined) return false;
  const full = parseFully(from, text);
  // A text that the full parser refuses must be refused.
  expect('offset' in full ? full : undefined).toBeUndefined();
  if (!('offset' in full)) expect(shown(quick)).toEqual(shown(full));
  return true;
}

test('campaigns as people write them are read by the quick reader, and as by the full one', () => {
  const read = texts.filter(agrees).length;
  expect(read / texts.length).toBeGreaterThan(0.9);
});

describe('what is read', () => {
  test.each([
    ['lists in the column of their key', 'a:\n- b\n- c: d\n  e: f\ng: h\n'],
    ['lists in lists', 'a:\n  - - b\n    - c\n  -   - d\n'],
    ['nothing after a key, a dash', 'a:\nb:\n  -\n  - # no\n  - c:\n    d:\ne: # no\n'],
    ['comments everywhere', '# a\n\na: b # c\n  # d\n# e\nf:  # g\n    # h\n  - i # j\n   # k\n#l\n'],
    [
      'block scalars',
      'a: |\n\n  b\n    c\n\n  d\n\n\ne: |-\n  f # g\n  # h\nh: >+ # i\n  j\n  k\n\n   l\n\nm: >-\n  n\n  o\n',
    ],
    ['a block scalar in a list', 'a:\n  - |\n   b\n    c\n  - >\n    d\n'],
    ['block scalars with tabs and keys inside', 'a: |\n  \tb: c\n  - d\t\n   \te\n'],
    ['quotes', '\'a b\': "c # d"\n"e: f": \'g "h" \'\'i\'\'\'\nj: "k \\"l\\" \\\\ m\\n" # n\n'],
    [
      'flow',
      'a: [b, "c, d", {e: f, g: [h, i j ]}]\nk: { l: {}, m: [], n: [ ] , }\no: [p,]\nq: [http://r/s?t=u, w:x]\n',
    ],
    ['flow over lines', 'a: [\n    b, # c\n    d,\n  ]\ne: {\n f: g,\n\n h: [ i,\n   j ] }\nk: l\n'],
    ['the core schema', 'a: [1, 0x1f, 0o17, 1.5e3, .inf, ~, null, true, yes, 012]\nb: null\nc: .5\nd: 1_000\n'],
    ['letters that look like tokens', "a: b#c\nd: e:f\ng: h - i\nj: k, l] m\nn: ${{ o.p == 'q' }}\nr: $s*t&u\n"],
    ['letters of other scripts', 'a: é 😀 – „x“\nb: "\u00a0c"\n'],
    ['a document mark at the top', '# a\n---\nb: c\n'],
    ['keys that stand twice', 'a: b\na: c\n'],
  ])('%s', (_, text) => {
    expect(agrees(text)).toBe(true);
  });
});

describe('what is left to the full parser', () => {
  test.each([
    ['an anchor', 'a: &b c\n'],
    ['an alias', 'a: [b]\nc: *d\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', 'a: {b: c}\nd:\n  <<: *a\n'],
    ['a plain scalar over lines', 'a: b\n  c\n'],
    ['a quoted scalar over lines', 'a: "b\n  c"\n'],
    ['a plain scalar in a line of its own', 'a:\n  b\n'],
    ['an escape by number', 'a: "\\x41"\n'],
    ['an indentation by number', 'a: |2\n   b\n'],
    ['a tab between tokens', 'a:\tb\n'],
    ['a tab before a comment', 'a: b\t# c\n'],
    ['a carriage return', 'a: b\r\nc: d\r\n'],
    ['no line end at the end', 'a: b'],
    ['a second document', 'a: b\n---\nc: d\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['a map in a value', 'a: b: c\n'],
    ['a bad indentation', 'a:\n  b: c\n d: e\n'],
    ['a list after a value', 'a: b\n- c\n'],
    ['a value after a list', 'a:\n  - b\n  c: d\n'],
    ['a bracket too few', 'a: [b\nc: d\n'],
    ['a bracket too many', 'a: [b]]\n'],
    ['a flow list that is not further in', 'a: [\n  b\n]\n'],
    ['a letter after quotes', 'a: "b" c\n'],
    ['a comment that begins at once', 'a: "b"# c\n'],
    ['a blank line that is further in than a block', 'a: |\n    \n  b\n'],
    ['a forbidden character', 'a: b\u0007\n'],
    ['half a character', 'a: b\ud800c\n'],
    ['nothing', '\n# a\n'],
  ])('%s', (_, text) => {
    expect(agrees(text)).toBe(false);
  });
});

const seeds = [...texts.slice(0, 60), 'a:\n- b: |\n    c\n\n  d: [e, {f: g}]\n- "h": i # j\nk: >-\n  l\n  m\n'];

test('a text of which some letters are changed is read as by the full parser, or left to it', () => {
  const letter = fc.constantFrom(
    ...' \n\t:-#"\'[]{},|>&*!?%@`~0a.$\\=<é😀\r'.split(''),
    ': ',
    ' #',
    '- ',
    '\n  ',
    '\n\n',
    '---\n',
  );
  const change = fc.record({ at: fc.nat(1_000_000), cut: fc.nat(3), put: fc.array(letter, { maxLength: 2 }) });
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 3 }), (seed, changes) => {
      const text = changes.reduce((before, { at, cut, put }) => {
        const from = at % (before.length + 1);
        return before.slice(0, from) + put.join('') + before.slice(from + cut);
      }, seed);
      if (agrees(text)) read++;
    }),
    { numRuns: times(1500, 6000) },
  );
  expect(read).toBeGreaterThan(times(125, 500));
});

test('lines of all kinds in any order and at any indentation are read as by the full parser, or left to it', () => {
  const line = fc.constantFrom(
    ...[
      'a: b',
      'b:',
      '- c',
      '- d: e',
      '-',
      '- - f',
      'g: |',
      'h: >-',
      '# i',
      '',
      'j: [k, l]',
      'm: {n: o}',
      '- "p"',
      "q: 'r'",
    ],
    ...[
      's: "t" # u',
      'v: [w,',
      ']',
      'x: # y',
      '- [z]',
      '- |',
      '- >+',
      'text of a block',
      'a:',
      'b: c',
      '- # d',
      '}',
      'e: {',
      ',',
    ],
  );
  const lines = fc.array(fc.tuple(fc.constantFrom(0, 0, 2, 2, 4, 1, 6), line), { minLength: 1, maxLength: 8 });
  let read = 0;
  fc.assert(
    fc.property(lines, given => {
      if (agrees(given.map(([indent, said]) => `${' '.repeat(indent)}${said}\n`).join(''))) read++;
    }),
    { numRuns: times(2000, 8000) },
  );
  expect(read).toBeGreaterThan(times(75, 300));
});
