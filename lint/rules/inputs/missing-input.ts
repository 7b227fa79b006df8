import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { isUnknown, readable } from '../../../plan/symbol.ts';
import { advised } from '../../advice.ts';
import { makersOf } from '../../makers.ts';
import { neededFiles } from '../../needed-files.ts';
import { relative, resolvePath } from '../../path.ts';
import { isUnsettled } from '../../produced.ts';
import { provisionOf, shownPath } from '../../provision.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import { setupCommands, stageCommands } from '../../stage-shell.ts';
import { tree } from '../../tracked.ts';

export default defineRule({
  id: 'missing-input',
  severity: 'error',
  since: '0.1.0',
  summary:
    'an input that no stage produces, the repository does not hold, no `prebuilt` provides and the machine does not bring',
  why: `The origin's benchmarks ran before the stage that generated their data, printed "data not found" and exited 0: the
numbers of a paid run were lost, and nobody knew. On the box a stage whose input is missing is blocked; this says so before the box is paid for.`,
  instead: `Name what the other stage produces, letter for letter; commit the file; or, for something that the machine image
brings, write \`{ path: /usr/bin/perf, from: machine }\`.`,
  examples: {
    bad: [
      {
        title: 'One instance has no producer',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  generate:
    matrix: { sf: [1] }
    run: ./generate.sh \${{ matrix.sf }}
    produces: ["data/sf\${{ matrix.sf }}/"]
  bench:
    matrix: { sf: [1, 10] }
    run: ./bench.sh \${{ matrix.sf }}
    requires: ["data/sf\${{ matrix.sf }}/"]
`,
        files: { 'generate.sh': '', 'bench.sh': '' },
        executable: ['generate.sh', 'bench.sh'],
        expect: ['12:16 `data/sf10/` is produced by no stage and is not in the repository'],
      },
      {
        title: 'A script that exists nowhere',
        campaign: `campaign: lambda
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  package:
    run: bash infra/package.sh
`,
        expect: ['6:15 `infra/package.sh`, which the stage runs, is produced by no stage and is not in the repository'],
      },
      {
        title: 'A directory that exists nowhere, and so nothing in it',
        campaign: `campaign: load
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  load:
    cwd: bnech
    run: node load.mjs
`,
        files: { 'bench/load.mjs': '' },
        expect: ['6:10 `bnech`, the stage’s `cwd`, is made by no stage and is not in the repository'],
        fixed: `campaign: load
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  load:
    cwd: bench
    run: node load.mjs
`,
      },
      {
        title: 'A glob that no output matches',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench: { run: df -h > out/a/1.json, produces: [out/a/1.json] }
  report: { run: df -h, requires: ["out/**/*.jsn"] }
`,
        expect: ['6:36 `out/**/*.jsn` is produced by no stage and is not in the repository'],
        fixed: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench: { run: df -h > out/a/1.json, produces: [out/a/1.json] }
  report: { run: df -h, requires: ["out/a/1.json"] }
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
    matrix: { sf: [1, 10] }
    run: ./generate.sh \${{ matrix.sf }}
    produces: ["data/sf\${{ matrix.sf }}/"]
  bench:
    matrix: { sf: [1, 10] }
    run: ./bench.sh \${{ matrix.sf }}
    requires: ["data/sf\${{ matrix.sf }}/", { path: /usr/bin/perf, from: machine }]
`,
        files: { 'generate.sh': '', 'bench.sh': '' },
        executable: ['generate.sh', 'bench.sh'],
      },
    ],
  },
  messages: {
    nowhere: ({ path }: { path: string }) => `\`${path}\` is produced by no stage and is not in the repository`,
    outside: ({ path }: { path: string }) =>
      `\`${path}\` is produced by no stage, and nothing says that the machine brings it`,
    cwd: ({ path }: { path: string }) =>
      `\`${path}\`, the stage’s \`cwd\`, is made by no stage and is not in the repository`,
    script: ({ path, by, how }: { path: string; by: string; how: string }) =>
      `\`${path}\`, which ${by} ${how}, is produced by no stage and is not in the repository`,
  },
  check(context) {
    const { plan, facts } = context;
    const known = context.once(tree);
    const makers = makersOf(plan, facts);
    const isMissing = (path: string, program = false) =>
      !isUnknown(path) &&
      !known.holds(path) &&
      facts.exists(path) === undefined &&
      !makers.declared(path) &&
      !makers.possible(path, { program, ignored: false });
    // The fault that is told of the producer explains what its consumers lack.
    const unsettled = plan.stages.some(({ stage }) => isUnsettled(stage, context.faulty));
    for (const { stage, files, optional } of neededFiles(plan, facts)) {
      const told = new Set<string>();
      for (const required of stage?.requires ?? []) {
        if (required.kind !== 'path') continue;
        told.add(required.path.text);
        const from = provisionOf(required, plan, facts, known);
        if (unsettled || (from !== 'nowhere' && from !== 'machine')) continue;
        const path = shownPath(required.path);
        const absolute = resolvePath(plan.repository.dir, path) ?? path;
        context.report({
          message: from === 'machine' ? 'outside' : 'nowhere',
          args: { path },
          place: required.place,
          stage,
          ...(from === 'machine'
            ? { help: `if the image brings it, write \`{ path: ${absolute}, from: machine }\`` }
            : advised(path, required.place, plan, known, makers)),
          cost: costOf(plan, stage),
        });
      }
      const written = stage?.stage.cwd;
      const cwd = stage && relative(plan.repository.dir, stage.cwd);
      const lost = written && cwd && isMissing(cwd) && !makers.below(cwd) ? cwd : undefined;
      if (written && lost !== undefined)
        context.report({
          message: 'cwd',
          args: { path: readable(lost) },
          place: written.place,
          stage,
          ...advised(`${lost}/`, written.place, plan, known, makers),
          cost: costOf(plan, stage),
        });
      // What a recipe runs, another target may make.
      const own = new Set(stage ? stageCommands(plan, stage, facts) : setupCommands(plan, facts));
      for (const file of files) {
        const { path, how, conditional, place, command } = file;
        if (!own.has(command) || how === 'argument' || conditional || told.has(path) || !isMissing(path, how === 'run'))
          continue;
        told.add(path);
        // What lies in a directory that is missing is missing with it.
        if (optional(file) || (lost !== undefined && path.startsWith(`${lost}/`))) continue;
        context.report({
          message: 'script',
          args: { path, by: stage ? 'the stage' : '`machine.setup`', how: how === 'run' ? 'executes' : 'runs' },
          place,
          stage,
          ...advised(path, place, plan, known, makers),
          cost: costOf(plan, stage),
        });
      }
    }
  },
});

function costOf(plan: Plan, stage: PlannedStage | undefined): string {
  return stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage';
}
