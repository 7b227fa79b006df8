import type { PlannedStage } from '../../../plan/plan.ts';
import { readable } from '../../../plan/symbol.ts';
import { ciMemory } from '../../ci/stage-overlaps.ts';
import { isComplete, measuresLong } from '../../measuring.ts';
import { defineRule } from '../../rule.ts';
import { spokenTime } from '../../spoken.ts';

export default defineRule({
  id: 'no-completeness-check',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a long measuring stage whose result is not checked for being complete',
  why: `The origin's benchmark printed 5 of 22 results and exited 0; nobody knew until the numbers were compared. Later a distributed
result was published although the cluster had never been used. An exit status says that a program ended, not what it did.`,
  instead: `What a complete result has, at an output or, for the log, at the stage: \`expect: { matches: { pattern: '^Q\\d\\d ', count: 22 } }\`,
\`lines\`, \`files\`, \`json\`, \`sha256\`. \`min-size\` says little: half a result is not empty.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 3h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces: [{ path: results.md, expect: { min-size: 1KB } }]
    timeout: 2h
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: ['5:3 nothing says when the result of `bench` is complete: half a result would pass too'],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 5h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces: [{ path: results.md, expect: { matches: { pattern: '^Q\\d\\d ', count: 22 } } }]
    timeout: 2h
  soak:
    run: ./bench --soak
    expect: { matches: { pattern: '^all 22 done$' } }
    timeout: 1h
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    none: ({ stage }: { stage: string }) =>
      `nothing says when the result of \`${stage}\` is complete: half a result would pass too`,
  },
  check(context) {
    const { plan, facts } = context;
    const memory = context.once(ciMemory);
    for (const stage of plan.stages) {
      if (isComplete(stage.expect) || stage.produces.some(({ expect }) => isComplete(expect))) continue;
      if (!measuresLong(stage, plan, facts, memory)) continue;
      const { value, place } = stage.stage.name;
      context.report({
        message: 'none',
        args: { stage: value },
        place,
        stage,
        help: helpFor(stage),
        cost: `up to ${spokenTime(stage.timeout ?? 0)} of measuring whose result may be half of one`,
      });
    }
  },
});

/** Where to write what, with the stage's own output. */
function helpFor({ produces }: PlannedStage): string {
  const [kept] = produces.filter(({ upload }) => upload);
  const path = kept && readable(kept.path.text);
  const log = "`expect: { matches: { pattern: '^Q\\d\\d ', count: 22 } }` at the stage";
  if (path === undefined) return `say what its log has when it is complete, as in ${log}`;
  const expect = /[/*]$|[*?]/.test(path)
    ? 'files: 8'
    : path.endsWith('.json')
      ? 'json: { pointer: /results, length: 22 }'
      : 'lines: 22';
  return `say what a complete result has, as in \`produces: [{ path: ${path}, expect: { ${expect} } }]\`; or, for the log, ${log}`;
}
