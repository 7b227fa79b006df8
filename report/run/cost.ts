import type { Cost } from '../../run/cost.ts';
import { money, span } from './amount.ts';

/** What a run has cost so far, in one item of a line. */
export function costText(cost: Cost): string {
  switch (cost.kind) {
    case 'none':
      return 'no box, no cost';
    case 'known':
      return `cost so far ${money(cost.usd)}${cost.worstUsd === undefined ? '' : ` of at most ${money(cost.worstUsd)}`}`;
    case 'unknown':
      return `cost UNKNOWN: ${cost.why}`;
  }
}

/** What a run has cost that is over, for a line of its own. */
export function costSentence(cost: Cost): string {
  switch (cost.kind) {
    case 'none':
      return 'nothing: it had no box';
    case 'known':
      return `${money(cost.usd)}: ${span(cost.seconds)} of a box at the on-demand price, $${Number(cost.usdPerHour.toFixed(6))} an hour`;
    case 'unknown':
      return `UNKNOWN: ${cost.why}`;
  }
}

/** The same for JSON: every key is always there. */
export function costObject(cost: Cost) {
  const known = cost.kind === 'known' ? cost : undefined;
  return {
    kind: cost.kind,
    usd: cost.kind === 'none' ? 0 : known ? Math.round(known.usd * 1e6) / 1e6 : null,
    worstUsd: known?.worstUsd ?? null,
    usdPerHour: known?.usdPerHour ?? null,
    boxSeconds: known ? Math.round(known.seconds) : null,
    why: cost.kind === 'unknown' ? cost.why : null,
  };
}

const dollars = { type: ['number', 'null'], minimum: 0 };

/** Its JSON Schema. */
export const costSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'usd', 'worstUsd', 'usdPerHour', 'boxSeconds', 'why'],
  properties: {
    kind: { enum: ['none', 'known', 'unknown'] },
    usd: { ...dollars, description: 'So far, at the on-demand price; disk, transfer and requests are not in it.' },
    worstUsd: dollars,
    usdPerHour: dollars,
    boxSeconds: { type: ['integer', 'null'], minimum: 0 },
    why: { type: ['string', 'null'], description: 'Why the cost is not known.' },
  },
};
