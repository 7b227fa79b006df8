import type { Hop } from '../command.ts';
import type { Context } from './expression.ts';
import type { Handed } from './handed.ts';
import type { Outputs } from './outputs.ts';

/** Where a list of steps stands. */
export interface Setting {
  readonly context: Context;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string | undefined;
  readonly shell: string | undefined;
  readonly job: string;
  readonly via: readonly Hop[];
  readonly run: Run;
  /** What the steps so far of the same list give. */
  readonly given: Outputs;
  readonly depth: number;
}

/** One run of a job, the same for all its steps. */
export interface Run {
  /** Where `actions/checkout` puts this repository, when not at the workspace itself. */
  checkout?: string;
  /** The workspace itself holds another repository. */
  foreign?: boolean;
  readonly handed: Handed;
  /** What its steps so far have configured: a step is another one where a row of the matrix has built otherwise. */
  readonly configured: string[];
}
