/** The records a run leaves in its store (schema/*.schema.json). The bash runtime writes them, `run/` and `report/` read them. */

export type StageState =
  | 'passed'
  | 'failed'
  | 'timed-out'
  | 'killed'
  | 'incomplete'
  | 'blocked'
  | 'skipped'
  | 'interrupted'
  | 'cached';

/** `status.json` also knows stages that have not ended. */
export type LiveState = StageState | 'pending' | 'running';

/** `stages/<stage>/result.json`. Times are UTC, RFC 3339; `seconds` come from the monotonic clock. */
export interface StageResult {
  readonly stage: string;
  readonly state: StageState;
  /** Why it is not `passed`; empty when it is. */
  readonly reason: string;
  /** `null` when it did not run or ended by a signal. */
  readonly exitCode: number | null;
  /** For example `KILL`; `null` when no signal ended it. */
  readonly signal: string | null;
  /** From 1; 0 when it never started. */
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly seconds: number;
  readonly outputs: readonly OutputRecord[];
  /** What is known of its use of the machine; fields are absent where the system does not tell. */
  readonly resources?: { readonly cpuSeconds?: number; readonly maxMemoryBytes?: number };
  /** SHA-256 over command, inputs, env, commit and machine type; equal means a rerun would repeat the same work. */
  readonly fingerprint?: string;
  /** Six hex digits for each part of the fingerprint (plan/fingerprint.ts): where two differ, they tell what changed. */
  readonly parts?: Readonly<Record<string, string>>;
  /** What it ran on: the instance type, else processor and number of cores. */
  readonly machine?: string;
  /** Set on a measurement that was taken on another kind of machine than the later ones of its run; then with the reason. */
  readonly comparable?: false;
  readonly comparableReason?: string;
}

export interface OutputRecord {
  /** As the stage wrote it, relative to `source.dir` or absolute. */
  readonly path: string;
  /** Relative to the run's folder in the store; `null` when it is not uploaded. */
  readonly key: string | null;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Permission bits in octal, such as `755`; absent for a symbolic link. */
  readonly mode?: string;
  /** What a symbolic link that is kept as one leads to; `size` and `sha256` are then of this text. */
  readonly link?: string;
}

/** `status.json`: the latest table, rewritten at every change and every heartbeat. */
export interface RunStatus {
  readonly version: 1;
  readonly campaign: string;
  readonly runId: string;
  readonly state: 'preflight' | 'running' | 'uploading' | 'holding' | 'ended';
  /** Which start of the script under this id writes it, from 1; absent in records of releases that knew one only. */
  readonly start?: number;
  readonly startedAt: string;
  /** The heartbeat. */
  readonly updatedAt: string;
  /** Seconds since the start, monotonic. */
  readonly seconds: number;
  readonly wallSeconds: number;
  readonly checkpointSeconds: number;
  /** Set when it has ended: the script's exit status. */
  readonly exitStatus: number | null;
  readonly stages: readonly StageStatus[];
  readonly uploads: { readonly done: number; readonly failed: number; readonly bytes: number };
}

export interface StageStatus {
  readonly stage: string;
  readonly state: LiveState;
  readonly reason: string;
  readonly attempt: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly seconds: number;
  readonly timeoutSeconds: number;
}

/** A line of `events/*.jsonl`. `seq` counts from 1 over the whole run; `at` is UTC, `up` monotonic seconds since its start began. */
export type RunEvent = { readonly seq: number; readonly at: string; readonly up: number } & (
  | { readonly event: 'run-started'; readonly campaign: string; readonly runId: string; readonly resumed: boolean }
  | { readonly event: 'preflight'; readonly ok: boolean; readonly missing: readonly string[] }
  | {
      readonly event: 'provision';
      /** What is done to the machine: packages, users, services, setup, prebuilt. */
      readonly step: string;
      readonly detail: string;
      readonly state: 'started' | 'done' | 'failed';
      readonly seconds: number;
      /** Why it failed; empty otherwise. */
      readonly reason: string;
    }
  | { readonly event: 'checkout'; readonly dir: string; readonly commit: string }
  | { readonly event: 'stage-started'; readonly stage: string; readonly attempt: number }
  | {
      readonly event: 'stage-ended';
      readonly stage: string;
      readonly attempt: number;
      readonly state: StageState;
      readonly reason: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly seconds: number;
    }
  | { readonly event: 'stage-retried'; readonly stage: string; readonly attempt: number; readonly reason: string }
  | { readonly event: 'stage-rerun'; readonly stage: string; readonly attempt: number; readonly reason: string }
  | { readonly event: 'checkpoint'; readonly stage: string; readonly key: string; readonly bytes: number }
  | { readonly event: 'uploaded'; readonly key: string; readonly bytes: number; readonly sha256: string }
  | { readonly event: 'upload-failed'; readonly key: string; readonly attempt: number; readonly error: string }
  | { readonly event: 'warning'; readonly message: string }
  | {
      readonly event: 'stopping';
      readonly why: 'wall' | 'cost' | 'spot' | 'signal' | 'on-failure' | 'watchdog';
      readonly detail: string;
    }
  | { readonly event: 'spot-notice'; readonly action: string; readonly time: string }
  | { readonly event: 'rebalance'; readonly time: string }
  | { readonly event: 'holding'; readonly owed: number; readonly seconds: number }
  | { readonly event: 'run-ended'; readonly exitStatus: number; readonly complete: boolean; readonly seconds: number }
);

