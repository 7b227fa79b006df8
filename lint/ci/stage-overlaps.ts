import type { Plan, PlannedStage } from '../../plan/plan.ts';
import type { RepositoryFacts } from '../facts.ts';
import { type Ci, DEFAULT_WORKFLOWS } from './ci.ts';
import type { WorkUnit } from './coverage.ts';
import { readOrRecall } from './kept-ci.ts';
import { type Overlap, overlapsOf } from './overlap.ts';
import { type Files, filesOf } from './repository.ts';
import { unitsOf } from './units.ts';
import type { Frequency } from './workflow/triggers.ts';

/** What was read of the repository's CI, shared by the rules and the plans of one check. */
export interface CiMemory {
  readonly files: Files;
  readonly read: Map<string, Ci>;
  readonly units: WeakMap<PlannedStage, readonly WorkUnit[]>;
}

/** To be handed to a rule's `once`. */
export function ciMemory(facts: RepositoryFacts): CiMemory {
  return { files: filesOf(facts), read: new Map(), units: new WeakMap() };
}

/** The CI that a plan's campaign declares; `undefined` where it says that there is none. */
export function ciOf(plan: Plan, facts: RepositoryFacts, memory: CiMemory): Ci | undefined {
  const declared = plan.campaign.ci;
  if (declared !== undefined && 'none' in declared) return undefined;
  const patterns = declared?.workflows.map(pattern => pattern.value) ?? DEFAULT_WORKFLOWS;
  const key = JSON.stringify(patterns);
  const known = memory.read.get(key);
  if (known !== undefined) return known;
  const ci = readOrRecall(facts, patterns, memory.files);
  memory.read.set(key, ci);
  return ci;
}

/** What of a stage CI does that often. Empty for a stage that does not run or that a compiler derived. */
export function overlapsOfStage(
  stage: PlannedStage,
  plan: Plan,
  facts: RepositoryFacts,
  memory: CiMemory,
  frequency: Frequency,
  environment: 'same environment' | 'any environment' = 'same environment',
): readonly Overlap[] {
  if (stage.off !== undefined || stage.derived !== undefined) return [];
  const declared = plan.campaign.ci;
  if (declared !== undefined && 'none' in declared) return [];
  // The stages first: where none of them does anything that CI could do, no workflow is read.
  const units = stageUnits(stage, plan, memory);
  if (!units.some(unit => unit.nature !== 'setup') || buildsForOthers(stage, units, plan)) return [];
  const ci = ciOf(plan, facts, memory);
  if (ci === undefined || ci.units.length === 0) return [];
  const required = new Set([
    ...stage.secrets,
    ...stage.requires.flatMap(requirement => (requirement.kind === 'env' ? [requirement.env] : [])),
  ]);
  return overlapsOf(
    units,
    ci.units,
    { required, root: plan.repository.dir, any: environment === 'any environment' },
    frequency,
  );
}

/** What a stage does, as work units. */
export function stageUnits(stage: PlannedStage, plan: Plan, memory: CiMemory): readonly WorkUnit[] {
  const known = memory.units.get(stage);
  if (known !== undefined) return known;
  const env = new Map(stage.env.map(({ name, value }) => [name, value] as const));
  const units = unitsOf(stage.run, { root: plan.repository.dir, files: memory.files }, { cwd: stage.cwd, env });
  memory.units.set(stage, units);
  return units;
}

/** A stage that only builds is a means when something is made of it: it is a warm-up, leaves a file, or another stage waits for it. */
function buildsForOthers(stage: PlannedStage, units: readonly WorkUnit[], plan: Plan): boolean {
  if (!units.every(unit => unit.nature === 'build' || unit.nature === 'setup')) return false;
  return (
    stage.warmup ||
    stage.produces.length > 0 ||
    plan.stages.some(other => other.needs.some(edge => edge.to === stage.name))
  );
}
