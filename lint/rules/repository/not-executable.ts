import { neededFiles } from '../../needed-files.ts';
import { base, relative, resolvePath } from '../../path.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import type { LocatedCommand } from '../../stage-shell.ts';
import { tree } from '../../tracked.ts';

export default defineRule({
  id: 'not-executable',
  severity: 'error',
  since: '0.1.0',
  summary: 'a tracked file that a stage executes directly, and that git has without the executable bit',
  why: `The box gets the mode that git has, not the one on disk: \`./run.sh\` ends with "Permission denied" and status 126, after
the box was booted and paid for.`,
  instead: '`git update-index --chmod=+x run.sh` and a commit; or name the interpreter: `bash run.sh`.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      cd scripts
      time ./bench.sh | tee ../bench.txt
    produces: [bench.txt]
`,
        files: { 'scripts/bench.sh': '' },
        expect: ['8:12 `scripts/bench.sh` is executed, but git has it without the executable bit'],
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      cd scripts
      time bash bench.sh | tee ../bench.txt
    produces: [bench.txt]
`,
        files: { 'scripts/bench.sh': '' },
      },
    ],
  },
  messages: {
    mode: ({ path }: { path: string }) => `\`${path}\` is executed, but git has it without the executable bit`,
  },
  check(context) {
    const { plan, facts } = context;
    const { mode } = context.once(tree);
    for (const { stage, files, commands: all } of neededFiles(plan, facts)) {
      const told = new Set<string>();
      for (const { path, place, how, command } of files) {
        if (how !== 'run' || mode(path) !== '100644' || told.has(path)) continue;
        told.add(path);
        const before = all.slice(0, all.indexOf(command));
        if (before.some(earlier => changesMode(earlier, path, plan.repository.dir))) continue;
        const help = `\`git update-index --chmod=+x ${path}\`, commit and push; or run it by its interpreter, as in \`${interpreterOf(path)} ${path}\``;
        const cost = stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage';
        context.report({ message: 'mode', args: { path }, place, stage, help, cost });
      }
    }
  },
});

/** `chmod +x` of the file itself, of a directory that holds it, or of something that is not known. */
function changesMode({ words, directory }: LocatedCommand, path: string, dir: string): boolean {
  if (base(words[0]?.value ?? '') !== 'chmod') return false;
  return words.slice(2).some(({ value, glob }) => {
    const absolute = value === undefined || glob ? undefined : resolvePath(directory, value);
    const target = relative(dir, absolute);
    return target === undefined || target === '' || path === target || path.startsWith(`${target}/`);
  });
}

/** What usually runs a file of its name. */
function interpreterOf(path: string): string {
  return /\.py$/.test(path) ? 'python3' : /\.[cm]?js$/.test(path) ? 'node' : 'bash';
}
