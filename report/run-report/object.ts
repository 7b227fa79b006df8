import type { RunState } from '../../run/view.ts';
import type { LaunchRecord, OutputRecord, Receipt, RunRecord } from '../../schema/records.ts';
import type { Told } from '../run/state.ts';
import type { Moment } from './chronicle.ts';
import type { CostTold } from './cost.ts';

/** What `--format json` prints: every key is always there, `null` where nothing is known. Seconds, bytes, US dollars, UTC. */
export interface ReportObject {
  readonly version: 1;
  readonly kind: 'report';
  readonly campaign: string;
  readonly runId: string;
  readonly state: RunState;
  readonly exitStatus: number | null;
  /** What it came to, in a sentence. */
  readonly verdict: string;
  readonly startedAt: string | null;
  /** Its last sign of life. */
  readonly endedAt: string | null;
  /** In which a script of the run lived. */
  readonly seconds: number;
  /** When the store was read, of a run that goes on; a run that is over looks the same at any time. */
  readonly asOf: string | null;
  readonly starts: readonly {
    readonly startedAt: string;
    readonly endedAt: string;
    readonly seconds: number;
    readonly resumed: boolean;
    /** Its instance, or its name among hosts; `null`: not recorded. */
    readonly machine: string | null;
  }[];
  readonly stages: readonly StageObject[];
  readonly moments: readonly (Omit<Moment, 'at'> & { readonly at: string })[];
  readonly saved: { readonly uploads: number; readonly bytes: number };
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  readonly unsaved: readonly { readonly key: string; readonly error: string }[];
  readonly unreadable: readonly string[];
  readonly stopping: { readonly why: string; readonly detail: string } | null;
  /** Of the machine of the latest start. */
  readonly machine: { readonly cores: number | null; readonly memoryBytes: number | null };
  readonly cost: CostTold;
  readonly provenance: Provenance | null;
  /** The boxes that were started for it, or on which it was started. */
  readonly launches: readonly LaunchObject[];
  /** The run's folder in the store. */
  readonly results: string | null;
}

export interface StageObject {
  readonly stage: string;
  readonly state: Told;
  readonly reason: string;
  readonly startedAt: string | null;
  readonly seconds: number;
  readonly timeoutSeconds: number;
  readonly needs: readonly string[];
  readonly exclusive: boolean | null;
  readonly attempts: readonly {
    readonly attempt: number;
    /** Which start of the run it was in, from 1. */
    readonly start: number;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly seconds: number;
    readonly state: Told;
    readonly reason: string;
  }[];
  readonly cpuSeconds: number | null;
  /** Processors busy in the mean. */
  readonly meanCores: number | null;
  readonly maxMemoryBytes: number | null;
  /** Seconds of the machine that are its own: where stages overlap, each has an equal part. */
  readonly machineSeconds: number;
  readonly usd: number | null;
  readonly outputs: readonly OutputRecord[];
  readonly log: { readonly key: string; readonly size: number; readonly final: boolean; readonly place: string } | null;
  readonly notComparable: string | null;
  readonly fingerprint: string | null;
}

export interface LaunchObject {
  readonly number: number;
  readonly kind: LaunchRecord['kind'];
  readonly state: LaunchRecord['state'];
  readonly launchedAt: string;
  readonly region: string;
  readonly zone: string | null;
  readonly instanceId: string | null;
  readonly instanceType: string | null;
  readonly image: string | null;
  readonly imageId: string | null;
  readonly market: 'spot' | 'on-demand' | null;
  readonly deadline: string | null;
  readonly worstUsd: number | null;
  readonly receipts: readonly Receipt[];
}

export type Provenance = Pick<
  RunRecord,
  | 'compiler'
  | 'profile'
  | 'campaignSha256'
  | 'scriptSha256'
  | 'params'
  | 'repositories'
  | 'machine'
  | 'tools'
  | 'env'
  | 'secrets'
>;
