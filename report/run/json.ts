import type { RunEnd } from '../../run/run.ts';
import type { RunState, RunView } from '../../run/view.ts';
import type { LaunchRecord, LiveState, OutputRecord, Receipt } from '../../schema/records.ts';
import { endMeaning } from './state.ts';

/** A run for `--format json`: every key is always there, `null` where nothing is known. Times in seconds, sizes in bytes. */
export interface RunObject {
  readonly version: 1;
  readonly campaign: string;
  readonly runId: string;
  readonly state: RunState;
  readonly exitStatus: number | null;
  readonly startedAt: string | null;
  readonly seconds: number;
  readonly stages: readonly {
    readonly stage: string;
    readonly state: LiveState;
    readonly reason: string;
    readonly attempt: number;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
    readonly seconds: number;
    readonly outputs: readonly OutputRecord[];
    readonly log: string | null;
    /** Why the measurement cannot be compared with the others of its run; `null` where nothing speaks against it. */
    readonly notComparable: string | null;
  }[];
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  /** Objects whose last upload failed, and why. */
  readonly unsaved: readonly { readonly key: string; readonly error: string }[];
  readonly stopping: { readonly why: string; readonly detail: string } | null;
  readonly uploads: { readonly done: number; readonly failed: number; readonly bytes: number };
  readonly unreadable: readonly string[];
  /** The run's folder in the store. */
  readonly results: string | null;
}

/** What `campaign run --format json` ends with: the run, and this start of it. */
export interface SummaryObject extends RunObject {
  readonly exitStatus: number;
  readonly meaning: string;
  readonly detached: boolean;
  /** `false`: this start was refused or had nothing to do, and the rest tells of the earlier one. */
  readonly begun: boolean;
  /** The signal that ended the script. */
  readonly killedBy: string | null;
  /** Live files on this machine, and what the script printed; `null` where it ran on a box. */
  readonly directory: string | null;
  readonly console: string | null;
  /** Where it ran; `null`: on this machine. `left`: what of it is still there although the run is over. */
  readonly box: (BoxObject & { readonly left: readonly string[] }) | null;
}

/** A run as its records tell it: what `status --format json` prints. */
export function runObject(view: RunView): RunObject {
  return {
    version: 1,
    campaign: view.campaign,
    runId: view.runId,
    state: view.state,
    exitStatus: view.exitStatus ?? null,
    startedAt: view.startedAt ?? null,
    seconds: thousandths(view.seconds),
    stages: view.stages.map(stage => ({
      stage: stage.stage,
      state: stage.state,
      reason: stage.reason,
      attempt: stage.attempt,
      startedAt: stage.startedAt,
      endedAt: stage.endedAt,
      seconds: thousandths(stage.seconds),
      outputs: stage.outputs,
      log: stage.log ?? null,
      notComparable: stage.notComparable ?? null,
    })),
    missing: view.missing,
    warnings: view.warnings,
    unsaved: view.unsaved,
    stopping: view.stopping ?? null,
    uploads: view.uploads,
    unreadable: view.unreadable,
    results: view.place ?? null,
  };
}

export function summaryObject(end: RunEnd): SummaryObject {
  return {
    ...runObject(end.view),
    exitStatus: end.exitStatus,
    meaning: endMeaning(end),
    detached: end.detached,
    begun: end.begun,
    killedBy: end.killedBy ?? null,
    directory: end.paths.live?.directory ?? null,
    console: end.paths.live?.console ?? null,
    box: end.paths.box ? { ...boxObject(end.paths.box), left: end.left ?? [] } : null,
  };
}

/** A box as JSON tells it. */
export interface BoxObject {
  readonly kind: 'ec2' | 'ssm';
  readonly instanceId: string | null;
  readonly region: string;
  readonly market: 'spot' | 'on-demand' | null;
  readonly deadline: string | null;
  readonly receipts: readonly Receipt[];
}

function boxObject({ kind, instanceId, region, market, deadline, receipts }: LaunchRecord): BoxObject {
  return {
    kind,
    instanceId: instanceId ?? null,
    region,
    market: market ?? null,
    deadline: deadline ?? null,
    receipts,
  };
}

function thousandths(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
