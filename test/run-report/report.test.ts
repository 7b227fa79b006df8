import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportJsonSchema } from '../../report/run-report/json-schema.ts';
import { mostCharacters, reportMarkdown } from '../../report/run-report/markdown.ts';
import { scaleOf } from '../../report/run-report/scale.ts';
import * as runs from './runs.ts';
import { began, event, machine, over, ref, reported, result, started } from './stored.ts';

const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(reportJsonSchema);
const all = {
  onBox: runs.onBox,
  hostile: runs.hostile,
  many: runs.many,
  resumed: runs.resumed,
  died: runs.died,
  bare: runs.bare,
};

describe('whatever a run has left, its report', () => {
  for (const [name, left] of Object.entries(all))
    test(`is JSON as the schema says, and short enough for a pull request: ${name}`, async () => {
      const { report } = await reported(left);
      const plain: unknown = JSON.parse(JSON.stringify(report.object));
      expect([valid(plain), valid.errors]).toEqual([true, null]);
      expect(reportMarkdown(report).length).toBeLessThan(mostCharacters);
    });

  test('is the same at any later time, unless the run goes on', async () => {
    const at = (later: number) => reported(runs.onBox, began + later);
    expect((await at(1e9)).report.object).toEqual({
      ...(await at(2e9)).report.object,
      results: expect.any(String),
      stages: expect.any(Array),
    });
  });
});

test('attempts lie where the monotonic clock says, saving after them apart', async () => {
  const { report } = await reported(runs.onBox);
  const at = (time: number) => (time - began) / 1000;
  expect(
    report.chronicle.attempts.map(({ stage, attempt, from, to, saved, state, retried }) => [
      stage,
      attempt,
      at(from),
      at(to),
      at(saved),
      state,
      retried,
    ]),
  ).toEqual([
    ['generate', 1, 60, 1260, 1300, 'passed', false],
    ['fetch', 1, 60, 600, 600, 'failed', true],
    ['fetch', 2, 660, 930, 960, 'passed', false],
    ['bench', 1, 1300, 3410, 3500, 'interrupted', false],
  ]);
});

test('what is done to the machine has its times: boot, preparing, being kept', async () => {
  const held = [
    ...(runs.onBox.events ?? []).slice(0, -1),
    event(3510, 'holding', { owed: 1, seconds: 1800 }),
    (runs.onBox.events ?? []).at(-1)!,
  ];
  const { report } = await reported({ ...runs.onBox, events: held });
  const at = (time: number) => (time - began) / 1000;
  expect(report.chronicle.phases.map(({ kind, from, to, failed }) => [kind, at(from), at(to), failed])).toEqual([
    ['boot', -120, 0, false],
    ['provision', 2, 42, false],
    ['hold', 3510, 3600, false],
  ]);
});

test('use of the machine is the sum over what ran at once; parts of its time add up', async () => {
  const { report } = await reported(runs.onBox);
  const at = (time: number) => (time - began) / 1000;
  expect(
    report.stretches.map(({ from, to, stages, cores, memory }) => [at(from), at(to), stages.length, cores, memory]),
  ).toEqual([
    [60, 600, 2, 2, 4_000_000_000],
    [600, 660, 1, 2, 4_000_000_000],
    [660, 930, 2, 2.1, 5_000_000_000],
    [930, 1260, 1, 2, 4_000_000_000],
    [1300, 3410, 1, 15_000 / 2110, 12_000_000_000],
  ]);
  const { stages, cost } = report.object;
  expect(stages.map(({ stage, machineSeconds }) => [stage, machineSeconds])).toEqual([
    ['generate', 795],
    ['fetch', 405],
    ['bench', 2110],
    ['compare', 0],
  ]);
  // Two minutes of boot are paid too.
  expect([cost.state, cost.paidSeconds, cost.usdPerHour, cost.priceFrom, cost.capUsd]).toEqual([
    'known',
    3720,
    0.357,
    'table',
    5,
  ]);
  expect(cost.usd).toBeCloseTo((3720 / 3600) * 0.357, 10);
});

