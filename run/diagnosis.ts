import type { LaunchRecord, RunEvent, RunRecord, StageResult } from '../schema/records.ts';
import type { BoxStanding } from './launcher.ts';
import type { RunView, StageView } from './view.ts';

/** Why a run stands as it does, or ended as it did. One of these is the cause; what else went wrong on its own is told beside it. */
export type Cause =
  /** Every stage passed or was skipped, and everything is in the store. */
  | { readonly kind: 'well' }
  /** It has been launched and has not given its first sign. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly stages: readonly string[] }
  /** Something was missing before the first stage: nothing was run. */
  | { readonly kind: 'preflight'; readonly missing: readonly string[] }
  | StageCause
  /** A stage that nothing of the run held back, but that lacked something all the same. */
  | { readonly kind: 'blocked'; readonly stage: string; readonly reason: string }
  /** `limits.wall` or `limits.cost` was used up. */
  | { readonly kind: 'limit'; readonly limit: 'wall' | 'cost'; readonly detail: string }
  /** EC2 gave notice that it takes the machine away. */
  | { readonly kind: 'spot'; readonly action: string; readonly time: string }
  /** Somebody, or a machine that was shut down, asked it to stop. */
  | { readonly kind: 'stopped'; readonly detail: string }
  /** The script itself was killed, stopped or hung, and its watchdog saved what there was. */
  | { readonly kind: 'watchdog'; readonly detail: string }
  /** It gave no sign of life any more, and nothing of it has said why. */
  | { readonly kind: 'lost'; readonly box?: BoxStanding }
  /** Its box gave no sign at all. */
  | { readonly kind: 'never-began'; readonly box?: BoxStanding }
  /** The stages are well, and something of the run is not in the store. */
  | {
      readonly kind: 'unsaved';
      readonly objects: number;
      readonly first?: { readonly key: string; readonly error: string };
    }
  /** It ended otherwise than well, and no record says why. */
  | { readonly kind: 'unexplained'; readonly exitStatus?: number };

export interface StageCause {
  readonly kind: 'stage';
  readonly stage: string;
  /** By what it did not pass; `expectation`: it ended well, and what it left is not what was promised. */
  readonly how: 'exit' | 'signal' | 'timeout' | 'memory' | 'disk' | 'expectation';
  readonly reason: string;
  /** Stages that did not run because of it. */
  readonly blocked: readonly string[];
}

/** What is known of a run, read from its store; `standing`: what EC2 says of its box, where it was asked and told. */
export interface Findings {
  readonly view: RunView;
  readonly record?: RunRecord;
  readonly events: readonly RunEvent[];
  readonly results: readonly StageResult[];
  readonly launches: readonly LaunchRecord[];
  readonly standing?: BoxStanding;
}

/** What a cause rests on. */
export interface Evidence {
  /** When it happened, as the box had it; absent where no record says. */
  readonly at?: string;
  /** The stage that it is about; its log is shown. */
  readonly stage?: StageView;
  readonly result?: StageResult;
}

export interface Diagnosis {
  readonly cause: Cause;
  readonly also: readonly Cause[];
  readonly evidence: Evidence;
  /** Stages that a resumed run runs again. */
  readonly again: readonly StageView[];
}

const good: readonly string[] = ['passed', 'cached', 'skipped'];
const bad: readonly string[] = ['failed', 'timed-out', 'killed', 'incomplete'];

/** One cause of how a run stands, and what it rests on. */
export function diagnose(findings: Findings): Diagnosis {
  const { view } = findings;
  // What an earlier start of the run went through explains nothing of this one.
  const began = findings.events.findLastIndex(({ event }) => event === 'run-started');
  const events = findings.events.slice(Math.max(0, began));
  const stages = stageCauses(findings, events);
  const [cause, also] = causeOf(findings, events, stages);
  return {
    ...{ cause, also },
    evidence: evidenceOf(cause, findings, events),
    again: view.stages.filter(({ state }) => !good.includes(state)),
  };
}

function causeOf(
  { view, standing }: Findings,
  events: readonly RunEvent[],
  stages: readonly Cause[],
): readonly [Cause, readonly Cause[]] {
  if (view.state === 'starting') return [{ kind: 'starting' }, []];
  const stop = stopCause(view, events);
  if (view.state === 'running') {
    const running = view.stages.filter(({ state }) => state === 'running').map(({ stage }) => stage);
    return [{ kind: 'running', stages: running }, [...(stop ? [stop] : []), ...stages]];
  }
  if (view.state === 'died') {
    const box = standing === undefined ? {} : { box: standing };
    if (view.phase === undefined && events.length === 0) return [{ kind: 'never-began', ...box }, []];
    return [
      stop?.kind === 'spot' ? stop : { kind: 'lost', ...box },
      [...(stop && stop.kind !== 'spot' ? [stop] : []), ...stages],
    ];
  }
  if (view.missing.length > 0) return [{ kind: 'preflight', missing: view.missing }, []];
  const [first, ...others] = [...(stop ? [stop] : []), ...stages];
  const unsaved = unsavedCause(view);
  if (first) return [first, [...others, ...(unsaved && unsaved.objects > 0 ? [unsaved] : [])]];
  if (unsaved) return [unsaved, []];
  const well = view.exitStatus === 0 && view.stages.every(({ state }) => good.includes(state));
  return [
    well
      ? { kind: 'well' }
      : { kind: 'unexplained', ...(view.exitStatus !== undefined && { exitStatus: view.exitStatus }) },
    [],
  ];
}

