import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { summaryObject } from '../../report/run/json.ts';
import { summaryJsonSchema, sweepJsonSchema } from '../../report/run/json-schema.ts';
import { receiptLines } from '../../report/run/receipts.ts';
import { spendText } from '../../report/run/spend.ts';
import { plain } from '../../report/run/style.ts';
import { summary } from '../../report/run/summary.ts';
import { sweepObject, thingsTable } from '../../report/run/sweep.ts';
import type { Judged } from '../../run/cloud/leftovers.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { end, passed, view } from './views.ts';

const style = { colors: plain };

const box: LaunchRecord = {
  ...{ version: 1, kind: 'ec2', campaign: 'ssb', runId: '20260517T091500Z-a1b2c3', number: 1, state: 'started' },
  ...{ launchedAt: '2026-05-17T09:15:00Z', account: '123456789012', region: 'us-east-2', token: 't', market: 'spot' },
  ...{ scriptSha256: '0'.repeat(64), instanceId: 'i-0123456789abcdef0', deadline: '2026-05-17T15:15:00Z', tried: [] },
  receipts: [
    { what: 'power-off ends the box', state: 'ok', detail: 'terminate' },
    { what: 'deadline tag', state: 'wrong', detail: 'it has none' },
    { what: 'timer on the box', state: 'unknown', detail: 'EC2 does not tell' },
  ],
};

const lost = end(
  view([passed('a', 3), passed('b', 2, { state: 'interrupted', reason: 'the run died' })], { state: 'died' }),
  {
    paths: { runId: box.runId, place: 's3://results/ssb/20260517T091500Z-a1b2c3', box },
    lost: 'the box i-0123456789abcdef0 is gone (terminated: Server.SpotInstanceTermination)',
    left: ['volume vol-1, available, 100 GiB in us-east-2'],
  },
);

test('a run whose box was lost: what EC2 says, what is still paid for, and how it goes on', () => {
  expect(`\n${summary(lost, { style, store: 's3://results' })}`).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3 · died · 1 of 2 stages passed in 1m 14s

      ✓ a  passed       3.0 s
      ! b  interrupted  2.0 s  the run died

      the box i-0123456789abcdef0 is gone (terminated: Server.SpotInstanceTermination)

    Where it is
      results    /s/ssb/20260517T091500Z-a1b2c3 (what was saved is there)
      log        /s/ssb/r/stages/b/log (b)
      box        i-0123456789abcdef0 in us-east-2, spot

    To look further
      campaign logs 20260517T091500Z-a1b2c3 b --store s3://results
    To run again what did not pass
      campaign resume 20260517T091500Z-a1b2c3 --on ec2 --store s3://results

    Still there, and paid for
      volume vol-1, available, 100 GiB in us-east-2
      end it: campaign sweep --store s3://results

    Exit status 4: the store does not hold all that the run has
    "
  `);
  expect(new Ajv().compile(summaryJsonSchema)(summaryObject(lost))).toBe(true);
  expect(summaryObject(lost).box?.left).toEqual(['volume vol-1, available, 100 GiB in us-east-2']);
});

test('receipts: what could not be read back is unknown, never fine', () => {
  expect(`\n${receiptLines(box.receipts, style).join('\n')}\n`).toMatchInlineSnapshot(`
    "
      ok       power-off ends the box  terminate
      WRONG    deadline tag            it has none
      UNKNOWN  timer on the box        EC2 does not tell
    "
  `);
});

test('the worst case, with a price and without one', () => {
  const spend = { worstSeconds: 9000, lifeSeconds: 19_800, machines: 1 };
  const known = {
    ...spend,
    usdPerHour: 0.357,
    priceFrom: 'table' as const,
    worstUsd: 0.8925,
    lifeUsd: 1.9635,
    capUsd: 5,
  };
  const machine = { type: 'c7i.2xlarge', market: 'spot' };
  expect(`\n${[...spendText(known, machine), ...spendText(spend, machine)].join('\n')}\n`).toMatchInlineSnapshot(`
    "
    worst case 0.89 USD: 2h 30m of timeouts and attempts; 0.357 USD an hour on demand, by the table that comes with this release; limits.cost 5 USD
    in no case longer than 5h 30m, which is 1.96 USD: then the box ends itself; disk, transfer and requests are not counted
    worst case of unknown cost: 2h 30m of timeouts and attempts; the price of c7i.2xlarge is not known; no limits.cost
    in no case longer than 5h 30m: then the box ends itself; disk, transfer and requests are not counted
    "
  `);
});

test('what is left of runs, and what sweep did about it', () => {
  const about = { region: 'us-east-2', campaign: 'ssb', storeUrl: 's3://results', deadline: Date.UTC(2026, 4, 17, 15) };
  const found: readonly Judged[] = [
    {
      thing: { ...about, kind: 'box', id: 'i-0123456789abcdef0', state: 'running', what: 'c7i.2xlarge', runId: 'a' },
      over: 'its run is complete',
    },
    {
      thing: { ...about, kind: 'volume', id: 'vol-1', state: 'available', what: '100 GiB', runId: 'a', since: 0 },
      over: 'its deadline passed 3 h ago',
    },
    { thing: { ...about, kind: 'spot-request', id: 'sir-1', state: 'open', what: 'no box yet', runId: 'b' } },
  ];
  expect(`\n${thingsTable(found, style, Date.UTC(2026, 4, 17, 14)).join('\n')}\n`).toMatchInlineSnapshot(`
    "
      box           i-0123456789abcdef0  running    c7i.2xlarge  us-east-2  ssb/a  its run is complete
      volume        vol-1                available  100 GiB      us-east-2  ssb/a  its deadline passed 3 h ago
      spot request  sir-1                open       no box yet   us-east-2  ssb/b  its run may be alive; it ends itself within 1h 00m
    "
  `);
  const things = found.slice(0, 2).map(({ thing }) => thing);
  const swept = sweepObject({ regions: ['us-east-2'], found, ended: things, left: things.slice(1) });
  expect(new Ajv().compile(sweepJsonSchema)(swept)).toBe(true);
  expect([swept.ended, swept.left]).toEqual([['i-0123456789abcdef0'], ['vol-1']]);
});
