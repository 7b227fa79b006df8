import { Walk } from './walk.ts';
import type { ShellWord, Variables } from './words.ts';

/** A simple command in the order of execution: what is run, on which words, from which directory. */
export interface SimpleCommand {
  /** The program first, wrappers such as `time`, `env A=b`, `sudo -u x`, `timeout 5m` taken off; empty for `> file` alone. */
  readonly words: readonly ShellWord[];
  readonly redirects: readonly { readonly operator: string; readonly target: ShellWord }[];
  /** The whole command in the text, wrappers included. */
  readonly start: number;
  readonly end: number;
  /** Relative to where the text is run, `''` for that directory itself, or absolute; `undefined` when it is not known. */
  readonly cwd: string | undefined;
  /** It may not run: behind `||`, in a branch, a loop, or a function that is called so. */
  readonly conditional: boolean;
}

/**
 * The simple commands that a bash text runs: through pipes, lists, branches, loops, called functions, subshells,
 * substitutions, `bash -c '…'`, `eval` and here-documents handed to a shell. What is data (`echo ./x`, other
 * here-documents, comments) is no command. A text that does not parse gives what can be read of it.
 */
export function commands(text: string, variables: Variables = new Map()): readonly SimpleCommand[] {
  return new Walk(text, variables).found;
}