test('what something cost is unknown where a price or a box is, and never nothing', async () => {
  const cost = async (left: object) => (await reported({ ...runs.onBox, ...left })).report.object.cost;
  const odd = { ...runs.launch, instanceType: 'x9.huge' };
  expect(
    await cost({ campaign: 'campaign: x', launches: [odd], record: { machine: { instanceType: 'x9.huge' } } }),
  ).toMatchObject({
    state: 'unknown',
    usd: null,
    usdPerHour: null,
    instanceType: 'x9.huge',
  });
  expect(
    await cost({ launches: [runs.launch, { ...runs.launch, number: 2, launchedAt: '2026-05-17T11:00:00Z' }] }),
  ).toMatchObject({
    state: 'unknown',
    usd: null,
    basis: expect.stringContaining('One of its boxes has left no sign of how long it was there.'),
  });
  expect(await cost({ launches: [], record: {} })).toMatchObject({ state: 'none', usd: null, usdPerHour: null });
  const stated = runs.campaign.replace('c7i.2xlarge', 'c7i.2xlarge, price: 0.10 USD/h');
  expect(await cost({ campaign: stated })).toMatchObject({ usdPerHour: 0.1, priceFrom: 'stated' });
});

test('lives on machines of different prices are paid each at its own', async () => {
  const on = (instanceType: string) => ({
    startedAt: '',
    resumed: false,
    scriptSha256: '',
    machine: { ...machine, instanceType },
  });
  const cost = async (first: string, second: string) =>
    (await reported({ ...runs.resumed, record: { starts: [on(first), on(second)] } })).report.object;
  const { cost: both, stages } = await cost('c7i.2xlarge', 'c7i.4xlarge');
  expect(both).toMatchObject({ state: 'known', usdPerHour: null, instanceType: 'c7i.2xlarge, c7i.4xlarge' });
  expect(both.usd).toBeCloseTo((600 * 0.357 + 900 * 0.714) / 3600, 10);
  expect(stages.map(({ usd }) => usd)).toEqual([
    expect.closeTo((290 * 0.357) / 3600, 10),
    expect.closeTo((290 * 0.357 + 880 * 0.714) / 3600, 10),
  ]);
  expect((await cost('c7i.2xlarge', 'x9.huge')).cost).toMatchObject({ state: 'unknown', usd: null });
});

test('a run that was taken up again has both lives, and the stage that was cut off', async () => {
  const { report } = await reported(runs.resumed);
  const { starts, stages, seconds, cost } = report.object;
  expect(starts.map(({ startedAt, seconds: long, resumed }) => [startedAt, long, resumed])).toEqual([
    ['2026-05-17T09:15:00.000Z', 600, false],
    ['2026-05-17T18:15:00.000Z', 900, true],
  ]);
  expect([seconds, cost.paidSeconds]).toEqual([1500, 1500]);
  expect(stages[1]!.attempts.map(({ attempt, start, seconds: long, state }) => [attempt, start, long, state])).toEqual([
    [1, 1, 290, 'cut off'],
    [2, 2, 880, 'passed'],
  ]);
});

test('a pause between two lives is cut short; within each the scale is true', () => {
  const hour = 3_600_000;
  const { at, breaks, ticks } = scaleOf([
    { from: 0, to: hour, resumed: false },
    { from: 10 * hour, to: 11 * hour, resumed: true },
  ]);
  const whole = 2.1;
  expect(
    [at(0), at(hour / 2), at(hour), at(10 * hour), at(11 * hour)].map(each => Number((each * whole).toFixed(9))),
  ).toEqual([0, 0.5, 1, 1.1, 2.1]);
  expect(breaks).toEqual([{ from: 1 / whole, to: 1.1 / whole, seconds: 32_400 }]);
  expect(ticks.map(({ label }) => label)).toEqual([
    '00:00',
    '00:15',
    '00:30',
    '00:45',
    '01:00',
    '',
    '10:15',
    '10:30',
    '10:45',
    '11:00',
  ]);
});

test('no label of the time axis touches another, however long the run was and whenever it began', () => {
  const touching: unknown[] = [];
  for (let seconds = 1; seconds < 100_000; seconds = Math.ceil(seconds * 1.07))
    for (const from of [0, 250, 29_300, 47_700]) {
      const { ticks } = scaleOf([{ from, to: from + seconds * 1000, resumed: false }]);
      const labels = ticks.filter(({ label }) => label !== '');
      if (labels.length < 2) touching.push([seconds, from, 'too few']);
      // Where the drawing puts a label: begun at its tick, ended at it, or its middle on it.
      const left = ({ position, anchor, label }: (typeof ticks)[number]) =>
        position - { first: 0, middle: 0.5, last: 1 }[anchor] * label.length * 0.012;
      for (const [index, tick] of labels.entries())
        if (index > 0 && left(tick) <= left(labels[index - 1]!) + labels[index - 1]!.label.length * 0.012)
          touching.push([seconds, from, labels[index - 1], tick]);
    }
  expect(touching).toEqual([]);
});

