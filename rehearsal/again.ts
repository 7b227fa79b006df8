import type { Plan, PlannedStage } from '../plan/plan.ts';

export interface Remaining {
  /** Names of the stages whose results are in the store as passed. */
  readonly passed: ReadonlySet<string>;
  /** Names of the stages that had begun, also those that passed. */
  readonly begun: ReadonlySet<string>;
  /** The run ended with the fault; else what does not depend on it went on. */
  readonly cutShort: boolean;
  readonly stage: string;
}

/**
 * The stages that had begun and run again when the run is taken up on another box: what did not pass, and what passed and left
 * something on the box alone that is still needed.
 */
export function stagesAgain(plan: Plan, { passed, begun, cutShort, stage }: Remaining): readonly string[] {
  const running = plan.stages.filter(each => !each.off);
  const unfinished = new Set<string>();
  for (const { name, needs } of running)
    if (!passed.has(name) && (cutShort || name === stage || needs.some(({ to }) => unfinished.has(to))))
      unfinished.add(name);
  // Backwards: what a stage needs comes before it.
  for (const each of [...running].reverse())
    if (!unfinished.has(each.name) && running.some(later => unfinished.has(later.name) && needsUnsaved(later, each)))
      unfinished.add(each.name);
  return running.map(({ name }) => name).filter(name => unfinished.has(name) && begun.has(name));
}

/** Whether `later` needs something of `earlier` that is never uploaded. */
function needsUnsaved(later: PlannedStage, earlier: PlannedStage): boolean {
  if (!later.needs.some(({ to }) => to === earlier.name)) return false;
  if (earlier.produces.every(({ upload }) => upload)) return false;
  return later.requires.some(required => required.kind === 'path' && required.producers.includes(earlier.name));
}
