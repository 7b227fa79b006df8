import type { LaunchRecord } from '../schema/records.ts';
import { type Attendance, attend } from './attend.ts';
import { type Answer, StoreFailure } from './fault.ts';
import type { Exit, LaunchedHere, Launcher, LiveFiles } from './launcher.ts';
import { markOf, recallRun } from './recall.ts';
import { isRunId, newRunId, runIdFault } from './run-id.ts';
import type { Signals } from './signals.ts';
import type { RunStore } from './store.ts';
import { lastLines } from './tail.ts';
import type { RunView } from './view.ts';
import { type Look, watchRun } from './watch.ts';

export interface RunOptions {
  readonly launcher: Launcher<LaunchedHere>;
  /** Where the run leaves its records; given to the script as `CAMPAIGN_STORE`. */
  readonly store: RunStore;
  /** The campaign's name: the run's folder in the store is `<campaign>/<run-id>`. */
  readonly campaign: string;
  /** Names the run, or takes up the one of this name; absent: a new id. */
  readonly runId?: string;
  /** Take the run up even if it is complete. */
  readonly resume?: boolean;
  /** `--stage`; absent: all. */
  readonly stages?: readonly string[];
  /** The plan's worst case in seconds, shown beside the elapsed time. */
  readonly worstSeconds?: number;
  /** Start it and come back at once. */
  readonly detach?: boolean;
  /** Absent: no signal is listened to. */
  readonly signals?: Signals;
  /** Called once, when the script has been started. */
  readonly onStart?: (paths: RunPaths) => void;
  /** Called at every look, some times a second, and once more with the last of it. */
  readonly onLook?: (look: Look) => void;
  /** Called when the run has been asked to stop and save, by the first Ctrl-C (`INT`) or by a TERM. */
  readonly onStopAsked?: (signal: 'INT' | 'TERM') => void;
  /** Milliseconds between looks; 200 where not said. */
  readonly lookEvery?: number;
  /** Milliseconds to wait for a killed script's watchdog to write the end, counted from its last word; 10,000 where not said. */
  readonly patience?: number;
}

/** Where everything of a run is. */
export interface RunPaths {
  readonly runId: string;
  /** The run's folder in the store. */
  readonly place: string;
  /** Of a run of this machine. */
  readonly live?: LiveFiles;
  /** Of a run on a box. */
  readonly box?: LaunchRecord;
}

export interface RunEnd {
  /**
   * What `campaign run` exits with: the script's own status; 0 for `detach`; 130 when it was left running by signals; when a
   * signal ended the script unasked and nothing wrote an end, 130 for INT, 143 for TERM, and 4 otherwise: its store is incomplete.
   */
  readonly exitStatus: number;
  /** It goes on without us. */
  readonly detached: boolean;
  /** Whether this start did anything: the script refuses a run that is alive or complete, and the view is then the earlier one. */
  readonly begun: boolean;
  readonly view: RunView;
  readonly paths: RunPaths;
  /** Set when a signal ended the script. */
  readonly killedBy?: string;
  /** The end of what this start of the script printed, oldest line first; of a box its console, where the run has not begun. */
  readonly printed: readonly string[];
  /** Of a box: what became of its machine, where it did not end by itself. */
  readonly lost?: string;
  /** Of a box that was started for the run: what of it is still there, and paid for, although the run is over. */
  readonly left?: readonly string[];
}

