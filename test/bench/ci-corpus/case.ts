/**
 * What a person who read the repository's workflows says of a stage: CI does the `whole` of it on every change, a `part` of it, the
 * whole or a part only on a `scheduled` run, or `none` of it.
 */
export type Label = 'whole' | 'part' | 'scheduled' | 'none';

/** The family of tools that a case asks about; figures are printed by family. */
export type Family =
  | 'cargo'
  | 'python'
  | 'go'
  | 'npm'
  | 'make, just, task'
  | 'cmake, meson'
  | 'bazel'
  | 'jvm'
  | 'dotnet'
  | 'lint'
  | 'word by word';

export interface Surroundings {
  /** Relative to the repository's root; absent: the root. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A stage, what CI does of it, and what in CI says so. */
export type Case = readonly [family: Family, label: Label, run: string, because: string, surroundings?: Surroundings];

/** Stages that somebody could write for one public repository at one commit. */
export interface Repository {
  /** `owner/name` on github.com. */
  readonly name: string;
  readonly commit: string;
  readonly cases: readonly Case[];
}
