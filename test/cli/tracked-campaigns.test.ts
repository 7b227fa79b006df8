import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../cli/context.ts';
import { trackedCampaigns } from '../../cli/tracked-campaigns.ts';
import { campaign } from './process.ts';
import { git, gitEnvironment, repository, temporary, write } from './repository.ts';

function contextOf(cwd: string): Context {
  const writer = { write: () => {}, isTerminal: false };
  const same = (text: string) => text;
  const plain = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };
  return {
    io: { stdout: writer, stderr: writer, env: gitEnvironment, cwd, interactive: false },
    ...{ cwd, quiet: true, verbose: false, debug: false, colors: { stdout: plain, stderr: plain }, note: () => {} },
  };
}

const listed = (cwd: string) => trackedCampaigns(contextOf(cwd)).map(({ path, shown }) => [path, shown]);

/** What git itself lists, of those names and still there. */
const byGit = (cwd: string) =>
  [...new Set(git(cwd, 'ls-files', '-z').split('\0'))]
    .filter(path => /(^|\/)([^/]+\.)?campaign\.ya?ml$/.test(path) && existsSync(join(cwd, path)))
    .sort()
    .map(path => [join(cwd, path), path]);

const files = {
  'a.campaign.yml': '',
  'bench/campaign.yaml': '',
  'bench/deep/x.campaign.yaml': '',
  'bench campaigns/campaign.yaml': '',
  'benches/campaign.yaml': '',
  'mycampaign.yaml': '',
  'campaign.yaml.txt': '',
};

test.each<[string, (root: string) => void]>([
  ['as committed', () => {}],
  [
    'with one staged and one not',
    root => {
      write(root, { 'bench/new.campaign.yaml': '', 'bench/newer.campaign.yaml': '' });
      git(root, 'add', 'bench/new.campaign.yaml');
    },
  ],
  [
    'with one removed from the disk, and one from the index',
    root => {
      rmSync(join(root, 'bench/campaign.yaml'));
      git(root, 'rm', '-q', '--cached', 'bench/deep/x.campaign.yaml');
    },
  ],
  [
    'with one that is only meant to be added',
    root => {
      write(root, { 'bench/new.campaign.yaml': '' });
      git(root, 'add', '-N', 'bench/new.campaign.yaml');
    },
  ],
  ['in an index of version 4', root => git(root, 'update-index', '--index-version', '4')],
  ['in a split index', root => git(root, 'update-index', '--split-index')],
  [
    'in a merge that has a conflict',
    root => {
      for (const [branch, text] of [
        ['one', '1'],
        ['two', '2'],
      ] as const) {
        git(root, 'checkout', '-qb', branch, 'main');
        write(root, { 'bench/campaign.yaml': text });
        git(root, 'commit', '-qam', branch);
      }
      expect(() => git(root, 'merge', '-q', 'one')).toThrow();
    },
  ],
])('the tracked campaigns are those that git lists, %s', (_, change) => {
  const root = repository(files);
  change(root);
  for (const at of ['', 'bench', 'bench/deep', 'bench campaigns'])
    expect(listed(join(root, at)), at).toEqual(byGit(join(root, at)));
  expect(listed(root).length).toBeGreaterThan(2);
});

test('a plain repository is linted without starting git', () => {
  const root = repository({
    'campaign.yaml':
      'campaign: x\nversion: 1\nlimits: { wall: 10m, stage: 1m }\nstages:\n  a: { run: echo 1 > o, produces: [o] }\n',
  });
  const log = join(root, '.git/calls');
  const programs = temporary();
  write(programs, { 'git*': `#!/bin/sh\necho "$*" >> '${log}'\nexit 1\n` });
  const env = { PATH: `${programs}:${process.env.PATH}` };
  expect(campaign(root, ['lint'], env)).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(log)).toBe(false);
  git(root, 'update-index', '--split-index');
  campaign(root, ['lint'], env);
  expect(readFileSync(log, 'utf8')).toContain('ls-files');
});
