import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blobSize } from '../../cli/ports/blob-size.ts';
import { git, repository, write } from './repository.ts';

test('the size of what git keeps of a file is as git tells it, loose and packed', () => {
  const lengths = [0, 1, 15, 16, 127, 128, 2047, 2048, 2049, 70_000, 300_000];
  const root = repository(Object.fromEntries(lengths.map(length => [`f${length}`, noise(length)])));
  const sizes = () => lengths.map(length => blobSize(join(root, '.git'), git(root, 'rev-parse', `HEAD:f${length}`)));
  expect(sizes()).toEqual(lengths);
  git(root, 'gc', '-q');
  expect(sizes()).toEqual(lengths);
  // A small edit of a large file is packed as a difference: its size is not the file's.
  write(root, { f300000: `${git(root, 'show', 'HEAD:f300000')}.` });
  git(root, 'add', '-A');
  git(root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'two');
  git(root, 'gc', '-q');
  const of = (commit: string) => blobSize(join(root, '.git'), git(root, 'rev-parse', `${commit}:f300000`));
  expect(of('HEAD')).toBe(300_001);
  expect([undefined, 300_000]).toContain(of('HEAD~1'));
  expect(blobSize(join(root, '.git'), git(root, 'rev-parse', 'HEAD'))).toBeUndefined();
  expect(blobSize(join(root, '.git'), 'f'.repeat(40))).toBeUndefined();
});

/** Nothing that git could keep as a difference from another. */
function noise(length: number): string {
  return randomBytes(length).toString('base64').slice(0, length);
}
