import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { campaign, root as project } from './process.ts';
import { repository, temporary } from './repository.ts';
import { onTerminal } from './started.ts';

const text = `campaign: small
version: 1
limits: { wall: 10m, stage: 1m }
store: { url: "s3://not-used/results", checkpoint: 1s }
stages:
  write: { run: "echo out > out.txt", produces: [out.txt] }
  wait: { run: "echo waiting; exec sleep 50", requires: [out.txt] }
`;

/** A run in the background that is in its second stage. */
async function waiting(runId: string): Promise<string> {
  const root = repository({ 'campaign.yaml': text });
  expect(campaign(root, ['run', '-q', '--detach', '--run-id', runId]).code).toBe(0);
  await expect
    .poll(() => JSON.parse(campaign(root, ['status', runId, '-f', 'json']).stdout).stages[1]?.state, {
      timeout: 20_000,
    })
    .toBe('running');
  return root;
}

test('a run of this machine is told by a signal, and has saved what there is when the command comes back', async () => {
  const root = await waiting('one');
  const unasked = campaign(root, ['cancel', 'one']);
  expect(unasked).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: nobody is there to be asked, and nothing was stopped\n  help: to stop it all the same: --yes\n',
  });
  const { code, stdout, stderr } = campaign(root, ['cancel', 'one', '--yes']);
  expect([code, stdout]).toEqual([
    0,
    `one is stopped: 1 of 2 stages passed
  stopped before its end: SIGINT
  all it has is in ${root}/.campaign/small/one
  take it up again: campaign resume one
`,
  ]);
  expect(stderr.replaceAll(/\d\d:\d\d/g, 'MM:SS').replaceAll(/\d+\.\d s/g, 'N s')).toBe(`its script has been told
MM:SS stopping: SIGINT
MM:SS wait interrupted after N s: the run was stopped by SIGINT
MM:SS run ended with exit status 130 in N s
`);
  expect(existsSync(join(root, '.campaign/small/one/COMPLETE'))).toBe(true);
  expect(campaign(root, ['cancel', 'one'])).toEqual({
    code: 0,
    stdout: `one is over already: complete, exit status 130
  stopped before its end: SIGINT
  all it has is in ${root}/.campaign/small/one
`,
    stderr: '',
  });
});

test('from elsewhere it is told through its store, and JSON is what its schema says', async () => {
  const root = await waiting('away');
  const { code, stdout, stderr } = campaign(temporary(), [
    ...['cancel', 'away', '--yes', '--format', 'json', '--store', join(root, '.campaign')],
  ]);
  expect([code, stderr.split('\n')[0]]).toEqual([0, 'the request is in its store: it is heard at the next heartbeat']);
  const told = JSON.parse(stdout);
  const schema = readFileSync(join(project, 'schema/output/cancel.schema.json'), 'utf8');
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(schema));
  expect([valid(told), valid.errors]).toEqual([true, null]);
  expect(told).toMatchObject({
    ...{ outcome: 'stopped', lost: null, left: null },
    run: { state: 'complete', exitStatus: 130, stopping: { why: 'signal', detail: 'a request in the store' } },
  });
});

test('asked only, it ends by itself; --now is for boxes', async () => {
  const root = await waiting('soon');
  const now = campaign(root, ['cancel', 'soon', '--yes', '--now']);
  expect([now.code, now.stderr]).toEqual([
    2,
    'error: --now ends a box, and soon has none\n  help: leave it out: the run is asked to stop and save\n',
  ]);
  const { code, stdout } = campaign(root, ['cancel', 'soon', '--yes', '--no-wait']);
  expect([code, stdout.split('\n').slice(0, 1)]).toEqual([0, ['soon has been asked to stop and save']]);
  expect(campaign(root, ['watch', '-q', 'soon']).code).toBe(130);
});

test('on a terminal a person is asked, and no is no', async () => {
  const root = await waiting('asked');
  const no = onTerminal(root, ['cancel', 'asked']);
  await no.says('stop small/asked, which runs wait? [y/N] ');
  no.child.stdin!.write('n\n');
  expect(await no.ended).toMatchObject({ code: 2, stdout: expect.stringContaining('error: nothing was stopped') });
  const yes = onTerminal(root, ['cancel', 'asked']);
  await yes.says('[y/N] ');
  yes.child.stdin!.write('y\n');
  expect(await yes.ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('asked is stopped: 1 of 2 stages'),
  });
});

test('a process id that was taken over by something else is not signalled', async () => {
  const root = await waiting('taken');
  const pid = join(root, '.campaign/.home/runs/taken/pid');
  const own = readFileSync(pid, 'utf8');
  // This very process: it holds no lock of the run.
  writeFileSync(pid, `${process.pid}\n`);
  const { code, stderr } = campaign(root, ['cancel', 'taken', '--yes']);
  expect([code, stderr.split('\n')[0]]).toEqual([0, 'the request is in its store: it is heard at the next heartbeat']);
  writeFileSync(pid, own);
});