test('a clock that was set is told once, and moves no bar', async () => {
  const { report } = await reported({
    ...runs.onBox,
    events: [
      event(0, 'run-started', { ...ref, resumed: false }),
      started(10, 'bench'),
      { ...event(20, 'warning', { message: 'odd' }), at: '2026-05-16T09:15:20Z' },
      { ...over(70, 'bench', 60), at: '2026-05-16T09:16:10Z' },
    ],
    stages: [result('bench')],
  });
  expect(report.object.moments.filter(({ kind }) => kind === 'clock').map(({ text }) => text)).toEqual([
    'the clock of the machine is off by -86400 s from here on',
  ]);
  expect(report.chronicle.attempts.map(({ from, to }) => [from - began, to - began])).toEqual([[10_000, 70_000]]);
});

test('events that are none break nothing, and where none are left the stages tell', async () => {
  const odd = [
    { event: 'stage-ended' },
    { event: 'preflight', at: 'never', up: 1 },
    { event: 'preflight', at: '2026-05-17T09:15:00Z', up: 1e300, ok: true, missing: [] },
    { event: 'warning', at: '2026-05-17T09:15:00Z', up: 1, message: 7 },
  ];
  const bad = await reported({ ...runs.onBox, events: odd, launches: [] });
  expect(bad.report.object.starts).toEqual([]);
  const { report } = await reported({ stages: [result('bench')] });
  expect(report.object.stages[0]!.attempts).toMatchObject([
    { startedAt: '2026-05-17T09:15:00.000Z', seconds: 60, state: 'passed' },
  ]);
});

test('for a pull request: what came of it, in tables, the logs folded', async () => {
  const { report, directory } = await reported(runs.onBox);
  expect(reportMarkdown(report).replaceAll(directory, '/store')).toMatchInlineSnapshot(`
    "<!-- campaign report 20260517T091500Z-a1b2c3 -->

    ## ✗ \`tpch\`: 2 of 4 stages passed; 1 interrupted, 1 blocked; everything it has is in the store.

    | | |
    |---|---|
    | run | \`20260517T091500Z-a1b2c3\`, 2026-05-17 09:15:00 UTC, 1h 00m |
    | commit | \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\` (\`main\`) |
    | machine | \`c7i.2xlarge\`, \`Intel(R) Xeon(R) Platinum 8488C\`, \`8 cores\`, \`kernel 6.1.0\` |
    | cost | 0.37 USD, 0.71 USD at worst |
    | results | \`/store/tpch/20260517T091500Z-a1b2c3\` |

    - stopped before its end: \`EC2 takes the machine away\`

    | stage | state | took | processors, mean | memory, peak | outputs |
    |---|---|--:|--:|--:|--:|
    | \`generate\` | ✓ passed | 20m 00s | 2.00 | 4.0 GB | 1, 3.0 kB |
    | \`fetch\` | ✓ passed, 2 attempts | 4m 30s | 0.10 | 1.0 GB |  |
    | \`bench\` | ! interrupted: \`spot notice\` | 35m 10s | 7.11 | 12.0 GB | 1, 10 B |
    | \`compare\` | ○ blocked: \`needs bench, which was interrupted\` |  |  |  |  |

    <details><summary>! <code>bench</code> interrupted: <code>spot notice</code></summary>

    The end of its log, 16 B in all:

    \`\`\`text
    q1 done
    q2 done
    \`\`\`

    </details>
    "
  `);
});

test('for a pull request: foreign text makes no markup, no cell and no mention', async () => {
  const { report } = await reported(runs.hostile);
  const text = reportMarkdown(report);
  const read = text.replace(/`````text\n.*?`````/s, '').replace(/`[^`]*`/g, '');
  expect(read).not.toMatch(/<script|<img|<!-- -->|@/);
  expect(text).not.toMatch(/[\u202e\u2069\x1b\x07]/);
  for (const row of text.split('\n').filter(line => /^\| .*(?:failed|blocked)/.test(line)))
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8);
  expect(text).toContain('`````text\n');
  expect(text).toContain('progress 100 %\n');
  expect(text).not.toContain('progress 1 %');
});

test('for a pull request: what does not fit is counted, and what did not pass comes first', async () => {
  const long = 'x'.repeat(200);
  const stages = Array.from({ length: 900 }, (_, index) =>
    result(`${long}${index}`, index > 880 ? { state: 'failed', reason: 'exit code 1' } : {}),
  );
  const { report } = await reported({ stages, status: { exitStatus: 1 } });
  const text = reportMarkdown(report);
  expect(text.length).toBeLessThan(mostCharacters);
  expect(text.match(/\| ✗ failed/g)).toHaveLength(19);
  expect(text).toMatch(/\d+ more stages do not fit here/);
});
