import type { LogEnd, RunHistory } from '../../run/history.ts';
import type { RunState } from '../../run/view.ts';
import type { LaunchRecord, OutputRecord, Receipt, RunRecord } from '../../schema/records.ts';
import { isAlive, type Told, toldState } from '../run/state.ts';
import { type Chronicle, chronicleOf, type Moment } from './chronicle.ts';
import { type Cost, costOf, type Pricing } from './cost.ts';
import { coresOf, type Stretch, sharesOf, stretchesOf } from './usage.ts';
import { type Grade, verdictOf } from './verdict.ts';

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
  readonly cost: Cost;
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

/** A report before it has a form. */
export interface Report {
  readonly object: ReportObject;
  readonly grade: Grade;
  readonly chronicle: Chronicle;
  readonly stretches: readonly Stretch[];
  readonly logs: ReadonlyMap<string, LogEnd>;
}

export function reportOf(history: RunHistory, pricing: Pricing): Report {
  const { view, record, results, logs } = history;
  const chronicle = chronicleOf(history);
  const stretches = stretchesOf(chronicle.attempts, [...history.earlier, ...results]);
  const shares = sharesOf(stretches);
  const cost = costOf(history, chronicle, pricing);
  const last = chronicle.starts.at(-1);
  const { grade, verdict } = verdictOf(view);
  const result = new Map(results.map(each => [each.stage, each]));
  const planned = new Map(record?.plan.map(each => [each.stage, each]));
  return {
    grade,
    chronicle,
    stretches,
    logs,
    object: {
      version: 1,
      kind: 'report',
      campaign: view.campaign,
      runId: view.runId,
      state: view.state,
      exitStatus: view.exitStatus ?? null,
      verdict,
      startedAt: view.startedAt === undefined ? null : (record?.startedAt ?? view.startedAt),
      endedAt: last ? utc(last.to) : null,
      seconds: thousandths(chronicle.starts.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0)),
      asOf: isAlive(view) ? utc(history.readAt) : null,
      starts: chronicle.starts.map(({ from, to, resumed }) => ({ ...times(from, to), resumed })),
      stages: view.stages.map((stage): StageObject => {
        const plan = planned.get(stage.stage);
        const how = stage.state === 'running' || stage.state === 'pending' ? undefined : result.get(stage.stage);
        const log = logs.get(stage.stage);
        const machineSeconds = shares.get(stage.stage) ?? 0;
        return {
          stage: stage.stage,
          state: toldState(stage, view),
          reason: stage.reason,
          startedAt: stage.startedAt,
          seconds: thousandths(stage.seconds),
          timeoutSeconds: stage.timeoutSeconds,
          needs: plan?.needs ?? [],
          exclusive: plan?.exclusive ?? null,
          attempts: chronicle.attempts
            .filter(each => each.stage === stage.stage)
            .map(({ attempt, start, from, to, state, reason }) => ({
              attempt,
              start: start + 1,
              ...times(from, to),
              state,
              reason,
            })),
          cpuSeconds: how?.resources?.cpuSeconds ?? null,
          meanCores: thousandths(coresOf(how)),
          maxMemoryBytes: how?.resources?.maxMemoryBytes ?? null,
          machineSeconds: thousandths(machineSeconds),
          usd: cost.usd === null || cost.usdPerHour === null ? null : (machineSeconds / 3600) * cost.usdPerHour,
          outputs: stage.outputs,
          log: log ? { key: log.key, size: log.size, final: log.final, place: log.place } : null,
          notComparable: stage.notComparable ?? null,
          fingerprint: how?.fingerprint ?? null,
        };
      }),
      moments: chronicle.moments.map(({ at, kind, grade: of, text }) => ({ at: utc(at), kind, grade: of, text })),
      saved: { uploads: view.uploads.done, bytes: view.saved?.bytes ?? view.uploads.bytes },
      missing: view.missing,
      warnings: view.warnings,
      unsaved: view.unsaved,
      unreadable: view.unreadable,
      stopping: view.stopping ?? null,
      machine: { cores: numberOf(record?.machine.cores), memoryBytes: numberOf(record?.machine.memoryBytes) },
      cost,
      provenance: record ? provenanceOf(record) : null,
      launches: history.launches.map(launchObject),
      results: view.place ?? null,
    },
  };
}

/** Whatever an older or damaged record lacks is empty. */
function provenanceOf(record: Partial<RunRecord>): Provenance {
  return {
    compiler: record.compiler ?? '',
    profile: record.profile ?? null,
    campaignSha256: record.campaignSha256 ?? '',
    scriptSha256: record.scriptSha256 ?? '',
    params: record.params ?? {},
    repositories: record.repositories ?? [],
    machine: record.machine ?? {},
    tools: record.tools ?? {},
    env: record.env ?? {},
    secrets: record.secrets ?? [],
  };
}

function launchObject(launch: LaunchRecord): LaunchObject {
  return {
    number: launch.number,
    kind: launch.kind,
    state: launch.state,
    launchedAt: launch.launchedAt,
    region: launch.region,
    zone: launch.zone ?? null,
    instanceId: launch.instanceId ?? null,
    instanceType: launch.instanceType ?? null,
    image: launch.image ?? null,
    imageId: launch.imageId ?? null,
    market: launch.market ?? null,
    deadline: launch.deadline ?? null,
    worstUsd: launch.worstUsd ?? null,
    receipts: launch.receipts,
  };
}

function times(from: number, to: number) {
  return { startedAt: utc(from), endedAt: utc(to), seconds: thousandths((to - from) / 1000) };
}

function utc(time: number): string {
  return new Date(Math.round(time)).toISOString();
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function thousandths(value: number): number;
function thousandths(value: number | undefined): number | null;
function thousandths(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1000) / 1000;
}
