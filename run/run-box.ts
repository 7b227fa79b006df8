import { noteLaunch } from './cloud/launches.ts';
import { heardOfTimer } from './cloud/receipts.ts';
import { type Answer, StoreFailure } from './fault.ts';
import type { LaunchedBox, Launcher } from './launcher.ts';
import { newPause } from './pause.ts';
import { recallRun } from './recall.ts';
import type { RunEnd, RunOptions, RunPaths } from './run.ts';
import { isRunId, newRunId, runIdFault } from './run-id.ts';
import type { RunView } from './view.ts';
import { latestStart, type StoreLook, watchStore } from './watch-store.ts';

export interface BoxRunOptions extends Omit<RunOptions, 'launcher' | 'patience'> {
  readonly launcher: Launcher<LaunchedBox>;
  /** Told what becomes of the box, a line each. */
  readonly onBox?: (line: string, loud?: boolean) => void;
  /** Milliseconds between two questions whether the machine is still there; 15,000 where not said. */
  readonly askEvery?: number;
}

/** Starts a compiled script on a box, watches it through its store to its end, and tells what came of it and of the box. */
export async function runOnBox(script: string, options: BoxRunOptions): Promise<Answer<RunEnd>> {
  const { store, campaign, onBox = () => {} } = options;
  const runId = options.runId ?? newRunId();
  if (!isRunId(runId)) return { fault: runIdFault(runId) };
  const run = { campaign, runId };
  const pause = newPause();
  const asked = { stop: false, left: false };
  let launched: LaunchedBox | undefined;
  // From before there is a box: who is interrupted while it starts must not leave one that nobody knows of.
  const off = options.signals?.(signal => {
    if (signal === 'HUP' || asked.stop) asked.left = true;
    else {
      asked.stop = true;
      launched?.signal(signal);
      options.onStopAsked?.(signal);
    }
    pause.end();
  });
  try {
    const after = await latestStart(store, run);
    const answer = await options.launcher.launch({
      script,
      runId,
      storeUrl: store.url,
      ...(options.resume && { resume: true }),
      ...(options.stages && { stages: options.stages }),
    });
    if (answer.fault) return { fault: answer.fault };
    launched = answer.value;
    if (asked.stop) launched.signal('INT');
    const paths: RunPaths = { runId, place: store.place(run, ''), box: launched.record };
    options.onStart?.(paths);
    const watch = watchStore({
      ...{ store, run, after },
      ...(options.worstSeconds !== undefined && { worstSeconds: options.worstSeconds }),
    });
    if (options.detach) return { value: await leftAlone(0) };
    const end = await attendBox(launched, { ...options, look: () => watch.look(), pause, asked, onBox, run });
    if (end === undefined) return { value: await leftAlone(130) };
    off?.();
    onBox(launched.record.kind === 'ec2' ? 'the run is over: waiting for the box to be gone' : 'the run is over');
    const left = await launched.clear(heardOfTimer(launched.record.receipts, end.look.timer));
    const printed = end.look.begun ? [] : await launched.console();
    return { value: { ...(await told(end, paths, left, options, run)), printed } };

    async function leftAlone(exitStatus: number): Promise<RunEnd> {
      const { view } = await watch.look();
      return { exitStatus, detached: true, begun: true, view, paths, printed: [] };
    }
  } catch (error) {
    if (error instanceof StoreFailure) return { fault: error.fault };
    throw error;
  } finally {
    off?.();
  }
}

interface BoxEnd {
  readonly look: StoreLook;
  /** What became of a machine that was gone before the run had ended. */
  readonly lost?: string;
}

interface BoxAttendance extends Omit<BoxRunOptions, 'launcher'> {
  readonly look: () => Promise<StoreLook>;
  readonly pause: ReturnType<typeof newPause>;
  readonly asked: { readonly stop: boolean; readonly left: boolean };
  readonly onBox: (line: string, loud?: boolean) => void;
  readonly run: { readonly campaign: string; readonly runId: string };
}

/** Seconds that a script on a box that was up may take to its first sign, and from one to the next. */
const patience = { first: 600, next: 180 };

/** Looks at a run until it has ended or its machine is gone; `undefined`: it was left to itself. */
async function attendBox(launched: LaunchedBox, options: BoxAttendance): Promise<BoxEnd | undefined> {
  const { store, pause, asked, onBox } = options;
  let look: StoreLook | undefined;
  let standingAt = Date.now();
  let askedAt = Date.now();
  let silent = 0;
  // By this machine's clock: that of the box may be another.
  let heardAt = Date.now();
  let timerTold = false;
  for (;;) {
    try {
      const before = look;
      look = await options.look();
      if (look.heartbeat !== before?.heartbeat) heardAt = Date.now();
      silent = 0;
      if (look.begun && !before?.begun) onBox('the box has begun');
      options.onLook?.(look);
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      // The run needs neither us nor our network.
      if (silent++ === 0)
        onBox(`${error.fault.doing}: ${error.fault.message}; the run goes on, and is looked for again`, true);
    }
    if (asked.left) return undefined;
    if (look?.ended) return { look };
    if (look?.timer !== undefined && !timerTold) {
      timerTold = true;
      const receipts = heardOfTimer(launched.record.receipts, look.timer);
      await noteLaunch(store, { ...launched.record, receipts }).catch(() => {});
      onBox(`timer on the box: ${look.timer}`);
    }
    if (asked.stop && !look?.view.stopping && Date.now() - askedAt >= 10_000) {
      // A start that took the run up has taken what was asked of the one before for its own.
      launched.signal('INT');
      askedAt = Date.now();
    }
    if (look && Date.now() - standingAt >= (options.askEvery ?? 15_000)) {
      standingAt = Date.now();
      const gone = await lostBox(launched, look, (Date.now() - heardAt) / 1000);
      // Its last word may have come between the look and the question.
      if (gone !== undefined) {
        look = await options.look();
        options.onLook?.(look);
        return look.ended ? { look } : { look, lost: gone };
      }
    }
    await pause.begin(options.lookEvery ?? store.lookEvery);
  }
}

/** What became of a machine that will not end its run any more; `undefined`: it may. */
async function lostBox(launched: LaunchedBox, look: StoreLook, silence: number): Promise<string | undefined> {
  const { record } = launched;
  const standing = await launched.standing();
  if (standing && !standing.there) return `the box ${record.instanceId} is gone (${standing.text})`;
  if (record.kind === 'ec2') return undefined;
  // A box that was up before stays up whatever becomes of the script.
  if (look.begun && silence >= patience.next)
    return `the run on ${record.instanceId} has given no sign of life for ${Math.round(silence)} s`;
  if (!look.begun && silence >= patience.first)
    return `the script was started on ${record.instanceId}, and has left no sign in the store`;
  return undefined;
}

async function told(
  { look, lost }: BoxEnd,
  paths: RunPaths,
  left: readonly string[],
  { store }: BoxRunOptions,
  run: { readonly campaign: string; readonly runId: string },
): Promise<Omit<RunEnd, 'printed'>> {
  const view: RunView = look.begun ? await recallRun(store, run, { tail: 10 }) : { ...look.view, state: 'died' };
  return {
    exitStatus: lost === undefined ? (view.exitStatus ?? 4) : 4,
    detached: false,
    begun: look.begun,
    view: lost === undefined ? view : { ...view, state: view.state === 'running' ? 'died' : view.state },
    paths,
    ...(lost !== undefined && { lost }),
    ...(left.length > 0 && { left }),
  };
}
