import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bash, bin, campaign, plainEnvironment } from './process.ts';
import { git, temporary, write } from './repository.ts';

const text = (script: string) => `campaign: hooked
version: 1
limits: { wall: 1h, stage: 10m }
stages:
  a: { run: "./${script} > o.txt", requires: [${script}], produces: [o.txt] }
`;

test('as a pre-commit hook it judges the commit that is being made, from the first one on', () => {
  const root = temporary();
  const commit = (directory: string, ...args: string[]) =>
    spawnSync('git', ['-C', directory, 'commit', '-q', '-m', 'x', ...args], {
      env: plainEnvironment as NodeJS.ProcessEnv,
    }).status;
  git(root, 'init', '-q');
  git(root, 'remote', 'add', 'origin', 'https://git.example.com/engine.git');
  write(root, {
    '.git/hooks/pre-commit*': `#!/bin/sh\nexec '${process.execPath}' '${bin}' lint\n`,
    'campaign.yaml': text('a.sh'),
    'a.sh*': '#!/bin/sh\n',
  });
  git(root, 'add', '-A');
  expect(commit(root), 'the first commit').toBe(0);
  write(root, { 'a.sh*': '#!/bin/sh\necho more\n' });
  expect(commit(root, 'a.sh'), 'a commit of one file, by an index of its own').toBe(0);
  write(root, { 'campaign.yaml': text('b.sh') });
  expect(commit(root, '-a'), 'a stage that runs what is not there').toBe(1);
  write(root, { 'b.sh*': '#!/bin/sh\n' });
  git(root, 'add', 'b.sh');
  expect(commit(root, '-a'), 'the script is added with its stage').toBe(0);
  const tree = join(temporary(), 'tree');
  git(root, 'worktree', 'add', '-q', '-b', 'other', tree);
  write(tree, { 'campaign.yaml': text('c.sh') });
  expect(commit(tree, '-a'), 'the same in a linked work tree').toBe(1);
});

test('a home that cannot hold a cache is no obstacle', () => {
  for (const HOME of ['/proc', '/nonexistent', ''])
    expect(campaign(temporary(), ['--version'], { HOME, CAMPAIGN_NO_CACHE: undefined })).toMatchObject({
      code: 0,
      stderr: '',
    });
});

test('a campaign may come from a pipe, and what never ends is refused', () => {
  const directory = temporary();
  write(directory, { 'campaign.txt': text('a.sh') });
  const { stdout } = bash(directory, 'cat campaign.txt | campaign lint -f json /dev/stdin');
  expect(JSON.parse(stdout).findings[0].file).toBe('/dev/stdin');
  expect(campaign(temporary(), ['lint', '/dev/zero'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: /dev/zero has more than 67108864 bytes: that is no campaign\n',
  });
});
