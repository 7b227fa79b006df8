import type { Command } from '../command.ts';
import type { Nature } from '../coverage.ts';
import type { Arguments } from '../options.ts';

/** What a command of a whole suite selects, in words that its tool's `Reader` has made comparable. */
export interface Selection {
  readonly tool: string;
  readonly nature: Nature;
  /** Relative to where the command stands. */
  readonly directory: string;
  /** Empty: everything. */
  readonly targets: readonly string[];
  readonly only: readonly string[];
  /** Parts of the project, any of which may be chosen; empty: all of it. */
  readonly modules: readonly string[];
  readonly without: readonly string[];
  /** Options that may make other work. */
  readonly modes: readonly string[];
}

/** Reads the words after the program's name; `undefined` for a subcommand it does not know. */
export type Reader = (words: readonly string[], command: Command) => Selection | undefined;

/** Spellings of options, one after another, for `parseArguments`. */
export const list = (text: string): readonly string[] => text.split(' ');

/** A selection with all options that `known` does not match as modes. */
export function selection(tool: string, args: Arguments, known: RegExp, rest: Partial<Selection>): Selection {
  const modes = [...args.flags, ...[...args.values].map(([name, values]) => `${name}=${values.join(',')}`)];
  return {
    tool,
    nature: 'check',
    directory: '.',
    targets: [],
    only: [],
    modules: [],
    without: [],
    modes: modes.filter(option => !known.test(option)).sort(),
    ...rest,
  };
}

/** The values of an option, each after `mark`. */
export const values = (args: Arguments, name: string, mark = ''): readonly string[] =>
  (args.values.get(name) ?? []).map(value => `${mark}${value}`);
