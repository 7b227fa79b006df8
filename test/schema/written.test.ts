import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapNode, ScalarNode } from '../../schema/node.ts';
import { read } from '../../schema/read.ts';

/** The scalar at `key:` of a text. */
async function scalarIn(text: string): Promise<ScalarNode> {
  const { root } = await read(text, 'campaign.yaml');
  const { value } = (root as MapNode).entries[0]!;
  return value as ScalarNode;
}

/** Each unit of a scalar's text must be found at its offset, or be what the escape or line break there stands for. */
function expectExact(source: string, scalar: ScalarNode): void {
  let last = -1;
  for (let i = 0; i < scalar.text.length; i++) {
    const at = scalar.offsetAt(i);
    const unit = scalar.text[i]!;
    const found = source[at]!;
    const isSecondHalf = i > 0 && scalar.offsetAt(i - 1) === at;
    const matches =
      found === unit ||
      (found === '\\' && scalar.source.text[scalar.range.start] === '"') ||
      ((unit === '\n' || unit === ' ') && (found === '\n' || found === '\r')) ||
      // A last line without an end, chomped to have one.
      (unit === '\n' && at === source.length);
    expect({ i, unit, found, at, matches, forward: isSecondHalf || at > last || at === source.length }).toMatchObject({
      matches: true,
      forward: true,
    });
    last = at;
  }
  expect(scalar.offsetAt(scalar.text.length)).toBeGreaterThan(last - 1);
}

const char = fc.constantFrom('a', 'b', ' ', ' ', '\n', '#', ':', "'", '"', '\\', '-', '{', '}', '$', 'é', '😀', '\t');
const anyText = fc.string({ unit: char, maxLength: 40 });
const lineEnd = fc.constantFrom('\n', '\r\n');

test('a single-quoted scalar leads back to its source', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, lineEnd, async (text, eol) => {
      const lines = text.replaceAll("'", "''").split('\n').join(`${eol}${eol}  `);
      const source = `key: '${lines}'${eol}`;
      expectExact(source, await scalarIn(source));
    }),
    { numRuns: 300 },
  );
});

test('a double-quoted scalar leads back to its source', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'a',
      ' ',
      'é',
      '😀',
      '\\n',
      '\\t',
      '\\"',
      '\\\\',
      '\\x41',
      '\\u00e9',
      '\\U0001F600',
      '\\\n  ',
      '\n  ',
      '\n\n  ',
      '\\e',
      "'",
      '#',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), lineEnd, async (pieces, eol) => {
      const source = `key: "${pieces.join('')}"\n`.replaceAll('\n', eol);
      expectExact(source, await scalarIn(source));
    }),
    { numRuns: 500 },
  );
});

test('a plain scalar over several lines leads back to its source', async () => {
  const word = fc.constantFrom('a', 'bc', 'é😀', "it's", 'x#y', 'a:b');
  const gap = fc.constantFrom(' ', '  ', '\n  ', ' \n  ', '\n\n  ', '\n \n   ');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 12 }), lineEnd, async (words, eol) => {
      const source = `key: ${words.flat().join('')}end\nnext: 1\n`.replaceAll('\n', eol);
      expectExact(source, await scalarIn(source));
    }),
    { numRuns: 300 },
  );
});

test('block scalars lead back to their source, whatever their indentation, chomping and line ends', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '#', ':', '"', 'é', '😀'), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('|', '>'),
      fc.constantFrom('', '-', '+'),
      fc.constantFrom(1, 2, 4),
      lineEnd,
      fc.boolean(),
      async (lines, style, chomping, indent, eol, ends) => {
        const body = lines.map(each => (each === '' ? '' : ' '.repeat(indent) + each)).join('\n');
        const source = `key: ${style}${indent}${chomping} # note\n${body}${ends ? '\n' : ''}`.replaceAll('\n', eol);
        expectExact(source, await scalarIn(source));
      },
    ),
    { numRuns: 500 },
  );
});

test('the end of a scalar is where its content ends, before a closing quote', async () => {
  for (const [source, end] of [
    ['key: abc\n', 8],
    ["key: 'abc'\n", 9],
    ['key: "abc"\n', 9],
    ["key: ''\n", 6],
  ] as const) {
    const scalar = await scalarIn(source);
    expect(scalar.offsetAt(scalar.text.length)).toBe(end);
  }
});
