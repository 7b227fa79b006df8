import { mayContain } from '../../../plan/path-set.ts';
import type { Plan, PlannedOutput, PlannedStage } from '../../../plan/plan.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { shownPath } from '../../provision.ts';
import { defineRule } from '../../rule.ts';
import { fixBy, outOfOutput } from '../../stage-edits.ts';
import { stageFiles } from '../../stage-files.ts';

export default defineRule({
  id: 'unused-output',
  severity: 'note',
  since: '0.1.0',
  summary: 'an output that is neither uploaded nor required by any stage',
  why: `Nobody will ever see it: it stays on the machine and goes with it. Either a stage reads it and does not say so, or the time to
make it is wasted, or \`upload: false\` is a slip.`,
  instead: 'Take `upload: false` away, require it where it is read, or stop making it.',
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate --out data/sf1
    produces: [{ path: data/sf1/, upload: false }]
`,
        files: { generate: '' },
        executable: ['generate'],
        expect: ['7:16 `data/sf1/` is neither uploaded nor required by any stage'],
        fixed: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate --out data/sf1
    produces: [{ path: data/sf1/ }]
`,
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    run: ./generate --out data/sf1
    produces: [{ path: data/sf1/, upload: false }]
  bench:
    run: ./bench --data data/sf1
    requires: [data/sf1/]
`,
        files: { generate: '', bench: '' },
        executable: ['generate', 'bench'],
      },
    ],
  },
  messages: {
    unused: ({ path }: { path: string }) => `\`${path}\` is neither uploaded nor required by any stage`,
  },
  check(context) {
    const { plan, facts } = context;
    const awaited = new Set(plan.stages.flatMap(({ needs }) => needs.map(({ to }) => to)));
    for (const stage of plan.stages) {
      if (stage.off || stage.derived) continue;
      for (const output of stage.produces) {
        if (
          output.upload ||
          (awaited.has(stage.name) && isAwaited(output, stage, plan)) ||
          isNamed(output, stage, plan, facts)
        )
          continue;
        context.report({
          message: 'unused',
          args: { path: shownPath(output.path) },
          place: output.place,
          stage,
          help: 'take `upload: false` away, or list it under `requires` of the stage that reads it',
          cost: 'the time to make it',
          ...fixBy('unsafe', 'take `upload: false` away', outOfOutput(stage.stage, output.place, 'upload')),
        });
      }
    }
  },
});

/** Some stage asks for this output, or for the stage as a whole. */
function isAwaited({ place }: PlannedOutput, { name }: PlannedStage, plan: Plan): boolean {
  return (
    plan.stages.some(({ needs }) =>
      needs.some(
        ({ to, produced }) =>
          to === name &&
          (produced === undefined || (produced.source === place.source && produced.range.start === place.range.start)),
      ),
    ) || plan.stages.some(({ requires }) => requires.some(one => one.kind === 'path' && one.producers.includes(name)))
  );
}

/** Another stage's shell code names it, so that what is wrong is that it does not say so. */
function isNamed({ path: set }: PlannedOutput, stage: PlannedStage, plan: Plan, facts: RepositoryFacts): boolean {
  return plan.stages.some(
    other =>
      other.stage !== stage.stage &&
      !other.off &&
      stageFiles(plan, other, facts).some(({ path }) => mayContain(set, path) || set.text.startsWith(`${path}/`)),
  );
}