/** What stopped the run before its last stage; a stage with `on-failure: stop` is told as that stage. */
function stopCause(view: RunView, events: readonly RunEvent[]): Cause | undefined {
  const notice = events.find(event => event.event === 'spot-notice');
  if (notice) return { kind: 'spot', action: notice.action, time: notice.time };
  const { why, detail = '' } = view.stopping ?? {};
  if (why === 'wall' || why === 'cost') return { kind: 'limit', limit: why, detail };
  if (why === 'spot') return { kind: 'spot', action: 'take away', time: '' };
  if (why === 'signal') return { kind: 'stopped', detail };
  if (why === 'watchdog') return { kind: 'watchdog', detail };
  return undefined;
}

/** Stages that did not pass by themselves, in the order in which they ended. */
function stageCauses({ view, record, results }: Findings, events: readonly RunEvent[]): readonly Cause[] {
  const order = (stage: string) => {
    const index = events.findLastIndex(event => event.event === 'stage-ended' && event.stage === stage);
    return index < 0 ? events.length : index;
  };
  const needs = new Map((record?.plan ?? []).map(stage => [stage.stage, stage.needs]));
  const states = new Map(view.stages.map(({ stage, state }) => [stage, state]));
  /** What waits for a stage, directly or through others: the plan is in an order in which needs come first. */
  const waiting = (stage: string) => {
    const all = new Set([stage]);
    for (const [name, of] of needs) if (of.some(need => all.has(need))) all.add(name);
    return all;
  };
  const causes = view.stages.flatMap((stage): Cause[] => {
    if (bad.includes(stage.state)) {
      const result = results.find(each => each.stage === stage.stage);
      const after = waiting(stage.stage);
      const blocked = view.stages.filter(each => each.state === 'blocked' && after.has(each.stage));
      return [
        {
          ...{ kind: 'stage', stage: stage.stage, how: howOf(stage, result), reason: stage.reason },
          blocked: blocked.map(each => each.stage),
        },
      ];
    }
    // One whose needs all went well lacks something that no stage owes it. Without a plan nobody can tell.
    const own =
      record !== undefined && (needs.get(stage.stage) ?? []).every(need => good.includes(states.get(need) ?? ''));
    const stopped = view.stopping !== undefined || view.missing.length > 0;
    return stage.state === 'blocked' && own && !stopped
      ? [{ kind: 'blocked', stage: stage.stage, reason: stage.reason }]
      : [];
  });
  return causes
    .map(cause => ({ cause, at: 'stage' in cause ? order(cause.stage) : 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ cause }) => cause);
}

/** The runtime says it in the reason (interpreter/runtime/attempt.sh); the rest is in the state and the result. */
function howOf({ state, reason }: StageView, result: StageResult | undefined): StageCause['how'] {
  if (reason.includes('out of memory')) return 'memory';
  if (reason.includes('disk full')) return 'disk';
  if (state === 'timed-out') return 'timeout';
  if (state === 'incomplete') return 'expectation';
  return state === 'killed' || (result && result.signal !== null) ? 'signal' : 'exit';
}

function unsavedCause({ state, unsaved, uploads }: RunView): (Cause & { readonly kind: 'unsaved' }) | undefined {
  const [first] = unsaved;
  if (state !== 'incomplete') return undefined;
  return { kind: 'unsaved', objects: Math.max(unsaved.length, uploads.failed), ...(first && { first }) };
}

function evidenceOf(cause: Cause, { view, results, launches }: Findings, events: readonly RunEvent[]): Evidence {
  const last = (of: (event: RunEvent) => boolean) => {
    const at = events.findLast(of)?.at;
    return at === undefined ? {} : { at };
  };
  const about = (name: string | undefined) => {
    const stage = view.stages.find(each => each.stage === name);
    const result = results.find(each => each.stage === name);
    return { ...(stage && { stage }), ...(result && { result }) };
  };
  const cutShort = () =>
    about(
      view.stages.find(({ state, attempt }) => attempt > 0 && (state === 'running' || state === 'interrupted'))?.stage,
    );
  switch (cause.kind) {
    case 'well':
      return last(({ event }) => event === 'run-ended');
    case 'starting':
    case 'never-began': {
      const launch = launches.at(-1);
      return launch ? { at: launch.launchedAt } : {};
    }
    case 'running':
      return { ...last(({ event }) => event === 'stage-started'), ...about(cause.stages.at(-1)) };
    case 'preflight':
      return last(({ event }) => event === 'preflight');
    case 'stage':
    case 'blocked':
      return { ...last(event => event.event === 'stage-ended' && event.stage === cause.stage), ...about(cause.stage) };
    case 'spot':
      return { ...last(({ event }) => event === 'spot-notice'), ...cutShort() };
    case 'limit':
    case 'stopped':
    case 'watchdog':
      return { ...last(({ event }) => event === 'stopping'), ...cutShort() };
    case 'lost':
      return { ...last(() => true), ...cutShort() };
    case 'unsaved':
      return last(({ event }) => event === 'upload-failed');
    case 'unexplained':
      return last(() => true);
  }
}
