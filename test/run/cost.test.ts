import { expect, test } from 'vitest';
import { boxTimes, costOf } from '../../run/cost.ts';
import type { LaunchRecord, RunEvent, RunRecord } from '../../schema/records.ts';

const launch = (launchedAt: string, what: Partial<LaunchRecord> = {}): LaunchRecord => ({
  ...{ version: 1, kind: 'ec2', campaign: 'ssb', runId: 'r', number: 1, state: 'started', launchedAt },
  ...{ account: '', region: 'us-east-1', token: 't', scriptSha256: '', instanceId: 'i-1', tried: [], receipts: [] },
  ...{ instanceType: 'c7i.2xlarge', worstUsd: 1.5 },
  ...what,
});
const at = (at: string) => ({ seq: 1, at, up: 0, event: 'warning', message: '' }) as RunEvent;
const ten = Date.parse('2026-05-17T10:00:00Z');

test('a box is counted from its launch to now, at the price of what was started', () => {
  expect(costOf(boxTimes([launch('2026-05-17T09:00:00Z')], undefined, []), undefined, ten)).toEqual({
    kind: 'known',
    seconds: 3600,
    usd: 0.357,
    usdPerHour: 0.357,
    worstUsd: 1.5,
  });
});

test('an earlier box is counted to its last sign, and one that was never had is not counted', () => {
  const launches = [
    launch('2026-05-17T08:00:00Z'),
    launch('2026-05-17T08:40:00Z', { state: 'failed' }),
    launch('2026-05-17T09:30:00Z', { instanceType: 'c7i.large' }),
  ];
  const boxes = boxTimes(launches, undefined, [at('2026-05-17T08:29:00Z'), at('2026-05-17T08:30:00Z')]);
  expect(costOf(boxes, undefined, ten)).toEqual({
    kind: 'known',
    seconds: 3600,
    usd: 0.357 / 2 + 0.08925 / 2,
    usdPerHour: 0.08925,
    worstUsd: 0.357 / 2 + 1.5,
  });
});

test('what is not known is said to be unknown, never nothing', () => {
  const unpriced = boxTimes([launch('2026-05-17T09:00:00Z', { instanceType: 'x9z.large' })], undefined, []);
  expect(costOf(unpriced, undefined, ten)).toEqual({
    kind: 'unknown',
    why: 'the price of x9z.large is not known; machine.price states it',
  });
  const silent = boxTimes([launch('2026-05-17T08:00:00Z'), launch('2026-05-17T09:00:00Z')], undefined, []);
  expect(costOf(silent, undefined, ten)).toEqual({
    kind: 'unknown',
    why: 'one of its boxes has left no sign of how long it was there',
  });
});

test('a price that the campaign states goes before the table', () => {
  const spend = { usdPerHour: 2, priceFrom: 'stated', worstSeconds: 1, lifeSeconds: 1, machines: 1 } as const;
  const boxes = boxTimes([launch('2026-05-17T09:00:00Z', { instanceType: 'x9z.large' })], undefined, []);
  expect(costOf(boxes, spend, ten)).toMatchObject({ usd: 2 });
});

test('a script that was started by hand is priced by what its machine says it is; one that is on no box costs nothing', () => {
  const start = (machine: Record<string, string>) =>
    ({
      machine,
      starts: [{ startedAt: '2026-05-17T09:00:00Z', resumed: false, scriptSha256: '', machine }],
    }) as Partial<RunRecord>;
  const record = (machine: Record<string, string>) => start(machine) as RunRecord;
  const box = boxTimes([], record({ instanceType: 'c7i.large', region: 'us-east-2' }), []);
  expect(costOf(box, undefined, ten)).toMatchObject({ kind: 'known', usd: 0.08925 });
  expect(costOf(boxTimes([], record({ hostname: 'laptop' }), []), undefined, ten)).toEqual({ kind: 'none' });
});
