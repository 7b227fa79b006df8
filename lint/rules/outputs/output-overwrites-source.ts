import { contains } from '../../../plan/path-set.ts';
import type { Template } from '../../../schema/template.ts';
import { relative, resolvePath } from '../../path.ts';
import { shownPath } from '../../provision.ts';
import { defineRule } from '../../rule.ts';
import { spokenList } from '../../spoken.ts';
import { ancestors, tree } from '../../tracked.ts';

export default defineRule({
  id: 'output-overwrites-source',
  severity: 'error',
  since: '0.1.0',
  summary: 'an output that is tracked in git, or that leaves the source directory by `..`',
  why: `A stage that writes over the source changes what later stages measure, and the run's provenance names a commit that
is no longer what ran. A result file that is tracked also is there before the stage begins: a stage that wrote nothing would look as if it had.`,
  instead:
    'A path that git does not track, best in a directory of results; an absolute path for something outside the source directory.',
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh > BENCHMARKS.md
    produces: [BENCHMARKS.md, ../elsewhere.md]
`,
        files: { 'bench.sh': '', 'BENCHMARKS.md': 'old numbers' },
        executable: ['bench.sh'],
        expect: [
          '7:16 `BENCHMARKS.md` is tracked in git, so the stage would overwrite the source',
          '7:31 `../elsewhere.md` leaves the source directory',
        ],
      },
      {
        title: 'Below a file, and around everything',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
    produces: [bench.sh/log, /opt/]
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        expect: [
          '7:16 `bench.sh/log` lies below `bench.sh`, which is a file that git tracks',
          '7:30 `/opt/` holds the source directory',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh > results/BENCHMARKS.md
    produces: [results/BENCHMARKS.md]
`,
        files: { 'bench.sh': '', 'BENCHMARKS.md': 'old numbers', 'results/.gitkeep': '' },
        executable: ['bench.sh'],
      },
    ],
  },
  messages: {
    tracked: ({ path }: { path: string }) => `\`${path}\` is tracked in git, so the stage would overwrite the source`,
    holds: ({ path, files }: { path: string; files: readonly string[] }) =>
      `\`${path}\` holds what git tracks: ${spokenList(files.map(file => `\`${file}\``))}`,
    under: ({ path, file }: { path: string; file: string }) =>
      `\`${path}\` lies below \`${file}\`, which is a file that git tracks`,
    around: ({ path }: { path: string }) => `\`${path}\` holds the source directory`,
    leaves: ({ path }: { path: string }) => `\`${path}\` leaves the source directory`,
    git: ({ path }: { path: string }) => `\`${path}\` lies in git's own directory`,
  },
  check(context) {
    const { plan } = context;
    const { files, directories, mode } = context.once(tree);
    const { dir } = plan.repository;
    const cost =
      "results whose provenance names a commit that is not what ran; an old file may pass for the stage's result";
    for (const stage of plan.stages) {
      if (stage.derived) continue;
      for (const { path, output, place } of stage.produces) {
        const local = relative(dir, resolvePath(dir, path.text) ?? path.text);
        if (local === undefined && climbs(output.path)) {
          const help = 'write it below the source directory, or declare an absolute path';
          context.report({ message: 'leaves', args: { path: output.path.text }, place, stage, help });
        }
        const whole = path.kind === 'glob' ? undefined : path.text.replace(/\/*$/, '/');
        if (local === undefined && whole !== undefined && dir.startsWith(whole)) {
          const help = 'name the file or the directory of results itself';
          context.report({ message: 'around', args: { path: shownPath(path) }, place, stage, help, cost });
        }
        if (local === undefined || path.unknown) continue;
        const details = {
          place,
          stage,
          help: 'produce a path that git does not track, such as one in a directory of results',
          cost,
        };
        const shown = shownPath(path);
        const below = ancestors(local).find(directory => mode(directory)?.startsWith('100'));
        if (/^\.git(\/|$)/.test(local)) context.report({ message: 'git', args: { path: shown }, ...details });
        else if (mode(local) !== undefined) context.report({ message: 'tracked', args: { path: shown }, ...details });
        else if (below !== undefined)
          context.report({ message: 'under', args: { path: shown, file: below }, ...details });
        else if (path.kind === 'glob' || local === '' || directories.has(local)) {
          const seen = (file: string) => contains(path, path.absolute ? `${dir}/${file}` : file);
          const held = files.filter(file => !PLACEHOLDER.test(file) && seen(file));
          if (held.length > 0) context.report({ message: 'holds', args: { path: shown, files: held }, ...details });
        }
      }
    }
  },
});

/** Written relative to the source directory: what lies outside it is then reached by `..`. */
function climbs({ parts: [first] }: Template): boolean {
  return first?.kind === 'text' && !first.value.startsWith('/');
}

/** Files that are tracked only so that a directory of results exists. */
const PLACEHOLDER = /(^|\/)\.(gitkeep|keep|gitignore)$/;
