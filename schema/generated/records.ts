/** What a run leaves, as its JSON Schemas say. Generated from schema/records/ by `npm run generate`. */

/**
 * `run.json`: provenance, parameters and plan; written when the run begins and again, completed, at its end.
 */
export interface RunRecord {
  version: 1;
  campaign: string;
  runId: string;
  /**
   * For example `campaign 0.1.0`.
   */
  compiler: string;
  /**
   * `null`: without a profile.
   */
  profile: string | null;
  campaignSha256: string;
  scriptSha256: string;
  /**
   * Of the first start.
   */
  startedAt: string;
  endedAt: string | null;
  /**
   * Of the latest start.
   */
  seconds: number | null;
  exitStatus: number | null;
  /**
   * Every start of the script under this id, the first and each that took it up again.
   *
   * Items: One start of the script.
   */
  starts?: {
    startedAt: string;
    resumed: boolean;
    scriptSha256: string;
    /**
     * Facts of its box.
     */
    machine: {
      [k: string]: string | number;
    };
  }[];
  /**
   * Every parameter.
   */
  params: {
    [k: string]: string | number | boolean | null;
  };
  /**
   * The source, then its siblings.
   *
   * Items: One checkout.
   */
  repositories: {
    repo: string;
    /**
     * As the campaign names it.
     */
    ref: string;
    commit: string;
    dir: string;
    /**
     * Tracked files had changes where it was compiled; they are not in the run.
     */
    dirtyAtCompile: boolean;
  }[];
  /**
   * Facts of the box of the latest start; unknown ones are absent.
   */
  machine: {
    [k: string]: string | number;
  };
  /**
   * The first line of what each says of its version.
   */
  tools: {
    [k: string]: string;
  };
  /**
   * Values of the campaign's `env`.
   */
  env: {
    [k: string]: string;
  };
  /**
   * Names only.
   */
  secrets: string[];
  /**
   * In the order of the plan.
   *
   * Items: One stage.
   */
  plan: {
    stage: string;
    needs: string[];
    timeoutSeconds: number;
    exclusive: boolean;
    produces: string[];
  }[];
}

/**
 * `stages/<stage>/result.json`: how one stage ended.
 */
export interface StageResult {
  /**
   * The stage, or the instance of it: `generate[sf=10]`.
   */
  stage: string;
  /**
   * How it ended.
   */
  state: 'passed' | 'failed' | 'timed-out' | 'killed' | 'incomplete' | 'blocked' | 'skipped' | 'interrupted' | 'cached';
  /**
   * Why it is not `passed`; empty when it is.
   */
  reason: string;
  /**
   * `null` when it did not run or a signal ended it.
   */
  exitCode: number | null;
  /**
   * For example `KILL`; `null` when no signal ended it.
   */
  signal: string | null;
  /**
   * From 1; 0 when it never started.
   */
  attempt: number;
  /**
   * UTC; `null` when it never started.
   */
  startedAt: string | null;
  /**
   * UTC; `null` when it never started.
   */
  endedAt: string | null;
  /**
   * On the monotonic clock.
   */
  seconds: number;
  /**
   * What it left.
   *
   * Items: One file.
   */
  outputs: {
    /**
     * As the stage wrote it, relative to `source.dir` or absolute.
     */
    path: string;
    /**
     * In the run's folder of the store; `null` when it is not uploaded.
     */
    key: string | null;
    /**
     * Bytes.
     */
    size: number;
    sha256: string;
    /**
     * Permission bits in octal, such as `755`; absent for a symbolic link.
     */
    mode?: string;
    /**
     * What a symbolic link that is kept as one leads to; `size` and `sha256` are then of this text.
     */
    link?: string;
  }[];
  /**
   * Its use of the machine, as far as the system tells.
   */
  resources?: {
    cpuSeconds?: number;
    maxMemoryBytes?: number;
  };
  /**
   * SHA-256 over command, inputs, outputs, environment, commit, machine type and all it waited for: equal means the same work.
   */
  fingerprint?: string;
  /**
   * The beginning of the SHA-256 of each part of it, which tells what changed: `command`, `commit`, `env.NAME`, …
   */
  parts?: {
    [k: string]: string;
  };
  /**
   * What it ran on: the instance type, else processor and number of cores.
   */
  machine?: string;
  /**
   * A measurement that was taken on another kind of machine than the later ones of this run.
   */
  comparable?: false;
  /**
   * Why it is not comparable.
   */
  comparableReason?: string;
}

