import type { LaunchRecord } from '../../schema/records.ts';
import { event, type Left, machine, over, ref, result, started } from './stored.ts';

export const campaign = `campaign: tpch
version: 1
limits: { wall: 2h, stage: 1h, cost: 5 USD }
machine: { type: c7i.2xlarge }
stages:
  generate: { run: "true", produces: [rows.csv] }
`;

export const launch: LaunchRecord = {
  version: 1,
  kind: 'ec2',
  ...ref,
  number: 1,
  state: 'ended',
  launchedAt: '2026-05-17T09:13:00Z',
  account: '123456789012',
  region: 'us-east-2',
  token: 't',
  scriptSha256: 'd'.repeat(64),
  instanceId: 'i-0123456789abcdef0',
  zone: 'us-east-2a',
  instanceType: 'c7i.2xlarge',
  imageId: 'ami-0abc',
  market: 'spot',
  worstUsd: 0.714,
  tried: [],
  receipts: [{ what: 'disk is encrypted', state: 'ok', detail: 'vol-1, 30 GiB' }],
};

/** On EC2, with overlap, a retry, what did not pass, what waited for it, a spot notice, and figures of use. */
export const onBox: Left = {
  campaign,
  launches: [launch],
  record: { machine, exitStatus: 143 },
  status: { exitStatus: 143 },
  events: [
    event(0, 'run-started', { ...ref, resumed: false }),
    event(1, 'preflight', { ok: true, missing: [] }),
    event(2, 'provision', { step: 'packages', detail: 'gcc', state: 'started', seconds: 0, reason: '' }),
    event(42, 'provision', { step: 'packages', detail: 'gcc', state: 'done', seconds: 40, reason: '' }),
    started(60, 'generate'),
    started(60, 'fetch'),
    event(300, 'checkpoint', { stage: 'generate', key: 'stages/generate/partial/log', bytes: 100 }),
    event(600, 'stage-retried', { stage: 'fetch', attempt: 1, reason: 'exit code 22' }),
    started(660, 'fetch', 2),
    over(960, 'fetch', 270, 'passed', '', 2),
    over(1300, 'generate', 1200),
    event(1300, 'uploaded', { key: 'stages/generate/outputs/rows.csv', bytes: 3000, sha256: '0' }),
    started(1300, 'bench'),
    event(3400, 'spot-notice', { action: 'terminate', time: '2026-05-17T10:13:40Z' }),
    event(3400, 'stopping', { why: 'spot', detail: 'EC2 takes the machine away' }),
    over(3500, 'bench', 2110, 'interrupted', 'spot notice'),
    over(3500, 'compare', 0, 'blocked', 'needs bench, which was interrupted', 0),
    event(3600, 'run-ended', { exitStatus: 143, complete: true, seconds: 3600 }),
  ],
  stages: [
    result('generate', {
      seconds: 1200,
      resources: { cpuSeconds: 2400, maxMemoryBytes: 4_000_000_000 },
      outputs: [
        { path: 'rows.csv', key: 'stages/generate/outputs/rows.csv', size: 3000, sha256: 'e'.repeat(64), mode: '644' },
      ],
    }),
    result('fetch', { attempt: 2, seconds: 270, resources: { cpuSeconds: 27, maxMemoryBytes: 1_000_000_000 } }),
    result('bench', {
      state: 'interrupted',
      reason: 'spot notice',
      seconds: 2110,
      resources: { cpuSeconds: 15_000, maxMemoryBytes: 12_000_000_000 },
      outputs: [{ path: 'local.bin', key: null, size: 10, sha256: 'f'.repeat(64), mode: '644' }],
    }),
    result('compare', {
      state: 'blocked',
      reason: 'needs bench, which was interrupted',
      attempt: 0,
      seconds: 0,
      startedAt: null,
      endedAt: null,
    }),
  ],
  logs: { 'stages/generate/log': 'writing rows\n', 'stages/bench/log': 'q1 done\nq2 done\n' },
};

const evil = `</script><img src=x onerror=alert(1)>|\u202egnp.exe\u2069 @all \`x\` שלום`;

