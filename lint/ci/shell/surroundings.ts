import type { parse } from 'unbash';
import type { Source } from '../../../schema/source.ts';
import type { Command, Hop } from '../command.ts';
import type { Definition, Frame, Listing, State } from './state.ts';

/** A text that a command runs in turn: a recipe, a script of package.json, a file of the repository. */
export interface Called {
  readonly hop: Hop;
  readonly text: string;
  /** Absolute. */
  readonly cwd: string | undefined;
  /** The file, where commands in it have lines of their own. */
  readonly source?: Source;
  /** It only makes what another text of the same caller needs: the prerequisite of a rule that has a recipe. */
  readonly means?: boolean;
  /** `$0`, `$1`, … */
  readonly positional?: readonly string[];
  /** What its text may expand. */
  readonly variables?: ReadonlyMap<string, string>;
  /** What its programs see as well. */
  readonly env?: ReadonlyMap<string, string>;
}

/** Where a text runs, and how what it calls is found. */
export interface Surroundings {
  /** Absolute. */
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  /** Names in `env` that belong to this text alone. */
  readonly own?: ReadonlySet<string>;
  readonly via?: readonly Hop[];
  /** What a command runs in turn; `undefined` when it is not known to run anything of the repository. */
  readonly calls: (command: Command) => readonly Called[];
  /** Whether the words name a script of the project (`pdm run test`), so that they are more than a wrapper. */
  readonly named: (words: readonly string[], cwd: string | undefined) => boolean;
  /** The text of a script by its absolute path. */
  readonly script: (path: string) => Source | undefined;
  /** What `find . -name go.mod` prints in an absolute directory of the repository. */
  readonly listing: Listing;
  /** A bash text as its tree: scripts and recipes are run again and again. */
  readonly parsed: (text: string) => ReturnType<typeof parse>;
  /** Variables that a command hands to the steps after it (`>> $GITHUB_ENV`). */
  readonly handsOn?: (name: string, value: string) => void;
}

/** The walk as its parts see it. */
export interface Shell {
  readonly surroundings: Surroundings;
  /** The commands so far; whoever meets one adds it. */
  readonly found: Command[];
  /** Scripts that the text has written by itself, by absolute path. */
  readonly written: Map<string, string>;
  /** `export -f`: functions that another bash knows as well. */
  readonly handed: Map<string, Definition>;
  /** Walks a text that a command runs. */
  text(frame: Frame, state: State): void;
}
