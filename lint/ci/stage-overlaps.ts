import type { Plan, PlannedStage } from '../../plan/plan.ts';
import type { RepositoryFacts } from '../facts.ts';
import { type Ci, DEFAULT_WORKFLOWS } from './ci.ts';
import type { WorkUnit } from './coverage.ts';
import { KnownCi } from './known-ci.ts';
import { type Overlap, overlapsOf } from './overlap.ts';
import { type Files, filesOf } from './repository.ts';
import { unitsOf } from './units.ts';
import type { Frequency } from './workflow/triggers.ts';

/** What was read of the repository's CI and of the stages, shared by the rules and the plans of one check. */
export interface CiMemory {
  readonly files: Files;
  /** By the patterns of workflows. */
  readonly known: Map<string, KnownCi>;
  readonly units: WeakMap<PlannedStage, readonly WorkUnit[]>;
  readonly overlaps: WeakMap<PlannedStage, Map<string, readonly Overlap[]>>;
  readonly sights: WeakMap<PlannedStage, string>;
  /** Names of the stages that others of a plan wait for. */
  readonly needed: WeakMap<Plan, ReadonlySet<string>>;
}

type Environment = 'same environment' | 'any environment';

/** To be handed to a rule's `once`. */
export function ciMemory(facts: RepositoryFacts): CiMemory {
  const [units, overlaps, sights, needed] = [new WeakMap(), new WeakMap(), new WeakMap(), new WeakMap()];
  return { files: filesOf(facts), known: new Map(), units, overlaps, sights, needed };
}

/** The CI that a plan's campaign declares; `undefined` where it says that there is none. */
export function ciOf(plan: Plan, facts: RepositoryFacts, memory: CiMemory): Ci | undefined {
  return knownCi(plan, facts, memory)?.ci;
}

function knownCi(plan: Plan, facts: RepositoryFacts, memory: CiMemory): KnownCi | undefined {
  const declared = plan.campaign.ci;
  if (declared !== undefined && 'none' in declared) return undefined;
  const patterns = declared?.workflows.map(pattern => pattern.value) ?? DEFAULT_WORKFLOWS;
  const key = JSON.stringify(patterns);
  const known = memory.known.get(key) ?? new KnownCi(facts, patterns, memory.files);
  memory.known.set(key, known);
  return known;
}

/** What of a stage CI does that often. Empty for a stage that does not run or that a compiler derived. */
export function overlapsOfStage(
  stage: PlannedStage,
  plan: Plan,
  facts: RepositoryFacts,
  memory: CiMemory,
  frequency: Frequency,
  environment: Environment = 'same environment',
): readonly Overlap[] {
  if (stage.off !== undefined || stage.derived !== undefined) return [];
  const ci = knownCi(plan, facts, memory);
  if (ci === undefined) return [];
  const found = memory.overlaps.get(stage) ?? new Map<string, readonly Overlap[]>();
  memory.overlaps.set(stage, found);
  const question = `${frequency}, ${environment}`;
  const compared = (): readonly Overlap[] => {
    const known = found.get(question) ?? compare(stage, plan, ci, memory, frequency, environment);
    found.set(question, known);
    return known;
  };
  // Most have none, which is quickly kept.
  return ci.answer(question, sightOf(stage, plan, memory), () => compared().length > 0) ? compared() : [];
}

function compare(
  stage: PlannedStage,
  plan: Plan,
  known: KnownCi,
  memory: CiMemory,
  frequency: Frequency,
  environment: Environment,
): readonly Overlap[] {
  // The stages first: where none of them does anything that CI could do, no workflow is read.
  const units = stageUnits(stage, plan, memory);
  if (!units.some(unit => unit.nature !== 'setup')) return [];
  if (onlyBuilds(units) && isWanted(stage, plan, memory)) return [];
  const { ci } = known;
  if (ci.units.length === 0) return [];
  const required = new Set(requiredBy(stage));
  return overlapsOf(
    units,
    ci.units,
    { required, root: plan.repository.dir, any: environment === 'any environment' },
    frequency,
  );
}

/** Whether something is true of what a stage does, as work units. `question` stands for what `isTrue` looks at. */
export function isOfStage(
  question: string,
  stage: PlannedStage,
  plan: Plan,
  facts: RepositoryFacts,
  memory: CiMemory,
  isTrue: (units: readonly WorkUnit[]) => boolean,
): boolean {
  const answer = () => isTrue(stageUnits(stage, plan, memory));
  const ci = knownCi(plan, facts, memory);
  return ci ? ci.answer(question, sightOf(stage, plan, memory), answer) : answer();
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

/** All that is looked at of a stage here, beside the repository: what is answered about it is answered by this. */
function sightOf(stage: PlannedStage, plan: Plan, memory: CiMemory): string {
  const { run, cwd, env } = stage;
  const known =
    memory.sights.get(stage) ??
    JSON.stringify([
      run,
      cwd,
      env.map(({ name, value }) => [name, value]),
      plan.repository.dir,
      requiredBy(stage),
      isWanted(stage, plan, memory),
    ]);
  memory.sights.set(stage, known);
  return known;
}

/** Names of variables that are set from outside. */
function requiredBy({ secrets, requires }: PlannedStage): readonly string[] {
  return [...secrets, ...requires.flatMap(requirement => (requirement.kind === 'env' ? [requirement.env] : []))];
}

/** A stage that only builds is a means when something is made of it: it is a warm-up, leaves a file, or another stage waits for it. */
function isWanted(stage: PlannedStage, plan: Plan, memory: CiMemory): boolean {
  if (stage.warmup || stage.produces.length > 0) return true;
  const needed = memory.needed.get(plan) ?? new Set(plan.stages.flatMap(({ needs }) => needs.map(({ to }) => to)));
  memory.needed.set(plan, needed);
  return needed.has(stage.name);
}

function onlyBuilds(units: readonly WorkUnit[]): boolean {
  return units.every(unit => unit.nature === 'build' || unit.nature === 'setup');
}
