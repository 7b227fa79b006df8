import type { Definition } from './functions.ts';
import type { Draft, Launch, Launcher } from './launches.ts';
import type { Node, Spelling } from './tokens.ts';
import type { Arguments, Scope, Value } from './values.ts';

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

/** The reading of a program as its parts see it. */
export interface Reader {
  readonly program: Program;
  readonly lines: Line[];
  /** Commands that variables hold. */
  readonly drafts: Map<string, Draft>;
  /** Types of variables, as far as a pattern says them. */
  readonly typeOf: Map<string, string>;
  /** Functions that stand in others. */
  readonly nested: Map<string, Definition>;
  /** Whether all that the program does was read. */
  complete: boolean;
  /** A command that a function hands to its caller. */
  escaping: Draft | undefined;
  /** Within how many brackets of its statement the reading is. */
  readonly brackets: number;
  /** What it is told and nothing has asked for yet. */
  readonly rest: string[];
  /** Reads statements. Returns whether nothing after them runs. */
  block(nodes: readonly Node[], scope: Scope, course: Course): boolean;
  /** Reads an expression from left to right. Returns whether nothing after it runs. */
  scan(nodes: readonly Node[], scope: Scope, course: Course): boolean;
  /** Reads what stands in brackets of a statement. */
  within(items: readonly Node[], scope: Scope, course: Course): void;
  /** Reads a function. Returns the command that it hands back. */
  run(definition: Definition, args: Arguments, course: Course): Draft | undefined;
}
