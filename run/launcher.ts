import type { LaunchRecord } from '../schema/records.ts';
import type { Answer } from './fault.ts';

/** What is to be started, and with which interface variables. */
export interface Launch {
  /** The compiled script's bytes. */
  readonly script: string;
  readonly runId: string;
  /** Take the run up even if it is complete. */
  readonly resume?: boolean;
  /** Given as `CAMPAIGN_STORE`. */
  readonly storeUrl: string;
  /** Given as `CAMPAIGN_STAGES`; absent: all. */
  readonly stages?: readonly string[];
}

export type StopSignal = 'INT' | 'TERM';

/** How the script's process ended. */
export interface Exit {
  /** Absent when a signal ended it. */
  readonly status?: number;
  /** As `KILL`. */
  readonly signal?: string;
}

/** A script that was started, wherever it runs. It goes on when this process ends. */
export interface Launched {
  /** Asks the script to stop and save. Does nothing once it has ended. */
  signal(name: StopSignal): void;
}

/** The live files of a run of this machine. */
export interface LiveFiles {
  /** `$CAMPAIGN_HOME/runs/<run-id>`. */
  readonly directory: string;
  /** What the script itself prints goes here. */
  readonly console: string;
  readonly pid: number;
}

/** A script that runs on this machine. */
export interface LaunchedHere extends Launched, LiveFiles {
  /** Bytes that an earlier life under the same id has left in `console` and in `events.jsonl`. */
  readonly earlier: { readonly console: number; readonly events: number };
  readonly exited: Promise<Exit>;
  /** Lets this process end while the script goes on. */
  release(): void;
}

/** A script that runs on a box. All that is seen of it is what it leaves in its store, and what AWS says of its machine. */
export interface LaunchedBox extends Launched {
  /** As it is in the store. */
  readonly record: LaunchRecord;
  /** Whether its machine is still there; `undefined`: AWS did not tell. */
  standing(): Promise<BoxStanding | undefined>;
  /** The end of what the machine has written to its console, oldest line first; empty where nobody tells. */
  console(): Promise<readonly string[]>;
  /**
   * Ends what belongs to the launch and should be gone by now, and notes the end with the receipts as they are known then; what is
   * left all the same. Nothing is ended of a box that is not ours.
   */
  clear(receipts: LaunchRecord['receipts']): Promise<readonly string[]>;
}

export interface BoxStanding {
  readonly there: boolean;
  /** As `running` or `terminated: Server.SpotInstanceTermination`. */
  readonly text: string;
}

/** Starts scripts of one kind. */
export interface Launcher<Kind extends Launched> {
  launch(launch: Launch): Promise<Answer<Kind>>;
}
