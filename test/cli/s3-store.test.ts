import { type ChildProcess, execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { s3World } from '../run/store-worlds.ts';
import { bin, type Ended, plainEnvironment, root, startCampaign } from './process.ts';
import { repository } from './repository.ts';

const folder = 'ssb/20260517T091500Z-a1b2c3';
const began = '2026-05-17T09:15:00Z';

const row = { stage: 'one', reason: 'exit 3', attempt: 1, startedAt: began, endedAt: began, seconds: 1 };

function status(state: string, ofStage: string, updatedAt = began): string {
  return JSON.stringify({
    ...{
      version: 1,
      campaign: 'ssb',
      runId: '20260517T091500Z-a1b2c3',
      state,
      startedAt: began,
      updatedAt,
      seconds: 40,
    },
    ...{ wallSeconds: 600, checkpointSeconds: 5, exitStatus: 1, uploads: { done: 1, failed: 0, bytes: 10 } },
    stages: [{ ...row, state: ofStage, timeoutSeconds: 60 }],
  });
}

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-cli-s3-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the real command beside us: the server that it asks lives in this process. */
function started(words: readonly string[], env: Readonly<Record<string, string>>, program = bin): Started {
  const child = execFile(process.execPath, [program, ...words], {
    cwd: scratch(),
    env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', text => (stdout += text));
  child.stderr!.on('data', text => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  return { child, ended };
}

async function world() {
  const opened = await s3World();
  await opened.put(`${folder}/status.json`, status('ended', 'failed'));
  await opened.put(
    `${folder}/stages/one/result.json`,
    JSON.stringify({ ...row, state: 'failed', exitCode: 3, signal: null, outputs: [] }),
  );
  await opened.put(`${folder}/stages/one/log`, 'first\nlast\n');
  await opened.put(`${folder}/COMPLETE`, '');
  const campaign = (...words: string[]) => started([...words, '--store', opened.url], opened.env).ended;
  return Object.assign(opened, { campaign });
}

test('runs, status and logs read a bucket as they read a directory', async () => {
  await using given = await world();
  const runs = await given.campaign('runs', '--format', 'json');
  expect(runs).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(runs.stdout)).toMatchObject({ store: given.url, runs: [{ campaign: 'ssb', state: 'complete' }] });
  expect((await given.campaign('runs')).stdout).toContain('20260517T091500Z-a1b2c3');
  const told = await given.campaign('status');
  expect(told).toEqual({
    code: 0,
    stderr: '',
    stdout: `ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 40.0 s

  ✗ one  failed  1.0 s  exit 3
    │ first
    │ last

  started    2026-05-17T09:15:00Z
  exit       1
  results    s3://results/of/many/ssb/20260517T091500Z-a1b2c3
`,
  });
  expect(await given.campaign('logs', 'latest', 'one')).toEqual({ code: 0, stdout: 'first\nlast\n', stderr: '' });
});

test('a report of a run in a bucket that no browser opens has its logs in it, and says how to fetch the rest', async () => {
  await using given = await world();
  const { code, stdout, stderr } = await given.campaign('report');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('<pre>first\nlast</pre>');
  expect(stdout).toContain('<code>s3://results/of/many/ssb/20260517T091500Z-a1b2c3/stages/one/log</code>');
  expect(stdout).toContain(`<code>campaign fetch 20260517T091500Z-a1b2c3 --store ${given.url}</code>`);
  expect(stdout).not.toMatch(/href="(?!#)/);
});

test('what a run left in a bucket comes home verified', async () => {
  await using given = await world();
  const log = 'first\nlast\n';
  const sha256 = createHash('sha256').update(log).digest('hex');
  const entry = { key: `stages/one/log`, size: log.length, sha256, at: began, kind: 'final' };
  await given.put(`${folder}/ledger.jsonl`, `${JSON.stringify(entry)}\n`);
  const to = join(scratch(), 'to');
  const { stdout } = await given.campaign('fetch', '-q', '-o', to, '--format', 'json');
  expect(JSON.parse(stdout).objects).toContainEqual({
    ...{ key: 'stages/one/log', size: log.length, fate: 'fetched' },
    ...{ partial: false, why: '' },
  });
  expect(readFileSync(join(to, 'stages/one/log'), 'utf8')).toBe(log);
  await given.put(`${folder}/stages/one/log`, 'first\nlost\n');
  rmSync(to, { recursive: true });
  const again = await given.campaign('fetch', '-q', '-o', to);
  expect(again.code).toBe(4);
  expect(again.stdout).toContain('  damaged    stages/one/log: SHA-256 ');
  expect(existsSync(join(to, 'stages/one/log'))).toBe(false);
});

test('a log in a bucket is followed until its run has ended', async () => {
  await using given = await world();
  const running = 'ssb/20260601T000000Z-a1b2c3';
  await given.put(`${running}/status.json`, status('running', 'running', new Date(Date.now() + 60_000).toISOString()));
  await given.put(`${running}/stages/one/partial/log`, 'first\n');
  const { child, ended } = started(['logs', '-f', '20260601', '--store', given.url], given.env);
  await once(child.stdout!, 'data');
  await given.put(`${running}/stages/one/log`, 'first\nlast\n');
  await given.put(`${running}/status.json`, status('ended', 'passed'));
  await given.put(`${running}/COMPLETE`, '');
  expect(await ended).toEqual({ code: 0, stdout: '==> one <==\nfirst\nlast\n', stderr: '' });
});

test('a run on this machine keeps its results in a bucket, and is found there', async () => {
  await using given = await s3World();
  const project = repository({
    'campaign.yaml': `campaign: small
version: 1
limits: { wall: 10m, stage: 1m }
store: { url: "s3://not-used/results", checkpoint: 1s }
stages:
  write: { run: "echo said; echo text > out.txt", produces: [out.txt] }
  fail: { run: "echo no; exit 3", requires: [out.txt] }
`,
  });
  const campaign = (...words: string[]) => started(['-C', project, ...words, '--store', given.url], given.env).ended;
  const ended = await campaign('run', '--run-id', 'first', '-q');
  expect({ ...ended, stdout: '' }).toEqual({ code: 1, stdout: '', stderr: '' });
  expect(ended.stdout).toContain(`${given.url}/small/first (all the run has is there)`);
  expect(ended.stdout).toContain(`${given.url}/small/first/stages/fail/log`);
  const objects = given.server.objects('results');
  const stored = (key: string) => objects.get(`of/many/small/first/${key}`)?.body.toString();
  expect(stored('stages/write/outputs/out.txt')).toBe('text\n');
  expect(stored('COMPLETE')).toBeDefined();
  expect(await campaign('logs', 'first', 'write')).toEqual({ code: 0, stdout: 'said\n', stderr: '' });
  expect((await campaign('status', 'first')).stdout).toContain('exit code 3');
  // A dozen processes of the AWS CLI, each of which takes seconds on a busy machine.
}, 300_000);

test('a run whose bucket cannot be read is not started', async () => {
  await using given = await s3World();
  const project = repository({
    'campaign.yaml': 'campaign: a\nversion: 1\nlimits: { wall: 1m }\nstages: { a: { run: "true", timeout: 9s } }\n',
  });
  const { code, stderr } = await started(['-C', project, 'run', '--store', 's3://no-such-bucket'], given.env).ended;
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('there is no bucket `no-such-bucket`') });
  expect(existsSync(join(project, '.campaign'))).toBe(false);
});

test('what keeps a bucket from being read is said with its remedy', async () => {
  await using given = await world();
  const { code, stderr } = await started(['runs', '--store', 's3://no-such-bucket'], given.env).ended;
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error: opening the store: there is no bucket \`no-such-bucket\`
  help: create it (aws s3 mb s3://no-such-bucket), or give another store
`,
  });
});

