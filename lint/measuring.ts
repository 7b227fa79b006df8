import type { Plan, PlannedExpectation, PlannedStage } from '../plan/plan.ts';
import type { WorkUnit } from './ci/coverage.ts';
import { type CiMemory, isOfStage } from './ci/stage-overlaps.ts';
import type { RepositoryFacts } from './facts.ts';
import { base } from './path.ts';
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
  return works && isOfStage('measures', stage, plan, facts, memory, measures);
}

function measures(units: readonly WorkUnit[]): boolean {
  return units.some(unit => isWork(unit) && !isTest(unit));
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
  const { words } = command;
  if (nature !== 'check' || TIMERS.test(base(words[0] ?? ''))) return false;
  if (family === 'cargo') {
    const verb = words.slice(1).find(word => !/^[-+]/.test(word)) ?? '';
    return CARGO_TESTS.test(verb);
  }
  if (/^(pytest|go)$/.test(family)) return true;
  if (TEST_PROGRAMS.test(base(words[0] ?? ''))) return true;
  const said = words.slice(0, 4).flatMap((word, index) => {
    if (word.startsWith('-')) return TEST_OPTION.test(word) ? ['test'] : [];
    // Behind an option a path is what it is about.
    if (words[index - 1]?.startsWith('-') && /[/.]/.test(word)) return [];
    // The directory of a script says nothing of what it does; `integrationTest` is two words.
    return [
      base(word)
        .replace(/([a-z])(?=[A-Z])/g, '$1-')
        .toLowerCase(),
    ];
  });
  return (TEST_WORDS.test(said.join(' ')) || isVerified(words)) && !/bench/.test(said.join(' '));
}

/** `mvn verify`, whose phases before it build. */
function isVerified([program = '', ...words]: readonly string[]): boolean {
  return (
    /^mvnw?$/.test(base(program)) && words.some(word => /^(verify|test|integration-test|surefire:test)$/.test(word))
  );
}

/** Programs that run others to learn how long they take. */
const TIMERS = /^(hyperfine|multitime|poop|perf|criterion|k6|wrk|wrk2|locust|vegeta|oha|ab|hey)$/;
const CARGO_TESTS =
  /(^|[-_])(test|t|nextest|miri|careful|llvm-cov|tarpaulin|mutants|clippy|fmt|check|c|hack|deny|audit|udeps|machete|fuzz|insta|kani|lint)([-_]|$)/;
const TEST_WORDS =
  /(^|[\s_:.-])(tests?|pytest|unittest|nextest|vitest|jest|mocha|ctest|tox|nox|lint|check|clippy|mypy|ruff|eslint|tsc)([\s_:.-]|$)/;
const TEST_OPTION = /^--?(tests?|check|lint|self-?test|gtest_\w+(=.*)?)$/;
/** Programs that run nothing but tests. */
const TEST_PROGRAMS =
  /^(cypress|wdio|testcafe|newman|behave|robot|bats|phpunit|pest|rspec|cucumber|cucumber-js|ava|tap|tape|karma|nightwatch|busted|prove|kuttl|chainsaw)$/;
