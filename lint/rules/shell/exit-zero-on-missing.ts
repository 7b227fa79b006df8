import { meets, pathSet } from '../../../plan/path-set.ts';
import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import type { Edit } from '../../finding.ts';
import { relative, resolvePath } from '../../path.ts';
import { programSkips } from '../../programs/skips.ts';
import { stagePrograms } from '../../programs/stage-programs.ts';
import { recipeTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import type { Needed } from '../../shell/asking.ts';
import { type Skip, skipped } from '../../shell/skipped.ts';
import { lostWith } from '../../spoken.ts';
import { exactly, fixBy } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';
import { runTexts } from '../../stage-shell.ts';

export default defineRule({
  id: 'exit-zero-on-missing',
  severity: 'error',
  since: '0.1.0',
  summary:
    'a stage that ends with status 0 when what it needs is not there: the SKIP-and-exit-0 pattern, also in the Python and JavaScript it runs',
  why: `The origin's benchmarks ran before the stage that made their data, printed "data not found" and exited 0. After that had been
noticed, the "fixed" stages began with \`[ -d data ] || { echo SKIP; exit 0; }\`: the same lost data, now in writing.`,
  instead: `Name what it needs under \`requires\`: a path, \`{ tool: … }\`, \`{ env: … }\`, \`{ cpu: … }\`. Where it is missing the stage is
blocked, and the report says so. A stage that shall run only sometimes has an \`if\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      [ -d data ] || { echo "SKIP: no data"; exit 0; }
      ./bench --data data
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: ['7:7 when `[ -d data ]` fails, the stage ends with status 0: it passes without its work'],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      [ -d data ] || { echo "SKIP: no data"; exit 1; }
      ./bench --data data
`,
      },
      {
        title: 'In a script, and where the other branch only says so',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  docker:
    run: ./docker.sh
  avx:
    run: |
      if grep -q avx512f /proc/cpuinfo; then ./bench --simd; else echo "no AVX-512, skipped"; fi
`,
        files: { bench: '', 'docker.sh': '#!/bin/bash -eu\ncommand -v perf >/dev/null || exit 0\n./bench --perf\n' },
        executable: ['bench', 'docker.sh'],
        expect: [
          '9:7 when `grep -q avx512f /proc/cpuinfo` fails, that is only printed: the stage passes without its work',
          'docker.sh:2:1 when `command -v perf >/dev/null` fails, the stage ends with status 0: it passes without its work',
        ],
        fixedFiles: { 'docker.sh': '#!/bin/bash -eu\ncommand -v perf >/dev/null || exit 1\n./bench --perf\n' },
      },
      {
        title: 'In programs that the stage runs',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      python3 bench.py
      python3 - <<'END'
      import shutil, sys
      if shutil.which("gnuplot") is None: sys.exit(0)
      import plot; plot.all()
      END
    requires: [data/]
`,
        files: {
          'bench.py':
            'import os, sys\n\nif not os.path.isdir("data"):\n    print("no data, skipping")\n    sys.exit(0)\nmeasure("data")\n',
          'data/in.csv': '',
          'plot.py': '',
        },
        expect: [
          '10:7 `if shutil.which("gnuplot") is None` ends the program with status 0: the stage passes without its work',
          'bench.py:3:1 `if not os.path.isdir("data")` ends the program with status 0: the stage passes without its work',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      python3 bench.py
      python3 - <<'END'
      import shutil, sys
      if shutil.which("gnuplot") is None: sys.exit(1)
      import plot; plot.all()
      END
    requires: [data/]
`,
        fixedFiles: {
          'bench.py':
            'import os, sys\n\nif not os.path.isdir("data"):\n    print("no data, skipping")\n    sys.exit(1)\nmeasure("data")\n',
        },
      },
    ],
    good: [
      {
        title: 'It fails where something is missing, and skips only what is done',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      [ -d data ] || { echo "no data" >&2; exit 1; }
      [ -f data/extra.csv ] && extra=--extra
      ./bench --data data \${extra:-}
    requires: [data/, { tool: perf }]
`,
        files: { bench: '', 'data/in.csv': '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    exit: (asked: Asked) => `${spoken(asked)}, the stage ends with status 0: it passes without its work`,
    round: (asked: Asked) => `${spoken(asked)}, \`continue\` leaves that round out: the stage passes without its work`,
    tells: (asked: Asked) => `${spoken(asked)}, that is only printed: the stage passes without its work`,
    nothing: (asked: Asked) => `${spoken(asked)}, nothing is done: the stage passes without its work`,
    program: ({ question }: Pick<Asked, 'question'>) =>
      `\`${question}\` ends the program with status 0: the stage passes without its work`,
  },
  check(context) {
    const { plan, facts } = context;
    const recipes = [...recipeTexts(plan, facts)];
    // A line of several may be asked whether it is wanted; what the others do is done all the same.
    const beside = new Set(recipes.flatMap(({ recipe, reading }) => (recipe && !recipe.alone ? [reading] : [])));
    for (const { stage, reading } of [...runTexts(plan, facts), ...recipes]) {
      if (!stage) continue;
      for (const { how, question, when, needs, start, end, chooses } of skipped(reading.text.text, reading)) {
        if (how !== 'exit' && beside.has(reading)) continue;
        context.report({
          message: how,
          args: { question, when },
          place: reading.text.placeOf(start, end),
          stage,
          help: helpFor(plan, stage, needs, INSTEAD[how]),
          cost: lostWith(plan, stage),
          ...(how === 'exit' && fixBy('unsafe', 'end with status 1', failing(reading.text, start, end))),
          severity: how === 'nothing' || how === 'round' || chooses ? 'warning' : undefined,
        });
      }
    }
    for (const stage of plan.stages) {
      if (stage.off) continue;
      for (const program of stagePrograms(plan, stage, facts))
        for (const { question, needs, start, end, exit } of programSkips(program)) {
          const { text } = program;
          const place = exactly(text, exit.start, exit.end);
          context.report({
            message: 'program',
            args: { question },
            place: text.placeOf(start, end),
            stage,
            help: helpFor(plan, stage, needs, 'end the program with status 1 here'),
            cost: lostWith(plan, stage),
            ...fixBy('unsafe', 'end with status 1', place && { place, replacement: exit.failing }),
          });
        }
    }
  },
});

/** What to write where nothing is to be required. */
const INSTEAD: Readonly<Record<Skip['how'], string>> = {
  exit: 'write `exit 1` here',
  round: 'write `exit 1` in place of `continue`',
  tells: 'end this branch with `exit 1`',
  nothing: 'end this branch with `exit 1`',
};

function helpFor(plan: Plan, stage: PlannedStage, needs: Needed | undefined, otherwise: string): string {
  if (needs?.kind === 'path' && requiresPath(plan, stage, needs.name))
    return `delete this: the stage requires \`${needs.name}\` already, and is blocked where it is missing, which the report says`;
  return needs
    ? `write \`requires: [${asked(needs)}]\` and delete this: where it is missing, the stage is blocked and the report says so`
    : `list what it needs under \`requires\`, as a path, \`{ tool: … }\` or \`{ env: … }\`; or ${otherwise}: where it is missing, the stage must not pass`;
}

function requiresPath({ repository }: Plan, { cwd, requires }: PlannedStage, written: string): boolean {
  const absolute = resolvePath(cwd, written);
  const path = relative(repository.dir, absolute);
  if (path === undefined) return false;
  return requires.some(one => one.kind === 'path' && meets(one.path, pathSet(path)));
}

/** The same way out, with a status that says so; where only one is in it. */
function failing(text: ShellText, start: number, end: number): Edit | undefined {
  const place = exactly(text, start, end);
  const [way, ...more] = text.text.slice(start, end).matchAll(/\b(?:exit|return)\s+0\b/g);
  if (!place || !way || more.length > 0) return undefined;
  const at = place.range.start + way.index + way[0].length;
  return { place: { source: place.source, range: { start: at - 1, end: at } }, replacement: '1' };
}

interface Asked {
  readonly question: string;
  readonly when: 'holds' | 'fails' | 'other';
}

function spoken({ question, when }: Asked): string {
  return when === 'other' ? `for some values of \`${question}\`` : `when \`${question}\` ${when}`;
}

function asked({ kind, name }: Needed): string {
  return kind === 'path' ? name : `{ ${kind}: ${name} }`;
}
