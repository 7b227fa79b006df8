import type { OutputRecord, RunStatus, StageStatus } from '../schema/records.ts';

/**
 * `starting`: nothing is written yet. `running`: it has shown a sign of life lately. `complete` / `incomplete`: it ended by
 * itself with everything / not everything it has in the store. `died`: no sign of life and no mark of an end.
 */
export type RunState = 'starting' | 'running' | 'complete' | 'incomplete' | 'died';

/** One stage as it stands, with what a person wants to see of it. */
export interface StageView extends StageStatus {
  /** The last line of a running stage's log that is not blank, as written; empty when there is none. */
  readonly lastLine: string;
  /** Of a stage that has ended and left a result. */
  readonly outputs: readonly OutputRecord[];
  /** Why the measurement cannot be compared with the others of its run: it was taken on another kind of machine. */
  readonly notComparable?: string;
  /** Where its log is: a path or URL; absent when there is none yet. */
  readonly log?: string;
  /** The end of the log of a stage that did not pass, oldest line first. */
  readonly tail?: readonly string[];
}

/** A run as it stands at one moment; made from its live files by `watch.ts` or from its store by `recall.ts`. */
export interface RunView {
  /** Empty while nothing has said it. */
  readonly campaign: string;
  readonly runId: string;
  readonly state: RunState;
  /** What the script is doing; absent before its first word. */
  readonly phase?: RunStatus['state'];
  readonly startedAt?: string;
  /** Seconds since the start, up to now for a live run, to the last sign of life for any other. */
  readonly seconds: number;
  readonly wallSeconds?: number;
  /** The plan's worst case; absent when the caller does not know it. */
  readonly worstSeconds?: number;
  /** The script's; absent while it runs and when it died. */
  readonly exitStatus?: number;
  readonly stages: readonly StageView[];
  /** The last time something of the run reached the store, and the bytes that are there; absent when nothing is. */
  readonly saved?: { readonly secondsAgo: number; readonly bytes: number };
  readonly uploads: RunStatus['uploads'];
  /** What preflight found missing; then nothing was run. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  /** Objects whose last upload failed, and why. */
  readonly unsaved: readonly { readonly key: string; readonly error: string }[];
  /** Why it is stopping or has stopped before its last stage. */
  readonly stopping?: { readonly why: string; readonly detail: string };
  /** Records that are there but cannot be read, relative to the run's folder. */
  readonly unreadable: readonly string[];
  /** Where the run's folder is in the store: a path or URL; absent when only its live files are known. */
  readonly place?: string;
}
