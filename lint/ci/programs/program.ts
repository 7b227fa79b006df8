import { type Definition, definitionsIn, indexed } from './functions.ts';
import type { Launch, Launcher } from './launches.ts';
import type { Node, Spelling } from './tokens.ts';
import type { Scope, Value } from './values.ts';

/** A program as it is read: its functions by name, and what tells it what to do. */
export interface Program {
  readonly spelling: Spelling;
  readonly launcher: Launcher;
  /** By `name`, and by `Type.name` for those of a type. */
  readonly functions: ReadonlyMap<string, Definition>;
  /** The type of what a variant of an enum holds. */
  readonly types: ReadonlyMap<string, string>;
  /** What stands at the outermost level. */
  readonly top: readonly Node[];
  /** Absolute. */
  readonly directory: string;
  /** What it calls the root of the project, absolute, where it asks somebody else for it. */
  readonly root?: string;
  readonly env: ReadonlyMap<string, string>;
  /** The words that it is called with. */
  readonly words: readonly string[];
  /** What it reads of them by name, with what is usual: `--fast` as `fast`. */
  readonly options: ReadonlyMap<string, Value>;
}

/** A command of a program. */
export interface Line extends Launch {
  /** Only under a condition that is decided by more than where it runs, in a way that is not known. */
  readonly maybe: boolean;
}

/** How a piece of a program is come to. */
export interface Course {
  maybe: boolean;
  /** Where it runs, when it has gone somewhere; `astray`: nobody knows where. */
  cwd: Value;
  astray: boolean;
}

/** Where something stands in its statement, and how the reading has come there. */
export interface Place {
  readonly nodes: readonly Node[];
  readonly from: number;
  readonly scope: Scope;
  readonly course: Course;
  /** Nothing of the function follows the statement. */
  readonly last: boolean;
}

/** A program of these nodes, with what else is known of it. */
export function programOf(
  spelling: Spelling,
  launcher: Launcher,
  top: readonly Node[],
  known: Pick<Program, 'directory' | 'env'> & Partial<Program>,
): Program {
  const functions = known.functions ?? indexed(definitionsIn(top, spelling));
  return { types: new Map(), words: [], options: new Map(), ...known, spelling, launcher, top, functions };
}
