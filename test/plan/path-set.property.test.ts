import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, meets, overlap, pathSet, witness } from '../../plan/path-set.ts';
import { RUN_ID, symbol } from '../../plan/symbol.ts';

/** Patterns over a small alphabet, so that they often meet. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', '.', 'ab') },
  { weight: 3, arbitrary: fc.constantFrom('*', '?', '[ab]', '[!a]', '[a-c]', '\\*', '{a,b}', '{a,b/c}', '{,a}') },
);
const part = fc.oneof(
  { weight: 5, arbitrary: fc.array(piece, { minLength: 1, maxLength: 3 }).map(pieces => pieces.join('')) },
  { weight: 1, arbitrary: fc.constant('**') },
);
const pattern = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([parts, slash]) => parts.join('/') + (slash ? '/' : ''));

const names = ['a', 'b', 'c', 'ab', 'ba', '.a', 'a.', '*', 'aa', 'aab', '...'];
const paths = names.flatMap(a => [
  a,
  ...names.flatMap(b => [`${a}/${b}`, ...names.slice(0, 4).map(c => `${a}/${b}/${c}`)]),
]);

/** An independent reading of the same patterns: braces by recursion, wildcards by regular expression. */
function oracle(text: string): (path: string) => boolean {
  const words = braces(text).filter(word => word !== '');
  const expressions = words.map(word => {
    if (word.startsWith('/')) return /^\//u;
    const segments: string[] = [];
    for (const segment of word.split('/')) {
      if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
      else if (segment !== '' && segment !== '.') segments.push(segment);
    }
    if (segments.length === 0) return /^/u;
    let source = '';
    segments.forEach((segment, index) => {
      const last = index === segments.length - 1;
      if (segment !== '**') source += wildcard(segment) + (last ? '' : '/');
      else if (!last) source += '(?:[^/]+/)*';
      else
        source = segments.every(s => s === '**')
          ? `${source}[^/]+`
          : source.replace(/\/(?:\(\?:\[\^\/\]\+\/\)\*)*$/, '');
    });
    return new RegExp(`^${source}(?:/.*)?$`, 'u');
  });
  return path => expressions.some(expression => expression.test(path));
}

function braces(text: string): string[] {
  const inner = /\{([^{}]*,[^{}]*)\}/.exec(text);
  if (inner === null) return [text];
  return inner[1]!
    .split(',')
    .flatMap(word => braces(text.slice(0, inner.index) + word + text.slice(inner.index + inner[0].length)));
}

function wildcard(segment: string): string {
  return segment.replace(/\\(.)|\[(!?)([^\]]+)\]|(\*+)|(\?)|(.)/gu, (_, escaped, not, set, star, any, letter) => {
    if (set !== undefined) return `[${not ? '^/' : ''}${set}]`;
    if (star !== undefined) return '[^/]*';
    if (any !== undefined) return '[^/]';
    return (escaped ?? letter).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
}

const runs = { numRuns: 200 };

describe('for any patterns', () => {
  test('a set contains what an independent reading says', () => {
    fc.assert(
      fc.property(pattern, text => {
        const matches = oracle(text);
        const set = pathSet(text);
        expect(paths.filter(path => contains(set, path))).toEqual(paths.filter(matches));
      }),
      runs,
    );
  });

  test('overlap is symmetric, and a witness is in both', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const [first, second] = [pathSet(a), pathSet(b)];
        const turned = { inside: 'around', around: 'inside', equal: 'equal', overlap: 'overlap' } as const;
        const relation = overlap(first, second);
        expect(overlap(second, first)).toBe(relation && turned[relation]);
        const common = witness(first, second);
        expect(common === undefined).toBe(relation === undefined);
        expect(meets(first, second)).toBe(relation !== undefined);
        if (common === undefined) return;
        expect([contains(first, common), contains(second, common)]).toEqual([true, true]);
      }),
      runs,
    );
  });

  test('sets that begin otherwise are told apart as a closer look tells them', () => {
    const pieces = ['a', 'b', '/', '/', '*', '**', '?', '[ab]', '{a,b}', '..', '.', '\\*', './', 'a/', 'b/'];
    const short = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 }).map(all => all.join(''));
    fc.assert(
      fc.property(short, short, (a, b) => {
        const [first, second] = [pathSet(a), pathSet(b)];
        const common = witness(first, second);
        expect(meets(first, second)).toBe(common !== undefined);
        if (common !== undefined) expect([contains(first, common), contains(second, common)]).toEqual([true, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what enumeration finds, overlap knows, and its relation holds for every path tried', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const [first, second] = [pathSet(a), pathSet(b)];
        const relation = overlap(first, second);
        const [inFirst, inSecond] = [paths.filter(p => contains(first, p)), paths.filter(p => contains(second, p))];
        if (inFirst.some(path => inSecond.includes(path))) expect(relation).toBeDefined();
        if (relation === 'equal' || relation === 'inside') expect(inSecond).toEqual(expect.arrayContaining(inFirst));
        if (relation === 'equal' || relation === 'around') expect(inFirst).toEqual(expect.arrayContaining(inSecond));
      }),
      runs,
    );
  });

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(pattern, text => {
        const once = pathSet(text);
        if (once.kind === 'glob') expect(pathSet(once.text)).toEqual(once);
      }),
      runs,
    );
  });

  test('a text in which every letter stands for itself is read as it is between braces', () => {
    const pieces = ['a', 'ü', '/', '/', '..', '.', ' ', ']', '}', '-', RUN_ID, symbol('params.x')];
    const plain = fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map(all => all.join(''));
    fc.assert(
      fc.property(plain, text => {
        if (!text.includes('}')) expect(pathSet(text)).toEqual(pathSet(`{${text},${text}}`));
        expect(pathSet(`x${text}`).text).toBe(pathSet(`\\x${text}`).text);
      }),
      { numRuns: 1_000 },
    );
  });

  test('any text at all is some set', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...'{},*?[]!-\\/.:^a1') }),
        (a, b) => {
          expect(typeof pathSet(a).text).toBe('string');
          overlap(pathSet(a), pathSet(b));
        },
      ),
      runs,
    );
  });
});