/**
 * `status.json`: the latest table, rewritten at every change and every heartbeat.
 */
export interface RunStatus {
  version: 1;
  campaign: string;
  runId: string;
  /**
   * What the run is doing.
   */
  state: 'preflight' | 'running' | 'uploading' | 'holding' | 'ended';
  /**
   * Which start of the script under this id writes it.
   */
  start?: number;
  /**
   * Of this start.
   */
  startedAt: string;
  /**
   * The heartbeat.
   */
  updatedAt: string;
  /**
   * Since the start, on the monotonic clock.
   */
  seconds: number;
  /**
   * The limit of the whole run.
   */
  wallSeconds: number;
  /**
   * How often running outputs are saved.
   */
  checkpointSeconds: number;
  /**
   * Of the script; `null` until it has ended.
   */
  exitStatus: number | null;
  /**
   * Every stage of the plan, in its order.
   *
   * Items: One stage.
   */
  stages: {
    stage: string;
    state:
      | 'passed'
      | 'failed'
      | 'timed-out'
      | 'killed'
      | 'incomplete'
      | 'blocked'
      | 'skipped'
      | 'interrupted'
      | 'cached'
      | 'pending'
      | 'running';
    reason: string;
    attempt: number;
    startedAt: string | null;
    endedAt: string | null;
    seconds: number;
    timeoutSeconds: number;
  }[];
  /**
   * What has reached the store.
   */
  uploads: {
    done: number;
    failed: number;
    bytes: number;
  };
}

/**
 * A line of `events/*.jsonl`: one thing that happened.
 */
export type RunEvent =
  | {
      event: 'run-started';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      campaign: string;
      runId: string;
      resumed: boolean;
    }
  | {
      event: 'preflight';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      ok: boolean;
      missing: string[];
    }
  | {
      event: 'provision';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      /**
       * What is done to the machine: packages, users, services, setup, prebuilt.
       */
      step: string;
      detail: string;
      state: 'started' | 'done' | 'failed';
      seconds: number;
      /**
       * Why it failed; empty otherwise.
       */
      reason: string;
    }
  | {
      event: 'checkout';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      dir: string;
      commit: string;
    }
  | {
      event: 'stage-started';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      stage: string;
      attempt: number;
    }
  | {
      event: 'stage-ended';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      stage: string;
      attempt: number;
      state:
        'passed' | 'failed' | 'timed-out' | 'killed' | 'incomplete' | 'blocked' | 'skipped' | 'interrupted' | 'cached';
      reason: string;
      exitCode: number | null;
      signal: string | null;
      seconds: number;
    }
  | {
      event: 'stage-retried';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      stage: string;
      attempt: number;
      reason: string;
    }
  | {
      event: 'stage-rerun';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      stage: string;
      attempt: number;
      reason: string;
    }
  | {
      event: 'checkpoint';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      stage: string;
      key: string;
      bytes: number;
    }
  | {
      event: 'uploaded';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      key: string;
      bytes: number;
      sha256: string;
    }
  | {
      event: 'upload-failed';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      key: string;
      attempt: number;
      error: string;
    }
  | {
      event: 'warning';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      message: string;
    }
  | {
      event: 'stopping';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      why: 'wall' | 'cost' | 'spot' | 'signal' | 'on-failure' | 'watchdog';
      detail: string;
    }
  | {
      event: 'spot-notice';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      /**
       * `terminate`, `stop` or `hibernate`.
       */
      action: string;
      /**
       * When, as EC2 says it; empty where it does not.
       */
      time: string;
    }
  | {
      event: 'rebalance';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      /**
       * When EC2 said so; empty where it does not.
       */
      time: string;
    }
  | {
      event: 'holding';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      /**
       * Stages that are not saved.
       */
      owed: number;
      /**
       * How long the machine is kept at most.
       */
      seconds: number;
    }
  | {
      event: 'run-ended';
      /**
       * Counts from 1 over the whole run.
       */
      seq: number;
      /**
       * UTC.
       */
      at: string;
      /**
       * Since this start of the script began, on the monotonic clock.
       */
      up: number;
      exitStatus: number;
      complete: boolean;
      seconds: number;
    };

