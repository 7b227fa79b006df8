import type { RunEnd } from '../../run/run.ts';
import type { RunView, StageView } from '../../run/view.ts';

const untouched: StageView = {
  stage: '',
  state: 'pending',
  reason: '',
  attempt: 0,
  startedAt: null,
  endedAt: null,
  seconds: 0,
  timeoutSeconds: 600,
  lastLine: '',
  outputs: [],
};

/** A stage that has not begun, but for `what`. */
export function stage(name: string, what: Partial<StageView> = {}): StageView {
  return { ...untouched, stage: name, ...what };
}

export function passed(name: string, seconds: number, what: Partial<StageView> = {}): StageView {
  const [startedAt, endedAt] = ['2026-05-17T09:15:02Z', '2026-05-17T09:16:02Z'];
  return stage(name, {
    state: 'passed',
    attempt: 1,
    startedAt,
    endedAt,
    seconds,
    log: `/s/ssb/r/stages/${name}/log`,
    ...what,
  });
}

/** A run that is under way, but for `what`. */
export function view(stages: readonly StageView[], what: Partial<RunView> = {}): RunView {
  return {
    campaign: 'ssb',
    runId: '20260517T091500Z-a1b2c3',
    state: 'running',
    phase: 'running',
    startedAt: '2026-05-17T09:15:00Z',
    seconds: 74.2,
    wallSeconds: 7200,
    worstSeconds: 2700,
    stages,
    saved: { secondsAgo: 12.4, bytes: 3_140_000 },
    uploads: { done: 4, failed: 0, bytes: 3_140_000 },
    missing: [],
    warnings: [],
    unsaved: [],
    unreadable: [],
    place: '/s/ssb/20260517T091500Z-a1b2c3',
    ...what,
  };
}

export function end(of: RunView, what: Partial<RunEnd> = {}): RunEnd {
  return {
    exitStatus: of.exitStatus ?? 4,
    detached: false,
    begun: true,
    view: of,
    paths: {
      runId: of.runId,
      place: '/s/ssb/20260517T091500Z-a1b2c3',
      live: {
        directory: '/h/runs/20260517T091500Z-a1b2c3',
        console: '/h/runs/20260517T091500Z-a1b2c3/console',
        pid: 1,
      },
    },
    printed: [],
    ...what,
  };
}

const output = {
  path: 'data/lineorder.parquet',
  key: 'stages/generate[sf=1]/outputs/data/lineorder.parquet',
  size: 3_140_000,
  sha256: 'ab',
};

/** In the middle of it: every kind of state. */
export const under = view([
  passed('generate[sf=1]', 11.8, { outputs: [output] }),
  passed('fetch', 3, { state: 'failed', reason: 'exit code 22', tail: ['curl: (22) 404'] }),
  passed('bench[engine=duckdb,sf=1]', 62.1, {
    state: 'running',
    endedAt: null,
    lastLine: '\x1b[32mQ05\x1b[0m trial 2 of 5\t数据 wrote results/q05.csv and went on to the next of the questions',
  }),
  stage('compare', { state: 'blocked', reason: 'needs fetch, which failed' }),
  stage('report'),
]);

const { phase, saved, startedAt, ...rest } = view([]);
const unheard: RunView = { ...rest, state: 'died', seconds: 0, uploads: { done: 0, failed: 0, bytes: 0 } };
const over = { state: 'complete', phase: 'ended' } as const;

/** How runs end, by name. */
export const ends: Readonly<Record<string, RunEnd>> = {
  passed: end(
    view([passed('generate[sf=1]', 11.8, { outputs: [output] }), passed('bench', 62.1)], { ...over, exitStatus: 0 }),
  ),
  failed: end(
    view(
      [
        passed('generate[sf=1]', 11.8),
        passed('bench[sf=1]', 0.41, {
          state: 'failed',
          attempt: 2,
          reason: 'exit code 1',
          tail: ['Traceback:', '\x1b[31m  KeyError\x1b[0m'],
        }),
        stage('compare', { state: 'blocked', reason: 'needs bench[sf=1], which failed' }),
        stage('docs', { state: 'skipped', reason: "profile == 'cloud' is false" }),
      ],
      { ...over, exitStatus: 1, warnings: ['zstd is not installed: outputs are not compressed'] },
    ),
  ),
  incomplete: end(
    view(
      [
        passed('bench', 7800, {
          state: 'incomplete',
          reason: 'results.csv has 5 lines, 13 are expected',
          tail: ['Q05 done'],
        }),
      ],
      { ...over, exitStatus: 1 },
    ),
  ),
  'store incomplete': end(
    view([passed('bench', 62.1)], {
      ...over,
      state: 'incomplete',
      exitStatus: 4,
      uploads: { done: 3, failed: 2, bytes: 100 },
      unsaved: [
        { key: 'stages/bench/log', error: 'No space left on device' },
        ...Array.from({ length: 12 }, (_, index) => ({ key: `stages/bench/outputs/${index}.csv`, error: '' })),
      ],
    }),
  ),
  preflight: end(
    view([stage('bench')], {
      ...over,
      exitStatus: 3,
      seconds: 0.2,
      missing: ['tool duckdb (stage bench)', 'memory: 64 GB (stage bench)'],
    }),
  ),
  died: end(
    view(
      [passed('generate[sf=1]', 11.8), passed('bench', 30, { state: 'running', endedAt: null, tail: ['Q05 trial 2'] })],
      {
        state: 'died',
      },
    ),
    { killedBy: 'KILL', printed: ['bash: line 1: out of memory'] },
  ),
  refused: end(unheard, { exitStatus: 3, begun: false, printed: ['campaign: the run is alive'] }),
};
