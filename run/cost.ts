import type { Plan } from '../plan/plan.ts';
import { priceOf } from '../plan/prices.ts';
import type { LaunchRecord, RunEvent, RunRecord, RunStatus } from '../schema/records.ts';
import { type BoxTime, boxTimes } from './box-times.ts';
import { spendOf } from './spend-gate.ts';

/** What a run's store holds of what it cost; what is absent is not there or cannot be read. */
export interface CostFacts {
  readonly launches: readonly LaunchRecord[];
  readonly events: readonly RunEvent[];
  /** A damaged record may lack anything. */
  readonly record?: Partial<RunRecord>;
  readonly status?: RunStatus;
  /** As the run's own campaign says. */
  readonly plan?: Pick<Plan, 'machine' | 'limits' | 'time'>;
}

export interface Price {
  readonly usdPerHour: number;
  readonly from: 'stated' | 'table';
}

/** The time of one box, and what an hour of it costs; absent where that is not known. */
export interface PricedTime extends BoxTime {
  readonly price?: Price;
}

/** What a run has cost so far: the time of its boxes at the on-demand price, whatever the market. Disk, transfer and requests are not in it. */
export type Cost = {
  /** In order; empty: it had no box, but ran on machines that are there anyway. */
  readonly boxes: readonly PricedTime[];
  /** In which its boxes have been there, as far as they have left a sign. */
  readonly seconds: number;
} & (
  | { readonly kind: 'none' }
  | {
      readonly kind: 'known';
      readonly usd: number;
      /** Of the last box. */
      readonly usdPerHour: number;
      /** What it comes to if the last one takes as long as it may; absent where that is not known. */
      readonly worstUsd?: number;
    }
  | { readonly kind: 'unknown'; readonly why: string }
);

/** Up to `now` for a run that is alive; absent: up to its last sign. */
export function costOf(facts: CostFacts, now?: number): Cost {
  const boxes = boxTimes(facts, now).map((box): PricedTime => {
    const price = priceIn(box, facts.plan?.machine);
    return { ...box, ...(price && { price }) };
  });
  const hours = boxes.map(({ since, until = since }) => (until - since) / 3_600_000);
  const sum = { boxes, seconds: hours.reduce((all, each) => all + each, 0) * 3600 };
  const last = boxes.at(-1);
  if (!last) return { ...sum, kind: 'none' };
  if (boxes.some(({ until }) => until === undefined))
    return { ...sum, kind: 'unknown', why: 'one of its boxes has left no sign of how long it was there' };
  const unpriced = boxes.find(({ price }) => price === undefined);
  if (unpriced)
    return {
      ...{ ...sum, kind: 'unknown' },
      why: `the price of ${unpriced.type ?? 'its machine'} is not known; machine.price states it`,
    };
  const usd = hours.map((each, index) => each * boxes[index]!.price!.usdPerHour);
  const total = usd.reduce((all, each) => all + each, 0);
  const worst = last.worstUsd ?? (facts.plan && spendOf(facts.plan).worstUsd);
  return {
    ...{ ...sum, kind: 'known', usd: total, usdPerHour: last.price!.usdPerHour },
    ...(worst !== undefined && { worstUsd: total - usd.at(-1)! + worst }),
  };
}

/** A price that the campaign states holds for the type that it names, not for one that was had in its place. */
function priceIn({ type, region }: BoxTime, machine: Plan['machine'] | undefined): Price | undefined {
  const stated = machine?.price?.from === 'stated' ? machine.price.usdPerHour : undefined;
  if (stated !== undefined && (type === undefined || machine?.type === undefined || machine.type === type))
    return { usdPerHour: stated, from: 'stated' };
  const listed = type === undefined ? undefined : priceOf(type, region);
  return listed === undefined ? undefined : { usdPerHour: listed, from: 'table' };
}
