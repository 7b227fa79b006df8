import { expect, test } from 'vitest';
import { type CostFacts, costOf } from '../../run/cost.ts';
import type { LaunchRecord, RunEvent, RunRecord, RunStatus } from '../../schema/records.ts';

const launch = (launchedAt: string, what: Partial<LaunchRecord> = {}): LaunchRecord => ({
  ...{ version: 1, kind: 'ec2', campaign: 'ssb', runId: 'r', number: 1, state: 'started', launchedAt },
  ...{ account: '', region: 'us-east-1', token: 't', scriptSha256: '', instanceId: 'i-1', tried: [], receipts: [] },
  ...{ instanceType: 'c7i.2xlarge', worstUsd: 1.5 },
  ...what,
});
const first = (at: string, resumed = false) =>
  ({ seq: 1, at, up: 0, event: 'run-started', campaign: 'ssb', runId: 'r', resumed }) as RunEvent;
const sign = (at: string, up: number) => ({ seq: 2, at, up, event: 'warning', message: '' }) as RunEvent;
const ten = Date.parse('2026-05-17T10:00:00Z');
const facts = (what: Partial<CostFacts>): CostFacts => ({ launches: [], events: [], ...what });
/** Its lives on these machines, in order. */
const record = (...machines: Record<string, string>[]) =>
  ({
    startedAt: '2026-05-17T09:00:00Z',
    machine: machines.at(-1)!,
    starts: machines.map(machine => ({ startedAt: '', resumed: false, scriptSha256: '', machine })),
  }) as Partial<RunRecord>;
const figure = (what: Partial<CostFacts>, now?: number) => {
  const { boxes: _, ...told } = costOf(facts(what), now);
  return told;
};

test('a box is counted from its launch to now, at the price of what was started', () => {
  expect(costOf(facts({ launches: [launch('2026-05-17T09:00:00Z')] }), ten)).toEqual({
    kind: 'known',
    seconds: 3600,
    usd: 0.357,
    usdPerHour: 0.357,
    worstUsd: 1.5,
    boxes: [
      {
        since: ten - 3_600_000,
        until: ten,
        type: 'c7i.2xlarge',
        region: 'us-east-1',
        worstUsd: 1.5,
        launched: true,
        price: { usdPerHour: 0.357, from: 'table' },
      },
    ],
  });
});

test('an earlier box is counted to its last sign, at its own price, and one that was never had is not counted', () => {
  const launches = [
    launch('2026-05-17T08:00:00Z'),
    launch('2026-05-17T08:40:00Z', { state: 'failed' }),
    launch('2026-05-17T09:30:00Z', { instanceType: 'c7i.large' }),
  ];
  const events = [first('2026-05-17T08:01:00Z'), sign('2026-05-17T08:30:00Z', 1740)];
  expect(figure({ launches, events }, ten)).toEqual({
    kind: 'known',
    seconds: 3600,
    usd: 0.357 / 2 + 0.08925 / 2,
    usdPerHour: 0.08925,
    worstUsd: 0.357 / 2 + 1.5,
  });
});

test('a clock that is set on the box does not change what was paid', () => {
  const events = [first('2026-05-17T08:00:00Z'), sign('2026-05-18T08:00:00Z', 1800)];
  expect(figure({ launches: [launch('2026-05-17T08:00:00Z')], events })).toMatchObject({ seconds: 1800, usd: 0.1785 });
});

test('what is not known is said to be unknown, never nothing', () => {
  const at = launch('2026-05-17T09:00:00Z', { instanceType: 'x9z.large' });
  expect(figure({ launches: [at] }, ten)).toEqual({
    kind: 'unknown',
    seconds: 3600,
    why: 'the price of x9z.large is not known; machine.price states it',
  });
  const silent = 'one of its boxes has left no sign of how long it was there';
  const launches = [launch('2026-05-17T08:00:00Z'), launch('2026-05-17T09:00:00Z')];
  expect(figure({ launches }, ten)).toMatchObject({ kind: 'unknown', why: silent });
  // A run that is dead, and whose box never spoke.
  expect(figure({ launches: [launch('2026-05-17T09:00:00Z')] })).toMatchObject({ kind: 'unknown', why: silent });
});

test('a price that the campaign states goes before the table, for the type that it names', () => {
  const machine = { type: 'x9z.large', price: { usdPerHour: 2, from: 'stated' }, count: 1 };
  const plan = { machine, limits: {}, time: { worstCase: 60 } } as unknown as NonNullable<CostFacts['plan']>;
  const cost = (instanceType: string) =>
    figure({ plan, launches: [launch('2026-05-17T09:00:00Z', { instanceType })] }, ten);
  expect(cost('x9z.large')).toMatchObject({ usd: 2 });
  expect(cost('c7i.large')).toMatchObject({ usd: 0.08925 });
  expect(cost('x9z.huge')).toMatchObject({ kind: 'unknown' });
});

test('a script that was started by hand is priced by what its machine says it is; one that is on no box costs nothing', () => {
  const box = record({ instanceType: 'c7i.large', region: 'us-east-2' });
  expect(figure({ record: box }, ten)).toMatchObject({ kind: 'known', usd: 0.08925 });
  expect(figure({ record: record({ hostname: 'laptop' }) }, ten)).toEqual({ kind: 'none', seconds: 0 });
});

test('a life at home after one on a box is not paid for, dead or alive', () => {
  const events = [
    first('2026-05-17T08:02:00Z'),
    sign('2026-05-17T08:30:00Z', 1680),
    first('2026-05-17T09:00:00Z', true),
    sign('2026-05-17T09:20:00Z', 1200),
  ];
  const lives = { launches: [launch('2026-05-17T08:00:00Z')], events };
  const both = record({ instanceId: 'i-1', instanceType: 'c7i.2xlarge' }, { hostname: 'laptop' });
  for (const now of [undefined, ten])
    expect(figure({ ...lives, record: both }, now)).toMatchObject({ kind: 'known', seconds: 1800, usd: 0.1785 });
  // Both on the box: what was between them was paid as well.
  const one = { instanceId: 'i-1', instanceType: 'c7i.2xlarge' };
  expect(figure({ ...lives, record: record(one, one) })).toMatchObject({ seconds: 4800 });
});

test('the last heartbeat counts where no event came after it', () => {
  const status = { startedAt: '2026-05-17T08:10:00Z', seconds: 1200 } as RunStatus;
  const events = [first('2026-05-17T08:10:00Z')];
  expect(figure({ launches: [launch('2026-05-17T08:00:00Z')], events, status })).toMatchObject({ seconds: 1800 });
});
