import { expect, test } from 'vitest';
import { relative } from '../../lint/path.ts';

test.each([
  ['/', '/foo', 'foo'],
  ['/', '/', ''],
  ['/a', '/a', ''],
  ['/a', '/a/b/c', 'b/c'],
  ['/a', '/ab', undefined],
  ['/a', undefined, undefined],
])('seen from %s, %s is %s', (root, path, expected) => expect(relative(root, path)).toBe(expected));
