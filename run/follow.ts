import { launchesOf } from './cloud/launches.ts';
import { StoreFailure } from './fault.ts';
import type { BoxStanding } from './launcher.ts';
import { lockHeld } from './lock.ts';
import { newPause } from './pause.ts';
import { bootSeconds, recallRun } from './recall.ts';
import { statusOf } from './record.ts';
import type { PersonSignal, Signals } from './signals.ts';
import type { RunRef, RunStore } from './store.ts';
import type { RunView } from './view.ts';
import { type Look, watchRun } from './watch.ts';
import { latestStart, type StoreLook, watchStore } from './watch-store.ts';

export interface FollowOptions {
  readonly store: RunStore;
  readonly run: RunRef;
  /** Where the run's live files would be on this machine. */
  readonly directory: string;
  /** The plan's, for the view. */
  readonly worstSeconds?: number;
  /** Lines of log to bring of each running stage; 1 where not said. */
  readonly tail?: number;
  /** Milliseconds between two looks; the store's own where not said, and 200 for live files. */
  readonly every?: number;
  /** The first one ends the following; the run is not told. */
  readonly signals?: Signals;
  /** Whether the box of the run is still there; absent: it has none, or nobody can tell. */
  readonly standing?: () => Promise<BoxStanding | undefined>;
  /** Milliseconds between two questions for it; 15,000 where not said. */
  readonly askEvery?: number;
  readonly onLook?: (look: Look) => void;
  /** Told, a line each, when the store stops answering, and when it answers again. */
  readonly onTrouble?: (line: string) => void;
}

export interface Followed {
  /** As it ended; where it was left by a signal, as it was last seen. */
  readonly view: RunView;
  /** What ended the following before the run. */
  readonly left?: PersonSignal;
  /** Why the run counts as dead: what became of its box, or how long it has been silent. */
  readonly lost?: string;
}

interface Ended {
  /** As the live files have it, where it ran here. */
  readonly live?: RunView;
  readonly lost?: string;
}

/** Follows a run that somebody else has started, to its end: by its live files where it is alive on this machine, else by its store. */
export async function followRun(options: FollowOptions): Promise<Followed> {
  const { store, run, directory } = options;
  const pause = newPause();
  const state: { left?: PersonSignal; seen?: RunView } = {};
  const off = options.signals?.(signal => {
    state.left ??= signal;
    pause.end();
  });
  /** Until the store answers, or nobody waits for it any more. */
  const patiently = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    for (let silent = false; state.left === undefined; ) {
      try {
        const answer = await ask();
        if (silent) options.onTrouble?.('the store answers again');
        return answer;
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        if (!silent)
          options.onTrouble?.(`${error.fault.doing}: ${error.fault.message}; it is asked again, and the run goes on`);
        silent = true;
      }
      if (state.left === undefined) await pause.begin(options.every ?? Math.max(1000, store.lookEvery));
    }
    return undefined;
  };
  const told = (look: Look) => {
    state.seen = look.view;
    options.onLook?.(look);
  };
  try {
    const here = (await lockHeld(directory)) === true;
    const ended: Ended | undefined = here
      ? await followLive(options, told, pause, state)
      : await followStore(options, told, pause, state, patiently);
    const recall = () => recallRun(store, run, { tail: 10, directory });
    if (state.left === undefined) {
      const view = ended?.live
        ? await unlessFailing(recall, ended.live, store.place(run, ''))
        : await patiently(recall);
      if (view && state.left === undefined) return endOf(view, ended?.lost);
    }
    const view = state.seen ?? (await unlessFailing(recall, unseen(run, store), store.place(run, '')));
    return { view, left: state.left ?? 'HUP' };
  } finally {
    off?.();
  }
}

function endOf(view: RunView, lost: string | undefined): Followed {
  if (lost === undefined) return { view };
  const alive = view.state === 'running' || view.state === 'starting';
  return { view: alive ? { ...view, state: 'died' } : view, lost };
}

type State = { readonly left?: PersonSignal };
type Pause = ReturnType<typeof newPause>;
type Patiently = <T>(ask: () => Promise<T>) => Promise<T | undefined>;

/** Milliseconds between two questions who holds a lock: each takes a process. */
const askLock = 1000;

/** Follows live files until nothing of the run holds its lock any more. */
async function followLive(
  { store, run, directory, worstSeconds, tail, every = 200 }: FollowOptions,
  told: (look: Look) => void,
  pause: Pause,
  state: State,
): Promise<Ended | undefined> {
  const watch = watchRun({
    ...{ directory, runId: run.runId, place: store.place(run, '') },
    ...(worstSeconds !== undefined && { worstSeconds }),
    ...(tail !== undefined && { tail }),
  });
  for (let asked = Date.now(), over = false; ; ) {
    const look = await watch.look();
    const view = { ...look.view, campaign: run.campaign };
    told({ ...look, view });
    if (over) return { live: view.phase === 'ended' ? { ...view, state: 'incomplete' } : { ...view, state: 'died' } };
    if (state.left !== undefined) return undefined;
    await pause.begin(every);
    if (Date.now() - asked < askLock && view.phase !== 'ended') continue;
    asked = Date.now();
    over = (await lockHeld(directory)) !== true;
  }
}

