import { expect, test } from 'vitest';
import type { Example } from '../../lint/example.ts';
import { lint, written } from './world.ts';

const HEAD = 'campaign: w\nversion: 1\nlimits: { wall: 9h, stage: 10m }\n';

async function told(example: Example): Promise<readonly string[]> {
  return (await lint(example)).findings.map(finding => written(finding));
}

const script = (comment: string): Example => ({
  campaign: `${HEAD}stages:\n  a: { run: ./run.sh }\n  b: { run: ./run.sh }\n`,
  files: { 'run.sh': `#!/bin/bash -eu\n${comment}\n./x || true\n`, x: '' },
  executable: ['run.sh', 'x'],
});

test('a comment in a script reaches the command on the next line, for every stage that runs the script', async () => {
  expect(await told(script('# campaign-ignore: swallowed-failure -- x only warms the cache'))).toEqual([]);
  expect(await told(script('#'))).toEqual([
    'run.sh:3:5 [swallowed-failure] `|| true` hides a failure of `./x`: the stage passes without its work',
    'run.sh:3:5 [swallowed-failure] `|| true` hides a failure of `./x`: the stage passes without its work',
  ]);
});

test('one that argues nothing, or ignores nothing, is told at its place in the script, once', async () => {
  expect(await told(script('# campaign-ignore: swallowed-failure'))).toEqual([
    'run.sh:2:1 [ignore-without-reason] the ignore gives no reason',
  ]);
  expect(await told(script('# campaign-ignore: truncated-log, swallowed-failure -- as it is'))).toEqual([
    'run.sh:2:20 [unused-ignore] `truncated-log` finds nothing here: the ignore keeps nothing back',
  ]);
});

test('a comment in machine.setup reaches the command on its line', async () => {
  const setup = (comment: string): Example => ({
    campaign: `${HEAD}machine:\n  setup: |\n    apt-get update\n    apt-get install jq ${comment}\nstages:\n  a: { run: df -h }\n`,
  });
  expect(await told(setup('# campaign-ignore: interactive -- the image answers by itself'))).toEqual([]);
  expect(await told(setup(''))).toEqual([
    '7:5 [interactive] `apt-get install jq` would wait for a confirmation, and nobody is there to give it',
  ]);
});

test('a comment at a stage reaches what its scripts do', async () => {
  const { campaign, ...world } = script('#');
  const marked = campaign.replace('  a:', '  # campaign-ignore: swallowed-failure -- as it is\n  a:');
  expect(await told({ ...world, campaign: marked.replace(/ {2}b:.*\n/, '') })).toEqual([]);
});

test('a collision stands at the path of an output that is a map', async () => {
  const campaign = `${HEAD}stages:\n  a: { run: df -h > r.txt, produces: [r.txt] }\n  b:\n    run: df -h > r.txt\n    produces:\n      - { upload: false, path: r.txt }\n`;
  expect((await told({ campaign })).filter(line => line.includes('output-collision'))).toEqual([
    '9:32 [output-collision] `r.txt` is produced by both `a` and `b`',
  ]);
});
