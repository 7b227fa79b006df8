import type { ScriptSize } from './facts.ts';
/** A little world for a rule's example: a campaign and the repository around it. It is shown in docs/rules and run by test/lint. */
export interface Example {
  /** One line above it in the documentation: what it shows. */
  readonly title?: string;
  /** The text of `campaign.yaml`. */
  readonly campaign: string;
  /** Files that are tracked and unchanged: path → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Those of `files` that have the mode bit in git. */
  readonly executable?: readonly string[];
  /** Files on disk that git does not know: path → text. */
  readonly untracked?: Readonly<Record<string, string>>;
  /** Those of `untracked` that git ignores. */
  readonly ignored?: readonly string[];
  /** Those of `files` that git holds without their carriage returns. */
  readonly plainEnds?: readonly string[];
  /** Those of `files` that differ from the commit. */
  readonly modified?: readonly string[];
  /** No remote-tracking branch contains the commit. */
  readonly unpushed?: boolean;
  /** `['origin']` when absent. */
  readonly remotes?: readonly string[];
  /** There is no git repository; `files` are merely on disk. */
  readonly noRepository?: boolean;
  /** What compiling would give; nothing is measured when absent. */
  readonly scriptSize?: ScriptSize;
  /** Values of `--param`. */
  readonly params?: Readonly<Record<string, string>>;
  /**
   * All findings, in order, as `line:column message`; of another file `path:line:column message`. Those of another rule
   * say so: `line:column [rule] message`. Absent on a good example: no finding.
   */
  readonly expect?: readonly string[];
  /**
   * On a bad example: `campaign` after all fixes of the rule, unsafe ones too; a text of `files` that they change is in `fixedFiles`.
   * Absent: the rule has no fix for it.
   */
  readonly fixed?: string;
  readonly fixedFiles?: Readonly<Record<string, string>>;
}
