import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../compare/comparison.ts';
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
}

function run(runId: string, rows: readonly string[], given: Given = {}): MeasuredRun {
  const { machine = {}, complete = true, dirty = false } = given;
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
    repositories: [{ repo: '', ref: '', commit: '', dir: '', dirtyAtCompile: dirty }],
    machine: { cpuModel: 'one', kernel: '6.1', cores: 2, ...machine },
    tools: {},
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

test('equal values are no difference, however many samples there are of each', () => {
  const rows = (count: number) => Array.from({ length: count }, () => 'x,0.1');
  expect(compareRuns(run('a', rows(5)), run('b', rows(6)), options).items).toMatchObject([{ verdict: 'unclear' }]);
});

test('the order of rows does not matter', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.integer({ min: 1, max: 99 })), { minLength: 1 });
  fc.assert(
    fc.property(rows, pairs => {
      const lines = pairs.map(([item, value]) => `${item},${value}`);
      const base = run('a', ['x,1', 'y,2', 'z,3']);
      expect(compareRuns(base, run('b', [...lines].reverse()), { ...options, common: true })).toEqual(
        compareRuns(base, run('b', lines), { ...options, common: true }),
      );
    }),
    { numRuns: 30 },
  );
});
