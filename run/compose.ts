import type { RunRecord, RunStatus, StageResult, StageStatus } from '../schema/records.ts';
import type { Journal } from './journal.ts';
import type { RunState, RunView, StageView } from './view.ts';

/** What is known of a run; each part may be missing, for a kill can come between any two writes. */
export interface Parts {
  readonly campaign: string;
  readonly runId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly status?: RunStatus | undefined;
  readonly record?: RunRecord | undefined;
  readonly journal?: Journal | undefined;
  readonly results?: readonly StageResult[];
  readonly mark?: 'COMPLETE' | 'INCOMPLETE' | undefined;
  /** When anything of the run was last written, in milliseconds since the epoch; counts where there is no status. */
  readonly lastSign?: number;
  /** Whether its script is known to be alive, or known to be gone; absent: only the heartbeat tells. */
  readonly alive?: boolean | undefined;
  readonly worstSeconds?: number | undefined;
  readonly unreadable?: readonly string[];
  readonly place?: string | undefined;
}

export function composeView(parts: Parts): RunView {
  const { status, record, journal } = parts;
  const state = stateOf(parts);
  const alive = state === 'running' || state === 'starting';
  // Both ends are the box's own clock; only what has passed since its last word is measured by ours.
  const silence = alive && status ? Math.max(0, parts.now - Date.parse(status.updatedAt)) / 1000 : 0;
  const startedAt = status?.startedAt ?? record?.startedAt;
  return {
    campaign: parts.campaign || status?.campaign || record?.campaign || '',
    runId: parts.runId,
    state,
    ...(status && { phase: status.state, wallSeconds: status.wallSeconds }),
    ...(startedAt !== undefined && { startedAt }),
    seconds: (status?.seconds ?? record?.seconds ?? 0) + silence,
    ...(parts.worstSeconds !== undefined && { worstSeconds: parts.worstSeconds }),
    ...exitStatusOf(parts, state),
    stages: stagesOf(parts, alive, silence),
    ...(journal?.savedAt !== undefined && {
      saved: {
        secondsAgo: Math.max(0, parts.now - journal.savedAt) / 1000,
        bytes: journal.savedBytes(),
      },
    }),
    uploads: status?.uploads ?? { done: 0, failed: 0, bytes: 0 },
    missing: journal?.missing ?? [],
    warnings: journal?.warnings ?? [],
    unsaved: journal?.unsaved() ?? [],
    ...(journal?.stopping && { stopping: journal.stopping }),
    unreadable: parts.unreadable ?? [],
    ...(parts.place !== undefined && { place: parts.place }),
  };
}

function stateOf({ status, journal, mark, now, lastSign, alive }: Parts): RunState {
  const heartbeat = status ? Date.parse(status.updatedAt) : lastSign;
  const young = alive ?? (heartbeat !== undefined && now - heartbeat <= aliveSeconds(status) * 1000);
  // A run that was taken up again is alive although its earlier life left a mark.
  if (status && status.state !== 'ended' && young && mark !== 'COMPLETE') return 'running';
  if (mark) return mark === 'COMPLETE' ? 'complete' : 'incomplete';
  if (status?.state === 'ended') return journal?.complete ? 'complete' : 'incomplete';
  if (young) return 'starting';
  return 'died';
}

/** How old a heartbeat may be before the run counts as dead: max(10 s, 2 × checkpoint). */
export function aliveSeconds(status: RunStatus | undefined): number {
  return Math.max(10, 2 * (status?.checkpointSeconds ?? 0));
}

function exitStatusOf({ status, record }: Parts, state: RunState): { exitStatus?: number } {
  if (state !== 'complete' && state !== 'incomplete') return {};
  const exitStatus = status?.exitStatus ?? record?.exitStatus;
  return exitStatus === null || exitStatus === undefined ? {} : { exitStatus };
}

function stagesOf({ status, record, results = [] }: Parts, alive: boolean, silence: number): readonly StageView[] {
  const known =
    status?.stages ?? record?.plan.map(pending) ?? results.map(result => ({ ...result, timeoutSeconds: 0 }));
  const byName = new Map(results.map(result => [result.stage, result]));
  return known.map(row => {
    const result = byName.get(row.stage);
    const view = {
      ...row,
      lastLine: '',
      outputs: result?.outputs ?? [],
      ...(result?.comparable === false && { notComparable: result.comparableReason ?? '' }),
    };
    if (row.state !== 'pending' && row.state !== 'running') return view;
    // A kill may come between a result and the table that tells of it. While a run is alive the table is right: the result
    // may then be an earlier life's or attempt's.
    if (!alive && result && result.attempt >= row.attempt) {
      const { state, reason, attempt, startedAt, endedAt, seconds } = result;
      return { ...view, state, reason, attempt, startedAt, endedAt, seconds };
    }
    if (row.startedAt === null || !status) return { ...view, outputs: [] };
    const seconds = Math.max(0, Date.parse(status.updatedAt) - Date.parse(row.startedAt)) / 1000 + silence;
    return { ...view, outputs: [], seconds };
  });
}

function pending(stage: RunRecord['plan'][number]): StageStatus {
  return {
    stage: stage.stage,
    state: 'pending',
    reason: '',
    attempt: 0,
    startedAt: null,
    endedAt: null,
    seconds: 0,
    timeoutSeconds: stage.timeoutSeconds,
  };
}
