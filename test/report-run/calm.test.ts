import { expect, test } from 'vitest';
import { calmLine } from '../../report/run/calm.ts';
import type { RunEvent } from '../../schema/records.ts';

type Told = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'seq' | 'at'> : never) : never;

const run: readonly Told[] = [
  { up: 0, event: 'run-started', campaign: 'ssb', runId: '20260517T091500Z-a1b2c3', resumed: false },
  { up: 0.4, event: 'preflight', ok: true, missing: [] },
  { up: 1.2, event: 'checkout', dir: '/h/tree/repo', commit: '0123456789abcdef0123456789abcdef01234567' },
  { up: 1.3, event: 'stage-started', stage: 'generate[sf=1]', attempt: 1 },
  { up: 9, event: 'checkpoint', stage: 'generate[sf=1]', key: 'stages/generate[sf=1]/partial/log', bytes: 4_200 },
  {
    up: 12.9,
    event: 'stage-ended',
    stage: 'generate[sf=1]',
    attempt: 1,
    state: 'passed',
    reason: '',
    exitCode: 0,
    signal: null,
    seconds: 11.8,
  },
  { up: 13, event: 'uploaded', key: 'stages/generate[sf=1]/log', bytes: 4_200, sha256: 'ab' },
  { up: 13, event: 'stage-started', stage: 'bench', attempt: 1 },
  { up: 20, event: 'stage-retried', stage: 'bench', attempt: 1, reason: 'exit code 1' },
  { up: 30, event: 'stage-started', stage: 'bench', attempt: 2 },
  {
    up: 3_690.7,
    event: 'stage-ended',
    stage: 'bench',
    attempt: 2,
    state: 'timed-out',
    reason: 'ran longer than 1h\nand did not\x1b[31m stop',
    exitCode: null,
    signal: 'KILL',
    seconds: 3_660.7,
  },
  {
    up: 3_691,
    event: 'stage-ended',
    stage: 'compare',
    attempt: 0,
    state: 'blocked',
    reason: 'needs bench, which timed out',
    exitCode: null,
    signal: null,
    seconds: 0,
  },
  { up: 3_692, event: 'upload-failed', key: 'stages/bench/partial/log', attempt: 3, error: '503 Slow Down' },
  { up: 3_693, event: 'warning', message: 'the clock jumped' },
  { up: 3_694, event: 'stopping', why: 'wall', detail: '' },
  { up: 3_695, event: 'run-ended', exitStatus: 4, complete: false, seconds: 3_695 },
];

const lines = (verbose: boolean) =>
  run.flatMap(
    (event, index) => calmLine({ seq: index + 1, at: '2026-05-17T09:15:00Z', ...event } as RunEvent, { verbose }) ?? [],
  );

test('a run in a pipe is one line an event', () => {
  expect(`\n${lines(false).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    00:00 run 20260517T091500Z-a1b2c3 of ssb started
    00:00 preflight passed
    00:01 checked out 0123456789ab in /h/tree/repo
    00:01 generate[sf=1] started
    00:12 generate[sf=1] passed in 11.8 s
    00:13 bench started
    00:20 bench will be tried again after attempt 1: exit code 1
    00:30 bench started, attempt 2
    1:01:30 bench timed-out after 1h 01m: ran longer than 1h and did not stop
    1:01:31 compare blocked: needs bench, which timed out
    1:01:32 upload of stages/bench/partial/log failed, attempt 3: 503 Slow Down
    1:01:33 warning: the clock jumped
    1:01:34 stopping: wall
    1:01:35 run ended with exit status 4 in 1h 01m; the store does not hold all of it
    "
  `);
});

test('-v adds every checkpoint and upload', () => {
  expect(lines(true).filter(line => !lines(false).includes(line))).toEqual([
    '00:09 saved stages/generate[sf=1]/partial/log (4.2 kB)',
    '00:13 uploaded stages/generate[sf=1]/log (4.2 kB)',
  ]);
});

test('a checkout is told where it really is', () => {
  const event = { seq: 1, at: '', up: 1, event: 'checkout', dir: '/opt/ssb', commit: '0123456789abcdef' } as const;
  expect(calmLine(event, { tree: '/r/.campaign/.home/runs/x/tree' })).toBe(
    '00:01 checked out 0123456789ab in /r/.campaign/.home/runs/x/tree/opt/ssb',
  );
});