/** A line of `ledger.jsonl`: an object whose bytes in the store have been verified against `sha256`. */
export interface LedgerEntry {
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  readonly at: string;
  /**
   * `partial` for what lies under `partial/` and may be replaced or removed; `final` is written once; `dropped`: what was there
   * before is under this key no more.
   */
  readonly kind: 'final' | 'partial' | 'record' | 'dropped';
  /**
   * What proved it: its bytes were read back; its ETag in the store is the MD5 of these bytes; or its size, and the checksum under
   * which the store took it.
   */
  readonly proof?: 'read-back' | 'etag' | 'checksum';
}

/** `run.json`: provenance, parameters and plan, written once when the run is claimed and again, completed, at its end. */
export interface RunRecord {
  readonly version: 1;
  readonly campaign: string;
  readonly runId: string;
  readonly compiler: string;
  readonly profile: string | null;
  readonly campaignSha256: string;
  readonly scriptSha256: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly exitStatus: number | null;
  /** Every start of the script under this id, in order; absent in records of releases that could not take a run up again. */
  readonly starts?: readonly {
    readonly startedAt: string;
    readonly resumed: boolean;
    readonly scriptSha256: string;
    readonly machine: Readonly<Record<string, string | number>>;
  }[];
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly repositories: readonly {
    readonly repo: string;
    readonly ref: string;
    readonly commit: string;
    readonly dir: string;
    /** Whether the compiling side had uncommitted changes to tracked files; they are not in the run. */
    readonly dirtyAtCompile: boolean;
  }[];
  /**
   * Facts of the box by name: hostname, powerOff (what powers a machine of the campaign's own off, whatever happens), kernel, cpuModel, cpuFlags, microcode, cores, memoryBytes, and on EC2 instanceId,
   * instanceType, availabilityZone, region, imageId, lifeCycle. Unknown ones are absent.
   */
  readonly machine: Readonly<Record<string, string | number>>;
  /** `name` → first line of its version output. */
  readonly tools: Readonly<Record<string, string>>;
  /** Values of the campaign's `env`; secrets by name only. */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly plan: readonly {
    readonly stage: string;
    readonly needs: readonly string[];
    readonly timeoutSeconds: number;
    readonly exclusive: boolean;
    readonly produces: readonly string[];
  }[];
}

/**
 * `launch/<n>.json`: the n-th launch of a run on a box, written by who launches it (run/cloud/), so that any machine finds the box.
 */
export interface LaunchRecord {
  readonly version: 1;
  readonly kind: 'ec2' | 'ssm';
  readonly campaign: string;
  readonly runId: string;
  /** From 1. */
  readonly number: number;
  /** `asking`: AWS is being asked, or whoever asked is gone: a box may exist. `ended`: nothing of it is left. */
  readonly state: 'asking' | 'started' | 'failed' | 'ended';
  readonly launchedAt: string;
  /** The AWS account; empty where it could not be told. */
  readonly account: string;
  readonly region: string;
  /** For EC2 the beginning of every ClientToken of this launch; for Systems Manager what the box knows the delivery by. */
  readonly token: string;
  readonly scriptSha256: string;
  readonly instanceId?: string;
  readonly zone?: string;
  readonly instanceType?: string;
  /** As the campaign names it. */
  readonly image?: string;
  readonly imageId?: string;
  readonly market?: 'spot' | 'on-demand';
  readonly spotRequestId?: string;
  readonly commandId?: string;
  /** The box ends itself before then; what is there later is swept. */
  readonly deadline?: string;
  /** What it costs at most, US dollars. */
  readonly worstUsd?: number;
  /** What was tried before and could not be had, each with why. */
  readonly tried: readonly string[];
  readonly receipts: readonly Receipt[];
}

/** One thing that keeps a box safe and cheap, as it was read back. `unknown`: it could not be. */
export interface Receipt {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'unknown';
  readonly detail: string;
}

/** `URL.json`, beside the archive of a `prebuilt`: what it is, so that a box can tell whether it is of use before it fetches it. */
export interface PrebuiltManifest {
  readonly version: 1;
  /** Of the archive. */
  readonly sha256: string;
  /** Of the archive, in bytes. */
  readonly size?: number;
  /** Of the source it was built from, in full. */
  readonly commit: string;
  /** Where the source lay when it was built: an absolute directory. */
  readonly path?: string;
  /** The paths in the archive, relative to that directory. */
  readonly provides?: readonly string[];
  /** The command that built it. */
  readonly build?: string;
  /** Those variables by which cargo tells one build from another, as they were; one that is absent was not set. */
  readonly env?: Readonly<Record<string, string>>;
  /** What each compiler says of its version, by its name. */
  readonly tools?: Readonly<Record<string, string>>;
  /** As `uname -m` has it. */
  readonly architecture?: string;
  /** What its code asks of the CPU, in the words of /proc/cpuinfo. */
  readonly cpuFlags?: readonly string[];
  /** The least version of the C library that its programs start with. */
  readonly glibc?: string;
}