test('a bucket that stops answering while it is read is no internal error', async () => {
  await using given = await world();
  given.server.fault({ fault: 'internal', operation: 'GetObject' });
  const { code, stderr } = await given.campaign('status');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: reading the store: http:\S+ answers 500 InternalError\n {2}help: try again later\n$/);
});

test('the SDK is a file apart, which commands without a bucket do not need', async () => {
  const copy = scratch();
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(copy, part), { recursive: true });
  rmSync(join(copy, 'dist/s3-client.cjs'));
  const program = join(copy, 'bin/campaign.cjs');
  const command = (...words: string[]) => started(words, {}, program).ended;
  expect(await command('runs', '--store', scratch())).toMatchObject({ code: 0, stderr: '' });
  expect((await command('lint')).stderr).not.toContain('s3-client');
  expect((await command('runs', '--store', 's3://bucket')).stderr).toContain('s3-client.cjs');
});

test('compare reads results from a bucket, says which are too large to be results, and which it cannot read', async () => {
  await using given = await s3World();
  const put = async (runId: string, factor: number, lost: boolean) => {
    const at = `ssb/${runId}`;
    const csv = `q,seconds\n${[1, 1.01, 0.99, 1, 1].map(value => `q1,${value * factor}`).join('\n')}\n`;
    const output = (path: string, size: number) => ({ path, key: `stages/one/outputs/${path}`, size, sha256: '' });
    const outputs = [
      output('times.csv', csv.length),
      output('data.csv', 40_000_000),
      ...(lost ? [output('more.csv', 9)] : []),
    ];
    const result = {
      ...row,
      reason: '',
      state: 'passed',
      exitCode: 0,
      signal: null,
      parts: { command: 'aaaaaa' },
      outputs,
    };
    const machine = { cpuModel: 'one', cores: 2, kernel: '6.1' };
    const repositories = [{ repo: 'r', ref: 'main', commit: runId, dir: '', dirtyAtCompile: false }];
    await given.put(`${at}/status.json`, status('complete', 'passed').replaceAll('20260517T091500Z-a1b2c3', runId));
    await given.put(
      `${at}/run.json`,
      JSON.stringify({
        version: 1,
        runId,
        campaign: 'ssb',
        machine,
        repositories,
        startedAt: began,
        plan: [],
        tools: {},
        env: {},
        params: {},
      }),
    );
    await given.put(`${at}/stages/one/result.json`, JSON.stringify(result));
    await given.put(`${at}/stages/one/outputs/times.csv`, csv);
    await given.put(`${at}/COMPLETE`, '');
  };
  await put('first', 1, false);
  await put('second', 1.5, false);
  await put('third', 1.5, true);
  const compare = (...words: string[]) => started(['compare', ...words, '--store', given.url], given.env).ended;
  expect(await compare('first', 'second', '--max-slowdown', '10%')).toEqual({
    code: 1,
    stderr: '',
    stdout: `second compared with first
1 of 1 item got slower: q=q1, +50.0% [+48.5%, +51.5%].

stage one, file times.csv, measure seconds · lower is better
item       first      second  change  95% interval
q=q1  1.00 s (5)  1.50 s (5)  +50.0%  [+48.5%, +51.5%]  ✗ slower
passed over: 2 files
  first, one data.csv: larger than is read of results (40.0 MB)
  second, one data.csv: larger than is read of results (40.0 MB)
`,
  });
  const { code, stdout } = await compare('first', 'third');
  expect([code, stdout]).toEqual([
    2,
    `third compared with first
Not compared: it would be unfair.
refused: third is not complete (incomplete)
passed over: 3 files
  first, one data.csv: larger than is read of results (40.0 MB)
  third, one data.csv: larger than is read of results (40.0 MB)
  third, one more.csv: cannot be read whole from the store
`,
  ]);
});

