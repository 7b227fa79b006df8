import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { campaign, root as project } from './process.ts';
import { repository } from './repository.ts';

const text = (command: string) => `campaign: small
version: 1
ci: { none: true, reason: a test }
params: { last: { type: integer, default: 5 } }
limits: { wall: 10m, stage: 1m }
env: { FACTOR: "\${{ params.last }}" }
stages:
  bench:
    run: ${command}
    requires: [measure.sh]
    produces: [times.csv]
`;
const measure = `echo query,seconds
for q in q1 q2 q3 q4 q5 q6; do
  if [ "$FACTOR" = 9 ] && [ $q = q6 ]; then continue; fi
  for n in 0 1 2 3 4; do echo "$q,$FACTOR.$n"; done
done
`;

test('runs are compared item by item; a gate trips, what one run lacks is told, what changed refuses', () => {
  const root = repository({
    'measure.sh': measure,
    'campaign.yaml': text('sh measure.sh > times.csv'),
    'other.yaml': text('sh ./measure.sh > times.csv'),
  });
  const ran = (...args: string[]) => expect(campaign(root, ['run', '-q', ...args])).toMatchObject({ code: 0 });
  ran('--run-id', 'before');
  ran('--run-id', 'same');
  ran('--run-id', 'slow', '--param', 'last=7');
  ran('--run-id', 'part', '--param', 'last=9');
  ran('other.yaml', '--run-id', 'changed');
  const compared = (...args: string[]) => campaign(root, ['compare', ...args]);

  expect(compared('before', 'same', '--max-slowdown', '5%')).toMatchObject({ code: 0, stderr: '' });
  const slow = compared('before', 'slow', '--max-slowdown', '5%');
  expect(slow.code).toBe(1);
  expect(slow.stdout).toContain('slow compared with before\n');
  expect(slow.stdout).toMatch(
    /\nquery=q1 {2}5\.20 \S+ \(5\) {2}7\.20 \S+ \(5\) {2}\+38\.5% {2}\[\+\d+\.\d%, \+\d+\.\d%\] {2}✗ slower\n/,
  );
  expect(slow.stdout).toContain('✗ seconds, geometric mean of 6 items: +38.5% [');
  const several = compared('before', 'same', 'slow');
  expect(several).toEqual({
    code: 0,
    stderr: '',
    stdout: `${compared('before', 'same').stdout}\n${compared('before', 'slow').stdout}`,
  });
  expect(compared('before', 'slow', '--higher-is-better', 'seconds', '--max-slowdown', '5%').code).toBe(0);

  const part = compared('before', 'part');
  expect(part).toMatchObject({ code: 0 });
  expect(part.stdout).toContain('only in before, in no mean: 1\n  bench times.csv query=q6 seconds\n');
  expect(part.stdout).not.toContain('geometric mean');
  expect(compared('before', 'part', '--max-slowdown', '5%').code).toBe(2);
  expect(compared('before', 'part', '--common').stdout).toContain('The means are over the items that both runs have');

  expect(compared('before', 'changed')).toMatchObject({
    code: 2,
    stdout: `changed compared with before
Not compared: it would be unfair.
note: both runs are of the same commit: what differs is not the code
refused: the command of bench changed (command)
`,
  });
  expect(compared('before', 'changed', '--accept', 'command').code).toBe(0);
  expect(compared('before', 'same', '--max-slowdown', '5').code).toBe(2);

  const told = compared('before', 'slow', '-f', 'md', '-o', 'comment.md');
  expect(told).toEqual({ code: 0, stdout: '', stderr: 'comment.md is written\n' });
  expect(readFileSync(join(root, 'comment.md'), 'utf8')).toBe(compared('before', 'slow', '-f', 'md').stdout);
  expect(compared('before', 'slow', '-q', '-o', 'none/c.txt')).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: none/c.txt cannot be written: ENOENT: no such file or directory, open '${join(root, 'none/c.txt')}'
  help: name another file with -o
`,
  });

  const schema = JSON.parse(readFileSync(join(project, 'schema/output/compare.schema.json'), 'utf8'));
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
  for (const other of ['slow', 'part', 'changed'])
    expect([valid(JSON.parse(compared('before', other, '-f', 'json').stdout)), valid.errors]).toEqual([true, null]);
}, 120_000);
