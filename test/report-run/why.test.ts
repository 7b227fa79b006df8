import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { plain } from '../../report/run/style.ts';
import { type Why, whyJsonSchema, whyObject, whyText } from '../../report/run/why.ts';
import { textWidth } from '../../report/run/width.ts';
import { diagnose, type Findings } from '../../run/diagnosis.ts';
import type { RunView } from '../../run/view.ts';
import type { RunEvent, RunRecord, StageResult } from '../../schema/records.ts';
import { passed, stage, view } from './views.ts';

const over = { state: 'complete', phase: 'ended' } as const;

/** An event of this second of the run. */
function event(second: number, what: object): RunEvent {
  return { seq: second, at: `2026-05-17T09:15:${String(second).padStart(2, '0')}Z`, up: second, ...what } as RunEvent;
}
const began = event(0, { event: 'run-started', campaign: 'ssb', runId: 'r', resumed: false });
const ended = (second: number, name: string, state: string) =>
  event(second, { event: 'stage-ended', stage: name, attempt: 1, state, reason: '', seconds: 1 });

const plan = (needs: Readonly<Record<string, readonly string[]>>) =>
  ({ plan: Object.entries(needs).map(([name, of]) => ({ stage: name, needs: of })) }) as unknown as RunRecord;

function result(name: string, what: Partial<StageResult>): StageResult {
  return { ...passed(name, 1), state: 'failed', exitCode: null, signal: null, outputs: [], ...what } as StageResult;
}

function why(of: RunView, more: Partial<Findings> = {}, told: Partial<Why> = {}): Why {
  const diagnosis = diagnose({ view: of, events: [began], results: [], launches: [], ...more });
  return {
    ...{ view: of, diagnosis, kept: { objects: 14, bytes: 3_140_000, partial: 1 }, console: [] },
    ...{ again: { worstSeconds: 600 * diagnosis.again.length }, next: 'campaign resume 20260517T091500Z-a1b2c3' },
    cost: { kind: 'none', boxes: [], seconds: 0 },
    ...told,
  };
}

const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(whyJsonSchema);

/** On a screen of 80 × 24, and true to its schema as JSON. */
function screen(of: Why): string {
  const text = whyText(of, { style: { colors: plain }, columns: 80 });
  expect([valid(whyObject(of)), valid.errors]).toEqual([true, null]);
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(23);
  expect(lines.filter(line => textWidth(line) > 80 && !line.includes('campaign resume'))).toEqual([]);
  return `\n${text}`;
}

