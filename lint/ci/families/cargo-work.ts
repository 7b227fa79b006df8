import type { Filter } from './cargo-filter.ts';
import type { Mode } from './cargo-mode.ts';
import type { Target } from './cargo-targets.ts';

export type Task = 'test' | 'build' | 'check' | 'clippy' | 'fmt' | 'doc' | 'bench' | 'run' | 'other';

/** What a command of cargo does, and over what. */
export interface CargoWork {
  readonly task: Task;
  /** As written, without what makes no other work. */
  readonly words: string;
  /** For people. */
  readonly text: string;
  readonly root: string | undefined;
  readonly packages: ReadonlySet<string> | 'all' | undefined;
  readonly everyPackage: boolean;
  readonly targets: ReadonlySet<Target>;
  readonly filter: Filter;
  readonly mode: Mode;
  readonly executes: boolean;
  /** Lints that fail it: `-D x`, `-F x`. */
  readonly denied: ReadonlySet<string>;
}
