import type { SimpleCommand } from '../shell/commands.ts';
import type { ShellWord } from '../shell/words.ts';

/** Something from outside that may be another thing tomorrow. */
export interface Loose {
  readonly how: 'piped' | 'latest' | 'branch' | 'unversioned' | 'image' | 'lockless';
  /** What is loose: a package, an address, an image. */
  readonly what: string;
  /** How many more there are like it. */
  readonly more?: number;
  /** How it would be pinned. */
  readonly instead: string;
  /** The file of the repository that names it, where it is none of the text itself. */
  readonly file?: NearFile;
  readonly start: number;
  readonly end: number;
}

/** A file of the repository that a command uses. */
export interface NearFile {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** Reads a file of the repository as a command names it; `undefined` for what is not there, or not known. */
export type Near = (command: SimpleCommand, path: string) => NearFile | undefined;

/** What moves: branches, and names that are given to whatever is newest. */
export const MOVING = /^(main|master|develop|dev|trunk|HEAD|latest|nightly|stable|next|edge|release|lts|node|current)$/;
export const VERSION = /(^|[^\w.])v?\d+\.\d+|[0-9a-f]{12,}|\d{4}-\d{2}-\d{2}/;

export function loose(how: Loose['how'], { value, text, start, end }: ShellWord, pin: string): Loose {
  return {
    how,
    what: value ?? text,
    instead: `name a version${pin.startsWith(',') ? pin : `: \`${(value ?? text).replace(/@[\w-]+$/, '')}${pin}\``}`,
    start,
    end,
  };
}

/** Names of packages without what pins them. `values` are options that take the next word. */
export function packages(args: readonly ShellWord[], pinned: RegExp, pin: string, values: RegExp): readonly Loose[] {
  return args.flatMap((word, index): Loose[] => {
    const { value } = word;
    if (value === undefined || value.startsWith('-') || values.test(args[index - 1]?.value ?? '') || pinned.test(value))
      return [];
    return [
      {
        how: 'unversioned',
        what: value,
        instead: `name its version: \`${value.replace(/[<>=~].*$/, '')}${pin}\``,
        start: word.start,
        end: word.end,
      },
    ];
  });
}

export function nameOf(command: SimpleCommand | undefined): string {
  return command?.words[0]?.value ?? '';
}
