import type { Place, Range, Source } from '../../schema/source.ts';

/** Stands, inside a word, for a piece whose value nothing here can tell (`$(date)`, `${{ inputs.x }}`). */
export const UNKNOWN = '\u{F0002}';

/** What plan/symbol.ts puts for values that are not known while planning. */
const SYMBOL = /[\u{F0000}\u{F0002}]/u;
const WHOLE = /^(\u{F0002}|\u{F0000}[^\u{F0001}]*\u{F0001})+$/u;

/** Whether a text holds a piece that is not known. */
export function dynamic(text: string): boolean {
  return SYMBOL.test(text);
}

/** Whether nothing of a word is known: as likely as not it is an option, or empty. */
export function unknownWord(word: string): boolean {
  return WHOLE.test(word);
}

/** What led from the text one reads to a command, outermost first: `make test`, `scripts/ci.sh`. */
export interface Hop {
  readonly label: string;
  /** Where its text stands, where that is a file of the repository. */
  readonly place?: Place;
}

/** One simple command as it would be executed: wrappers stripped, words expanded as far as they are known. */
export interface Command {
  /** Never empty; the first is the program. */
  readonly words: readonly string[];
  /** As written, for people. */
  readonly text: string;
  /** Absolute; `undefined` when it is not known. */
  readonly cwd: string | undefined;
  /** Variables set for it by the text or its surroundings; values may hold `UNKNOWN`. */
  readonly env: ReadonlyMap<string, string>;
  /** The names in `env` that stand before the command itself or at the step that runs it. */
  readonly own: ReadonlySet<string>;
  /** Where it stands in the text first read, or, with `source`, in that script. */
  readonly range: Range;
  readonly source?: Source;
  readonly via: readonly Hop[];
  /** The command that runs it in turn. */
  readonly caller?: Command;
  /** It makes what the work needs, and is not asked for itself. */
  readonly means?: boolean;
  /** Its failure is swallowed (`|| true`). */
  readonly swallowed: boolean;
}
