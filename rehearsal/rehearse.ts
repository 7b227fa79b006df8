import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckedPlan } from '../plan/checked.ts';
import type { PlannedStage } from '../plan/plan.ts';
import { rehearseCell, type Stage } from './cell.ts';
import { clockOf } from './clock.ts';
import type { Fault } from './fault.ts';
import { type Cell, holds, type Outcome, type Rehearsal, verdictOn } from './rehearsal.ts';

export interface RehearseOptions {
  /** Compiles a plan, with so many seconds between TERM and KILL, to the text of its script. */
  readonly compile: Stage['compile'];
  readonly faults: readonly Fault[];
  /** Names of the stages to be rehearsed; absent: all that are not off. */
  readonly stages?: readonly string[];
  /** Seconds by stage, of the run that is named; a stage that is not in it has its timeout. */
  readonly durations?: { readonly run: string; readonly seconds: ReadonlyMap<string, number> };
  /** So many random points instead of the worst one. */
  readonly points?: { readonly count: number; readonly seed: number };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Leaves what the boxes held; `onDirectory` says where. */
  readonly keep?: boolean;
  readonly signal: AbortSignal;
  /** Called once, with the directory that holds all boxes. */
  readonly onDirectory?: (directory: string) => void;
  /** Called for each cell that has been done, and once before with `done` 0. */
  readonly onProgress?: (done: number, of: number, cell?: Cell) => void;
}

/** Rehearses every stage under every fault. Whatever comes of it, no process and, without `keep`, no file of it is left. */
export async function rehearse(plan: CheckedPlan, options: RehearseOptions): Promise<Rehearsal> {
  const began = performance.now();
  const directory = mkdtempSync(join(tmpdir(), 'campaign-rehearsal-'));
  options.onDirectory?.(directory);
  const clock = clockOf(plan);
  const price = plan.machine.price?.usdPerHour;
  const usdPerHour = price === undefined ? undefined : price * plan.machine.count;
  const stages = plan.stages.filter(({ name, off }) => !off && (options.stages?.includes(name) ?? true));
  const seconds = (name: string) => options.durations?.seconds.get(name) ?? timeoutOf(plan, name);
  const shared: Stage = {
    plan,
    clock,
    directory,
    seconds,
    store: 'file',
    compile: options.compile,
    environment: options.environment,
    keep: options.keep ?? false,
    signal: options.signal,
    ...(usdPerHour !== undefined && { usdPerHour }),
  };
  try {
    const tasks = tasksOf(stages, options);
    const cells: Cell[] = [];
    options.onProgress?.(0, tasks.length);
    let done = 0;
    await inParallel(tasks, cpus().length * 4, async (task, index) => {
      const outcome = await outcomeOf(task, shared);
      const { stage, fault, point } = task;
      const verdict = verdictOn(outcome, plan.limits.maxLoss);
      const at = point === undefined ? {} : { point: point.number };
      cells[index] = { stage: stage.name, fault: fault.name, ...at, outcome, verdict };
      options.onProgress?.(++done, tasks.length, cells[index]);
    });
    return {
      campaign: plan.campaign.name.value,
      ...(plan.profile !== undefined && { profile: plan.profile }),
      store: shared.store,
      checkpoint: plan.store.checkpoint,
      scale: clock.scale,
      durations: options.durations ? { from: 'run', run: options.durations.run } : { from: 'timeouts' },
      ...(usdPerHour !== undefined && { usdPerHour }),
      ...(plan.limits.maxLoss !== undefined && { maxLoss: plan.limits.maxLoss }),
      ...(options.points && { seed: options.points.seed }),
      stages: stages.map(({ name, produces }) => ({
        stage: name,
        seconds: seconds(name),
        notUploaded: produces.filter(({ upload }) => !upload).map(({ path }) => path.text),
        neverSavedWhileRunning: produces
          .filter(({ upload, checkpoint }) => upload && checkpoint === 0)
          .map(({ path }) => path.text),
      })),
      faults: options.faults.map(({ name, title, meaning }) => ({ fault: name, title, meaning })),
      cells,
      held: holds(cells),
      took: (performance.now() - began) / 1000,
    };
  } finally {
    if (!options.keep) rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

interface Task {
  readonly stage: PlannedStage;
  readonly fault: Fault;
  readonly point?: { readonly number: number; readonly at: number };
}

function tasksOf(stages: readonly PlannedStage[], { faults, points }: RehearseOptions): readonly Task[] {
  return stages.flatMap((stage, row) =>
    faults.flatMap((fault, column): Task[] => {
      if (!points) return [{ stage, fault }];
      return Array.from({ length: points.count }, (_, number) => ({
        stage,
        fault,
        point: { number: number + 1, at: random(points.seed, row, column, number) },
      }));
    }),
  );
}

/** The same number from 0 to 1 for the same place (a linear congruential generator). */
function random(...place: readonly number[]): number {
  let state = 0;
  for (const each of place) state = (Math.imul(state ^ (each + 1), 1664525) + 1013904223) >>> 0;
  state = (Math.imul(state, 2654435761) ^ (state >>> 15)) >>> 0;
  return state / 2 ** 32;
}

async function outcomeOf({ stage, fault, point }: Task, shared: Stage): Promise<Outcome> {
  shared.signal.throwIfAborted();
  const why = fault.impossible?.({ store: shared.store, late: 0, root: process.getuid?.() === 0 });
  if (why !== undefined) return { rehearsed: false, why };
  return await rehearseCell(stage, fault, shared, point?.at);
}

/** A stage without any limit is bounded by the run's. */
function timeoutOf(plan: CheckedPlan, name: string): number {
  return plan.stages.find(stage => stage.name === name)?.timeout ?? plan.limits.wall ?? 0;
}

/** The first failure ends all: what has begun is awaited, what has not is not begun. */
async function inParallel<T>(
  tasks: readonly T[],
  width: number,
  work: (task: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed: { readonly error: unknown } | undefined;
  const lane = async () => {
    while (next < tasks.length && !failed) {
      const index = next++;
      try {
        await work(tasks[index]!, index);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, lane));
  if (failed) throw failed.error;
}
