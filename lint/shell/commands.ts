import type { Context, ShellReading } from './construct.ts';
import { Walk } from './walk.ts';
import type { ShellWord, Variables } from './words.ts';

export interface Redirect {
  /** `>`, `>>`, `<`, `>&`, …; `<<` for a here-document and `<<<` for a here-string. */
  readonly operator: string;
  /** The number before it, as in `2>`. */
  readonly descriptor: number | undefined;
  readonly target: ShellWord;
  /** The text of a here-document, and where it begins. */
  readonly body?: { readonly text: string; readonly start: number };
}

export interface Assigned extends Pick<ShellWord, 'value' | 'start' | 'end'> {
  readonly name: string;
  /** The words of `A=(a b)`. */
  readonly elements?: readonly ShellWord[];
  /** What `A+=b` and `A="$A b"` put behind a value that the text does not know; `value` is absent then. */
  readonly appended?: string;
}

/** A simple command in the order of execution: what is run, on which words, from which directory. */
export interface SimpleCommand {
  /** `assignment`: `A=b` alone. `test`: `[[ … ]]` or `(( … ))`, its words are its pieces. */
  readonly kind: 'command' | 'assignment' | 'test';
  /** The program first, wrappers such as `time`, `env A=b`, `sudo -u x`, `timeout 5m` taken off; empty for `> file` alone. */
  readonly words: readonly ShellWord[];
  /** As written, wrappers included. */
  readonly written: readonly ShellWord[];
  readonly redirects: readonly Redirect[];
  /** `A=b` before it, in `env A=b`, alone, or as a word of `export`. */
  readonly assigns: readonly Assigned[];
  /** The whole command in the text, wrappers included. */
  readonly start: number;
  readonly end: number;
  /** Relative to where the text is run, `''` for that directory itself, or absolute; `undefined` when it is not known. */
  readonly cwd: string | undefined;
  /** It may not run: behind `||`, in a branch, a loop, or a function that is called so. */
  readonly conditional: boolean;
  /** It calls a function of the text, or hands a text to a shell; what that runs comes next. */
  readonly calls: boolean;
  readonly context: Context;
}

/** How a text is run: `set -e` and `pipefail` hold when it starts. */
export interface Start {
  readonly errexit: boolean;
  readonly pipefail: boolean;
  readonly root?: boolean;
  /** Functions of the text that whoever sources it calls. */
  readonly functions?: readonly string[];
}

/** As a stage's `run` is: `bash -euo pipefail`. */
export const STRICT: Start = { errexit: true, pipefail: true };

/**
 * The simple commands that a bash text runs: through pipes, lists, branches, loops, called functions, subshells,
 * substitutions, `bash -c '…'`, `eval` and here-documents handed to a shell. What is data (`echo ./x`, other
 * here-documents, comments) is no command. A text that does not parse gives what can be read of it.
 */
export function commands(text: string, variables: Variables = new Map()): readonly SimpleCommand[] {
  return readShell(text, variables).commands.filter(({ kind }) => kind === 'command');
}

/** The commands, tests and assignments of a bash text, and the structures around them. */
export function readShell(text: string, variables: Variables = new Map(), start: Start = STRICT): ShellReading {
  const { found, constructs, errors } = new Walk(text, variables, start);
  return { commands: found, constructs, errors };
}

export type { ShellWord };
