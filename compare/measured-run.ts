import type { RunRecord, StageResult } from '../schema/records.ts';

/** A run as a comparison needs it, read from its store. */
export interface MeasuredRun {
  readonly runId: string;
  /** Whether everything of it passed and is in the store. */
  readonly complete: boolean;
  /** Absent when it cannot be read: then nothing is known of the machine. */
  readonly record?: RunRecord;
  /** Of every stage that left one. */
  readonly results: readonly StageResult[];
  /** Outputs of passed stages that may hold results. */
  readonly files: readonly { readonly stage: string; readonly path: string; readonly text: string }[];
  /** Those that would be read by their names, and were not. */
  readonly unread: readonly UnreadFile[];
}

export interface UnreadFile {
  readonly stage: string;
  readonly path: string;
  /** `not-results`: it was read, and nothing in it was recognised. */
  readonly why: 'too-large' | 'unreadable' | 'not-results';
  readonly bytes: number;
}
