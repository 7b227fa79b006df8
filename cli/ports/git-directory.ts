import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Io } from '../io.ts';
import { packedCommit } from './pack.ts';
import { programIn } from './programs.ts';

/** What `git rev-parse` would say of a plain repository. */
export interface PlainRepository {
  readonly top: string;
  readonly gitDirectory: string;
  /** The commit of HEAD, and its tree. */
  readonly head: string;
  readonly tree: string;
}

/** Variables of git that hooks get, or that are about networks: they say nothing of where a repository is or what is in it. */
const HARMLESS =
  /^GIT_(?:INDEX_FILE|PREFIX|EXEC_PATH|EDITOR|SEQUENCE_EDITOR|PAGER|ASKPASS|TERMINAL_PROMPT|REFLOG_ACTION|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)|SS[HL]\w*|HTTP_\w+|PROXY_\w+|AUTHOR_\w+|COMMITTER_\w+)$/;
const HASH = /^[0-9a-f]{40}$/;

/**
 * Reads HEAD of the repository around a directory (absolute, links resolved) from git's own files, where it is as `git init` and `git commit` make it:
 * a `.git` directory that is the user's own, the first repository format, no included configuration, a branch or commit that is written
 * out, and a commit that is loose or whole in a pack (gitrepository-layout(5), gitformat-loose(5)). `undefined` for whatever else: ask git.
 */
export function plainRepository(directory: string, env: Io['env']): PlainRepository | undefined {
  try {
    return isGitAsUsual(env) ? read(directory) : undefined;
  } catch {
    return undefined;
  }
}

/** Git is there, and no variable says where it is to look or what it is to think of files. */
export function isGitAsUsual(env: Io['env']): boolean {
  if (Object.keys(env).some(name => name.startsWith('GIT_') && !HARMLESS.test(name))) return false;
  return programIn(env, 'git') !== undefined;
}

function read(directory: string): PlainRepository | undefined {
  const top = topOf(directory);
  if (top === undefined) return undefined;
  const gitDirectory = join(top, '.git');
  const text = (name: string) => readFileSync(join(gitDirectory, name), 'latin1');
  const has = (name: string) => existsSync(join(gitDirectory, name));
  if (!isPlainConfiguration(text('config')) || !has('objects') || has('commondir') || has('config.worktree'))
    return undefined;
  const packed = has('packed-refs') ? text('packed-refs') : '';
  if (has('refs/replace') || packed.includes(' refs/replace/') || has('info/grafts')) return undefined;
  const pointer = text('HEAD').trimEnd();
  const branch = /^ref: (refs\/heads\/[\w./-]+)$/.exec(pointer)?.[1];
  if (branch?.split('/').includes('..')) return undefined;
  const head =
    branch === undefined
      ? pointer
      : has(branch)
        ? text(branch).trimEnd()
        : packed
            .split('\n')
            .find(line => line.slice(41) === branch)
            ?.slice(0, 40);
  if (head === undefined || !HASH.test(head)) return undefined;
  const tree = treeOf(join(gitDirectory, 'objects'), head);
  return tree === undefined ? undefined : { top, gitDirectory, head, tree };
}

/** The nearest directory upwards with a `.git`, on the same file system and, like its `.git`, of the user who asks. */
function topOf(directory: string): string | undefined {
  const { dev } = lstatSync(directory);
  for (let top = directory; ; top = dirname(top)) {
    const own = lstatSync(top);
    if (own.dev !== dev) return undefined;
    const git = lstatSync(join(top, '.git'), { throwIfNoEntry: false });
    if (git) {
      const user = process.geteuid?.();
      return git.isDirectory() && git.uid === user && own.uid === user ? top : undefined;
    }
    // It may be inside a repository without a work tree.
    if (existsSync(join(top, 'HEAD')) || top === dirname(top)) return undefined;
  }
}

function isPlainConfiguration(text: string): boolean {
  const said = (name: RegExp) => text.split('\n').filter(line => name.test(line));
  const formats = said(/repositoryformatversion/i);
  return (
    formats.length > 0 &&
    formats.every(line => /^\s*repositoryformatversion\s*=\s*0\s*$/.test(line)) &&
    said(/bare/i).every(line => /^\s*bare\s*=\s*false\s*$/.test(line)) &&
    said(/worktree|\[\s*(?:include|extensions)|\\$/i).length === 0
  );
}

/** The tree that a commit names. */
function treeOf(objects: string, commit: string): string | undefined {
  const loose = join(objects, commit.slice(0, 2), commit.slice(2));
  if (!existsSync(loose)) return /^tree ([0-9a-f]{40})\n/.exec(packedCommit(objects, commit) ?? '')?.[1];
  const { inflateSync } = process.getBuiltinModule('node:zlib');
  return /^commit \d+\0tree ([0-9a-f]{40})\n/.exec(inflateSync(readFileSync(loose)).toString('latin1', 0, 80))?.[1];
}
