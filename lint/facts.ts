/** What the linter may know of the world, as ports: the roof reads, the rules judge. All paths are relative to the repository's root. */
export interface RepositoryFacts {
  /** Path from the repository's root to the directory that `source.dir` corresponds to: always the root itself, `''`. */
  readonly root: string;
  /** Absent: the campaign lies in no git repository, so nothing is tracked. */
  readonly git?: GitFacts;
  /** The text of a file of the working tree; `undefined` when there is none or it is no regular file. */
  read(path: string): string | undefined;
  /** What is on disk, whatever git says. */
  exists(path: string): 'file' | 'directory' | undefined;
  /** Names in a directory of the working tree; empty when there is none. */
  list(path: string): readonly string[];
  /** What shellcheck warns of in bash texts that run under `set -euo pipefail`, text by text; absent where it is not installed or not asked. */
  shellcheck?(texts: readonly string[]): readonly (readonly ShellRemark[])[];
  /** Absent where nothing is to be kept. */
  readonly kept?: KeptTexts;
}

/** Texts that a check leaves to the next one of the same campaign, by the same build; any of them may be lost at any time. */
export interface KeptTexts {
  /** `undefined`: there is none. */
  recall(key: string): string | undefined;
  /** `text` is made when the check is over, of several for a key the last; where that does not work, the next check takes longer. */
  keep(key: string, text: () => string | undefined): void;
}

/** A remark of shellcheck on `text.slice(start, end)`. */
export interface ShellRemark {
  /** Such as 2046. */
  readonly code: number;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface GitFacts {
  /** The commit that `source.ref` names; absent when git cannot resolve it. */
  readonly commit?: string;
  /** The tree of that commit: path → mode (`100644`, `100755`, `120000`, `160000`). */
  readonly tracked: ReadonlyMap<string, string>;
  /** Tracked files whose working-tree content or mode is not the commit's, found in spite of skip-worktree and assume-unchanged. */
  modified(): ReadonlySet<string>;
  /** Whether git ignores a path that is not tracked. */
  ignored(path: string): boolean;
  /** Whether git holds a tracked file without carriage returns, whatever `core.autocrlf` or an attribute makes of it here. */
  plainEnds(path: string): boolean;
  /** Names of the configured remotes. */
  readonly remotes: readonly string[];
  /** Whether some remote-tracking ref contains the commit. */
  pushed(): boolean;
}

/** Bytes of the compiled script as it would be handed over; measured only when a rule asks. */
export interface ScriptSize {
  readonly plain: number;
  readonly gzip: number;
  /** Of `gzip`, what the campaign brings: what is left when the script of a campaign without stages is taken off. */
  readonly own: number;
}
