import { isUnknown } from '../../../plan/symbol.ts';
import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'unpushed-commit',
  severity: 'error',
  since: '0.1.0',
  summary: 'a pinned commit that no remote has, or a `source.ref` that names none',
  why: 'Local commits are invisible to the box: it clones from the remote, and the checkout of the pinned commit fails after it has booted.',
  instead: '`git push`, or a `source.ref` that has been pushed.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
source: { ref: HEAD }
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        unpushed: true,
        expect: ['3:16 commit 0123456789ab (`HEAD`) is in no remote-tracking branch: the box cannot check it out'],
      },
      {
        title: 'Nowhere to clone from',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        unpushed: true,
        remotes: [],
        expect: [
          '1:11 the repository has no remote and the campaign no `source.repo`: the box has nowhere to clone from',
        ],
      },
    ],
    good: [
      {
        title: 'Without a remote here, whether `source.repo` has the commit cannot be told',
        campaign: `campaign: bench
version: 1
source: { repo: https://github.com/example/engine.git }
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench.sh
`,
        files: { 'bench.sh': '' },
        executable: ['bench.sh'],
        unpushed: true,
        remotes: [],
      },
    ],
  },
  messages: {
    unpushed: ({ commit, ref }: { commit: string; ref: string }) =>
      `commit ${commit.slice(0, 12)} (\`${ref}\`) is in no remote-tracking branch: the box cannot check it out`,
    noRemote: () => 'the repository has no remote and the campaign no `source.repo`: the box has nowhere to clone from',
    noCommit: ({ ref }: { ref: string }) => `\`source.ref\` is \`${ref}\`, which names no commit of this repository`,
  },
  check(context) {
    const { git } = context.facts;
    const { repository } = context.plan;
    const written = context.campaign.repository;
    const place = (written.ref ?? written.repo ?? written).place;
    const cost = 'a box that boots, fails to check the commit out, and is paid for all the same';
    if (!git || isUnknown(repository.ref)) return;
    if (git.remotes.length === 0) {
      if (repository.repo !== undefined) return;
      const help = 'add a remote and push, or write `source: { repo: https://… }`';
      context.report({ message: 'noRemote', place, help, cost });
    } else if (git.commit === undefined) {
      const help = 'write a branch, tag or commit that exists here; `git fetch --tags` brings those of the remote';
      context.report({ message: 'noCommit', args: { ref: repository.ref }, place, help, cost });
    } else if (!git.pushed())
      context.report({
        message: 'unpushed',
        args: { commit: git.commit, ref: repository.ref },
        place,
        help: pushing(repository.ref, git.remotes),
        cost,
      });
  },
});

/** What brings a ref to where the box can fetch it. */
function pushing(ref: string, remotes: readonly string[]): string {
  if (ref === 'HEAD') return '`git push`';
  if (/^[0-9a-f]{7,64}$/.test(ref)) return 'push a branch that holds it';
  return `\`git push ${remotes.includes('origin') ? 'origin' : remotes[0]} ${ref}\``;
}
