import { meets, type PathSet } from '../../../plan/path-set.ts';
import type { Plan, PlannedOutput, PlannedStage } from '../../../plan/plan.ts';
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
          help: 'delete `upload: false`, or list it under `requires` of the stage that reads it',
          cost: 'the time to make it',
          ...fixBy('unsafe', 'delete `upload: false`', outOfOutput(stage.stage, output.place, 'upload')),
        });
      }
    }
  },
});

/** What stages ask for. */
interface Uses {
  /** Stages that some stage waits for as a whole. */
  readonly stages: ReadonlySet<string>;
  /** By stage, the paths that others require of it. */
  readonly paths: ReadonlyMap<string, readonly PathSet[]>;
}

function usesOf(plan: Plan): Uses {
  const stages = new Set<string>();
  const paths = new Map<string, PathSet[]>();
  for (const { name: reader, requires } of plan.stages)
    for (const one of requires) {
      if (one.kind === 'stage') for (const name of one.stages) stages.add(name);
      if (one.kind !== 'path') continue;
      for (const name of one.producers) {
        if (name === reader) continue;
        const known = paths.get(name);
        if (known) known.push(one.path);
        else paths.set(name, [one.path]);
      }
    }
  return { stages, paths };
}

/** Some stage asks for this output, or for the stage as a whole. */
function isAwaited({ path }: PlannedOutput, { name }: PlannedStage, { stages, paths }: Uses): boolean {
  if (stages.has(name)) return true;
  // An absolute path and a relative one may name the same file.
  return (paths.get(name) ?? []).some(asked => asked.absolute !== path.absolute || asked.unknown || meets(asked, path));
}

/** The paths that the shell code of stages names, and which stage does. */
function namedIn(plan: Plan, facts: RepositoryFacts): NamedPaths<PlannedStage['stage']> {
  const named = new NamedPaths<PlannedStage['stage']>();
  for (const stage of plan.stages)
    if (!stage.off) for (const { path } of stageFiles(plan, stage, facts)) named.add(path, stage.stage);
  return named;
}
