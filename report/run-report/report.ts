import type { LogEnd, RunHistory } from '../../run/history.ts';
import type { LaunchRecord, RunRecord } from '../../schema/records.ts';
import { isAlive, toldState } from '../run/state.ts';
import { type Chronicle, chronicleOf } from './chronicle.ts';
import { costTold, ratesOf } from './cost.ts';
import type { LaunchObject, Provenance, ReportObject, StageObject } from './object.ts';
import { coresOf, type Stretch, sharesOf, stretchesOf } from './usage.ts';
import { type Grade, verdictOf } from './verdict.ts';

/** A report before it has a form. */
export interface Report {
  readonly object: ReportObject;
  readonly grade: Grade;
  readonly chronicle: Chronicle;
  readonly stretches: readonly Stretch[];
  readonly logs: ReadonlyMap<string, LogEnd>;
}

export function reportOf(history: RunHistory): Report {
  const { view, record, results, logs } = history;
  const chronicle = chronicleOf(history);
  const stretches = stretchesOf(chronicle.attempts, [...history.earlier, ...results]);
  const paid = history.meter.cost(isAlive(view) ? history.readAt : undefined);
  const cost = costTold(paid, history.meter, chronicle);
  const shares = sharesOf(stretches, ratesOf(paid, chronicle));
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
      starts: chronicle.starts.map(({ from, to, resumed }, index) => ({
        ...times(from, to),
        resumed,
        machine: machineName(
          record?.starts?.length === chronicle.starts.length ? record.starts[index]!.machine : undefined,
        ),
      })),
      stages: view.stages.map((stage): StageObject => {
        const plan = planned.get(stage.stage);
        const how = stage.state === 'running' || stage.state === 'pending' ? undefined : result.get(stage.stage);
        const log = logs.get(stage.stage);
        const share = shares.get(stage.stage) ?? { seconds: 0, usd: 0 };
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
          machineSeconds: thousandths(share.seconds),
          usd: cost.state === 'none' ? null : (share.usd ?? null),
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

function machineName(facts: RunRecord['machine'] | undefined): string | null {
  const { instanceId, instanceType, hostname } = facts ?? {};
  if (instanceId === undefined) return hostname === undefined ? null : String(hostname);
  return instanceType === undefined ? String(instanceId) : `${instanceId}, ${instanceType}`;
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
