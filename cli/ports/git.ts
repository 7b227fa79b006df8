import { createHash } from 'node:crypto';
import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { GitFacts } from '../../lint/facts.ts';
import { type Git, items } from './git-command.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly hash: string;
}

export interface GitOptions {
  readonly git: Git;
  /** Absolute: the top of the work tree. */
  readonly root: string;
  /** The pinned commit; absent when there is none yet, or the ref names nothing here. */
  readonly commit?: string;
  /** A commit is being made and this campaign is judged as part of it: its tree is the index. */
  readonly committing: boolean;
}

/** What git knows, each thing asked once and only when a rule wants it. */
export function gitFacts(options: GitOptions): GitFacts {
  const { git, commit, committing } = options;
  const entries = once(() => (committing ? indexEntries(git) : commit ? treeEntries(git, commit) : new Map()));
  const tracked = once(() => new Map([...entries()].map(([path, entry]) => [path, entry.mode])));
  const modified = once(() => modifiedFiles(options, entries()));
  const remotes = once(() => lines(git(['remote']).stdout));
  const pushed = once(() => committing || commit === undefined || isPushed(git, commit));
  const ignored = new Map<string, boolean>();
  return {
    ...(commit !== undefined && { commit }),
    get tracked() {
      return tracked();
    },
    get remotes() {
      return remotes();
    },
    modified,
    pushed,
    ignored(path) {
      let answer = ignored.get(path);
      if (answer === undefined) {
        answer = git(['check-ignore', '-q', '-z', '--stdin'], `${path}\0`).status === 0;
        ignored.set(path, answer);
      }
      return answer;
    },
  };
}

function treeEntries(git: Git, commit: string): Map<string, TreeEntry> {
  const { stdout } = git(['ls-tree', '-r', '-z', '--full-tree', commit]);
  return new Map(items(stdout).map(item => parseEntry(item, 2)));
}

function indexEntries(git: Git): Map<string, TreeEntry> {
  return new Map(items(git(['ls-files', '-s', '-z']).stdout).map(item => parseEntry(item, 1)));
}

/** `100644 blob <hash>\tpath` of ls-tree, `100644 <hash> 0\tpath` of ls-files. */
function parseEntry(item: string, hashAt: number): [string, TreeEntry] {
  const tab = item.indexOf('\t');
  const words = item.slice(0, tab).split(' ');
  return [item.slice(tab + 1), { mode: words[0]!, hash: words[hashAt]! }];
}

function modifiedFiles({ git, root, commit, committing }: GitOptions, entries: Map<string, TreeEntry>): Set<string> {
  const found = new Set<string>();
  if (!commit && !committing) return found;
  const base = committing ? [] : [commit!];
  const plain = ['--no-ext-diff', '--no-renames', '--no-relative', '--ignore-submodules=dirty'];
  for (const path of items(git(['diff', '--name-only', '-z', ...plain, ...base, '--']).stdout))
    if (entries.has(path)) found.add(path);
  const hidden: { path: string; sparse: boolean }[] = [];
  for (const item of items(git(['ls-files', '-v', '-z']).stdout)) {
    const tag = item[0]!;
    if (tag === 'S' || tag !== tag.toUpperCase())
      hidden.push({ path: item.slice(2), sparse: tag.toUpperCase() === 'S' });
  }
  for (const { path, sparse } of hidden) {
    const entry = entries.get(path);
    if (entry && differs(git, root, path, entry, sparse)) found.add(path);
  }
  return found;
}

/** Compares one file by its content; git itself has been told not to look at it. */
function differs(git: Git, root: string, path: string, { mode, hash }: TreeEntry, sparse: boolean): boolean {
  const absolute = join(root, path);
  const file = lstatSync(absolute, { throwIfNoEntry: false });
  if (mode === '160000') return false;
  // In a sparse checkout most files are absent on purpose.
  if (!file) return !sparse;
  if (mode === '120000')
    return !file.isSymbolicLink() || blobHash(readlinkSync(absolute, 'buffer'), hash.length) !== hash;
  if (!file.isFile()) return true;
  if ((mode === '100755') !== ((file.mode & 0o100) !== 0)) return true;
  // By path, so that line ends and other filters are applied as git would.
  return git(['hash-object', '--', path]).stdout.toString('utf8').trim() !== hash;
}

function blobHash(content: Buffer, hexDigits: number): string {
  return createHash(hexDigits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

function isPushed(git: Git, commit: string): boolean {
  const { stdout } = git(['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${commit}`, 'refs/remotes']);
  return stdout.length > 0;
}

function lines(output: Buffer): string[] {
  return output.toString('utf8').split('\n').filter(Boolean);
}

function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}
