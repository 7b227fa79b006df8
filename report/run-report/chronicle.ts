import type { RunHistory } from '../../run/history.ts';
import type { RunEvent } from '../../schema/records.ts';
import { eventText } from '../run/calm.ts';
import { isAlive, type Told } from '../run/state.ts';

/** All times here are milliseconds since the epoch, by the clock of the machine as it was when the start began. */
export interface Chronicle {
  readonly starts: readonly Start[];
  /** In the order in which they began. */
  readonly attempts: readonly Attempt[];
  readonly moments: readonly Moment[];
  /** What is done to the machine itself, in the order in which it began. */
  readonly phases: readonly Phase[];
  readonly saves: readonly Save[];
}

/** One life of the script: the first, or one that took the run up again. */
export interface Start {
  readonly from: number;
  /** When its box was launched; absent where it was launched for no start, or for an earlier one. */
  launched?: number;
  /** Its last sign of life. */
  to: number;
  readonly resumed: boolean;
}

/** One attempt of a stage that really began. */
export interface Attempt {
  readonly stage: string;
  readonly attempt: number;
  /** Index of the start. */
  readonly start: number;
  readonly from: number;
  to: number;
  /** When what it left was in the store; `to` where nothing was saved after its end. */
  saved: number;
  state: Told;
  reason: string;
  /** Another attempt followed it in the same start. */
  retried: boolean;
}

/** Something that happened to the run as a whole. */
export interface Moment {
  readonly at: number;
  readonly kind: RunEvent['event'] | 'launch' | 'clock';
  /** How much it matters: `bad` ends or loses something, `warn` may, `note` is the course of things. */
  readonly grade: 'bad' | 'warn' | 'note';
  readonly text: string;
}

/** A part of a machine's life in which no stage needs to run. */
export interface Phase {
  readonly from: number;
  to: number;
  /** `boot`: from the launch to the first word of the script; `provision`: packages, setup, …; `hold`: kept for what is not saved. */
  readonly kind: 'boot' | 'provision' | 'hold';
  readonly text: string;
  failed: boolean;
}

/** Bytes that reached the store; `final`: they are there to stay. */
export interface Save {
  readonly at: number;
  readonly bytes: number;
  readonly final: boolean;
}

/** Seconds by which a clock may differ from the monotonic one before that is worth a word: records tell whole seconds. */
const clockSlack = 5;

/** What a run went through, from its events; where none are left, from how its stages ended. */
export function chronicleOf(history: RunHistory): Chronicle {
  const told = history.events.length > 0 ? fromEvents(history) : fromStages(history);
  const boots = bootsOf(history, told.starts);
  const launches = history.launches.flatMap((launch): Moment[] => {
    const at = Date.parse(launch.launchedAt);
    if (Number.isNaN(at)) return [];
    const box = [launch.instanceId ?? 'a box', launch.instanceType, launch.zone ?? launch.region, launch.market];
    const what = launch.kind === 'ec2' ? 'launched' : 'reached';
    const text = `${box.filter(each => each !== undefined).join(', ')}: ${launch.state === 'failed' ? `not ${what}` : what}`;
    return [{ at, kind: 'launch', grade: launch.state === 'failed' ? 'warn' : 'note', text }];
  });
  const byTime = <T>(time: (each: T) => number, each: readonly T[]) => each.toSorted((a, b) => time(a) - time(b));
  return {
    ...told,
    moments: byTime(({ at }) => at, [...launches, ...told.moments]),
    phases: byTime(({ from }) => from, [...boots, ...told.phases]),
  };
}

/** Finds the launch of each start: the one that came before it and after the start before. A box that was up already has none. */
function bootsOf({ launches }: RunHistory, starts: readonly Start[]): readonly Phase[] {
  const launched = launches.filter(({ kind }) => kind === 'ec2').map(({ launchedAt }) => Date.parse(launchedAt));
  return starts.flatMap((start, index): Phase[] => {
    const before = starts[index - 1]?.from ?? Number.NEGATIVE_INFINITY;
    const at = launched.find(time => time > before && time <= start.from);
    if (at === undefined) return [];
    start.launched = at;
    return [{ from: at, to: start.from, kind: 'boot', text: 'the box starts', failed: false }];
  });
}

