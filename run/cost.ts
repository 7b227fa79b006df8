import { priceOf } from '../plan/prices.ts';
import type { LaunchRecord, RunEvent, RunRecord } from '../schema/records.ts';
import type { Spend } from './spend-gate.ts';

/**
 * What a run has cost so far: the time of its boxes at the on-demand price, whatever the market. Disk, transfer and requests are not in it.
 * `none`: it had no box, but ran on a machine that is there anyway.
 */
export type Cost =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'known';
      /** In which its boxes have been there. */
      readonly seconds: number;
      readonly usd: number;
      /** Of the last of them. */
      readonly usdPerHour: number;
      /** What it comes to if the last one takes as long as it may; absent where that is not known. */
      readonly worstUsd?: number;
    }
  | { readonly kind: 'unknown'; readonly why: string };

/** The time of one box, or of one use of an instance that was up. Milliseconds since the epoch. */
export interface BoxTime {
  readonly since: number;
  /** Of an earlier box: its last sign; absent where it left none, and for the last one. */
  readonly until?: number;
  readonly type?: string;
  readonly region?: string;
  readonly worstUsd?: number;
}

/** The boxes that a run has had, in order: its launches; where there are none, those of its starts that say they were on EC2. */
export function boxTimes(
  launches: readonly LaunchRecord[],
  record: RunRecord | undefined,
  events: readonly RunEvent[],
): readonly BoxTime[] {
  const launched = launches.filter(({ state }) => state !== 'failed');
  const starts = (record?.starts ?? []).filter(({ machine }) => machine.instanceType !== undefined);
  const had: readonly BoxTime[] =
    launches.length > 0
      ? launched.map(({ launchedAt, instanceType, region, worstUsd }) => ({
          since: Date.parse(launchedAt),
          ...type(instanceType ?? record?.machine.instanceType),
          region,
          ...(worstUsd !== undefined && { worstUsd }),
        }))
      : starts.map(({ startedAt, machine }) => ({
          since: Date.parse(startedAt),
          ...type(machine.instanceType),
          ...(typeof machine.region === 'string' && { region: machine.region }),
        }));
  return had.map((box, index) => {
    const next = had[index + 1];
    if (!next) return box;
    const last = events.findLast(({ at }) => Date.parse(at) < next.since);
    return last && Date.parse(last.at) >= box.since ? { ...box, until: Date.parse(last.at) } : box;
  });
}

function type(named: string | number | undefined): { type?: string } {
  return named === undefined ? {} : { type: String(named) };
}

/** What boxes have cost up to `until`, which is now, or the last sign of a run that is over. `spend`: the plan's, where it is known. */
export function costOf(boxes: readonly BoxTime[], spend: Spend | undefined, until: number): Cost {
  if (boxes.length === 0) return { kind: 'none' };
  let [seconds, usd, usdPerHour] = [0, 0, 0];
  let before = 0;
  for (const [index, box] of boxes.entries()) {
    before = usd;
    const end = index === boxes.length - 1 ? Math.max(box.since, until) : box.until;
    if (end === undefined)
      return { kind: 'unknown', why: 'one of its boxes has left no sign of how long it was there' };
    const price = spend?.priceFrom === 'stated' ? spend.usdPerHour : priceIn(box, spend);
    if (price === undefined)
      return {
        kind: 'unknown',
        why: `the price of ${box.type ?? 'its machine'} is not known; machine.price states it`,
      };
    usdPerHour = price;
    seconds += (end - box.since) / 1000;
    usd += ((end - box.since) / 3_600_000) * price;
  }
  const worst = boxes.at(-1)?.worstUsd ?? spend?.worstUsd;
  return { kind: 'known', seconds, usd, usdPerHour, ...(worst !== undefined && { worstUsd: before + worst }) };
}

function priceIn({ type: named, region }: BoxTime, spend: Spend | undefined): number | undefined {
  return (named === undefined ? undefined : priceOf(named, region)) ?? spend?.usdPerHour;
}
