import { describe, expect, test } from 'vitest';
import { contains, mayContain, overlap, pathSet, witness, words } from '../../plan/path-set.ts';
import { fromRoot } from '../../plan/place.ts';
import { symbol } from '../../plan/symbol.ts';

describe('a path is normalised', () => {
  test.each([
    ['./a//b/../c', 'file', 'a/c'],
    ['data/', 'directory', 'data/'],
    ['a/b/..', 'directory', 'a/'],
    ['.', 'directory', './'],
    ['a/..', 'directory', './'],
    ['../x', 'file', '../x'],
    ['a/../../x/', 'directory', '../x/'],
    ['/usr/../bin//perf', 'file', '/bin/perf'],
    ['/..', 'directory', '/'],
    ['a/**/**/b', 'glob', 'a/**/b'],
    ['a\\*b', 'file', 'a*b'],
    ['[x', 'file', '[x'],
    ['{a}', 'file', '{a}'],
    ['{a,b}/c', 'glob', '{a,b}/c'],
    ['./{a,b}//c', 'glob', '{a,b}/c'],
    ['{a,b/../c}', 'glob', '{a,c}'],
    ['{a,./a}', 'file', 'a'],
    ['x{1..3}', 'glob', 'x{1..3}'],
    ['grün/ü?', 'glob', 'grün/ü?'],
  ])('%s is the %s %s', (written, kind, text) => {
    expect(pathSet(written)).toMatchObject({ kind, text });
  });

  test('what leaves the source directory says so', () => {
    expect([pathSet('../x').escapes, pathSet('a/../b').escapes, pathSet('{a,../b}').escapes]).toEqual([
      true,
      false,
      true,
    ]);
    expect([pathSet('/x').absolute, pathSet('x').absolute]).toEqual([true, false]);
  });
});

describe('two sets lie to each other', () => {
  test.each([
    ['a', 'a', 'equal', 'a'],
    ['a', 'A', undefined, undefined],
    ['a/', 'a', 'equal', 'a'],
    ['a/b', 'a/', 'inside', 'a/b'],
    ['a', 'a/b/c', 'around', 'a/b/c'],
    ['ab', 'a', undefined, undefined],
    ['./', 'x', 'around', 'x'],
    ['./', '/x', undefined, undefined],
    ['./', '../x', undefined, undefined],
    ['*', '../x', undefined, undefined],
    ['*.md', 'a.md', 'around', 'a.md'],
    ['*.md', 'B*', 'overlap', 'B.md'],
    ['*.md', '*.txt', undefined, undefined],
    ['a/*/c', 'a/b/*', 'overlap', 'a/b/c'],
    ['a/**/c', 'a/c', 'around', 'a/c'],
    ['a/**', 'a/', 'equal', 'a'],
    ['**/x', 'a/b/x', 'around', 'a/b/x'],
    ['**', './', 'equal', 'x'],
    ['.*', '?', undefined, undefined],
    ['..?', '.??', 'inside', '..x'],
    ['[a-m]x', '[m-z]x', 'overlap', 'mx'],
    ['[!a]', 'a', undefined, undefined],
    ['{a,b}/c', 'b/*', 'overlap', 'b/c'],
    ['out-{1..3}.csv', 'out-2.csv', 'around', 'out-2.csv'],
    ['out-{1..3}.csv', 'out-[1-3].csv', 'equal', 'out-1.csv'],
    ['/opt/*', '/opt/x/', 'around', '/opt/x'],
    ['/', '/opt', 'around', '/opt'],
    [`${symbol('params.x')}/a`, `${symbol('params.x')}/a`, 'equal', `${symbol('params.x')}/a`],
    [`${symbol('params.x')}/a`, `${symbol('params.y')}/a`, undefined, undefined],
    [`out-${symbol('params.x')}`, 'out-*', 'inside', `out-${symbol('params.x')}`],
  ])('%s and %s: %s, both name %s', (a, b, relation, common) => {
    expect([overlap(pathSet(a), pathSet(b)), witness(pathSet(a), pathSet(b))]).toEqual([relation, common]);
  });
});

test('an unset parameter may stand for any text, when asked so', () => {
  const set = pathSet(`data/${symbol('params.x')}.csv`);
  expect(set.unknown).toBe(true);
  expect([contains(set, 'data/1.csv'), mayContain(set, 'data/1.csv'), mayContain(set, 'data/1.txt')]).toEqual([
    false,
    true,
    false,
  ]);
});

test('an unset parameter may also be an absolute path, or lead above the source directory', () => {
  const set = pathSet(`${symbol('params.x')}/a`);
  expect(['/data/a', '../../a', 'x/y/a', 'x/b'].map(path => mayContain(set, path))).toEqual([true, true, true, false]);
});

test('a set gives bash the words without braces', () => {
  expect(words(pathSet('{a,b/}/*.{x,y}'))?.map(set => set.text)).toEqual(['a/*.x', 'a/*.y', 'b/*.x', 'b/*.y']);
});

test('a word keeps its commas and braces when it is put among others', () => {
  const set = pathSet('{a/../b,c}[,]}');
  expect([set.text, contains(set, 'b,}'), contains(set, 'c,}'), contains(set, 'b')]).toEqual([
    '{b[\\,]\\},c[\\,]\\}}',
    true,
    true,
    false,
  ]);
});

test('braces may hold absolute and relative paths', () => {
  const set = fromRoot(pathSet('{/tmp/x,y}'), '/opt/c');
  expect([set.text, contains(set, '/opt/c/y'), contains(set, '/tmp/x'), contains(set, '/y')]).toEqual([
    '{/tmp/x,/opt/c/y}',
    true,
    true,
    false,
  ]);
});

test('a pattern that no honest path needs is taken for any path, at once', () => {
  for (const text of ['*a*b'.repeat(40), '?'.repeat(5000), '[a]'.repeat(100), `${'a'.repeat(5000)}*`]) {
    expect(overlap(pathSet('q'), pathSet(text))).toBe('inside');
  }
  expect(pathSet('['.repeat(100_000)).kind).toBe('file');
});

test('a brace bomb is taken for any path', () => {
  const bomb = pathSet('{a,b}'.repeat(40));
  expect([words(bomb), contains(bomb, 'q'), overlap(bomb, pathSet('q'))]).toEqual([undefined, true, 'around']);
});
