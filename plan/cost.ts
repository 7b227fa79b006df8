import { Heap } from './heap.ts';
import type { PlannedLimits, PlannedMachine, PlannedStage, PlannedTime } from './plan.ts';
import { coresOf } from './prices.ts';

/**
 * The longest that a plan can take and cost: every stage runs to its timeout in every attempt. Exclusive stages run
 * alone; the others overlap up to the machine's cores, or without limit where these are not known. Stages that are off
 * take no time; nor do stages without any timeout, which the linter rejects. What is built only where a `prebuilt`
 * artifact is missing is told apart: it is what the artifact is there to spare.
 */
export function timeOf(stages: readonly PlannedStage[], machine: PlannedMachine, limits: PlannedLimits): PlannedTime {
  const on = stages.filter(stage => stage.off === undefined);
  const running = on.filter(stage => stage.derived === undefined);
  const cores = (machine.type === undefined ? undefined : coresOf(machine.type)) ?? Number.POSITIVE_INFINITY;
  const worstCase = makespan(running, cores);
  const { path, seconds } = longestChain(running);
  const hours = Math.min(worstCase, limits.wall ?? worstCase) / 3600;
  const { price } = machine;
  return {
    worstCase,
    ...(price !== undefined && { worstCost: hours * price.usdPerHour * machine.count }),
    criticalPath: path,
    criticalSeconds: seconds,
    buildSeconds: on.reduce((sum, stage) => sum + (stage.derived ? longest(stage) : 0), 0),
  };
}

/** Seconds that all attempts of a stage can take, the pauses between them included. */
export function longest({ timeout = 0, attempts, backoff }: PlannedStage): number {
  return timeout * attempts + backoff * (attempts - 1);
}

/**
 * Runs the clock as the script's scheduler does (interpreter/runtime/schedule.sh): where nothing runs, the first in
 * plan order that may start does; beside stages that share, others that share start while a core is free.
 */
function makespan(stages: readonly PlannedStage[], cores: number): number {
  const index = new Map(stages.map(({ name }, at) => [name, at]));
  const followers: number[][] = stages.map(() => []);
  const open = stages.map((stage, at) => {
    // Only what comes earlier in the plan is waited for: circles, which the linter rejects, would never end.
    const awaited = stage.needs.flatMap(({ to }) => index.get(to) ?? []).filter(to => to < at);
    for (const to of awaited) followers[to]!.push(at);
    return awaited.length;
  });
  const shared = new Heap<number>((a, b) => a < b);
  const alone = new Heap<number>((a, b) => a < b);
  const ready = (at: number) => (stages[at]!.exclusive ? alone : shared).push(at);
  const running = new Heap<{ at: number; until: number }>((a, b) => a.until < b.until);
  const start = (at: number) => running.push({ at, until: now + longest(stages[at]!) });
  let now = 0;
  for (const [at, count] of open.entries()) if (count === 0) ready(at);
  for (;;) {
    const exclusive = alone.peek() ?? Number.POSITIVE_INFINITY;
    if (running.size === 0 && exclusive < (shared.peek() ?? Number.POSITIVE_INFINITY)) start(alone.pop()!);
    else if (running.size === 0 || !stages[running.peek()!.at]!.exclusive) {
      while (shared.size > 0 && running.size < cores) start(shared.pop()!);
    }
    if (running.size === 0) return now;
    now = running.peek()!.until;
    while (running.peek()?.until === now) {
      for (const follower of followers[running.pop()!.at]!) if (--open[follower]! === 0) ready(follower);
    }
  }
}

function longestChain(stages: readonly PlannedStage[]): { path: string[]; seconds: number } {
  const ends = new Map<string, { seconds: number; stage: PlannedStage; before?: string }>();
  let last: string | undefined;
  for (const stage of stages) {
    let seconds = 0;
    let before: string | undefined;
    for (const { to } of stage.needs) {
      const end = ends.get(to);
      if (end === undefined || (before !== undefined && end.seconds <= seconds)) continue;
      seconds = end.seconds;
      before = to;
    }
    seconds += longest(stage);
    ends.set(stage.name, { seconds, stage, ...(before !== undefined && { before }) });
    if (last === undefined || seconds > ends.get(last)!.seconds) last = stage.name;
  }
  const path: string[] = [];
  for (let at = last; at !== undefined; at = ends.get(at)!.before) path.push(at);
  return { path: path.reverse(), seconds: last === undefined ? 0 : ends.get(last)!.seconds };
}
