import type { Cost } from '../../run/cost.ts';
import { dollars, hourly, span } from './amount.ts';

/** What a run has cost so far, in one item of a line. */
export function costText(cost: Cost): string {
  switch (cost.kind) {
    case 'none':
      return 'no box, no cost';
    case 'known':
      return `cost so far ${dollars(cost.usd)}${cost.worstUsd === undefined ? '' : ` of at most ${dollars(cost.worstUsd)}`}`;
    case 'unknown':
      return `cost UNKNOWN: ${cost.why}`;
  }
}

/** What a run has cost, for a line of its own. */
export function costSentence(cost: Cost): string {
  switch (cost.kind) {
    case 'none':
      return 'nothing: it had no box';
    case 'known':
      return `${dollars(cost.usd)}: ${span(cost.seconds)} of ${cost.boxes.length === 1 ? 'a box' : `${cost.boxes.length} boxes`}, ${priceList(cost)}`;
    case 'unknown':
      return `UNKNOWN: ${cost.why}`;
  }
}

/** The prices that were paid: `0.357 USD an hour on demand`, each once, in order. Empty: none is known. */
export function priceList({ boxes }: Cost): string {
  const told = boxes.flatMap(({ price }) =>
    price
      ? [`${hourly(price.usdPerHour)} ${price.from === 'stated' ? 'as machine.price states it' : 'on demand'}`]
      : [],
  );
  return [...new Set(told)].join(', then ');
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

const amount = { type: ['number', 'null'], minimum: 0 };

/** Its JSON Schema. */
export const costSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'usd', 'worstUsd', 'usdPerHour', 'boxSeconds', 'why'],
  properties: {
    kind: { enum: ['none', 'known', 'unknown'] },
    usd: { ...amount, description: 'So far, at the on-demand price; disk, transfer and requests are not in it.' },
    worstUsd: amount,
    usdPerHour: amount,
    boxSeconds: { type: ['integer', 'null'], minimum: 0 },
    why: { type: ['string', 'null'], description: 'Why the cost is not known.' },
  },
};
