import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import type { Command } from '../../ci/command.ts';
import type { WorkUnit } from '../../ci/coverage.ts';
import { isHarmlessVariable } from '../../ci/environment.ts';
import { type CiMemory, ciMemory, isOfStage, overlapsOfStage, stageUnits } from '../../ci/stage-overlaps.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { isTest, isWork } from '../../measuring.ts';
import { defineRule } from '../../rule.ts';
import { spokenTime } from '../../spoken.ts';
import { stageScript } from '../../stage-script.ts';

export default defineRule({
  id: 'tests-in-campaign',
  severity: 'warning',
  since: '0.1.0',
  summary:
    'a stage whose only success criterion is that tests pass, where nothing says why a paid machine has to run them',
  why: `Tests that pass anywhere belong to CI, which runs them free and on every change. The origin paid for an hour of them on a
benchmark machine, and learned nothing that it did not know.`,
  instead: `Move them to CI. Where the box is the point, say with an \`expect\` what they have to show there; or name the environment that makes
them other tests.`,
  examples: {
    bad: [
      {
        campaign: `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
ci: { none: true, reason: "a repository of scripts" }
stages:
  tests:
    run: |
      pip install -r requirements.txt
      pytest tests
`,
        files: { 'requirements.txt': '', 'tests/test_a.py': '' },
        expect: ['9:7 `tests` only runs tests (`pytest tests`), and nothing says why a paid machine has to'],
      },
    ],
    good: [
      {
        title: 'An environment, an expectation',
        campaign: `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
ci: { none: true, reason: "a repository of scripts" }
stages:
  s3:
    run: pytest tests
    requires: [{ env: S3_BUCKET }]
  counted:
    run: pytest -q tests
    expect: { matches: { pattern: "^22 passed" } }
`,
        files: { 'tests/test_a.py': '' },
      },
    ],
  },
  messages: {
    only: ({ stage, command }: { stage: string; command: string }) =>
      `\`${stage}\` only runs tests (\`${command}\`), and nothing says why a paid machine has to`,
  },
  check(context) {
    const memory = context.once(ciMemory);
    for (const stage of context.plan.stages) {
      const test = onlyTests(stage, context.plan, context.facts, memory);
      if (!test) continue;
      const { source, range } = test.command;
      context.report({
        message: 'only',
        args: { stage: stage.stage.name.value, command: test.command.text.replace(/\s+/g, ' ').slice(0, 60) },
        place: source ? { source, range } : stageScript(stage).placeOf(range.start, range.end),
        stage,
        help: `move it to CI; if it needs this machine, say under \`${stage.stage.name.value}:\` what its log must show: \`expect: { matches: { pattern: "${PASSED[test.family] ?? '…'}" } }\``,
        cost: `up to ${spokenTime((stage.timeout ?? 0) * stage.attempts)} of paid time`,
      });
    }
  },
});

/** What the log says where all went well, by family. */
const PASSED: Readonly<Record<string, string>> = { cargo: 'test result: ok', pytest: '[0-9]+ passed', go: '^ok ' };

/** The first test, where a stage does nothing else. */
function onlyTests(stage: PlannedStage, plan: Plan, facts: RepositoryFacts, memory: CiMemory): WorkUnit | undefined {
  const { ciOverlap } = stage.stage;
  if (stage.off || stage.derived || (ciOverlap && !ciOverlap.none) || stage.expect) return undefined;
  if (stage.produces.some(({ expect }) => expect)) return undefined;
  if (stage.secrets.length > 0 || stage.requires.some(({ kind }) => kind === 'env' || kind === 'cpu' || kind === 'url'))
    return undefined;
  if (!isOfStage('only tests', stage, plan, facts, memory, areOnlyTests)) return undefined;
  // Where CI does it too, that is what is wrong.
  for (const frequency of ['change', 'schedule'] as const)
    if (overlapsOfStage(stage, plan, facts, memory, frequency, 'any environment').length > 0) return undefined;
  return worksOf(stageUnits(stage, plan, memory))[0];
}

function areOnlyTests(units: readonly WorkUnit[]): boolean {
  const works = worksOf(units);
  if (works.length === 0 || !works.every(isTest)) return false;
  return works.every(({ command }) => [...command.env.keys()].every(name => isHarmlessVariable(name)));
}

/** Whatever runs others is no more than they are. */
function worksOf(units: readonly WorkUnit[]): readonly WorkUnit[] {
  const callers = new Set(units.flatMap(({ command }) => [...callersOf(command)]));
  return units.filter(unit => isWork(unit) && !callers.has(placeOf(unit.command)));
}

function* callersOf({ caller }: Command): Iterable<string> {
  for (let one = caller; one; one = one.caller) yield placeOf(one);
}

function placeOf({ source, range, words }: Command): string {
  return `${source?.path ?? ''}:${range.start}:${words.join(' ')}`;
}
