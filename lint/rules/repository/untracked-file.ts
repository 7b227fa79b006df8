import { quote } from '../../../plan/quote.ts';
import type { Place } from '../../../schema/source.ts';
import { makersOf } from '../../makers.ts';
import { neededFiles } from '../../needed-files.ts';
import { relative } from '../../path.ts';
import { provisionOf, shownPath } from '../../provision.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import { tree } from '../../tracked.ts';

export default defineRule({
  id: 'untracked-file',
  severity: 'error',
  since: '0.1.0',
  summary: 'a file that a stage names and that lies here, but not in git at the pinned commit',
  why: `Five of the origin's seven phases ran scripts that had never been committed. On the author's machine all was well;
the box clones, and so had none of them.`,
  instead: `Commit and push the file. What is made on the way belongs under some stage's \`produces\`, or into a \`prebuilt\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: s3
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  runlog:
    run: python3.12 infra/runlog.py --config infra/local.toml
    requires: [infra/runlog.py]
`,
        untracked: { 'infra/runlog.py': '', 'infra/local.toml': '' },
        ignored: ['infra/local.toml'],
        expect: [
          '6:46 `infra/local.toml` is ignored by git: the box will not have it',
          '7:16 `infra/runlog.py` is here but not in the pinned commit: the box will not have it',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: s3
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  runlog:
    run: python3.12 infra/runlog.py --config infra/local.toml
    requires: [infra/runlog.py]
`,
        files: { 'infra/runlog.py': '', 'infra/local.toml': '' },
      },
    ],
  },
  messages: {
    untracked: ({ path }: { path: string }) =>
      `\`${path}\` is here but not in the pinned commit: the box will not have it`,
    ignored: ({ path }: { path: string }) => `\`${path}\` is ignored by git: the box will not have it`,
    outside: ({ path }: { path: string }) =>
      `\`${path}\` is here, but there is no git repository that the box could clone`,
  },
  check(context) {
    const { plan, facts } = context;
    const { git } = facts;
    const known = context.once(tree);
    const makers = makersOf(plan, facts);
    for (const { stage, files, optional } of neededFiles(plan, facts)) {
      const told = new Set<string>();
      const say = (path: string, place: Place) => {
        const message = !git ? 'outside' : git.ignored(path) ? 'ignored' : 'untracked';
        const help = git
          ? `\`git add ${git.ignored(path) ? '--force ' : ''}${quote(path)}\`, commit and push; or list it under \`produces\` of the stage that makes it`
          : 'put the campaign and what it runs into a git repository, commit and push';
        const cost = stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage';
        context.report({ message, args: { path }, place, stage, help, cost });
      };
      for (const required of stage?.requires ?? [])
        if (required.kind === 'path') {
          const path = shownPath(required.path);
          told.add(path.replace(/\/$/, ''));
          if (provisionOf(required, plan, facts, known) === 'disk') say(path, required.place);
        }
      const { cwd: written } = stage?.stage ?? {};
      const cwd = stage && relative(plan.repository.dir, stage.cwd);
      if (written && cwd && !known.holds(cwd) && facts.exists(cwd) === 'directory' && !makers.below(cwd))
        if (!makers.declared(cwd)) say(cwd, written.place);
      for (const file of files) {
        const { path, place, how } = file;
        if (told.has(path) || known.holds(path) || facts.exists(path) !== 'file') continue;
        told.add(path);
        if (makers.declared(path) || optional(file)) continue;
        // Without git there is no telling an input from what a run left behind, but a program is no leftover.
        if (git ? makers.possible(path, { program: how === 'run', ignored: git.ignored(path) }) : how === 'argument')
          continue;
        say(path, place);
      }
    }
  },
});