/** Starts a compiled script, watches it to its end, and tells what came of it. */
export async function run(script: string, options: RunOptions): Promise<Answer<RunEnd>> {
  const runId = options.runId ?? newRunId();
  if (!isRunId(runId)) return { fault: runIdFault(runId) };
  const since = Date.now();
  const started = await options.launcher.launch({
    script,
    runId,
    storeUrl: options.store.url,
    ...(options.resume && { resume: true }),
    ...(options.stages && { stages: options.stages }),
  });
  if (started.fault) return { fault: started.fault };
  const launched = started.value;
  const place = options.store.place({ campaign: options.campaign, runId }, '');
  const { directory, console, pid } = launched;
  const paths = { runId, place, live: { directory, console, pid } };
  options.onStart?.(paths);

  const watching = {
    directory: launched.directory,
    runId,
    place,
    ...(options.worstSeconds !== undefined && { worstSeconds: options.worstSeconds }),
  };
  const watch = watchRun({ ...watching, since }, launched.earlier.events);
  let begun = false;
  const attendance: Attendance = {
    ...options,
    marked: async () =>
      (await unlessFailing(() => markOf(options.store, { campaign: options.campaign, runId }))) !== undefined,
    tell: look => {
      const { view } = look;
      // Another machine's part of a run that is taken up comes as news here, and is none. Records carry whole seconds.
      const events = look.events.filter(event => Date.parse(event.at) >= since - (since % 1000));
      // A run that is alive goes on telling while this start is refused.
      begun ||= events.some(({ event }) => event === 'run-started');
      options.onLook?.({ view: named(view, options), events });
    },
  };
  const exit = options.detach ? undefined : await attend(launched, watch, attendance);
  if (!exit) {
    launched.release();
    const { view } = await watch.look();
    const exitStatus = options.detach ? 0 : 130;
    return { value: { exitStatus, detached: true, begun: true, view: named(view, options), paths, printed: [] } };
  }

  // A start that did nothing, such as one of a complete run, leaves the earlier records: they are the answer then.
  const { view } = await watchRun(watching).look();
  const printed = await lastLines(launched.console, 20, launched.earlier.console);
  return {
    value: {
      exitStatus: statusOfExit(exit, view),
      detached: false,
      begun,
      view: await withStore(named(view, options), exit.signal !== undefined, options),
      paths,
      ...(exit.signal !== undefined && { killedBy: exit.signal }),
      printed,
    },
  };
}

function named(view: RunView, options: RunOptions): RunView {
  return { ...view, campaign: options.campaign };
}

function statusOfExit(exit: Exit, view: RunView): number {
  if (exit.status !== undefined) return exit.status;
  if (view.exitStatus !== undefined) return view.exitStatus;
  return exit.signal === 'INT' ? 130 : exit.signal === 'TERM' ? 143 : 4;
}

/** The live files know the latest table; the store knows what is kept, and whether that is all. */
async function withStore(view: RunView, killed: boolean, options: RunOptions): Promise<RunView> {
  const ref = { campaign: options.campaign, runId: view.runId };
  const stored = await unlessFailing(() => recallRun(options.store, ref, { tail: tailLines }));
  // What is kept cannot be said; the live files say how it went, and the exit status whether the script could save it.
  if (!stored) return { ...view, unreadable: [...view.unreadable, options.store.place(ref, '')] };
  const alive = view.phase !== undefined && view.phase !== 'ended' && !killed;
  const ended = stored.state === 'complete' || stored.state === 'incomplete';
  // A start that was refused because the run is alive leaves it alive; else whatever has not ended is dead.
  const state = ended || alive ? stored.state : view.phase === 'ended' ? view.state : 'died';
  if (view.phase === undefined) return { ...stored, state };
  const byName = new Map(stored.stages.map(stage => [stage.stage, stage]));
  const stages = view.stages.map(async stage => {
    const kept = byName.get(stage.stage);
    const log = kept?.log ?? stage.log;
    const told = stage.log !== undefined && stage.state !== 'passed' && stage.state !== 'cached';
    return {
      ...stage,
      outputs: kept?.outputs ?? [],
      ...(kept?.notComparable !== undefined && { notComparable: kept.notComparable }),
      ...(log !== undefined && { log }),
      ...(told && { tail: await lastLines(stage.log, tailLines) }),
    };
  });
  return { ...view, state, unreadable: stored.unreadable, stages: await Promise.all(stages) };
}

/** `undefined` where the store does not answer: a run has ended all the same. */
async function unlessFailing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StoreFailure) return undefined;
    throw error;
  }
}

/** Lines of log that a summary shows of a stage that did not pass. */
const tailLines = 10;
