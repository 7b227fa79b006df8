import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { cancelledText } from '../../report/run/cancelled.ts';
import { runObject, summaryObject } from '../../report/run/json.ts';
import { runJsonSchema, runsJsonSchema, summaryJsonSchema } from '../../report/run/json-schema.ts';
import { runsObject, runsTable } from '../../report/run/runs.ts';
import { statusText } from '../../report/run/status.ts';
import { plain } from '../../report/run/style.ts';
import { leftRunning, summary } from '../../report/run/summary.ts';
import type { StageView } from '../../run/view.ts';
import { end, ends, passed, under, view } from './views.ts';

const options = { style: { colors: plain } };
const told = (name: string) => `\n${summary(ends[name]!, options)}`;

describe('the summary of a run', () => {
  test('that passed', () => {
    expect(told('passed')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · complete · 2 of 2 stages passed in 1m 14s

        ✓ generate[sf=1]  passed  11.8 s  1 output, 3.1 MB
        ✓ bench           passed  1m 02s

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (all the run has is there)
        outputs    /s/ssb/20260517T091500Z-a1b2c3/stages/<stage>/outputs
        live files /h/runs/20260517T091500Z-a1b2c3

      Exit status 0: every stage passed or was skipped by its condition, and everything is in the store
      "
    `);
  });

  test('with a stage that failed, and one that it blocked', () => {
    expect(told('failed')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 1 of 4 stages passed in 1m 14s

        ✓ generate[sf=1]  passed   11.8 s
        ✗ bench[sf=1]     failed    0.4 s  exit code 1; attempt 2
          │ Traceback:
          │   KeyError
        ○ compare         blocked          needs bench[sf=1], which failed
        – docs            skipped          profile == 'cloud' is false

        warning: zstd is not installed: outputs are not compressed

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (all the run has is there)
        log        /s/ssb/r/stages/bench[sf=1]/log (bench[sf=1])
        live files /h/runs/20260517T091500Z-a1b2c3

      To look further
        campaign logs 20260517T091500Z-a1b2c3 'bench[sf=1]'
      To run again what did not pass
        campaign resume 20260517T091500Z-a1b2c3

      Exit status 1: some stage did not pass
      "
    `);
  });

  test('with a stage that is incomplete', () => {
    expect(told('incomplete')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 0 of 1 stage passed in 1m 14s

        ✗ bench  incomplete  2h 10m  results.csv has 5 lines, 13 are expected
          │ Q05 done

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (all the run has is there)
        log        /s/ssb/r/stages/bench/log (bench)
        live files /h/runs/20260517T091500Z-a1b2c3

      To look further
        campaign logs 20260517T091500Z-a1b2c3 bench
      To run again what did not pass
        campaign resume 20260517T091500Z-a1b2c3

      Exit status 1: some stage did not pass
      "
    `);
  });

  test('whose store is incomplete', () => {
    expect(told('store incomplete')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · incomplete · 1 of 1 stage passed in 1m 14s

        ✓ bench  passed  1m 02s

        not in the store: stages/bench/log (No space left on device)
        not in the store: stages/bench/outputs/0.csv
        not in the store: stages/bench/outputs/1.csv
        not in the store: stages/bench/outputs/2.csv
        not in the store: stages/bench/outputs/3.csv
        not in the store: stages/bench/outputs/4.csv
        not in the store: stages/bench/outputs/5.csv
        not in the store: stages/bench/outputs/6.csv
        not in the store: stages/bench/outputs/7.csv
        not in the store: stages/bench/outputs/8.csv
        and 3 more objects

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (what was saved is there)
        live files /h/runs/20260517T091500Z-a1b2c3

      Exit status 4: the store does not hold all that the run has
      "
    `);
  });

  test('whose preflight failed', () => {
    expect(told('preflight')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · exit status 3 · 0 of 1 stage passed in 0.2 s

        · bench  pending

        missing: tool duckdb (stage bench)
        missing: memory: 64 GB (stage bench)

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (all the run has is there)
        live files /h/runs/20260517T091500Z-a1b2c3

      To run again what did not pass
        campaign resume 20260517T091500Z-a1b2c3

      Exit status 3: nothing was run
      "
    `);
  });

  test('that was killed', () => {
    expect(told('died')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · died · 1 of 2 stages passed in 1m 14s

        ✓ generate[sf=1]  passed   11.8 s
        ✗ bench           cut off  30.0 s
          │ Q05 trial 2

        the script was ended by signal KILL; what had been saved by then is in the store

        the script printed
          bash: line 1: out of memory

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (what was saved is there)
        log        /s/ssb/r/stages/bench/log (bench)
        live files /h/runs/20260517T091500Z-a1b2c3

      To look further
        campaign logs 20260517T091500Z-a1b2c3 bench
      To run again what did not pass
        campaign resume 20260517T091500Z-a1b2c3

      Exit status 4: the store does not hold all that the run has
      "
    `);
  });

  test('that refused to start', () => {
    expect(told('refused')).toMatchInlineSnapshot(`
      "
      ssb · 20260517T091500Z-a1b2c3 · died

        the script printed
          campaign: the run is alive

      Where it is
        results    /s/ssb/20260517T091500Z-a1b2c3 (what was saved is there)
        live files /h/runs/20260517T091500Z-a1b2c3

      Exit status 3: nothing was run
      "
    `);
  });

  test('that was left running', () => {
    expect(`\n${leftRunning(ends.died!.paths)}`).toMatchInlineSnapshot(`
      "
      20260517T091500Z-a1b2c3 goes on without this command.
        campaign watch 20260517T091500Z-a1b2c3    to come back to it
        campaign status 20260517T091500Z-a1b2c3   how it stands
        campaign logs -f 20260517T091500Z-a1b2c3  what its stages print
        results go to /s/ssb/20260517T091500Z-a1b2c3
      "
    `);
  });
});

