import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRuns, isBeyond } from '../../compare/comparison.ts';
import type { MeasuredRun } from '../../compare/measured-run.ts';
import type { RunRecord, StageResult } from '../../schema/records.ts';

const result: StageResult = {
  stage: 'bench',
  state: 'passed',
  reason: '',
  exitCode: 0,
  signal: null,
  attempt: 1,
  startedAt: null,
  endedAt: null,
  seconds: 1,
  outputs: [],
  parts: { command: 'aaaaaa' },
};

interface Given {
  readonly machine?: Readonly<Record<string, string | number>>;
  readonly result?: Partial<StageResult>;
  readonly complete?: boolean;
  readonly dirty?: boolean;
  readonly commit?: string;
  readonly beside?: RunRecord['repositories'];
  readonly tools?: RunRecord['tools'];
}

function run(runId: string, rows: readonly string[], given: Given = {}): MeasuredRun {
  const { machine = {}, complete = true, dirty = false, commit = runId, beside = [] } = given;
  const record: RunRecord = {
    version: 1,
    campaign: 'c',
    runId,
    compiler: '',
    profile: null,
    campaignSha256: '',
    scriptSha256: '',
    startedAt: '',
    endedAt: null,
    seconds: null,
    exitStatus: 0,
    params: {},
    repositories: [{ repo: 'r', ref: '', commit, dir: '', dirtyAtCompile: dirty }, ...beside],
    machine: { cpuModel: 'one', kernel: '6.1', cores: 2, ...machine },
    tools: given.tools ?? {},
    env: {},
    secrets: [],
    plan: [],
  };
  const text = `q,seconds\n${rows.join('\n')}\n`;
  return {
    runId,
    complete,
    record,
    results: [{ ...result, ...given.result }],
    files: [{ stage: 'bench', path: 't.csv', text }],
    unread: [],
  };
}

const options = { keys: [], measures: [], directions: new Map(), accepted: new Set<string>(), common: false };

describe('what is unfair', () => {
  const cases: readonly (readonly [kind: string, refuses: boolean, given: Given])[] = [
    ['machine', true, { machine: { instanceType: 'c7i.large' } }],
    ['machine', true, { machine: { cores: 4 } }],
    ['cpu', true, { machine: { cpuModel: 'other' } }],
    ['command', true, { result: { parts: { command: 'bbbbbb' } } }],
    ['incomplete', true, { complete: false }],
    ['not-comparable', true, { result: { comparable: false, comparableReason: 'moved' } }],
    ['kernel', false, { machine: { kernel: '6.8' } }],
    ['kernel', false, { machine: { microcode: '0x2' } }],
    ['commit', false, { commit: 'a' }],
    ['commit', false, { beside: [{ repo: 's', ref: '', commit: 'f', dir: '', dirtyAtCompile: false }] }],
    ['tools', false, { tools: { rustc: 'rustc 1.91.0' } }],
    ['dirty', false, { dirty: true }],
    ['surroundings', false, { result: { parts: { command: 'aaaaaa', 'env.N': 'cccccc' } } }],
  ];
  for (const [kind, refuses, given] of cases)
    test(`${kind} ${refuses ? 'refuses until accepted' : 'is told'}: ${JSON.stringify(given)}`, () => {
      const [a, b] = [run('a', ['x,1']), run('b', ['x,2'], given)];
      const { doubts, refused, items } = compareRuns(a, b, options);
      expect(doubts.map(doubt => doubt.kind)).toEqual([kind]);
      expect([refused.length, items.length]).toEqual(refuses ? [1, 0] : [0, 1]);
      expect(compareRuns(a, b, { ...options, accepted: new Set([kind]) }).items).toHaveLength(1);
    });
});

test('items of one run alone, and values that are not above 0, enter no mean', () => {
  const [a, b] = [run('a', ['x,1', 'y,1', 'z,1']), run('b', ['x,2', 'z,0', 'new,9'])];
  const whole = compareRuns(a, b, options);
  expect(whole.headlines).toEqual([]);
  expect([whole.onlyA, whole.onlyB, whole.withoutRatio].map(items => items.map(({ item }) => item))).toEqual([
    ['q=y'],
    ['q=new'],
    ['q=z'],
  ]);
  expect(compareRuns(a, b, { ...options, common: true }).headlines).toMatchObject([{ ratio: 2, items: 1 }]);
});

test('equal values are no difference, however many samples there are of each; other numbers of them are told', () => {
  const rows = (count: number) => Array.from({ length: count }, () => 'x,0.1');
  const { items, doubts } = compareRuns(run('a', rows(5)), run('b', rows(6)), options);
  expect(items).toMatchObject([{ verdict: 'unclear', p: 1, samples: [5, 6] }]);
  expect(doubts).toEqual([
    { kind: 'counts', message: '1 item has other numbers of values in one run than in the other' },
  ]);
});

test('one value on a side is no verdict, and a mean over such items rests on how they differ', () => {
  const rows = (factor: number) => [1, 2, 3, 4, 5].map(value => `q${value},${value * (factor + value / 100)}`);
  const { items, headlines } = compareRuns(run('a', rows(1)), run('b', rows(2)), options);
  expect(items.map(({ verdict, interval }) => [verdict, interval])).toEqual(items.map(() => ['unknown', undefined]));
  expect(headlines).toMatchObject([{ over: 'items', verdict: 'worse', items: 5 }]);
});

