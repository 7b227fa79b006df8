import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { rehearsalJsonSchema } from '../../report/rehearsal/json-schema.ts';
import { campaign } from '../cli/process.ts';
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
  const before = ours();
  const { code, stdout, stderr } = campaign(root, ['rehearse', '--format', 'json', ...words]);
  expect(ours().filter(name => !before.includes(name))).toEqual([]);
  if (code !== 0 && code !== 1) throw new Error(stderr);
  const told: Told = JSON.parse(stdout);
  const validate = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(rehearsalJsonSchema);
  expect(validate(told) || validate.errors).toBe(true);
  return { code, told };
}

/** What rehearsals of this process have left, on disk or alive. */
function ours(): string[] {
  const directories = readdirSync(tmpdir()).filter(name => name.startsWith('campaign-rehearsal-'));
  return directories;
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