test('the status of a run that is under way', () => {
  expect(`\n${statusText(under, options)}`).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3 · running · 1 of 5 stages passed in 1m 14s

      ✓ generate[sf=1]             passed   11.8 s  1 output, 3.1 MB
      ✗ fetch                      failed    3.0 s  exit code 22
        │ curl: (22) 404
      ▶ bench[engine=duckdb,sf=1]  running  1m 02s  Q05 trial 2 of 5    数据 wrote results/q05.csv and went on to the next of the questions
      ○ compare                    blocked          needs fetch, which failed
      · report                     pending

      started    2026-05-17T09:15:00Z
      saved      12.4 s ago, 3.1 MB, 4 uploads
      results    /s/ssb/20260517T091500Z-a1b2c3
    "
  `);
});

test('the status of a run that died', () => {
  expect(`\n${statusText(ends.died!.view, options)}`).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3 · died · 1 of 2 stages passed in 1m 14s

      ✓ generate[sf=1]  passed   11.8 s
      ✗ bench           cut off  30.0 s
        │ Q05 trial 2

      started    2026-05-17T09:15:00Z
      saved      12.4 s ago, 3.1 MB, 4 uploads
      results    /s/ssb/20260517T091500Z-a1b2c3
      it shows no sign of life and has left no mark of an end; what it saved is there
      to take it up again: campaign resume 20260517T091500Z-a1b2c3
    "
  `);
});

test('a run whose run.json cannot be read is started anew, for nothing can resume it', () => {
  const view = { ...ends.died!.view, unreadable: ['run.json'] };
  const command = `campaign run --run-id ${view.runId} --store file:///s\n`;
  const from = { ...options, store: 'file:///s' };
  expect(statusText(view, from)).toContain(`  to take it up again: ${command}`);
  expect(cancelledText({ outcome: 'dead', view }, from)).toContain(`  take it up again: ${command}`);
});

const views = [under, ...Object.values(ends).map(end => end.view)];

test('the list of runs', () => {
  expect(`\n${runsTable([{ url: 'file:///s', views }], options.style)}`).toMatchInlineSnapshot(`
    "
    RUN                      CAMPAIGN  STATE       EXIT  PASSED  TIME
    20260517T091500Z-a1b2c3  ssb       running           1/5     1m 14s
    20260517T091500Z-a1b2c3  ssb       complete    0     2/2     1m 14s
    20260517T091500Z-a1b2c3  ssb       complete    1     1/4     1m 14s
    20260517T091500Z-a1b2c3  ssb       complete    1     0/1     1m 14s
    20260517T091500Z-a1b2c3  ssb       incomplete  4     1/1     1m 14s
    20260517T091500Z-a1b2c3  ssb       complete    3     0/1     0.2 s
    20260517T091500Z-a1b2c3  ssb       died              1/2     1m 14s
    20260517T091500Z-a1b2c3  ssb       died              0/0
    "
  `);
});

test('a store without runs', () => {
  expect(runsTable([{ url: 'file:///s', views: [] }], options.style)).toBe('No run in file:///s\n');
});

test('JSON is what its schemas say, for every end', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  const [run, runs, whole] = [runJsonSchema, runsJsonSchema, summaryJsonSchema].map(schema => ajv.compile(schema));
  for (const view of views)
    expect([run!(JSON.parse(JSON.stringify(runObject(view)))), run!.errors]).toEqual([true, null]);
  expect([runs!(JSON.parse(JSON.stringify(runsObject([{ url: 'file:///s', views }])))), runs!.errors]).toEqual([
    true,
    null,
  ]);
  for (const end of Object.values(ends))
    expect([whole!(JSON.parse(JSON.stringify(summaryObject(end)))), whole!.errors]).toEqual([true, null]);
});