/** Names and texts that would be markup, commands to a terminal, cells, mentions. */
export const hostile: Left = {
  record: { params: { [evil]: evil }, env: { A: '"><script>alert(1)</script>' }, tools: { cc: evil } },
  status: { exitStatus: 1 },
  events: [
    event(0, 'run-started', { ...ref, resumed: false }),
    started(0, 'a&<b>'),
    event(10, 'warning', { message: evil }),
    over(60, 'a&<b>', 60, 'failed', evil),
    over(60, 'it\'s "fine"|', 0, 'blocked', '<!-- -->', 0),
    event(60, 'run-ended', { exitStatus: 1, complete: true, seconds: 60 }),
  ],
  stages: [
    result('a&<b>', {
      state: 'failed',
      reason: evil,
      outputs: [{ path: `${evil}.csv`, key: 'stages/a&<b>/outputs/javascript:alert(1)', size: 1, sha256: '"<' }],
    }),
    result('it\'s "fine"|', { state: 'blocked', reason: '<!-- -->', attempt: 0, seconds: 0, startedAt: null }),
  ],
  logs: {
    'stages/a&<b>/log': `\x1b[31mred\x1b[0m\x1b]0;title\x07\n</pre></details><script>alert(1)</script>\n\`\`\`\`\nprogress 1 %\rprogress 100 %\n${evil}\n`,
  },
};

/** Two hundred stages, of which one in ten failed with a long log. */
export const many: Left = (() => {
  const names = Array.from(
    { length: 200 },
    (_, index) => `measure-throughput-of-the-engine[engine=duckdb,sf=${index}]`,
  );
  const bad = (index: number) => index % 10 === 3;
  return {
    status: { exitStatus: 1 },
    events: [
      event(0, 'run-started', { ...ref, resumed: false }),
      ...names.flatMap((name, index) => [
        started(index * 15, name),
        bad(index) ? over(index * 15 + 14, name, 14, 'failed', 'exit code 1') : over(index * 15 + 14, name, 14),
      ]),
      event(3600, 'run-ended', { exitStatus: 1, complete: true, seconds: 3600 }),
    ],
    stages: names.map((name, index) =>
      result(name, { seconds: 14, ...(bad(index) && { state: 'failed', reason: 'exit code 1' }) }),
    ),
    logs: Object.fromEntries(
      names.map(name => [`stages/${name}/log`, `${'a line of a log that goes on and on\n'.repeat(10_000)}the end\n`]),
    ),
  };
})();

/** Died while a stage ran, was taken up again nine hours later on another box. */
export const resumed: Left = {
  record: { machine, exitStatus: 0, startedAt: '2026-05-17T09:15:00Z' },
  status: { start: 2, startedAt: '2026-05-17T18:15:00Z', seconds: 900 },
  events: [
    event(0, 'run-started', { ...ref, resumed: false }),
    started(10, 'generate'),
    over(310, 'generate', 290),
    started(310, 'bench'),
    event(600, 'checkpoint', { stage: 'bench', key: 'stages/bench/partial/log', bytes: 100 }),
    event(0, 'run-started', { ...ref, resumed: true }, 32_400),
    over(5, 'generate', 290, 'cached', 'passed in attempt 1', 1, 32_400),
    event(5, 'stage-rerun', { stage: 'bench', attempt: 1, reason: 'attempt 1 was cut off' }, 32_400),
    started(10, 'bench', 2, 32_400),
    over(900, 'bench', 880, 'passed', '', 2, 32_400),
    event(900, 'run-ended', { exitStatus: 0, complete: true, seconds: 900 }, 32_400),
  ],
  stages: [
    result('generate', { state: 'cached', reason: 'passed in attempt 1', seconds: 290 }),
    result('bench', { attempt: 2, seconds: 880 }),
  ],
};

const cut = {
  stage: 'bench',
  state: 'running',
  reason: '',
  attempt: 1,
  startedAt: '2026-05-17T09:20:10Z',
  endedAt: null,
  seconds: 0,
  timeoutSeconds: 3600,
};

/** Ended without a word in the middle of a stage. */
export const died: Left = {
  mark: '',
  record: { endedAt: null, seconds: null, exitStatus: null },
  status: {
    state: 'running',
    exitStatus: null,
    seconds: 620,
    updatedAt: '2026-05-17T09:25:20Z',
    stages: [cut, { ...cut, stage: 'report', state: 'pending', startedAt: null, attempt: 0 }],
  },
  events: [
    event(0, 'run-started', { ...ref, resumed: false }),
    started(310, 'bench'),
    event(600, 'checkpoint', { stage: 'bench', key: 'stages/bench/partial/log', bytes: 5 }),
  ],
  logs: { 'stages/bench/partial/log': 'q1 done\nq2 ' },
};

/** Nothing but a script was left of it. */
export const bare: Left = { mark: '', record: null, status: null };
