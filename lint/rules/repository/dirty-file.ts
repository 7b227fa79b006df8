import { contains } from '../../../plan/path-set.ts';
import type { Place } from '../../../schema/source.ts';
import { neededFiles } from '../../needed-files.ts';
import { defineRule, type Messages, type RuleContext } from '../../rule.ts';
import { spokenList } from '../../spoken.ts';
import { unmarked } from '../../stage-script.ts';

export default defineRule({
  id: 'dirty-file',
  severity: 'error',
  since: '0.1.0',
  summary: 'a file that a stage names or runs, changed since the commit that the box will clone',
  why: `The box runs the commit, not the working tree: the fix that was tried five minutes ago is not on it, and the hours
that follow measure the old code.`,
  instead: 'Commit the change and push it, or put it aside with `git stash`.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
    requires: [queries/]
`,
        files: { 'bench.sh': '', 'queries/q01.sql': '', 'README.md': '' },
        executable: ['bench.sh'],
        modified: ['bench.sh', 'queries/q01.sql', 'README.md'],
        expect: [
          '1:11 `README.md`, which no stage names, is modified here: the box gets it as it was committed',
          '6:10 `bench.sh` differs from the commit that the box will clone',
          '7:16 `queries/` holds changes that the box will not have: `queries/q01.sql`',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
    requires: [queries/]
`,
        files: { 'bench.sh': '', 'queries/q01.sql': '', 'README.md': '' },
        executable: ['bench.sh'],
      },
    ],
  },
  messages: {
    dirty: ({ path }: { path: string }) => `\`${path}\` differs from the commit that the box will clone`,
    holds: ({ path, files }: { path: string; files: readonly string[] }) =>
      `\`${path}\` holds changes that the box will not have: ${spokenList(files.map(file => `\`${file}\``))}`,
    others: ({ files }: { files: readonly string[] }) =>
      files.length === 1
        ? `\`${files[0]}\`, which no stage names, is modified here: the box gets it as it was committed`
        : `${files.length} files, which no stage names, are modified here: the box gets them as they were committed: ${spokenList(files.map(file => `\`${file}\``))}`,
  },
  check(context) {
    const { plan, facts } = context;
    const modified = modifiedFiles(context);
    if (modified.length === 0) return;
    const named = new Set<string>();
    const help = 'commit and push it, or `git stash` it';
    const cost = 'paid time on code that is not what was tried here';
    for (const { stage, files } of neededFiles(plan, facts)) {
      const told = new Set<string>();
      const say = (changed: readonly string[], path: string, place: Place) => {
        const fresh = changed.filter(file => !told.has(file));
        for (const file of changed) named.add(file) && told.add(file);
        if (fresh.length === 0) return;
        const details = { place, stage, help, cost };
        if (fresh.length === 1 && fresh[0] === path) context.report({ message: 'dirty', args: { path }, ...details });
        else context.report({ message: 'holds', args: { path, files: fresh }, ...details });
      };
      for (const required of stage?.requires ?? []) {
        if (required.kind !== 'path' || required.path.unknown) continue;
        const { path } = required;
        const seen = (file: string) => contains(path, path.absolute ? `${plan.repository.dir}/${file}` : file);
        say(modified.filter(seen), path.text, required.place);
      }
      for (const { path, place } of files) {
        // What lies in a submodule changes with the commit of it.
        const one = modified.find(file => file === path || path.startsWith(`${file}/`));
        if (one !== undefined) say([one], one, place);
      }
    }
    const others = modified.filter(file => !named.has(file));
    const place = plan.campaign.repository.place;
    if (others.length > 0)
      context.report({
        message: 'others',
        args: { files: others },
        place,
        severity: 'note',
        help: 'commit and push them if the run needs them',
      });
  },
});

/** Modified tracked files but for the campaign itself: its digest, and that it is modified, are in the run's record. */
function modifiedFiles<M extends Messages>({ facts, reading }: RuleContext<M>): readonly string[] {
  return [...(facts.git?.modified() ?? [])]
    .filter(path => unmarked(facts.read(path) ?? '') !== reading.source.text)
    .sort();
}
