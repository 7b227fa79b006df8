import type { Place } from '../../../schema/source.ts';
import { type Hop, UNKNOWN } from '../command.ts';
import type { Frequency } from './triggers.ts';

/** A bash text that CI runs. */
export interface Step {
  readonly workflow: string;
  readonly job: string;
  /** Its name, or what it runs. */
  readonly label: string;
  /** The step's `run` or `uses`. */
  readonly place: Place;
  readonly text: string;
  /** Absolute; `undefined` when it is not known. */
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  /** Names of `env` that the step itself sets. */
  readonly own: ReadonlySet<string>;
  readonly frequency: Frequency;
  /** Composite actions and reusable workflows on the way. */
  readonly via: readonly Hop[];
  /** Steps of one job share this: what one hands on (`$GITHUB_ENV`) reaches the later ones. */
  readonly run: object;
  /** Of other rows of a matrix, the runs in which the very same step stands. */
  readonly also: readonly object[];
}

/** What a step without a name is called by. */
export function firstLine(text: string): string {
  const line = text.trim().split('\n')[0]!.replaceAll(UNKNOWN, '…');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