/** Follows a run through its store until its last mark is there, its box is gone, or it has been silent for too long. */
async function followStore(
  options: FollowOptions,
  told: (look: Look) => void,
  pause: Pause,
  state: State,
  patiently: Patiently,
): Promise<Ended | undefined> {
  const { store, run, directory, worstSeconds, tail } = options;
  const after = await patiently(() => startBefore(store, run));
  if (after === undefined) return undefined;
  const first = await patiently(() => recallRun(store, run, { brief: true, directory }));
  const there = first?.state === 'died' && (await options.standing?.())?.there;
  if (after === 0 && first?.state !== 'running' && first?.state !== 'starting' && !there) return {};
  const watch = watchStore({
    ...{ store, run, after },
    ...(worstSeconds !== undefined && { worstSeconds }),
    ...(tail !== undefined && { tail }),
  });
  // By this machine's clock: that of the box may be another.
  let [heardAt, heartbeat, askedAt] = [Date.now(), '', Date.now()];
  for (;;) {
    const look = await patiently(() => watch.look());
    if (!look) return undefined;
    told(look);
    if (look.ended) return {};
    if (look.heartbeat !== undefined && look.heartbeat !== heartbeat)
      [heardAt, heartbeat] = [Date.now(), look.heartbeat];
    const silence = (Date.now() - heardAt) / 1000;
    const silent = silence > (look.begun ? look.patience : bootSeconds);
    if (silent || Date.now() - askedAt >= (options.askEvery ?? 15_000)) {
      askedAt = Date.now();
      const lost = lostWhy(look, await options.standing?.(), silent ? silence : undefined);
      if (lost !== undefined) {
        // Its last word may have come between the look and the question.
        const last = await patiently(() => watch.look());
        if (!last) return undefined;
        told(last);
        if (last.ended) return {};
        if (last.heartbeat === look.heartbeat) return { lost };
      }
    }
    if (state.left !== undefined) return undefined;
    await pause.begin(options.every ?? store.lookEvery);
  }
}

/** For how long a box that is there may be silent. */
const busySeconds = 180;

/** Why a run counts as dead; absent: it may be alive. `silence`: seconds, where they are too many. */
function lostWhy(look: StoreLook, standing: BoxStanding | undefined, silence: number | undefined): string | undefined {
  if (standing && !standing.there) return `its box is gone (${standing.text})`;
  // A box that is there may be too busy to speak: it is given longer, as a box is that this command has started itself.
  if (silence === undefined || (standing && look.begun && silence < busySeconds)) return undefined;
  const box = standing ? `, although its box is ${standing.text}` : '';
  return look.begun
    ? `it has given no sign of life for ${Math.round(silence)} s${box}`
    : `its box has left no sign in the store for ${Math.round(silence / 60)} minutes${box}`;
}

/**
 * The number of the start that is over already where a later launch is still on its way; 0: the latest one is the one to look at. A
 * box is given some minutes to its first sign.
 */
export async function startBefore(store: RunStore, run: RunRef): Promise<number> {
  const last = (await launchesOf(store, run)).at(-1);
  if (!last || last.state === 'failed' || last.state === 'ended') return 0;
  const launchedAt = Date.parse(last.launchedAt);
  const status = statusOf(await store.read(run, 'status.json'));
  if (status?.state !== 'ended' || Date.parse(status.updatedAt) >= launchedAt) return 0;
  return Date.now() - launchedAt < bootSeconds * 1000 ? await latestStart(store, run) : 0;
}

/** What the store tells; where it does not answer, what is known without it: what it holds cannot be said then. */
async function unlessFailing(recall: () => Promise<RunView>, known: RunView, place: string): Promise<RunView> {
  try {
    return await recall();
  } catch (error) {
    if (error instanceof StoreFailure) return { ...known, unreadable: [...known.unreadable, place] };
    throw error;
  }
}

function unseen({ campaign, runId }: RunRef, store: RunStore): RunView {
  return {
    ...{ campaign, runId, state: 'starting', seconds: 0, stages: [], missing: [], warnings: [], unsaved: [] },
    ...{ uploads: { done: 0, failed: 0, bytes: 0 }, unreadable: [], place: store.place({ campaign, runId }, '') },
  };
}
