import type { StageState } from '../schema/records.ts';
import type { Box } from './box.ts';

/** Something that happens to a run. One file each in faults/. */
export interface Fault {
  /** As `--fault` takes it. */
  readonly name: string;
  /** What happens, in two or three words: a heading. */
  readonly title: string;
  /** One sentence: what is really done to the run, and when. */
  readonly meaning: string;
  /** The kind of store that it happens to; absent: any, and a directory does where the store has no part in it. */
  readonly store?: StoreKind;
  /** How fast the store takes things has a part in it, so it is rehearsed with the kind that the campaign has. */
  readonly asStored?: true;
  /** Why it cannot be rehearsed here; absent when it can. */
  impossible?(surroundings: Surroundings): Promise<string | undefined> | string | undefined;
  /** What the box is, where that is part of the fault. */
  readonly ground?: Ground;
  /** The box is a spot instance of EC2, with metadata. */
  readonly onSpot?: true;
  /**
   * Nothing that is built elsewhere is there: only a campaign with `prebuilt` has this fault. It is there from the start, so the stage
   * under test runs through.
   */
  readonly ofPrebuilt?: true;
  /** It needs nothing of a stand-in, so that it befalls a stage's own commands too. */
  readonly strikesReal?: true;
  /** It is the stage's limit that acts. */
  readonly byTimeout?: true;
  /** Makes it happen; answers when it has. */
  inject(box: Box, target: Target): Promise<void>;
  /** It takes far longer than most. */
  readonly isSlow?: true;
  /** Nothing of the box is left after it: no process, no file. */
  readonly endsBox?: true;
  /** How the stage may truthfully be said to have ended; `none`: the store has no result of it. */
  readonly states: readonly (StageState | 'none')[];
  /** What the reason of a stage that did not pass must name. */
  readonly reason?: string;
  /** Whether all that was written must be in the store when the run has ended. */
  readonly keepsAll: boolean;
}

export type StoreKind = 'file' | 's3';

/** Which of a box's directories lie on small disks of their own, in megabytes. */
export interface Ground {
  /** The box's own disk: `CAMPAIGN_HOME` and the source. */
  readonly box?: number;
  readonly store?: number;
}

/** Where the rehearsal takes place. */
export interface Surroundings {
  /** Where commands are looked for. */
  readonly path: string;
  /** An existing directory that may be used for trials. */
  readonly directory: string;
}

export interface Target {
  readonly stage: string;
  /** Seconds of the rehearsal between two checkpoints. */
  readonly checkpoint: number;
  /** How old, in seconds, what was saved last is at the worst moment, and older; absent: the fault comes at a random one. */
  readonly worst?: number;
  /** The stage runs its own commands, which take no cue. */
  readonly real?: true;
}
