import type { StageState } from '../schema/records.ts';
import type { Box } from './box.ts';
import type { Manner } from './stand-in.ts';

/** Something that happens to a run. One file each in faults/. */
export interface Fault {
  /** As `--fault` takes it. */
  readonly name: string;
  /** What happens, in two or three words: a heading. */
  readonly title: string;
  /** One sentence: what is really done to the run, and when. */
  readonly meaning: string;
  /** Why it cannot be rehearsed here; absent when it can. */
  impossible?(surroundings: Surroundings): string | undefined;
  /** How the stand-in of the stage behaves; `endless` where not said. */
  readonly manner?: (surroundings: Surroundings) => Manner;
  /** The limit of the stage in seconds of the rehearsal, where it is the limit that acts. */
  readonly timeout?: (surroundings: Surroundings) => number;
  /** Makes it happen; answers when it has. */
  inject(box: Box, target: Target): Promise<void>;
  /** Nothing of the box is left after it: no process, no file. */
  readonly endsBox?: true;
  /** How the stage may truthfully be said to have ended; absent: it has no result. */
  readonly states: readonly StageState[];
  /** Whether all that was written must be in the store when the run has ended. */
  readonly keepsAll: boolean;
}

/** Where and how the rehearsal takes place. */
export interface Surroundings {
  readonly store: 'file' | 's3';
  /** Seconds of the rehearsal until the fault. */
  readonly late: number;
  readonly root: boolean;
}

export interface Target {
  readonly stage: string;
}
