import type { Cost } from '../../run/cost.ts';
import type { Meter } from '../../run/meter.ts';
import { dollars, span } from '../run/amount.ts';
import { priceList } from '../run/cost.ts';
import type { Chronicle } from './chronicle.ts';

/** What a run cost, as a report tells it. */
export interface CostTold {
  /** `none`: it had no box. `unknown` is never nothing. */
  readonly state: Cost['kind'];
  readonly usd: number | null;
  /** `null` also where its machines cost different prices. */
  readonly usdPerHour: number | null;
  readonly priceFrom: 'stated' | 'table' | null;
  /** Of all boxes that it had, joined by commas. */
  readonly instanceType: string | null;
  /** Of the last one; `null`: not recorded. */
  readonly market: 'spot' | 'on-demand' | null;
  /** From each launch to the last word of its script; where the run had no box, from the first word to the last. */
  readonly paidSeconds: number;
  /** `null` also where the cost is unknown. */
  readonly worstUsd: number | null;
  /** `limits.cost`. */
  readonly capUsd: number | null;
  /** What the figure rests on and what is not in it. */
  readonly basis: string;
}

export function costTold(cost: Cost, { spend }: Meter, { starts }: Chronicle): CostTold {
  const { boxes } = cost;
  const known = cost.kind === 'known' ? cost : undefined;
  const types = [...new Set(boxes.flatMap(({ type }) => type ?? []))];
  const prices = new Map(boxes.flatMap(({ price }) => (price ? [[`${price.usdPerHour} ${price.from}`, price]] : [])));
  const [price] = prices.size === 1 ? [...prices.values()] : [];
  const paidSeconds =
    boxes.length > 0 ? cost.seconds : starts.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
  return {
    state: cost.kind,
    usd: known?.usd ?? null,
    usdPerHour: price?.usdPerHour ?? null,
    priceFrom: price?.from ?? null,
    instanceType: types.length > 0 ? types.join(', ') : null,
    market: boxes.at(-1)?.market ?? null,
    paidSeconds: Math.round(paidSeconds * 1000) / 1000,
    worstUsd: known?.worstUsd ?? null,
    capUsd: spend?.capUsd ?? null,
    basis: basisOf(cost, paidSeconds),
  };
}

function basisOf(cost: Cost, paidSeconds: number): string {
  const { boxes } = cost;
  if (cost.kind === 'none')
    return `It had no box, but ran on a machine that is there anyway: ${span(paidSeconds)} of it.`;
  const prices = priceList(cost);
  const cheaper = boxes.some(({ market, price }) => market === 'spot' && price?.from === 'table');
  const why = cost.kind === 'unknown' ? [`${cost.why[0]!.toUpperCase()}${cost.why.slice(1)}.`] : [];
  return [
    ...why,
    ...(prices === '' ? [] : [`${prices}${cheaper ? '; spot costs less' : ''}.`]),
    boxes.every(({ launched }) => launched)
      ? 'From each launch to the last word of its script.'
      : `${span(paidSeconds)} to the last word of the script; when each machine was launched is not recorded.`,
    'What came after it until the machine was gone, disks, transfer and requests are not in it.',
  ].join(' ');
}

/** The figure alone. */
export function figureOf({ usd, state }: CostTold): string {
  if (usd !== null) return dollars(usd);
  return state === 'none' ? 'nothing: it had no box' : 'UNKNOWN';
}

/** By start, what an hour of its machine costs; `undefined` where that is not known, or it is nobody's to pay. */
export function ratesOf({ boxes }: Cost, { starts }: Chronicle): readonly (number | undefined)[] {
  // Half a second: a start is told by the second here and by the clock of its events there.
  return starts.map(
    ({ from, to }) =>
      boxes.findLast(({ since, until }) => since <= from + 500 && (until === undefined || until >= to - 500))?.price
        ?.usdPerHour,
  );
}