test('the JSON of a run that was killed, whole', () => {
  expect(summaryObject(ends.died!)).toMatchInlineSnapshot(`
    {
      "begun": true,
      "box": null,
      "campaign": "ssb",
      "console": "/h/runs/20260517T091500Z-a1b2c3/console",
      "detached": false,
      "directory": "/h/runs/20260517T091500Z-a1b2c3",
      "exitStatus": 4,
      "killedBy": "KILL",
      "meaning": "the store does not hold all that the run has",
      "missing": [],
      "results": "/s/ssb/20260517T091500Z-a1b2c3",
      "runId": "20260517T091500Z-a1b2c3",
      "seconds": 74.2,
      "stages": [
        {
          "attempt": 1,
          "endedAt": "2026-05-17T09:16:02Z",
          "log": "/s/ssb/r/stages/generate[sf=1]/log",
          "notComparable": null,
          "outputs": [],
          "reason": "",
          "seconds": 11.8,
          "stage": "generate[sf=1]",
          "startedAt": "2026-05-17T09:15:02Z",
          "state": "passed",
        },
        {
          "attempt": 1,
          "endedAt": null,
          "log": "/s/ssb/r/stages/bench/log",
          "notComparable": null,
          "outputs": [],
          "reason": "",
          "seconds": 30,
          "stage": "bench",
          "startedAt": "2026-05-17T09:15:02Z",
          "state": "running",
        },
      ],
      "startedAt": "2026-05-17T09:15:00Z",
      "state": "died",
      "stopping": null,
      "unreadable": [],
      "unsaved": [],
      "uploads": {
        "bytes": 3140000,
        "done": 4,
        "failed": 0,
      },
      "version": 1,
      "warnings": [],
    }
  `);
});

test('in a narrow window instances are told by both their ends, and reasons stand below', () => {
  const of = view(
    [
      passed('bench[engine=duckdb,rows=10000000,threads=2]', 11.8),
      passed('bench[engine=sqlite,rows=10000000,threads=2]', 3, {
        state: 'failed',
        reason: 'exit code 1; results.csv has 5 lines, 13 are expected',
        tail: ['a line of its log that is far too long for so narrow a window'],
      }),
    ],
    { state: 'complete', phase: 'ended', exitStatus: 1 },
  );
  const text = statusText(of, { ...options, columns: 50 });
  expect(`\n${text}`).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3 · exit status 1 · 1 of 2 stages passed in 1m 14s

      ✓ bench[engi…hreads=2]  passed  11.8 s
      ✗ bench[engi…hreads=2]  failed   3.0 s
        exit code 1; results.csv has 5 lines, 13 are
        expected
        │ a line of its log that is far too long for …

      started    2026-05-17T09:15:00Z
      saved      12.4 s ago, 3.1 MB, 4 uploads
      exit       1
      results    /s/ssb/20260517T091500Z-a1b2c3
    "
  `);
  expect(
    text
      .split('\n')
      .slice(1, 8)
      .every(line => line.length <= 50),
  ).toBe(true);
});

test('only what is in the store counts as an output', () => {
  const outputs = [
    { path: 'a', key: 'stages/a/outputs/a', size: 10, sha256: 'ab' },
    { path: 'huge', key: null, size: 1e9, sha256: 'ab' },
  ];
  const told = (stage: Partial<StageView>) =>
    summary(end(view([passed('a', 1, stage)], { state: 'complete', phase: 'ended', exitStatus: 0 })), options);
  expect(told({ outputs })).toContain('  ✓ a  passed  1.0 s  1 output, 10 B\n');
  const none = told({ outputs: outputs.slice(1) });
  expect(none).toContain('  ✓ a  passed  1.0 s\n');
  expect(none).not.toContain('outputs ');
});

test('hints repeat the store that was asked for', () => {
  const store = '/srv/my results';
  expect(leftRunning(ends.passed!.paths, { store })).toContain(
    "  campaign status 20260517T091500Z-a1b2c3 --store '/srv/my results'   how it stands\n",
  );
  expect(summary(ends.failed!, { ...options, store })).toContain(
    "  campaign logs 20260517T091500Z-a1b2c3 'bench[sf=1]' --store '/srv/my results'\n",
  );
  expect(summary(ends.passed!, { ...options, store })).toContain(
    "To look further\n  campaign status 20260517T091500Z-a1b2c3 --store '/srv/my results'\n",
  );
});
