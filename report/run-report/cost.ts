import type { RunHistory } from '../../run/history.ts';
import { counted, span } from '../run/amount.ts';
import type { Chronicle } from './chronicle.ts';

/** What an hour of the machine costs and what was planned, as far as the campaign and the table of prices tell. */
export interface Pricing {
  /** Of the machine that it ran on; absent where it is not known. */
  readonly usdPerHour?: number;
  readonly priceFrom?: 'stated' | 'table';
  /** Dollars: the plan's worst case at that price; absent where it is not known. */
  readonly worstUsd?: number;
  /** `limits.cost`. */
  readonly capUsd?: number;
}

export interface Cost {
  /** `none`: it ran on a machine of which nothing is paid by the hour, as far as is recorded. `unknown` is never nothing. */
  readonly state: 'known' | 'unknown' | 'none';
  readonly usd: number | null;
  readonly usdPerHour: number | null;
  readonly priceFrom: 'stated' | 'table' | null;
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

export function costOf({ record, launches }: RunHistory, { starts }: Chronicle, pricing: Pricing): Cost {
  const box = launches.at(-1);
  const fact = (name: string) => {
    const value = record?.machine[name];
    return typeof value === 'string' ? value : undefined;
  };
  const type = fact('instanceType') ?? box?.instanceType;
  const market = box?.market ?? (fact('lifeCycle') === 'spot' ? 'spot' : undefined);
  const own = box === undefined && type === undefined;
  const boots = launches.filter(({ kind }) => kind === 'ec2').map(({ launchedAt }) => Date.parse(launchedAt));
  let booted = 0;
  const paidSeconds = starts.reduce((sum, { from, to }, index) => {
    const before = starts[index - 1]?.from ?? Number.NEGATIVE_INFINITY;
    const launched = boots.find(at => at > before && at <= from);
    if (launched !== undefined) booted++;
    return sum + (to - (launched ?? from)) / 1000;
  }, 0);
  const silent = launches.filter(({ kind, state }) => kind === 'ec2' && state !== 'failed').length - booted;
  const known = !own && pricing.usdPerHour !== undefined && silent <= 0 && starts.length > 0;
  return {
    state: own ? 'none' : known ? 'known' : 'unknown',
    usd: known ? (paidSeconds / 3600) * pricing.usdPerHour! : null,
    usdPerHour: own ? null : (pricing.usdPerHour ?? null),
    priceFrom: own ? null : (pricing.priceFrom ?? null),
    instanceType: type ?? null,
    market: market ?? null,
    paidSeconds,
    worstUsd: box?.worstUsd ?? (own ? null : (pricing.worstUsd ?? null)),
    capUsd: pricing.capUsd ?? null,
    basis: own
      ? `It ran on a machine for which no price is recorded: ${span(paidSeconds)} of it.`
      : [
          silent > 0
            ? `${counted(silent, 'box')} was launched and its script never spoke: what that cost is not known.`
            : '',
          pricing.usdPerHour === undefined
            ? `The price of ${type ?? 'the machine'} is not known.`
            : priceText(pricing, market),
          booted > 0
            ? 'From each launch to the last word of its script.'
            : `${span(paidSeconds)} from the first to the last word of the script; when the machine was launched is not recorded.`,
          'What came after it until the machine was gone, disks, transfer and requests are not in it.',
        ]
          .filter(Boolean)
          .join(' '),
  };
}

function priceText({ usdPerHour, priceFrom }: Pricing, market: string | undefined): string {
  const price = `${Number(usdPerHour!.toFixed(6))} USD an hour`;
  const source = priceFrom === 'stated' ? 'as the campaign states it' : 'on demand, by the table of campaign';
  return `${price}, ${source}${market === 'spot' && priceFrom !== 'stated' ? '; spot costs less' : ''}.`;
}
