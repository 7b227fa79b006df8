import type { GitFacts } from '../../lint/facts.ts';
import type { Io } from '../io.ts';
import { blobSize } from './blob-size.ts';
import { isUnconverted } from './conversions.ts';
import { type Git, items } from './git-command.ts';
import { indexOf } from './index-file.ts';
import { configuredRemotes, isRemoteTip, isShallowEnd } from './refs.ts';
import { modifiedByGit, modifiedByIndex, type OpenIndex, type TreeEntry } from './work-tree.ts';

export interface GitOptions {
  readonly git: Git;
  /** What `git` is started with. */
  readonly env: Io['env'];
  /** Absolute: the top of the work tree. */
  readonly root: string;
  /** The pinned commit; absent when there is none yet, or the ref names nothing here. */
  readonly commit?: string;
  /** The tree of the pinned commit, where it is known without asking. */
  readonly tree?: string;
  /** A commit is being made and this campaign is judged as part of it: its tree is the index. */
  readonly committing: boolean;
  /** Absolute: git's files, which are read directly where that is safe; absent: git is asked for everything. */
  readonly files?: { readonly index: string; readonly common: string };
}

/** What git knows, each thing looked up once and only when a rule wants it. */
export function gitFacts(options: GitOptions): GitFacts {
  const { git, env, root, commit, committing, files } = options;
  const index = once(() => pinnedIndex(options));
  const entries = once((): ReadonlyMap<string, TreeEntry> => {
    const known = index();
    if (known) return new Map(known.entries.map(entry => [entry.path, entry]));
    return committing ? indexEntries(git) : commit ? treeEntries(git, commit) : new Map();
  });
  const tracked = once(() => {
    const modes = new Map<string, string>();
    const known = index();
    if (known) for (const { path, mode } of known.entries) modes.set(path, mode);
    else for (const [path, { mode }] of entries()) modes.set(path, mode);
    return modes;
  });
  const modified = once(() => {
    if (!commit && !committing) return new Set<string>();
    const known = index();
    const unconverted = (path: string, content: Buffer) => isUnconverted(path, content, root, files!.common, env);
    return (
      (known && modifiedByIndex(root, known, unconverted, blob => blobSize(files!.common, blob))) ??
      modifiedByGit(git, root, entries(), committing ? [] : [commit!])
    );
  });
  const remotes = once(() => (files && configuredRemotes(files.common)) ?? lines(git(['remote']).stdout));
  const pushed = once(() => committing || commit === undefined || isPushed(options, commit));
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
    plainEnds: path =>
      git(['--literal-pathspecs', 'ls-files', '--eol', '--', path]).stdout.toString('utf8').startsWith('i/lf'),
  };
}

/** The index, where it is the very tree that is pinned. */
function pinnedIndex({ tree, commit, committing, files }: GitOptions): OpenIndex | undefined {
  const hexDigits = commit?.length;
  if (!files || !hexDigits) return undefined;
  const index = indexOf(files, hexDigits);
  if (!index || !(committing || (tree !== undefined && index.tree === tree))) return undefined;
  return { ...index, file: files.index };
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

function isPushed({ git, files }: GitOptions, commit: string): boolean {
  if (files && (isRemoteTip(files.common, commit) || isShallowEnd(files.common, commit))) return true;
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
