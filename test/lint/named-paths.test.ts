import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NamedPaths, PathSets } from '../../lint/named-paths.ts';
import { mayContain, pathSet } from '../../plan/path-set.ts';
import { times } from '../more.ts';

const segment = fc.constantFrom('a', 'b', 'out', '.x', 'a.b', '..', '*', '**', '[ab]', '{a,b}', '\\*');
const written = fc
  .tuple(
    fc.constantFrom('', '', '', './', '/'),
    fc.array(segment, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '/'),
  )
  .map(([root, segments, end]) => root + segments.join('/') + end);
const path = fc
  .array(fc.constantFrom('a', 'b', 'out', '.x', 'a.b'), { minLength: 1, maxLength: 3 })
  .map(all => all.join('/'));

test('looking a path set up says the same as comparing it with every path', () => {
  const named = fc.array(fc.tuple(path, fc.integer({ min: 0, max: 2 })), { maxLength: 6 });
  fc.assert(
    fc.property(written, named, fc.integer({ min: 0, max: 2 }), (text, all, self) => {
      const set = pathSet(text);
      const paths = new NamedPaths<number>();
      for (const [one, who] of all) paths.add(one, who);
      expect(paths.byOthers(set, self)).toBe(
        all.some(([one, who]) => who !== self && (mayContain(set, one) || set.text.startsWith(`${one}/`))),
      );
    }),
    { numRuns: times(1000, 5000) },
  );
});

test('a path is looked for among path sets as if it were compared with every one', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 5 }), path, fc.constantFrom('', '/'), (texts, one, root) => {
      const sets = texts.map(pathSet);
      expect(new PathSets(sets).mayContain(root + one)).toBe(sets.some(set => mayContain(set, root + one)));
    }),
    { numRuns: times(1000, 5000) },
  );
});
