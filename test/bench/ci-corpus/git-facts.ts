import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryFacts } from '../../../lint/facts.ts';

/** The directory below `directory` that holds the repository with this commit, bare or not; `undefined` when none does. */
export function gitDirectory(directory: string, name: string, commit: string): string | undefined {
  const [owner, repository] = name.split('/') as [string, string];
  const known = [`${owner}+${repository}/repo`, `${owner}+${repository}`, name, `${name}.git`, repository].map(path =>
    join(directory, path),
  );
  return known.find(path => existsSync(path) && holds(path, commit));
}

function holds(path: string, commit: string): boolean {
  try {
    git(path, ['cat-file', '-e', `${commit}^{commit}`]);
    return true;
  } catch {
    return false;
  }
}

export interface CommitFacts extends Pick<RepositoryFacts, 'read' | 'exists' | 'list'> {
  /** What these files hold, one after another, read at once. */
  texts(files: readonly string[]): string;
}

/** What the engine asks of a repository, answered from a commit of a git directory; nothing is checked out. */
export function factsOfCommit(path: string, commit: string): CommitFacts {
  const files = new Set<string>();
  const directories = new Map<string, Set<string>>([['', new Set()]]);
  for (const file of git(path, ['ls-tree', '-r', '-z', '--name-only', commit]).split('\0')) {
    if (file === '') continue;
    files.add(file);
    for (let name = file; name !== ''; ) {
      const at = name.lastIndexOf('/');
      const parent = at < 0 ? '' : name.slice(0, at);
      const names = directories.get(parent) ?? new Set();
      directories.set(parent, names.add(name.slice(at + 1)));
      name = parent;
    }
  }
  return {
    texts: wanted => git(path, ['cat-file', '--batch'], wanted.map(file => `${commit}:${file}\n`).join('')),
    read: file => (files.has(file) ? git(path, ['cat-file', 'blob', `${commit}:${file}`]) : undefined),
    exists: file => (files.has(file) ? 'file' : directories.has(file) ? 'directory' : undefined),
    list: directory => [...(directories.get(directory) ?? [])],
  };
}

function git(path: string, words: readonly string[], input?: string): string {
  return execFileSync('git', ['-C', path, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    ...(input !== undefined && { input }),
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
  });
}
