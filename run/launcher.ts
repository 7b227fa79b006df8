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

/** A script that was started. It goes on when this process ends. */
export interface Launched {
  /** Its live files: `$CAMPAIGN_HOME/runs/<run-id>`. */
  readonly directory: string;
  /** What the script itself prints goes here. */
  readonly console: string;
  /** Bytes that an earlier life under the same id has left in `console` and in `events.jsonl`. */
  readonly earlier: { readonly console: number; readonly events: number };
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Asks the script to stop and save. Does nothing once it has ended. */
  signal(name: StopSignal): void;
  /** Lets this process end while the script goes on. */
  release(): void;
}

export interface Launcher {
  launch(launch: Launch): Promise<Answer<Launched>>;
}
