import { lstatSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Git, items } from './git-command.ts';
import type { Index, IndexEntry } from './index-file.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly hash: string;
}

/** The index and the file that it was read from. */
export interface OpenIndex extends Index {
  readonly file: string;
}

/**
 * Files of an index that is the pinned tree, compared with the work tree as git does, but in this process. `unconverted`: whether git
 * takes a file for what it holds; `sizeOf`: of a blob, where it is known. `undefined`: only git can tell.
 */
export function modifiedByIndex(
  root: string,
  index: OpenIndex,
  unconverted: (path: string, content: Buffer) => boolean,
  sizeOf: (blob: string) => number | undefined,
): Set<string> | undefined {
  const written = statSync(index.file).mtimeMs;
  const found = new Set<string>();
  let doubts = 64;
  for (const entry of index.entries) {
    // Git's paths need no normalising, which for every tracked file would take longer than asking for it.
    const path = `${root}/${entry.path}`;
    const file = lstatSync(path, { throwIfNoEntry: false });
    // In a sparse checkout most files are absent on purpose.
    if (!file) {
      if (!entry.skipped) found.add(entry.path);
    } else if (!isAsSeen(entry, file, written)) {
      if (--doubts < 0 || entry.mode !== modeOf(file) || file.size > 1 << 24) return undefined;
      const content = entry.mode === '120000' ? readlinkSync(path, 'buffer') : readFileSync(path);
      if (isBlob(content, entry.hash, sizeOf)) continue;
      // A filter or a configuration may explain the difference.
      if (entry.assumed || entry.skipped || !file.isFile() || !unconverted(entry.path, content)) return undefined;
      found.add(entry.path);
    }
  }
  return found;
}

/** Nothing that the system keeps of a file has changed since git compared it. A file as young as the index may have. */
function isAsSeen(entry: IndexEntry, file: Stats, written: number): boolean {
  const { modifiedAt } = entry;
  return (
    !entry.assumed &&
    !entry.skipped &&
    entry.mode !== '160000' &&
    modifiedAt < written &&
    near(modifiedAt, file.mtimeMs) &&
    near(entry.changedAt, file.ctimeMs) &&
    entry.size === file.size % 2 ** 32 &&
    entry.mode === modeOf(file)
  );
}

/** A double holds the time to a quarter of a microsecond. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.001;
}

function modeOf(file: Stats): string {
  if (file.isSymbolicLink()) return '120000';
  if (!file.isFile()) return '';
  return (file.mode & 0o100) !== 0 ? '100755' : '100644';
}

/** As `modifiedByIndex`, but by git: for any commit, with filters, submodules and what git was told not to look at. */
export function modifiedByGit(
  git: Git,
  root: string,
  entries: ReadonlyMap<string, TreeEntry>,
  base: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const plain = ['--no-ext-diff', '--no-renames', '--no-relative', '--ignore-submodules=dirty'];
  for (const path of items(git(['diff', '--name-only', '-z', ...plain, ...base, '--']).stdout))
    if (entries.has(path)) found.add(path);
  for (const item of items(git(['ls-files', '-v', '-z']).stdout)) {
    const tag = item[0]!;
    const path = item.slice(2);
    const entry = entries.get(path);
    if (tag !== 'S' && tag === tag.toUpperCase()) continue;
    if (entry && differs(git, root, path, entry, tag.toUpperCase() === 'S')) found.add(path);
  }
  return found;
}

/** Compares one file by its content; git itself has been told not to look at it. */
function differs(git: Git, root: string, path: string, { mode, hash }: TreeEntry, sparse: boolean): boolean {
  const absolute = join(root, path);
  const file = lstatSync(absolute, { throwIfNoEntry: false });
  if (mode === '160000') return false;
  if (!file) return !sparse;
  if (mode !== modeOf(file)) return true;
  if (mode === '120000') return blobHash(readlinkSync(absolute, 'buffer'), hash.length) !== hash;
  // By path, so that line ends and other filters are applied as git would.
  return git(['hash-object', '--', path]).stdout.toString('utf8').trim() !== hash;
}

/** To load what hashes takes longer than to look how long the blob is, and what is edited seldom keeps its length. */
function isBlob(content: Buffer, hash: string, sizeOf: (blob: string) => number | undefined): boolean {
  const size = hash.length === 40 ? sizeOf(hash) : undefined;
  return (size === undefined || size === content.length) && blobHash(content, hash.length) === hash;
}

function blobHash(content: Buffer, hexDigits: number): string {
  // Loaded here, for links are rare and it takes longer than a short command has.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash(hexDigits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}
