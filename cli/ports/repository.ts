import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { GitFacts, RepositoryFacts } from '../../lint/facts.ts';
import { type Io, Refusal } from '../io.ts';
import { fileFacts } from './files.ts';
import { gitFacts } from './git.ts';
import { type Git, gitIn } from './git-command.ts';
import { type PlainRepository, plainRepository } from './git-directory.ts';

/** The repository around a campaign; where there is none, the directory that holds it. */
export interface Repository {
  /** Absolute, symbolic links resolved. */
  readonly root: string;
  /** Absent: it is not under git, or there is no git. */
  readonly git?: Git;
  /** What `git` is started with. */
  readonly env: Io['env'];
  /** Why there is no git, where that is worth a word. */
  readonly remark?: string;
  /** The commit of HEAD; absent before the first one. */
  readonly head?: string;
  /** The tree of HEAD. */
  readonly tree?: string;
  /** Git's own files: the index that counts, and the directory that worktrees share. */
  readonly files?: { readonly index: string; readonly common: string };
  /** A commit is being made, such as in a pre-commit hook: what counts is the index. */
  readonly committing: boolean;
}

/** A file as the repository around it names it: relative to its root, with `/`. */
export function pathInRepository(repository: Repository, file: string): string {
  return relative(repository.root, join(realpathSync(dirname(file)), basename(file)));
}

/** Finds the repository around a directory (absolute). Throws a `Refusal` where git refuses to read it. */
export function repositoryAround(directory: string, io: Io): Repository {
  const real = realpathSync(directory);
  const plain = plainRepository(real, io.env);
  if (plain) return under(plain, io);
  const answer = gitIn(
    real,
    io.env,
  )(['rev-parse', '--show-toplevel', '--absolute-git-dir', '--git-common-dir', 'HEAD^{commit}', 'HEAD^{tree}']);
  const [top, gitDirectory, common, head, tree] = answer.stdout.toString('utf8').split('\n');
  if (answer.status === 'missing')
    return { root: real, env: io.env, committing: false, remark: 'there is no git in PATH: files count as untracked' };
  if (answer.status === 'timeout')
    throw new Refusal('git did not answer within a minute', `see what holds it up: git -C ${real} status`);
  if (!top || !gitDirectory || !common || !isAbsolute(gitDirectory)) return withoutGit(real, answer.stderr, io);
  const commit = head && tree && isHash(head) && isHash(tree) ? { head, tree } : {};
  return under({ top, gitDirectory, common: resolve(real, common), ...commit }, io);
}

function under(
  { top, gitDirectory, common = gitDirectory, head, tree }: Partial<PlainRepository> & Found,
  io: Io,
): Repository {
  const index = committedIndex(gitDirectory, io);
  return {
    root: top,
    env: io.env,
    git: gitIn(top, io.env, index === undefined ? {} : { GIT_INDEX_FILE: index }),
    ...(head !== undefined && tree !== undefined && { head, tree }),
    committing: index !== undefined || isPreCommit(io.env),
    files: { index: index ?? join(gitDirectory, 'index'), common },
  };
}

/** Where a repository lies. */
interface Found extends Pick<PlainRepository, 'top' | 'gitDirectory'> {
  /** What worktrees share; absent: the git directory itself. */
  readonly common?: string;
}

/** What the linter may know, with `ref` as the pinned commit (absent: HEAD). */
export function factsOf(repository: Repository, ref?: string): RepositoryFacts {
  const git = gitOf(repository, ref);
  return { root: '', ...fileFacts(repository.root), ...(git && { git }) };
}

function gitOf(
  { git, env, root, head, tree, committing, files }: Repository,
  ref: string | undefined,
): GitFacts | undefined {
  if (!git) return undefined;
  const asHead = ref === undefined || ref === 'HEAD';
  const commit = asHead ? (head ?? (committing ? unborn : undefined)) : commitOf(git, ref);
  return gitFacts({
    git,
    env,
    root,
    committing: committing && asHead,
    ...(commit !== undefined && { commit }),
    ...(tree !== undefined && commit === head && { tree }),
    ...(files && { files }),
  });
}

/** Git's own name for no commit; it stands for the first one while that is being made. */
const unborn = '0'.repeat(40);

/** The full hash that a ref names here: a local branch or tag, else the remote's. */
function commitOf(git: Git, ref: string): string | undefined {
  for (const name of [ref, `refs/remotes/origin/${ref}`]) {
    const hash = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
      .stdout.toString('utf8')
      .trim();
    if (isHash(hash)) return hash;
  }
  return undefined;
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);
}

function withoutGit(directory: string, said: string, io: Io): Repository {
  if (said.includes('not a git repository (or any') || said.includes('must be run in a work tree')) {
    const { GIT_DIR: gitDirectory, GIT_WORK_TREE: workTree } = io.env;
    const top = workTree === undefined ? undefined : resolve(io.cwd, workTree);
    if (gitDirectory && top && !relative(top, directory).startsWith('..')) {
      const git = gitIn(top, io.env, { GIT_DIR: resolve(io.cwd, gitDirectory), GIT_WORK_TREE: top });
      const head = git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).stdout.toString('utf8').trim();
      return { root: realpathSync(top), env: io.env, git, ...(isHash(head) && { head }), committing: false };
    }
    return { root: directory, env: io.env, committing: false };
  }
  if (said.includes('dubious ownership')) {
    const owned = /safe\.directory (\S+)/.exec(said)?.[1] ?? directory;
    throw new Refusal(
      `git refuses to read the repository around ${directory}: it belongs to somebody else`,
      `if you trust it: git config --global --add safe.directory ${owned}`,
    );
  }
  throw new Refusal(
    `git cannot read the repository around ${directory}: ${said.trim().split('\n')[0] ?? 'it said nothing'}`,
  );
}

/**
 * The index that `git commit` has handed to its hooks, if it is this repository's: `git commit FILE` and `-a` use one of their own.
 */
function committedIndex(gitDirectory: string, { env, cwd }: Io): string | undefined {
  const { GIT_INDEX_FILE: index, GIT_DIR: tied } = env;
  if (!index) return undefined;
  const absolute = resolve(cwd, index);
  const ours = tied ? sameFile(resolve(cwd, tied), gitDirectory) : sameFile(dirname(absolute), gitDirectory);
  return ours ? absolute : undefined;
}

/** The pre-commit framework sets `PRE_COMMIT`, and for a push also the refs. */
function isPreCommit(env: Io['env']): boolean {
  return env.PRE_COMMIT === '1' && !env.PRE_COMMIT_FROM_REF;
}

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