test('a stage that failed, and what could not run because of it', () => {
  const log = Array.from({ length: 12 }, (_, index) => `line ${index} \u001b[31m${'x'.repeat(90)}\u001b[0m`);
  const stages = [
    passed('generate', 11.8),
    passed('bench', 62.1, { state: 'failed', reason: 'exit code 7', attempt: 2, tail: log }),
    stage('compare', { state: 'blocked', reason: '`bench` failed' }),
    stage('report', { state: 'blocked', reason: '`compare` is blocked' }),
  ];
  const record = plan({ generate: [], bench: ['generate'], compare: ['bench'], report: ['compare'] });
  const results = [result('bench', { exitCode: 7, resources: { cpuSeconds: 3, maxMemoryBytes: 1_200_000_000 } })];
  const events = [began, ended(12, 'generate', 'passed'), ended(58, 'bench', 'failed')];
  expect(
    screen(
      why(
        view(stages, { ...over, exitStatus: 1 }),
        { record, results, events },
        {
          cost: {
            ...{ kind: 'known', seconds: 3600, usd: 0.357, usdPerHour: 0.357, worstUsd: 1.4 },
            boxes: [{ since: 0, until: 3_600_000, launched: true, price: { usdPerHour: 0.357, from: 'table' } }],
          },
          again: { worstSeconds: 1800, worstUsd: 0.1785 },
        },
      ),
    ),
  ).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 1 of 4 stages passed in 1m 14s

    Cause     bench failed: exit code 7; so compare, report could not run
    Evidence  2026-05-17T09:15:58Z; bench, attempt 2 after 1m 02s of 10m 00s; exit
              code 7; at most 1.2 GB of memory
        │ line 1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 3 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 4 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 5 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 6 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 7 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 8 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 9 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 10 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
        │ line 11 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…

    Survived  1 of 4 stages, 11.8 s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      0.36 USD: 1h 00m of a box, 0.357 USD an hour on demand
    Again     bench, compare, report: at most 30m 00s, 0.18 USD
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    "
  `);
});

test('every cause is named as what it is, with what it rests on and what survived', () => {
  const cases: Readonly<Record<string, Why>> = {
    'all is well': why(view([passed('bench', 62.1)], { ...over, exitStatus: 0 })),
    'it goes on': why(view([passed('a', 1), passed('b', 9, { state: 'running', lastLine: 'x', tail: ['w', 'x'] })])),
    'it has not begun': why(view([], { state: 'starting', seconds: 10 })),
    'something is missing before the first stage': why(
      view([stage('bench')], { ...over, exitStatus: 3, missing: ['tool duckdb (stage bench)', 'memory: 64 GB'] }),
      { events: [began, event(1, { event: 'preflight', ok: false, missing: [] })] },
    ),
    'a stage took too long': why(
      view([passed('bench', 600, { state: 'timed-out', reason: 'stopped after its limit of 600 s' })], {
        ...over,
        exitStatus: 1,
      }),
      { results: [result('bench', { signal: 'TERM' })] },
    ),
    'a stage ran out of memory': why(
      view(
        [
          passed('bench', 600, {
            state: 'killed',
            reason: 'out of memory: the kernel killed a process of it (SIGKILL)',
          }),
        ],
        { ...over, exitStatus: 1 },
      ),
      { results: [result('bench', { signal: 'KILL' })] },
    ),
    'the disk was full': why(
      view([passed('bench', 6, { state: 'failed', reason: 'exit code 1; disk full: no space left on device' })], {
        ...over,
        exitStatus: 1,
      }),
      { results: [result('bench', { exitCode: 1 })] },
    ),
    'a stage was killed': why(
      view([passed('bench', 6, { state: 'killed', reason: 'killed by SIGSEGV' })], { ...over, exitStatus: 1 }),
      { results: [result('bench', { signal: 'SEGV' })] },
    ),
    'an expectation was not met': why(
      view([passed('bench', 6, { state: 'incomplete', reason: 'results.csv has 5 lines, 13 are expected' })], {
        ...over,
        exitStatus: 1,
      }),
      { results: [result('bench', { exitCode: 0 })] },
    ),
    'a stage lacked something that no stage owes it': why(
      view([passed('a', 6), stage('bench', { state: 'blocked', reason: '`data/x` is missing' })], {
        ...over,
        exitStatus: 1,
      }),
      { record: plan({ a: [], bench: ['a'] }) },
    ),
    'the wall limit, beside a stage that had failed before': why(
      view(
        [
          passed('a', 6, { state: 'failed', reason: 'exit code 1' }),
          passed('bench', 60, { state: 'interrupted', reason: 'the run reached limits.wall', tail: ['Q05'] }),
        ],
        { ...over, exitStatus: 1, stopping: { why: 'wall', detail: 'its wall limit of 7200 s' } },
      ),
      {
        events: [began, ended(6, 'a', 'failed'), event(59, { event: 'stopping', why: 'wall', detail: '' })],
        results: [result('a', { exitCode: 1 })],
      },
    ),
    'a spot notice': why(
      view([passed('bench', 60, { state: 'interrupted', tail: ['Q05'] })], {
        ...over,
        exitStatus: 143,
        stopping: { why: 'spot', detail: '' },
      }),
      { events: [began, event(9, { event: 'spot-notice', action: 'terminate', time: '2026-05-17T09:17:09Z' })] },
    ),
    'a box that was gone before it could save after a notice': why(
      view([passed('bench', 60, { state: 'running' })], { state: 'died' }),
      { events: [began, event(9, { event: 'spot-notice', action: 'terminate', time: '2026-05-17T09:17:09Z' })] },
    ),
    'somebody stopped it': why(
      view([passed('bench', 60, { state: 'interrupted' })], {
        ...over,
        exitStatus: 130,
        stopping: { why: 'signal', detail: 'a request in the store' },
      }),
      { events: [began, event(9, { event: 'stopping', why: 'signal', detail: '' })] },
    ),
    'the script was killed': why(
      view([passed('bench', 60, { state: 'interrupted' })], {
        ...over,
        state: 'incomplete',
        exitStatus: 4,
        stopping: { why: 'watchdog', detail: 'the main process was killed' },
      }),
      { events: [began, event(9, { event: 'stopping', why: 'watchdog', detail: '' })] },
    ),
    'the box is gone': why(
      view([passed('a', 6), passed('bench', 60, { state: 'running', tail: ['Q05 trial 2'] })], { state: 'died' }),
      {
        events: [began, event(50, { event: 'checkpoint', stage: 'bench', key: 'k', bytes: 1 })],
        standing: { there: false, text: 'terminated: Server.SpotInstanceTermination' },
      },
      {
        cost: {
          kind: 'unknown',
          boxes: [],
          seconds: 0,
          why: 'the price of x9z.large is not known; machine.price states it',
        },
      },
    ),
    'something could not be saved': why(
      view([passed('bench', 6)], {
        ...{ ...over, state: 'incomplete', exitStatus: 4, uploads: { done: 3, failed: 2, bytes: 1 } },
        unsaved: [{ key: 'stages/bench/log', error: 'AccessDenied' }],
      }),
    ),
    'nothing says why': why(view([passed('bench', 6)], { ...over, exitStatus: 2 })),
  };
  const { phase, saved, startedAt, ...unheard } = view([], { state: 'died', seconds: 0 });
  const silent = why(
    unheard,
    { events: [], standing: { there: true, text: 'running' } },
    { console: ['cloud-init: Unable to locate credentials'], kept: { objects: 1, bytes: 900, partial: 0 } },
  );
  const all = { ...cases, 'its box has left no sign': silent };
  const told = Object.entries(all).map(([name, of]) => `--- ${name}${screen(of)}`);
  expect(told.join('')).toMatchInlineSnapshot(`
    "--- all is well
    ssb · 20260517T091500Z-a1b2c3 · complete · 1 of 1 stage passed in 1m 14s

    Cause     all is well: every stage passed or was skipped, and everything is in
              the store

    Survived  1 of 1 stage, 1m 02s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- it goes on
    ssb · 20260517T091500Z-a1b2c3 · running · 1 of 2 stages passed in 1m 14s

    Cause     it goes on: b
    Evidence  b after 9.0 s of 10m 00s
        │ w
        │ x

    Survived  1 of 2 stages, 1.0 s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- it has not begun
    ssb · 20260517T091500Z-a1b2c3 · starting

    Cause     it has been launched, and has not given its first sign yet

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- something is missing before the first stage
    ssb · 20260517T091500Z-a1b2c3 · exit status 3 · 0 of 1 stage passed in 1m 14s

    Cause     preflight failed, and nothing was run: missing tool duckdb (stage
              bench); memory: 64 GB
    Evidence  2026-05-17T09:15:01Z

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- a stage took too long
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 1m 14s

    Cause     bench took too long: stopped after its limit of 600 s
    Evidence  bench after 10m 00s of 10m 00s; SIGTERM

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- a stage ran out of memory
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 1m 14s

    Cause     bench ran out of memory: the kernel killed a process of it (SIGKILL)
    Evidence  bench after 10m 00s of 10m 00s; SIGKILL

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- the disk was full
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 1m 14s

    Cause     bench found the disk full: exit code 1; no space left on device
    Evidence  bench after 6.0 s of 10m 00s; exit code 1

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- a stage was killed
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 1m 14s

    Cause     bench was killed by SIGSEGV
    Evidence  bench after 6.0 s of 10m 00s; SIGSEGV

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- an expectation was not met
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 1m 14s

    Cause     bench did not leave what it promised: results.csv has 5 lines, 13 are
              expected
    Evidence  bench after 6.0 s of 10m 00s

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- a stage lacked something that no stage owes it
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 1 of 2 stages passed in 1m 14s

    Cause     bench could not run: \`data/x\` is missing

    Survived  1 of 2 stages, 6.0 s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- the wall limit, beside a stage that had failed before
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 2 stages passed in 1m 14s

    Cause     the run reached its wall limit of 7200 s
    Also      a failed: exit code 1
    Evidence  2026-05-17T09:15:59Z; bench after 1m 00s of 10m 00s
        │ Q05

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     a, bench: at most 20m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
              mended: campaign resume 20260517T091500Z-a1b2c3 campaign.yaml
    --- a spot notice
    ssb · 20260517T091500Z-a1b2c3 · exit status 143 · 0 of 1 stage passed in 1m 14s

    Cause     EC2 took the machine back: its notice was to terminate at
              2026-05-17T09:17:09Z
    Evidence  2026-05-17T09:15:09Z; bench after 1m 00s of 10m 00s
        │ Q05

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- a box that was gone before it could save after a notice
    ssb · 20260517T091500Z-a1b2c3 · died · 0 of 1 stage passed in 1m 14s

    Cause     EC2 took the machine back: its notice was to terminate at
              2026-05-17T09:17:09Z
    Evidence  2026-05-17T09:15:09Z; bench after 1m 00s of 10m 00s

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- somebody stopped it
    ssb · 20260517T091500Z-a1b2c3 · exit status 130 · 0 of 1 stage passed in 1m 14s

    Cause     it was asked to stop, by a request in the store
    Evidence  2026-05-17T09:15:09Z; bench after 1m 00s of 10m 00s

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- the script was killed
    ssb · 20260517T091500Z-a1b2c3 · incomplete · 0 of 1 stage passed in 1m 14s

    Cause     its script was ended, and the watchdog saved what there was: the main
              process was killed
    Evidence  2026-05-17T09:15:09Z; bench after 1m 00s of 10m 00s

    Survived  no stage; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- the box is gone
    ssb · 20260517T091500Z-a1b2c3 · died · 1 of 2 stages passed in 1m 14s

    Cause     it was cut off without a word: its box is gone (terminated:
              Server.SpotInstanceTermination)
    Evidence  2026-05-17T09:15:50Z; bench after 1m 00s of 10m 00s
        │ Q05 trial 2

    Survived  1 of 2 stages, 6.0 s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      UNKNOWN: the price of x9z.large is not known; machine.price states it
    Again     bench: at most 10m 00s
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- something could not be saved
    ssb · 20260517T091500Z-a1b2c3 · incomplete · 1 of 1 stage passed in 1m 14s

    Cause     2 objects could not be saved: stages/bench/log (AccessDenied)

    Survived  1 of 1 stage, 6.0 s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- nothing says why
    ssb · 20260517T091500Z-a1b2c3 · exit status 2 · 1 of 1 stage passed in 1m 14s

    Cause     no record says why it ended with exit status 2
    Evidence  2026-05-17T09:15:00Z

    Survived  1 of 1 stage, 6.0 s of work; 14 objects, 3.1 MB, 1 of them partial
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Next      campaign resume 20260517T091500Z-a1b2c3
    --- its box has left no sign
    ssb · 20260517T091500Z-a1b2c3 · died

    Cause     its box has left no sign, although its box is running
        │ cloud-init: Unable to locate credentials

    Survived  no stage; 1 object, 900 B
              /s/ssb/20260517T091500Z-a1b2c3
    Cost      nothing: it had no box
    Next      campaign resume 20260517T091500Z-a1b2c3
    "
  `);
});

test('what an earlier start of the run went through explains nothing of this one', () => {
  const notice = event(9, { event: 'spot-notice', action: 'terminate', time: '' });
  const { diagnosis } = why(view([passed('bench', 6)], { ...over, exitStatus: 0 }), { events: [began, notice, began] });
  expect(diagnosis.cause).toEqual({ kind: 'well' });
});
