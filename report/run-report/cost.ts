import type { RunHistory } from '../../run/history.ts';
import { counted, span } from '../run/amount.ts';
import type { Chronicle } from './chronicle.ts';

/** What machines cost and what was planned, as far as the campaign and the table of prices tell. */
export interface Pricing {
  /** Of a machine type; absent where it is not known. */
  of(type: string): Price | undefined;
  /** Dollars: the plan's worst case; absent where it is not known. */
  readonly worstUsd?: number;
  /** `limits.cost`. */
  readonly capUsd?: number;
}

export interface Price {
  readonly usdPerHour: number;
  readonly from: 'stated' | 'table';
}

export interface Cost {
  /** `none`: it ran on a machine for which no price is recorded. `unknown` is never nothing. */
  readonly state: 'known' | 'unknown' | 'none';
  readonly usd: number | null;
  /** `null` also where its machines cost different prices. */
  readonly usdPerHour: number | null;
  readonly priceFrom: 'stated' | 'table' | null;
  /** Of all machines that it ran on, joined by commas. */
  readonly instanceType: string | null;
  /** `null`: not recorded. */
  readonly market: 'spot' | 'on-demand' | null;
  /** From each launch to the last word of its script. */
  readonly paidSeconds: number;
  readonly worstUsd: number | null;
  readonly capUsd: number | null;
  /** What the figure rests on and what is not in it. */
  readonly basis: string;
}

/** What a run cost, and by start what an hour of its machine did; that is `undefined` where it is not known, or is nobody's to pay. */
export function costOf(
  history: RunHistory,
  { starts }: Chronicle,
  pricing: Pricing,
): { readonly cost: Cost; readonly rates: readonly (number | undefined)[] } {
  const { record, launches } = history;
  const lifeTypes = starts.map((_, index) => typeOf(history, index, starts.length));
  const types = [...new Set(lifeTypes.filter(type => type !== undefined))];
  const prices = lifeTypes.map(type => (type === undefined ? undefined : pricing.of(type)));
  const rates = prices.map(price => price?.usdPerHour);
  const seconds = starts.map(({ from, to, launched }) => (to - (launched ?? from)) / 1000);
  const paidSeconds = seconds.reduce((sum, each) => sum + each, 0);
  const booted = starts.filter(({ launched }) => launched !== undefined).length;
  const silent = launches.filter(({ kind, state }) => kind === 'ec2' && state !== 'failed').length - booted;
  const own = types.length === 0 && launches.length === 0;
  const unpriced = types.filter(type => pricing.of(type) === undefined);
  // A life on a machine without a type among paid ones would make the sum too small.
  const free = lifeTypes.filter(type => type === undefined).length;
  const known = !own && starts.length > 0 && silent <= 0 && unpriced.length === 0 && free === 0;
  const distinct = [
    ...new Map(prices.flatMap(price => (price ? [[`${price.usdPerHour} ${price.from}`, price]] : []))).values(),
  ];
  const [price] = distinct.length === 1 ? distinct : [];
  const market = launches.at(-1)?.market ?? (record?.machine?.lifeCycle === 'spot' ? 'spot' : null);
  const basis = own
    ? [`It ran on a machine for which no price is recorded: ${span(paidSeconds)} of it.`]
    : [
        ...(silent > 0
          ? [`${counted(silent, 'box')} was launched and its script never spoke: what that cost is not known.`]
          : []),
        ...unpriced.map(type => `The price of ${type} is not known.`),
        ...(free > 0 ? [`Of ${counted(free, 'start')} it is not recorded on what machine it was.`] : []),
        ...distinct.map(each => priceText(each, market)),
        booted > 0
          ? 'From each launch to the last word of its script.'
          : `${span(paidSeconds)} from the first to the last word of the script; when the machine was launched is not recorded.`,
        'What came after it until the machine was gone, disks, transfer and requests are not in it.',
      ];
  return {
    rates,
    cost: {
      state: own ? 'none' : known ? 'known' : 'unknown',
      usd: known ? seconds.reduce((sum, each, index) => sum + (each / 3600) * rates[index]!, 0) : null,
      usdPerHour: price?.usdPerHour ?? null,
      priceFrom: price?.from ?? null,
      instanceType: types.length > 0 ? types.join(', ') : null,
      market,
      paidSeconds,
      worstUsd: launches.at(-1)?.worstUsd ?? (own ? null : (pricing.worstUsd ?? null)),
      capUsd: pricing.capUsd ?? null,
      basis: basis.join(' '),
    },
  };
}

/** The machine type of a start; absent: it ran on a machine that has none, or it is not recorded. */
function typeOf({ record, launches }: RunHistory, index: number, starts: number): string | undefined {
  const facts =
    record?.starts?.length === starts
      ? record.starts[index]!.machine
      : starts === 1 || index === starts - 1
        ? record?.machine
        : undefined;
  const launch = launches.length === starts ? launches[index] : launches.length === 1 ? launches[0] : undefined;
  const type = facts?.instanceType ?? launch?.instanceType;
  return type === undefined ? undefined : String(type);
}

function priceText({ usdPerHour, from }: Price, market: Cost['market']): string {
  const source = from === 'stated' ? 'as the campaign states it' : 'on demand, by the table of campaign';
  return `${Number(usdPerHour.toFixed(6))} USD an hour, ${source}${market === 'spot' && from === 'table' ? '; spot costs less' : ''}.`;
}
