import type { Plan, PlannedOutput, PlannedStage } from '../../../plan/plan.ts';
import type { Place } from '../../../schema/source.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { NamedPaths } from '../../named-paths.ts';
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
    const uses = usesOf(plan);
    let named: NamedPaths<PlannedStage['stage']> | undefined;
    for (const stage of plan.stages) {
      if (stage.off || stage.derived) continue;
      for (const output of stage.produces) {
        if (output.upload || isAwaited(output, stage, uses)) continue;
        // Another stage's shell code names it, so that what is wrong is that it does not say so.
        named ??= namedIn(plan, facts);
        if (named.byOthers(output.path, stage.stage)) continue;
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

/** What stages ask for. */
interface Uses {
  /** Stages that some stage waits for as a whole, or reads a path of. */
  readonly stages: ReadonlySet<string>;
  /** Outputs that some stage waits for, by stage and place. */
  readonly outputs: ReadonlySet<string>;
}

function usesOf(plan: Plan): Uses {
  const stages = new Set<string>();
  const outputs = new Set<string>();
  const awaited = new Set(plan.stages.flatMap(({ needs }) => needs.map(({ to }) => to)));
  for (const { needs, requires } of plan.stages) {
    for (const { to, produced } of needs)
      if (produced === undefined) stages.add(to);
      else outputs.add(outputKey(to, produced));
    for (const one of requires)
      if (one.kind === 'path') for (const name of one.producers) if (awaited.has(name)) stages.add(name);
  }
  return { stages, outputs };
}

/** Some stage asks for this output, or for the stage as a whole. */
function isAwaited({ place }: PlannedOutput, { name }: PlannedStage, { stages, outputs }: Uses): boolean {
  return stages.has(name) || outputs.has(outputKey(name, place));
}

function outputKey(stage: string, { source, range }: Place): string {
  return JSON.stringify([stage, source.path, range.start]);
}

/** The paths that the shell code of stages names, and which stage does. */
function namedIn(plan: Plan, facts: RepositoryFacts): NamedPaths<PlannedStage['stage']> {
  const named = new NamedPaths<PlannedStage['stage']>();
  for (const stage of plan.stages)
    if (!stage.off) for (const { path } of stageFiles(plan, stage, facts)) named.add(path, stage.stage);
  return named;
}
