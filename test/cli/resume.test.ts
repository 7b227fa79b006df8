import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { campaign } from './process.ts';
import { git, repository, write } from './repository.ts';

const text = `campaign: small
version: 1
params: { word: { type: string, default: default } }
limits: { wall: 10m, stage: 1m }
store: { url: "s3://not-used/results", checkpoint: 1s }
profiles:
  loud: { params: { word: profile } }
stages:
  write:
    run: echo "\${{ params.word }}" > out.txt
    produces: [out.txt]
  count:
    run: wc -c < out.txt > count.txt
    requires: [out.txt]
    produces: [count.txt]
`;
const failing = text.replace('run: wc', 'run: test -e ready && wc');
const id = '20260517T091500Z-abcdef';

/** A run whose second stage failed, with a parameter of its own. */
function failed(): string {
  const root = repository({ 'campaign.yaml': failing });
  expect(campaign(root, ['run', '-q', '--run-id', id, '--param', 'word=mine']).code).toBe(1);
  return root;
}

const stages = (root: string) =>
  JSON.parse(campaign(root, ['status', id, '-f', 'json']).stdout).stages.map(
    ({ stage, state, attempt }: { stage: string; state: string; attempt: number }) => `${stage} ${state} ${attempt}`,
  );

test('the run goes on as it ran: its script, its parameters, its commit; also where nothing but the store is left', () => {
  const root = failed();
  const { code, stdout, stderr } = campaign(root, ['resume', 'latest']);
  expect(code).toBe(1);
  expect(stderr).toContain(`run ${id} of small taken up again`);
  expect(stderr).toContain('count runs again: attempt 1 failed');
  expect(stdout).toContain(`To run again what did not pass\n  campaign resume ${id}\n`);
  expect(stages(root)).toEqual(['write cached 1', 'count failed 2']);
  rmSync(join(root, '.campaign', '.home'), { recursive: true });
  // What is committed later is not in it.
  write(root, { ready: '' });
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'more');
  const again = campaign(root, ['resume', id]);
  expect(again.code).toBe(1);
  // What happened before on the other machine is no news.
  expect(again.stderr).not.toContain('write started');
  expect(stages(root)).toEqual(['write cached 1', 'count failed 3']);
});

test('a campaign that is named goes on with the run, with the parameters of the run', () => {
  const root = failed();
  write(root, { 'campaign.yaml': text });
  const { code, stdout, stderr } = campaign(root, ['resume', id, 'campaign.yaml', '-f', 'json']);
  expect(code).toBe(0);
  expect(stderr).toContain('count runs again: attempt 1 failed');
  expect(JSON.parse(stdout)).toMatchObject({ begun: true, exitStatus: 0 });
  expect(stages(root)).toEqual(['write cached 1', 'count passed 2']);
  const results = join(root, '.campaign', 'small', id, 'stages');
  expect(readFileSync(join(results, 'count', 'outputs', 'count.txt'), 'utf8').trim()).toBe('5');
  const other = campaign(root, ['resume', id, 'campaign.yaml', '--param', 'word=other']);
  expect(other.code).toBe(0);
  expect(other.stderr).toContain('write runs again: its command changed');
  expect(other.stderr).toContain('count runs again: `out.txt` is made anew: `write` runs again');
});

test('what cannot be meant is refused with what to do', () => {
  const root = failed();
  const refused = (...words: string[]) => {
    const { code, stdout, stderr } = campaign(root, ['resume', ...words]);
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };
  expect(refused()).toContain('RUN');
  expect(refused('nonesuch')).toContain('no run is called or begins with `nonesuch`');
  expect(refused(id, '--param', 'word=x')).toBe(
    `error: --param changes the campaign, and none is named\n  help: campaign resume ${id} campaign.yaml --param …\n`,
  );
  write(root, { 'other.yaml': text.replace('campaign: small', 'campaign: other') });
  expect(refused(id, 'other.yaml')).toContain('other.yaml is the campaign other, and the run is one of small');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'more');
  expect(refused(id, 'campaign.yaml')).toContain('every stage would run again');
  expect(campaign(root, ['resume', id, 'campaign.yaml', '--yes', '-q']).code).toBe(1);
  expect(stages(root)).toEqual(['write passed 2', 'count failed 2']);
  write(join(root, '.campaign', 'small', id), { 'script.sh': 'echo another' });
  expect(refused(id)).toContain('script.sh of 20260517T091500Z-abcdef is damaged');
});

test('a plain second start of a complete run does nothing, and says how to go on', () => {
  const root = failed();
  const { code, stdout } = campaign(root, ['run', '-q', '--run-id', id]);
  expect(code).toBe(0);
  expect(stdout).toContain('the run is complete already; nothing was done');
  expect(stdout).toContain(`campaign resume ${id}`);
});

test('a run that was started a moment ago is alive, and not dead for want of a run.json', async () => {
  const root = repository({ 'campaign.yaml': text });
  write(root, { [`.campaign/small/${id}/script.sh`]: '', [`.campaign/.home/runs/${id}/lock`]: '' });
  const lock = join(root, `.campaign/.home/runs/${id}/lock`);
  const holder = spawn('flock', [lock, 'sh', '-c', `: > ${lock}.held; cat`], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(holder, 'close');
  while (!existsSync(`${lock}.held`)) await new Promise(resolve => setTimeout(resolve, 10));
  expect(campaign(root, ['resume', id])).toEqual({
    code: 3,
    stdout: '',
    stderr: `error: ${id} is alive: it has only been started\n  help: see it go on: campaign watch ${id}\n`,
  });
  holder.stdin.end();
  await ended;
  expect(campaign(root, ['resume', id])).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: ${id} has left no run.json: it died before it had begun\n  help: start it anew: campaign run --run-id ${id}\n`,
  });
});