/**
 * A line of `ledger.jsonl`: an object whose bytes in the store have been verified.
 */
export interface LedgerEntry {
  /**
   * In the run's folder of the store.
   */
  key: string;
  /**
   * Bytes.
   */
  size: number;
  sha256: string;
  /**
   * When it was verified, UTC.
   */
  at: string;
  /**
   * `partial` may be replaced or removed; `final` is written once; `dropped`: what was there before is under this key no more.
   */
  kind: 'final' | 'partial' | 'record' | 'dropped';
  /**
   * What proved it: its bytes were read back; its ETag in the store is the MD5 of these bytes; or its size, and the checksum under which the store took it.
   */
  proof?: 'read-back' | 'etag' | 'checksum';
}

/**
 * `launch/<n>.json`: the n-th launch of the run on a box, written by who launches it, so that any machine finds the box.
 */
export interface LaunchRecord {
  version: 1;
  /**
   * A box that was started for the run, or one that was up.
   */
  kind: 'ec2' | 'ssm';
  campaign: string;
  runId: string;
  /**
   * Of the launch under this run id, as in the name of the record.
   */
  number: number;
  /**
   * How far it got. `asking`: AWS is being asked, or whoever asked is gone; a box may exist. `ended`: nothing of it is left.
   */
  state: 'asking' | 'started' | 'failed' | 'ended';
  launchedAt: string;
  /**
   * The AWS account; empty where it could not be told.
   */
  account: string;
  region: string;
  /**
   * For EC2 the beginning of every ClientToken of this launch: asked again with it, EC2 makes no second box. For Systems Manager what the box knows the delivery by.
   */
  token: string;
  scriptSha256: string;
  instanceId?: string;
  /**
   * The availability zone.
   */
  zone?: string;
  instanceType?: string;
  /**
   * As the campaign names it.
   */
  image?: string;
  imageId?: string;
  market?: 'spot' | 'on-demand';
  spotRequestId?: string;
  /**
   * Of the command of Systems Manager that started the script.
   */
  commandId?: string;
  /**
   * The box ends itself before then; what is there later is swept.
   */
  deadline?: string;
  /**
   * What it costs at most, US dollars.
   */
  worstUsd?: number;
  /**
   * What was tried before and could not be had, each with why.
   */
  tried: string[];
  /**
   * What was read back after the launch.
   *
   * Items: One thing that keeps the box safe and cheap, as it was read back.
   */
  receipts: {
    what: string;
    /**
     * `unknown`: it could not be read back.
     */
    state: 'ok' | 'wrong' | 'unknown';
    detail: string;
  }[];
}

/**
 * `URL.json`, beside the archive of a `prebuilt`: what it is, so that a box can tell whether it is of use before it fetches it.
 */
export interface PrebuiltManifest {
  version: 1;
  /**
   * Of the archive.
   */
  sha256: string;
  /**
   * Of the archive, in bytes.
   */
  size?: number;
  /**
   * Of the source it was built from, in full.
   */
  commit: string;
  /**
   * Where the source lay when it was built: an absolute directory.
   */
  path?: string;
  /**
   * The paths in the archive, relative to that directory.
   */
  provides?: string[];
  /**
   * The command that built it.
   */
  build?: string;
  /**
   * Those variables by which cargo tells one build from another, as they were: `RUSTFLAGS`, `CARGO_ENCODED_RUSTFLAGS`, `CARGO_BUILD_RUSTFLAGS`, `CARGO_BUILD_TARGET`, `CARGO_TARGET_*`, `CARGO_PROFILE_*`. One that is absent was not set.
   */
  env?: {
    [k: string]: string;
  };
  /**
   * What each compiler says of its version: `rustc` to `rustc 1.95.0 (…)`.
   */
  tools?: {
    [k: string]: string;
  };
  /**
   * As `uname -m` has it.
   */
  architecture?: string;
  /**
   * What its code asks of the CPU, in the words of /proc/cpuinfo; empty: no more than every CPU of the architecture has.
   */
  cpuFlags?: string[];
  /**
   * The least version of the GNU C library that its programs start with; absent where none of them asks for it, or it is not known.
   */
  glibc?: string;
}
