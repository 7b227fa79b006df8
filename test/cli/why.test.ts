import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { campaign, root as project } from './process.ts';
import { repository } from './repository.ts';
import { killRunsOf } from './started.ts';

const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(project, 'schema/output/why.schema.json'), 'utf8')),
);

const head = (limits = '{ wall: 10m, stage: 1m }') =>
  `campaign: small\nversion: 1\nlint: { over-budget: off }\nlimits: ${limits}\nstore: { url: "s3://not-used/results", checkpoint: 1s }\nstages:\n`;

/** What `campaign why` says of a run of these stages, on one screen and as JSON. */
function why(stages: string, limits?: string) {
  const root = repository({ 'campaign.yaml': head(limits) + stages });
  campaign(root, ['run', '-q', '--run-id', 'r']);
  return told(root);
}

function told(root: string) {
  const { code, stdout, stderr } = campaign(root, ['why', 'r']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').length).toBeLessThanOrEqual(24);
  const object = JSON.parse(campaign(root, ['why', '-f', 'json']).stdout);
  expect([valid(object), valid.errors]).toEqual([true, null]);
  const text = stdout
    .replaceAll(root, '…')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'WHEN')
    .replaceAll(/\d+\.\d s/g, 'N s')
    .replaceAll(/\d+\.\d kB/g, 'N kB')
    .replaceAll(/at most \d+\.\d [kMG]B of memory/g, 'at most N MB of memory');
  return { text: `\n${text}`, object };
}

test('a stage that failed: its exit code, the end of its log, what it held back, and how to go on', () => {
  const { text, object } = why(`
  a: { run: "echo x > a.txt", produces: [a.txt] }
  b: { run: "echo before; no-such-command", requires: [a.txt], produces: [b.txt] }
  c: { run: "cat b.txt", requires: [b.txt] }
`);
  expect(object).toMatchObject({
    cause: { kind: 'stage', stage: 'b', how: 'exit' },
    evidence: { exitCode: 127, stage: 'b' },
    again: { stages: ['b', 'c'] },
    next: 'campaign resume r',
  });
  expect(text.replaceAll(/run: line/g, 'line')).toMatchInlineSnapshot(`
    "
    small · r · exit status 1 · 1 of 3 stages passed in N s

    Cause     b failed: exit code 127; so c could not run
    Evidence  WHEN; b after N s of 1m 00s; exit code 127
        │ before
        │ …/.campaign/.home/runs/r/stages/b/line 9: no-such-command: command not found

    Survived  1 of 3 stages, N s of work; 13 objects, N kB
              …/.campaign/small/r
    Cost      nothing: it had no box
    Again     b, c: at most 2m 00s
    Next      campaign resume r
              mended: campaign resume r campaign.yaml
    "
  `);
});

test('an expectation that was not met', () => {
  const { object } = why('  a: { run: "echo x > a.txt", produces: [{ path: a.txt, expect: { lines: 3 } }] }\n');
  expect(object.cause).toMatchObject({ kind: 'stage', how: 'expectation', stage: 'a' });
});

test('a stage that took too long, and one that was killed', () => {
  const slow = why('  a: { run: exec sleep 30, timeout: 1s }\n');
  expect(slow.object.cause).toEqual({
    ...{ kind: 'stage', how: 'timeout', stage: 'a' },
    text: 'a took too long: stopped after its limit of 1 s',
  });
  const killed = why('  a: { run: "kill -SEGV $$" }\n');
  expect(killed.object.cause).toEqual({
    ...{ kind: 'stage', how: 'signal', stage: 'a' },
    text: 'a was killed by SIGSEGV',
  });
});

test('the wall limit', () => {
  const { object } = why('  a: { run: "echo on; exec sleep 30" }\n', '{ wall: 2s, stage: 1m }');
  expect(object).toMatchObject({
    cause: { kind: 'limit', text: 'the run reached its wall limit of 2 s' },
    evidence: { stage: 'a', lines: ['on'] },
  });
});

test('something that is missing before the first stage', () => {
  const { object } = why('  a: { run: "true", requires: [{ tool: no-such-tool }] }\n');
  expect(object).toMatchObject({ exitStatus: 3, cause: { kind: 'preflight' } });
  expect(object.cause.text).toContain('no-such-tool');
});

test('all is well', () => {
  expect(why('  a: { run: "true" }\n').text).toMatchInlineSnapshot(`
    "
    small · r · complete · 1 of 1 stage passed in N s

    Cause     all is well: every stage passed or was skipped, and everything is in the store
    Evidence  WHEN

    Survived  1 of 1 stage, N s of work; 9 objects, N kB
              …/.campaign/small/r
    Cost      nothing: it had no box
    Next      campaign fetch r
    "
  `);
});

test('everything of it killed at once', async () => {
  const root = repository({ 'campaign.yaml': `${head()}  a: { run: "echo on; exec sleep 60" }\n` });
  campaign(root, ['run', '-q', '--detach', '--run-id', 'r']);
  const tail = () => JSON.parse(campaign(root, ['why', 'r', '-f', 'json']).stdout);
  await expect
    .poll(tail, { timeout: 20_000 })
    .toMatchObject({ cause: { kind: 'running' }, evidence: { lines: ['on'] } });
  killRunsOf(root);
  await expect.poll(() => tail().state, { timeout: 5000 }).toBe('died');
  expect(told(root).text).toMatchInlineSnapshot(`
    "
    small · r · died · 0 of 1 stage passed in N s

    Cause     it was cut off without a word
    Evidence  WHEN; a after N s of 1m 00s
        │ on

    Survived  no stage; 7 objects, N kB, 1 of them partial
              …/.campaign/small/r
    Cost      nothing: it had no box
    Again     a: at most 1m 00s
    Next      campaign resume r
    "
  `);
});
