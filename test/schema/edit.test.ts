import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addEntry, addToList, mapAt, removeEntry, scalarText, takesComment } from '../../schema/edit.ts';
import type { Edit } from '../../schema/fix.ts';
import type { MapNode } from '../../schema/node.ts';
import { source } from '../../schema/source.ts';
import { parse } from '../../schema/yaml/parse.ts';

async function rootOf(text: string): Promise<MapNode> {
  const { root } = await parse(source('x', text));
  if (root?.kind !== 'map') throw new Error('no map');
  return root;
}

function after(text: string, edit: Edit | undefined): string | undefined {
  if (!edit) return undefined;
  const { start, end } = edit.place.range;
  return text.slice(0, start) + edit.replacement + text.slice(end);
}

describe('a new key', () => {
  for (const [name, before, wanted] of [
    ['below the last one, with its indent', 'a:\n    b: 1\nc: 2\n', 'a:\n    b: 1\n    k: v\nc: 2\n'],
    ['in a flow', 'a: { b: 1 } # c\n', 'a: { b: 1, k: v } # c\n'],
    ['in an empty flow', 'a: {}\n', 'a: { k: v }\n'],
    [
      'in a flow over lines',
      'a: {\n  b: 1, # one\n  c: [2] # two\n}\n',
      'a: {\n  b: 1, # one\n  c: [2], k: v # two\n}\n',
    ],
    ['behind a comment at the end of the line', 'a:\n  b: 1 # one\n# c\n', 'a:\n  b: 1 # one\n  k: v\n# c\n'],
    [
      'behind a block, before its blank lines',
      'a:\n  b: |\n    x\n\n\nc: 1\n',
      'a:\n  b: |\n    x\n  k: v\n\n\nc: 1\n',
    ],
    [
      'behind the blank lines that a block keeps',
      'a:\n  b: |+\n    x\n\nc: 1\n',
      'a:\n  b: |+\n    x\n\n  k: v\nc: 1\n',
    ],
    [
      'behind a list at the indent of its key',
      'a:\n  b:\n  - 1\n  - c: 2\nd: 1\n',
      'a:\n  b:\n  - 1\n  - c: 2\n  k: v\nd: 1\n',
    ],
    ['at the end of a text without a line end', 'a:\n  b: 1', 'a:\n  b: 1\n  k: v'],
    ['behind an alias', 'x: &x 1\na:\n  b: *x # it\nc: 2\n', 'x: &x 1\na:\n  b: *x # it\n  k: v\nc: 2\n'],
    [
      'behind what is written, not what is merged',
      'x: &x { y: 1 }\na:\n  b: 1\n  <<: *x\n',
      'x: &x { y: 1 }\na:\n  b: 1\n  k: v\n  <<: *x\n',
    ],
    ['behind a key without a value', 'a:\n  b:\nc: 2\n', 'a:\n  b:\n  k: v\nc: 2\n'],
    ['not where the map stands elsewhere', 'x: &x { y: 1 }\na: *x\n', undefined],
  ] as const)
    test(name, async () => {
      const map = mapAt(await rootOf(before), 'a');
      expect(after(before, map && addEntry(map, 'k', 'v'))).toBe(wanted);
    });

  test('behind the key that is named', async () => {
    const text = 'a: 1\nb: |\n  x\nc: 2\n';
    expect(after(text, addEntry(await rootOf(text), 'k', 'v', 'b'))).toBe('a: 1\nb: |\n  x\nk: v\nc: 2\n');
  });
});

describe('more entries of a list', () => {
  for (const [name, before, wanted] of [
    ['in a flow', 'a: [1, 2]\n', 'a: [1, 2, x, y]\n'],
    ['in an empty one', 'a: []\n', 'a: [x, y]\n'],
    [
      'in a block',
      'a:\n  - 1 # one\n  - b: 2\n    c: 3\nd: 1\n',
      'a:\n  - 1 # one\n  - b: 2\n    c: 3\n  - x\n  - y\nd: 1\n',
    ],
    ['in a list that is made', 'b: 1\n', 'b: 1\na: [x, y]\n'],
    ['not in one that an alias brings', 'b: &b [1]\na: *b\n', undefined],
    ['not in a value that is no list', 'a: 1\n', undefined],
  ] as const)
    test(name, async () => expect(after(before, addToList(await rootOf(before), 'a', ['x', 'y']))).toBe(wanted));
});

describe('a key that goes', () => {
  for (const [name, before, wanted] of [
    ['with its line', 'b: 1\na: 2\nc: 3\n', 'b: 1\nc: 3\n'],
    ['with all of its value', 'b: 1\na:\n  - x: |\n      y\n\n# c\nc: 3\n', 'b: 1\n\n# c\nc: 3\n'],
    ['the first of a flow', '{ a: 1, b: 2 }\n', '{ b: 2 }\n'],
    ['the last of a flow', '{ b: 2, a: [1] }\n', '{ b: 2 }\n'],
    ['the last line of a text without a line end', 'b: 1\na: 2', 'b: 1'],
    ['not the only one', 'a: 1\n', undefined],
    ['not beside the dash of its list', '- b', undefined],
    ['not what an alias brings', 'b: &b 1\na: *b\n', undefined],
    ['not with a comment inside a flow', '{ b: 1, # c\n  a: 2 }\n', undefined],
  ] as const)
    test(name, async () => {
      const { root } = await parse(source('x', before));
      expect(after(before, root?.kind === 'map' ? removeEntry(root, 'a') : undefined)).toBe(wanted);
    });

  test('says whether a comment goes with it', async () => {
    const takes = async (text: string) => takesComment(removeEntry(await rootOf(text), 'a')!);
    expect([await takes('b: 1\na: 2 # two\n'), await takes('b: 1\na: "2#3"\n')]).toEqual([true, false]);
  });
});

test('any text, written as a scalar, is read as that text in a flow and in a block', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('yes', 'null', '.inf', '1', '-', '~', '0x1', 'a: b', 'a #b', '${{ x }}'),
      ),
      async text => {
        const root = await rootOf(`a: ${scalarText(text)}\nb: [${scalarText(text)}, x]\n`);
        const [a, b] = root.entries.map(({ value }) => value);
        expect(a).toMatchObject({ kind: 'scalar', value: text });
        expect(b).toMatchObject({ items: [{ value: text }, { value: 'x' }] });
      },
    ),
  );
});