function fromEvents({ events, view }: RunHistory): Chronicle {
  const starts: Start[] = [];
  const attempts: Attempt[] = [];
  const moments: Moment[] = [];
  const phases: Phase[] = [];
  const saves: Save[] = [];
  const open = new Map<string, Attempt>();
  let drift = 0;
  const cutOff = () => {
    for (const attempt of open.values()) close(attempt, starts.at(-1)!.to, 'cut off', '');
    open.clear();
  };
  for (const event of events) {
    const clock = Date.parse(event.at);
    if (!isWhole(event, clock)) continue;
    if (event.event === 'run-started' || starts.length === 0) {
      if (starts.length > 0) cutOff();
      const from = clock - event.up * 1000;
      starts.push({ from, to: from, resumed: event.event === 'run-started' && event.resumed });
      drift = 0;
    }
    const start = starts.at(-1)!;
    const at = start.from + event.up * 1000;
    start.to = Math.max(start.to, at);
    const moved = Math.round((clock - at) / 1000);
    if (Math.abs(moved - drift) > clockSlack) {
      moments.push({
        at,
        kind: 'clock',
        grade: 'warn',
        text: `the clock of the machine is off by ${moved} s from here on`,
      });
      drift = moved;
    }
    if (event.event === 'stage-started') {
      const attempt: Attempt = {
        stage: event.stage,
        attempt: event.attempt,
        start: starts.length - 1,
        from: at,
        to: at,
        saved: at,
        state: 'running',
        reason: '',
        retried: false,
      };
      attempts.push(attempt);
      open.set(event.stage, attempt);
    } else if (event.event === 'stage-retried' || event.event === 'stage-ended') {
      const attempt = open.get(event.stage);
      open.delete(event.stage);
      if (attempt && event.event === 'stage-retried') {
        close(attempt, at, 'failed', event.reason);
        attempt.retried = true;
      } else if (attempt && event.event === 'stage-ended') {
        close(attempt, Math.min(at, attempt.from + event.seconds * 1000), event.state, event.reason);
        attempt.saved = at;
      }
    }
    if (event.event === 'checkpoint' || event.event === 'uploaded')
      saves.push({ at, bytes: event.bytes, final: event.event === 'uploaded' });
    if (event.event === 'provision' && event.state === 'started')
      phases.push({ from: at, to: at, kind: 'provision', text: `${event.step}: ${event.detail}`, failed: false });
    const phase = phases.at(-1);
    if (event.event === 'provision' && event.state !== 'started' && phase) {
      phase.to = at;
      phase.failed = event.state === 'failed';
    }
    if (event.event === 'holding')
      phases.push({
        from: at,
        to: at + event.seconds * 1000,
        kind: 'hold',
        text: 'kept until all is saved',
        failed: false,
      });
    if (event.event === 'run-ended' && phase?.kind === 'hold') phase.to = at;
    const grade = gradeOf(event);
    const text = grade && eventText(event);
    if (grade && text !== undefined) moments.push({ at, kind: event.event, grade, text });
  }
  const last = starts.at(-1);
  if (last && view.seconds < longestRun) last.to = Math.max(last.to, last.from + view.seconds * 1000);
  for (const phase of phases) phase.to = Math.min(phase.to, last!.to);
  for (const attempt of open.values()) {
    const now = view.stages.find(({ stage }) => stage === attempt.stage);
    // A kill may come between a result and the event that tells of it.
    if (now && now.state !== 'running' && now.attempt === attempt.attempt)
      close(attempt, attempt.from + now.seconds * 1000, now.state, now.reason);
    else close(attempt, last!.to, isAlive(view) ? 'running' : 'cut off', '');
  }
  return { starts, attempts, moments, phases, saves };
}

/** Seconds; what claims to be longer is no time. */
const longestRun = 1e9;

/** Whether an event has what is read of it here: a store may hold what no runtime of ours has written. */
function isWhole(event: RunEvent, clock: number): boolean {
  const { up, ...rest } = event as unknown as Record<string, unknown> & { readonly up: unknown };
  const numbers = ['seconds', 'attempt', 'bytes', 'exitStatus'].filter(key => key in rest);
  const texts = ['stage', 'key', 'reason', 'message', 'detail', 'error', 'commit', 'dir'].filter(key => key in rest);
  return (
    !Number.isNaN(clock) &&
    typeof up === 'number' &&
    up >= 0 &&
    up < longestRun &&
    numbers.every(key => typeof rest[key] === 'number') &&
    texts.every(key => typeof rest[key] === 'string') &&
    (!('missing' in rest) || Array.isArray(rest.missing))
  );
}

function close(attempt: Attempt, to: number, state: Told, reason: string): void {
  attempt.to = Math.max(attempt.from, to);
  attempt.saved = attempt.to;
  attempt.state = state;
  attempt.reason = reason;
}

/** `undefined`: it is told elsewhere, by the stages or by what is saved. */
function gradeOf(event: RunEvent): Moment['grade'] | undefined {
  switch (event.event) {
    case 'stage-started':
    case 'stage-ended':
    case 'checkpoint':
    case 'uploaded':
      return undefined;
    case 'stopping':
    case 'spot-notice':
      return 'bad';
    case 'preflight':
      return event.ok ? 'note' : 'bad';
    case 'provision':
      return event.state === 'failed' ? 'bad' : 'note';
    case 'run-ended':
      return event.exitStatus === 0 ? 'note' : 'bad';
    case 'stage-retried':
    case 'upload-failed':
    case 'warning':
    case 'rebalance':
    case 'holding':
      return 'warn';
    case 'run-started':
    case 'checkout':
    case 'stage-rerun':
      return 'note';
    default:
      // A later release may know events that this one does not.
      return undefined;
  }
}

function fromStages({ view }: RunHistory): Chronicle {
  const from = view.startedAt === undefined ? Number.NaN : Date.parse(view.startedAt);
  const attempts = view.stages.flatMap((stage): Attempt[] => {
    const began = stage.startedAt === null ? Number.NaN : Date.parse(stage.startedAt);
    if (Number.isNaN(began) || Number.isNaN(from) || stage.state === 'cached' || stage.attempt === 0) return [];
    const to = began + stage.seconds * 1000;
    const state = stage.state === 'running' && !isAlive(view) ? 'cut off' : stage.state;
    const { attempt, reason } = stage;
    return [{ stage: stage.stage, attempt, start: 0, from: began, to, saved: to, state, reason, retried: false }];
  });
  if (Number.isNaN(from)) return { starts: [], attempts: [], moments: [], phases: [], saves: [] };
  const to = Math.max(from + view.seconds * 1000, ...attempts.map(attempt => attempt.to));
  attempts.sort((a, b) => a.from - b.from);
  return {
    starts: [{ from: Math.min(from, ...attempts.map(each => each.from)), to, resumed: false }],
    attempts,
    moments: [],
    phases: [],
    saves: [],
  };
}