test('without --store the bucket that the campaign names is looked at beside this machine, and what is here needs no network', async () => {
  await using given = await world();
  const remote = '20260517T091500Z-a1b2c3';
  const root = repository({
    'campaign.yaml': `campaign: small\nversion: 1\nlimits: { wall: 1m, stage: 1m }\nstore: { url: "${given.url}" }\nstages: { one: { run: echo here } }\n`,
  });
  const said = async (words: readonly string[], env: Readonly<Record<string, string>> = given.env) =>
    await startCampaign(root, words, env);
  const nobody = { ...given.env, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
  const unreached = `note: only this machine was looked at, and not ${given.url}: http://127.0.0.1:1 cannot be reached (ECONNREFUSED)\n`;

  expect(await said(['logs'])).toEqual({
    code: 0,
    stdout: '==> one <==\nfirst\nlast\n',
    stderr: `${remote} is in ${given.url}\n`,
  });
  expect((await said(['status', remote.slice(0, 12), '-q'])).stderr).toBe('');
  const found = `${remote} is in ${given.url}\n`;
  expect(await said(['why'])).toMatchObject({ code: 0, stderr: found });
  expect(await said(['cancel', 'latest', '--yes'])).toMatchObject({ code: 0, stderr: found });
  expect(await said(['watch'])).toMatchObject({ code: 1, stderr: found });
  expect(await said(['resume', 'latest'])).toMatchObject({
    code: 2,
    stderr: `${found}error: ${remote} has left no run.json: it died before it had begun\n  help: start it anew: campaign run --run-id ${remote}\n`,
  });
  expect(await said(['status', 'none'])).toMatchObject({
    code: 2,
    stderr: `error: looking for the run in file://${root}/.campaign, and in ${given.url}: no run is called or begins with \`none\`\n  help: see what is there: campaign runs\n`,
  });

  expect((await said(['run', '--run-id', '20250101T000000Z-older0', '-q'])).code).toBe(0);
  // Of the latest the newer is meant; what is named and here is here, whatever the network does.
  expect((await said(['status'])).stderr).toBe(`${remote} is in ${given.url}\n`);
  expect(await said(['logs', '20250101T000000Z-older0'], nobody)).toMatchObject({
    code: 0,
    stdout: '==> one <==\nhere\n',
    stderr: '',
  });
  expect(await said(['logs'], nobody)).toEqual({ code: 0, stdout: '==> one <==\nhere\n', stderr: unreached });
  // Who has no credentials at all works on this machine.
  expect((await said(['logs'], {})).stderr).toBe('');
  expect(await said(['logs', '--store', '.campaign'], nobody)).toMatchObject({ code: 0, stderr: '' });

  const listed = await said(['runs']);
  expect({ ...listed, stdout: listed.stdout.replace(/\d+\.\d s$/m, 'TIME') }).toEqual({
    code: 0,
    stderr: '',
    stdout: `file://${root}/.campaign
RUN                      CAMPAIGN  STATE     EXIT  PASSED  TIME
20250101T000000Z-older0  small     complete  0     1/1     TIME

${given.url}
RUN                      CAMPAIGN  STATE     EXIT  PASSED  TIME
20260517T091500Z-a1b2c3  ssb       complete  1     0/1     40.0 s
`,
  });
  const without = await said(['runs', '--format', 'json'], nobody);
  expect([without.code, without.stderr, (JSON.parse(without.stdout) as { stores: string[] }).stores]).toEqual([
    0,
    unreached,
    [`file://${root}/.campaign`],
  ]);
});
