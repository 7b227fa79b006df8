import { expect, test } from 'vitest';
import { resolve } from '../../plan/resolve.ts';
import { planObject } from '../../report/plan-json.ts';
import { planPretty } from '../../report/plan-pretty.ts';
import { plain } from '../../report/run/style.ts';
import { read } from '../../schema/read.ts';

const text = `campaign: tpch
version: 1
params: { trials: { type: integer, default: 20 }, bucket: { type: string, required: true } }
machine: { type: c9.none, market: spot, price: 0.5 USD/h }
limits: { wall: 5h, stage: 1h, cost: 5 USD }
store: { url: "s3://\${{ params.bucket }}/results", region: us-east-2, checkpoint: 45s }
stages:
  generate:
    matrix: { sf: [1, 2, 10] }
    run: gen --sf \${{ matrix.sf }} > data/\${{ matrix.sf }}.csv
    requires: [{ tool: gen, version: ">=2" }, { disk: 12GB }, { env: HOME }, { memory: 16GB }]
    produces: [{ path: "data/\${{ matrix.sf }}.csv", upload: false }]
    exclusive: false
    timeout: 20m
  download:
    run: curl -fsSo notes.txt https://example.com/notes
    produces: [notes.txt]
    exclusive: false
  measure:
    run: bench --trials \${{ params.trials }} data > out.md
    requires: [data/1.csv, data/2.csv, data/10.csv]
    produces: [out.md, log/]
    retry: { attempts: 2, on: [spot] }
  extra:
    if: params.trials == 1
    run: more > more.txt
    produces: [more.txt]
  summary:
    run: cat more.txt > all.txt
    requires: [more.txt]
    produces: [all.txt]
`;

async function plan() {
  const { campaign } = await read(text, 'campaign.yaml');
  return resolve(campaign!, { commit: 'a'.repeat(40) }).plan;
}

test('a plan tells order, company, bounds, uploads and what is skipped', async () => {
  expect(planPretty(await plan(), { colors: plain })).toBe(`tpch · commit aaaaaaaaaaaa · 5 stages, 2 skipped
  worst case    3h of 5h wall time
  cost          at most 1.50 USD of 5.00 USD (0.5 USD/h as stated)
  critical path generate[sf=1] → measure (2h 20m)
  machine       c9.none, spot
  store         s3://\${{ params.bucket }}/results, saved every 45s
  a local run   campaign run: on this machine, at no cost, with its results in .campaign/
  params        trials=20 bucket=?

1  generate[sf=1]   20m
   beside   generate[sf=2], generate[sf=10], download
   needs    gen >=2, 12 GB of disk, $HOME, 16 GB of memory
   leaves   data/1.csv (not uploaded)
2  generate[sf=2]   20m
   beside   generate[sf=1], generate[sf=10], download
   needs    gen >=2, 12 GB of disk, $HOME, 16 GB of memory
   leaves   data/2.csv (not uploaded)
3  generate[sf=10]  20m
   beside   generate[sf=1], generate[sf=2], download
   needs    gen >=2, 12 GB of disk, $HOME, 16 GB of memory
   leaves   data/10.csv (not uploaded)
4  download         1h
   beside   generate[…] × 3
   uploads  notes.txt
5  measure          1h × 2 attempts, alone
   after    generate[…] × 3
   uploads  out.md, log/
6  extra            skipped
   because  its condition is false: params.trials == 1
7  summary          skipped
   because  \`more.txt\` comes only from \`extra\`, which is off
`);
});

test('no line is wider than a narrow window, unless a single word is', async () => {
  const lines = planPretty(await plan(), { colors: plain, columns: 40 }).split('\n');
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(40);
  expect(lines).toContain('   time     1h × 2 attempts, alone');
});

test('the same as an object: seconds, dollars, and null for what is not known', async () => {
  const object = planObject(await plan());
  expect(JSON.parse(JSON.stringify(object))).toEqual(object);
  expect(object.params).toEqual({ trials: 20, bucket: null });
  expect(object.time).toEqual({
    worstCaseSeconds: 10_800,
    wallSeconds: 18_000,
    worstCostUsd: 1.5,
    costLimitUsd: 5,
    criticalPath: ['generate[sf=1]', 'measure'],
    criticalSeconds: 8_400,
    buildSeconds: 0,
  });
  expect(
    object.stages.map(({ stage, needs, beside, skipped }) => [stage, needs.length, beside.length, skipped]),
  ).toEqual([
    ['generate[sf=1]', 0, 3, null],
    ['generate[sf=2]', 0, 3, null],
    ['generate[sf=10]', 0, 3, null],
    ['download', 0, 3, null],
    ['measure', 3, 0, null],
    ['extra', 0, 0, 'params.trials == 1'],
    ['summary', 1, 0, expect.stringContaining('more.txt')],
  ]);
});
