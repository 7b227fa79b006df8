import type { Plan, PlannedExpectation, PlannedStage } from '../plan/plan.ts';
import type { WorkUnit } from './ci/coverage.ts';
import { type CiMemory, stageUnits } from './ci/stage-overlaps.ts';
import type { RepositoryFacts } from './facts.ts';
import { base } from './shell/directory.ts';
import { purposeOf } from './shell/purpose.ts';
import { stageCommands } from './stage-shell.ts';

/** From this many seconds on a stage is long: losing it costs. */
const LONG = 1_800;

export function isLong({ timeout }: PlannedStage): boolean {
  return timeout !== undefined && timeout >= LONG;
}

/** A long stage that measures: nothing runs beside it, and it does more than to prepare, to build or to test. */
export function measuresLong(stage: PlannedStage, plan: Plan, facts: RepositoryFacts, memory: CiMemory): boolean {
  if (!isLong(stage) || !stage.exclusive || stage.warmup || stage.derived || stage.off) return false;
  const works = stageCommands(plan, stage, facts).some(command => !command.calls && purposeOf(command) === 'work');
  return works && stageUnits(stage, plan, memory).some(unit => isWork(unit) && !isTest(unit));
}

/** Whether an expectation says that something is complete; a size alone does not. */
export function isComplete(expect: PlannedExpectation | undefined): boolean {
  if (!expect) return false;
  const { files, lines, matches, json, sha256 } = expect;
  return files !== undefined || lines !== undefined || matches.length > 0 || json.length > 0 || sha256 !== undefined;
}

/** It neither prepares nor builds. */
export function isWork({ nature }: WorkUnit): boolean {
  return nature !== 'setup' && nature !== 'build';
}

/** It passes or fails, and that is all. A program that no family knows is a test where its name or its words say so. */
export function isTest({ nature, family, command }: WorkUnit): boolean {
  if (nature !== 'check') return false;
  if (/^(cargo|pytest|go)$/.test(family)) return true;
  // The directory of a script says nothing of what it does.
  const said = command.words.slice(0, 4).map(base).join(' ');
  return (
    /(^|[\s/_:.-])(tests?|pytest|unittest|nextest|vitest|jest|mocha|ctest|tox|nox|lint|check|clippy|mypy|ruff|eslint|tsc)([\s/_:.-]|$)/.test(
      said,
    ) && !/bench/.test(said)
  );
}
