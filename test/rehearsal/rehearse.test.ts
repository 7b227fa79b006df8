import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { processesOf } from '../../rehearsal/processes.ts';
import { rehearsalJsonSchema } from '../../report/rehearsal/json-schema.ts';
import { bin, campaign, plainEnvironment } from '../cli/process.ts';
import { repository } from '../cli/repository.ts';

const text = (limits: string, produces: string) => `campaign: engine
version: 1
ci: { none: true, reason: a test }
machine: { type: c7i.2xlarge, image: al2023 }
limits: { wall: 3h, stage: 20m${limits} }
store: { url: "file:///srv/results", checkpoint: 30s }
stages:
  generate:
    run: seq 10 > rows.txt
    produces: [rows.txt, { path: big/, upload: false }]
  count:
    run: wc -l rows.txt > count.txt
    requires: [rows.txt, big/x.csv]
    produces: ${produces}
    timeout: 1h
`;

interface Told {
  readonly held: boolean;
  readonly cells: readonly {
    readonly verdict: string;
    readonly lostSeconds: number;
    readonly [name: string]: unknown;
  }[];
}

function rehearsed(campaignText: string, ...words: string[]): { readonly code: number | null; readonly told: Told } {
  const root = repository({ 'campaign.yaml': campaignText });
  const { code, stdout, stderr } = campaign(root, ['rehearse', '-v', '--format', 'json', ...words]);
  if (code !== 0 && code !== 1) throw new Error(stderr);
  const directory = /boxes and stores in (.+)/.exec(stderr)![1]!;
  expect([existsSync(directory), processesOf(directory)]).toEqual([false, []]);
  const told: Told = JSON.parse(stdout);
  const validate = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(rehearsalJsonSchema);
  expect(validate(told) || validate.errors).toBe(true);
  return { code, told };
}

test('when the box dies, a checkpoint of work is lost, and all that did not pass or was left on the box runs again', () => {
  const { code, told } = rehearsed(
    text(', max-loss: 1m', '[count.txt, "out/*.csv"]'),
    '--fault',
    'box-killed',
    '-s',
    'count',
  );
  expect(told.cells).toMatchObject([
    {
      stage: 'count',
      fault: 'box-killed',
      verdict: 'lost',
      state: null,
      againSeconds: 4800,
      stagesAgain: ['generate', 'count'],
      usd: 0.476,
      broken: [],
    },
  ]);
  const { lostSeconds } = told.cells[0]!;
  expect(lostSeconds).toBeGreaterThan(15);
  expect(lostSeconds).toBeLessThan(35);
  expect(code).toBe(0);
});

test('an output that is never saved while its stage runs is lost whole, which is more than limits.max-loss', () => {
  const { code, told } = rehearsed(
    text(', max-loss: 1m', '[count.txt, { path: table.csv, checkpoint: false }]'),
    '--fault',
    'box-killed',
    '-s',
    'count',
  );
  expect(told).toMatchObject({
    held: false,
    cells: [{ verdict: 'too-much', lostSeconds: 3600, lostOf: 'table.csv', keptSeconds: 0, broken: [] }],
  });
  expect(code).toBe(1);
});

test('what the box outlives loses nothing: a killed stage, a killed script, a hang', () => {
  const faults = ['stage-killed', 'script-killed', 'stage-hangs'];
  const { code, told } = rehearsed(text('', '[count.txt, "out/*.csv"]'), ...faults.flatMap(name => ['--fault', name]));
  expect(told.cells.map(({ stage, fault, verdict, state, exit }) => [stage, fault, verdict, state, exit])).toEqual([
    ['generate', 'script-killed', 'kept', 'interrupted', 'SIGKILL'],
    ['generate', 'stage-killed', 'kept', 'killed', 1],
    ['generate', 'stage-hangs', 'kept', 'timed-out', 1],
    ['count', 'script-killed', 'kept', 'interrupted', 'SIGKILL'],
    ['count', 'stage-killed', 'kept', 'killed', 1],
    ['count', 'stage-hangs', 'kept', 'timed-out', 1],
  ]);
  expect(code).toBe(0);
});

test('Ctrl-C ends all of it: no process, no directory', async () => {
  const root = repository({ 'campaign.yaml': text('', '[count.txt]') });
  const child = spawn(process.execPath, [bin, 'rehearse', '-v'], {
    cwd: root,
    env: plainEnvironment as NodeJS.ProcessEnv,
  });
  let said = '';
  child.stderr.on('data', bytes => {
    said += bytes;
  });
  const place = () => /boxes and stores in (.+)/.exec(said)?.[1];
  for (let round = 0; round < 200 && processesOf(place() ?? '/no/such/place').length < 5; round++) await sleep(50);
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect([code, said.trim().split('\n').at(-1)]).toEqual([130, 'stopped: nothing of it runs any more']);
  expect(processesOf(place()!)).toEqual([]);
  expect(existsSync(place()!)).toBe(false);
});
