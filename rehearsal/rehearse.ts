import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckedPlan } from '../plan/checked.ts';
import type { PlannedStage } from '../plan/plan.ts';
import { noAws } from './aws.ts';
import { type CellEnd, rehearseCell, type Stage } from './cell.ts';
import { clockOf } from './clock.ts';
import type { Fault, Surroundings } from './fault.ts';
import { type Cell, holds, type Rehearsal, told, verdictOn } from './rehearsal.ts';

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
  /** Rehearses the faults of a bucket for every stage, not for the longest alone. */
  readonly thorough?: boolean;
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
  const price = plan.machine.price?.usdPerHour;
  const usdPerHour = price === undefined ? undefined : price * plan.machine.count;
  const stages = plan.stages.filter(({ name, off }) => !off && (options.stages?.includes(name) ?? true));
  const seconds = (name: string) => options.durations?.seconds.get(name) ?? timeoutOf(plan, name);
  const shared: Stage = {
    plan,
    directory,
    seconds,
    compile: options.compile,
    environment: options.environment,
    keep: options.keep ?? false,
    signal: options.signal,
    ...(usdPerHour !== undefined && { usdPerHour }),
  };
  try {
    const store = plan.store.url?.startsWith('s3://') ? 's3' : 'file';
    const surroundings = { directory, path: options.environment.PATH ?? '' };
    const applicable = options.faults.filter(
      fault => (fault.store === undefined || fault.store === store) && (!fault.ofPrebuilt || plan.prebuilt.length > 0),
    );
    const impossible = await impossibilities(applicable, surroundings);
    const bucket = store === 's3' && noAws(surroundings) === undefined;
    const sample = longestOf(stages, seconds);
    const storeOf = ({ stage, fault }: Pick<Task, 'stage' | 'fault'>) =>
      fault.store ?? (fault.asStored && bucket && (options.thorough || stage === sample) ? 's3' : 'file');
    const whyNot = ({ stage, fault }: Task) =>
      impossible.get(fault) ?? (fault.store !== 's3' || options.thorough || stage === sample ? undefined : tooSlow);
    const tasks = tasksOf(stages, applicable, options.points);
    const cells: Cell[] = [];
    options.onProgress?.(0, tasks.length);
    let done = 0;
    const again: Task[] = [];
    const perform = async (task: Task, alone = false) => {
      options.signal.throwIfAborted();
      const { stage, fault, point, place } = task;
      const why = whyNot(task);
      const { outcome, late }: CellEnd =
        why === undefined
          ? await rehearseCell(stage, fault, storeOf(task), shared, point?.at)
          : { outcome: { rehearsed: false, why }, late: false };
      if (late && !alone) return void again.push(task);
      const verdict = verdictOn(outcome, plan.limits.maxLoss);
      const at = point === undefined ? {} : { point: point.number };
      cells[place] = { stage: stage.name, fault: fault.name, ...at, outcome, verdict };
      options.onProgress?.(++done, tasks.length, cells[place]);
    };
    // A bucket keeps the processor busy, everything else mostly waits.
    const busy = (task: Task) => storeOf(task) === 's3';
    const tracks = await Promise.allSettled([
      inParallel(tasks.filter(busy), cpus().length, task => perform(task)),
      inParallel(longestFirst(tasks.filter(task => !busy(task))), cpus().length * 8, task => perform(task)),
    ]);
    for (const track of tracks) if (track.status === 'rejected') throw track.reason;
    // What only took too long does so again, with nothing beside it, if it is the script that is slow.
    for (const task of again) await perform(task, true);
    return {
      campaign: plan.campaign.name.value,
      ...(plan.profile !== undefined && { profile: plan.profile }),
      store,
      checkpoint: plan.store.checkpoint,
      durations: options.durations ? { from: 'run', run: options.durations.run } : { from: 'timeouts' },
      ...(usdPerHour !== undefined && { usdPerHour }),
      ...(plan.limits.maxLoss !== undefined && { maxLoss: plan.limits.maxLoss }),
      ...(options.points && { seed: options.points.seed }),
      stages: stages.map(stage => told(stage, seconds(stage.name))),
      faults: applicable.map(({ name, title, meaning }) => ({ fault: name, title, meaning })),
      scale: scalesOf(plan, cells),
      cells,
      held: holds(cells),
      took: (performance.now() - began) / 1000,
    };
  } finally {
    if (!options.keep) rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

/** Why a fault of the bucket is left out for a stage: a call of the aws command takes half a second of the processor. */
const tooSlow =
  'a case with a bucket takes half a minute, so it is rehearsed for the longest stage alone; for all: --thorough';

function longestOf(stages: readonly PlannedStage[], seconds: (name: string) => number): PlannedStage | undefined {
  return stages.reduce<PlannedStage | undefined>(
    (longest, stage) => (longest && seconds(longest.name) >= seconds(stage.name) ? longest : stage),
    undefined,
  );
}

function scalesOf(plan: CheckedPlan, cells: readonly Cell[]): Rehearsal['scale'] {
  const kinds = new Set(cells.flatMap(({ outcome }) => (outcome.rehearsed ? [outcome.store] : [])));
  return Object.fromEntries([...kinds].sort().map(kind => [kind, clockOf(plan, kind).scale]));
}

/** Why faults cannot be rehearsed on this machine, for those that cannot. */
async function impossibilities(
  faults: readonly Fault[],
  surroundings: Surroundings,
): Promise<ReadonlyMap<Fault, string>> {
  const reasons = new Map<Fault, string>();
  for (const fault of faults) {
    const why = await fault.impossible?.(surroundings);
    if (why !== undefined) reasons.set(fault, why);
  }
  return reasons;
}

interface Task {
  readonly stage: PlannedStage;
  readonly fault: Fault;
  readonly point?: { readonly number: number; readonly at: number };
  /** Among the cells. */
  readonly place: number;
}

function tasksOf(
  stages: readonly PlannedStage[],
  faults: readonly Fault[],
  points: RehearseOptions['points'],
): readonly Task[] {
  const numbers = Array.from({ length: points?.count ?? 1 }, (_, number) => number);
  return stages
    .flatMap((stage, row) =>
      faults.flatMap((fault, column) =>
        numbers.map(number => ({
          stage,
          fault,
          ...(points && { point: { number: number + 1, at: random(points.seed, row, column, number) } }),
        })),
      ),
    )
    .map((task, place) => ({ ...task, place }));
}

/** What takes longest is begun first, so that nothing is waited for alone. */
function longestFirst(tasks: readonly Task[]): readonly Task[] {
  return [...tasks.filter(({ fault }) => fault.isSlow), ...tasks.filter(({ fault }) => !fault.isSlow)];
}

/** The same number from 0 to 1 for the same place (a linear congruential generator). */
function random(...place: readonly number[]): number {
  let state = 0;
  for (const each of place) state = (Math.imul(state ^ (each + 1), 1664525) + 1013904223) >>> 0;
  state = (Math.imul(state, 2654435761) ^ (state >>> 15)) >>> 0;
  return state / 2 ** 32;
}

/** A stage without any limit is bounded by the run's. */
function timeoutOf(plan: CheckedPlan, name: string): number {
  return plan.stages.find(stage => stage.name === name)?.timeout ?? plan.limits.wall ?? 0;
}

/** The first failure ends all: what has begun is awaited, what has not is not begun. */
async function inParallel<T>(tasks: readonly T[], width: number, work: (task: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failed: { readonly error: unknown } | undefined;
  const lane = async () => {
    while (next < tasks.length && !failed) {
      try {
        await work(tasks[next++]!);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, lane));
  if (failed) throw failed.error;
}