test('what was measured and is no number is told, and does not let the rest pass for the whole', () => {
  const values = (last: string) => ['x,1', 'x,1', `x,${last}`, 'y,3'];
  for (const none of ['NaN', 'nan', 'inf', 'null', 'N/A', '', '0', '-1']) {
    const { withoutRatio, headlines, onlyB } = compareRuns(run('a', values('1')), run('b', values(none)), options);
    const why = /\d/.test(none) ? 'not-above-zero' : 'no-number';
    expect([none, withoutRatio, headlines, onlyB]).toEqual([
      none,
      [{ stage: 'bench', file: 't.csv', item: 'q=x', measure: 'seconds', why }],
      [],
      [],
    ]);
  }
});

test('files that are no results, or are not read, are told', () => {
  const given = run('a', ['x,1']);
  const files = [...given.files, { stage: 'bench', path: 'cut.jsonl', text: '{"q":"x","seconds":1}\n{"q":"y","sec' }];
  const large = { stage: 'bench', path: 'large.csv', why: 'too-large', bytes: 40_000_000 } as const;
  expect(compareRuns({ ...given, files, unread: [large] }, run('b', ['x,1']), options).passedOver).toEqual([
    { run: 'a', stage: 'bench', path: 'cut.jsonl', why: 'not-results', bytes: 35 },
    { run: 'a', ...large },
  ]);
});

describe('of many items', () => {
  const noise = [0.98, 1.01, 1, 0.99, 1.02, 1];
  const many = (factor: (item: number) => number) =>
    Array.from({ length: 40 }, (_, item) => noise.map(value => `i${item},${value * factor(item)}`)).flat();
  const verdicts = (factor: (item: number) => number) =>
    compareRuns(
      run(
        'a',
        many(() => 1),
      ),
      run('b', many(factor)),
      options,
    ).items.map(({ verdict }) => verdict);

  test('one that barely differs is perhaps slower, and no gate trips; one that plainly does stands', () => {
    const barely = verdicts(item => (item === 7 ? 1.022 : 1));
    expect(barely.map((verdict, item) => [item, verdict]).filter(([, verdict]) => verdict !== 'unclear')).toEqual([
      [7, 'perhaps-worse'],
    ]);
    const { items } = compareRuns(
      run(
        'a',
        many(() => 1),
      ),
      run(
        'b',
        many(item => (item === 7 ? 1.022 : 1)),
      ),
      options,
    );
    expect(items.some(item => isBeyond(item, 0))).toBe(false);
    expect(verdicts(item => (item === 7 ? 1.1 : 1)).filter(verdict => verdict !== 'unclear')).toEqual(['worse']);
  });

  test('higher is better where it was said: more is better then', () => {
    const directions = new Map([['seconds', 'higher' as const]]);
    const { items } = compareRuns(
      run(
        'a',
        many(() => 1),
      ),
      run(
        'b',
        many(() => 1.5),
      ),
      { ...options, directions },
    );
    expect(new Set(items.map(({ verdict }) => verdict))).toEqual(new Set(['better']));
    expect(items.some(item => isBeyond(item, -0.2))).toBe(false);
  });
});

test("Criterion's estimates of one run pair with the samples of another, and what it keeps beside them is not read", () => {
  const criterion = (runId: string, files: Readonly<Record<string, unknown>>): MeasuredRun => ({
    ...run(runId, []),
    files: Object.entries(files).map(([name, value]) => ({
      stage: 'bench',
      path: `target/criterion/fib/20/${name}.json`,
      text: JSON.stringify(value),
    })),
  });
  const beside = { 'new/benchmark': { full_id: 'fib/20', value_str: '20' }, 'new/tukey': [1, 2, 3, 4] };
  const samples = { 'new/sample': { iters: [1, 2], times: [10, 20] }, 'base/sample': { iters: [1], times: [5] } };
  const estimates = {
    'new/estimates': { mean: { point_estimate: 20 } },
    'change/estimates': { mean: { point_estimate: 1 } },
  };
  const found = compareRuns(
    criterion('a', { ...samples, ...estimates, ...beside }),
    criterion('b', { ...estimates, ...beside }),
    options,
  );
  expect(found).toMatchObject({ onlyA: [], onlyB: [], withoutRatio: [], passedOver: [] });
  expect(found.items).toMatchObject([{ file: 'target/criterion/fib/20', item: '', ratio: 2, samples: [2, 1] }]);
});

test('the order of rows does not matter', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: 1, max: 99 })), { minLength: 1 });
  fc.assert(
    fc.property(rows, pairs => {
      const lines = pairs.map(([item, value]) => `${item},${value}`);
      const base = run('a', ['x,1', 'y,2', 'z,3']);
      const figures = (ofB: readonly string[]) => {
        const { items, ...rest } = compareRuns(base, run('b', ofB), { ...options, common: true });
        return { ...rest, items: items.map(({ values: _, ...item }) => item) };
      };
      expect(figures([...lines].reverse())).toEqual(figures(lines));
    }),
    { numRuns: 30 },
  );
});
