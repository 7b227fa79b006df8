import type { CompletionItem, CompletionItemKind, CompletionList, Position } from 'vscode-languageserver-protocol';
import { positionAt, type Source } from '../schema/source.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { keyOffers } from './key-offers.ts';
import { linesOf } from './lines.ts';
import type { Offer } from './offer.ts';
import { toOffset, toRange } from './position.ts';
import type { Study } from './study.ts';
import { expressionOffers, ruleOffers, valueAtfers } from './value-offers.ts';

/** So many are offered at once; a client asks again when more has been typed. */
const MOST = 400;

/** As the protocol numbers them. */
const KINDS: Readonly<Record<Offer['kind'], CompletionItemKind>> = {
  key: 10,
  word: 12,
  name: 6,
  stage: 3,
  file: 17,
  directory: 19,
  rule: 20,
};

/** What may be written at a position, best first. The text need not be YAML, as it seldom is while one types. */
export function completion(study: Study, position: Position): CompletionList {
  const { source } = study.reading;
  const offset = toOffset(source, position);
  const lines = linesOf(source);
  const cursor = cursorAt(source, offset, lines);
  if (!cursor) return { isIncomplete: false, items: [] };
  const typed = source.text.slice(cursor.start, offset);
  const offers = offersAt(cursor, study, lines, typed)
    .map(offer => ({ offer, rank: rankOf(offer.text, typed.slice(offer.after)) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => a.rank! - b.rank!)
    .map(({ offer }) => offer);
  const items = distinct(offers)
    .slice(0, MOST)
    .map((offer, index) => item(offer, index, cursor, source, offset));
  return { isIncomplete: offers.length > MOST, items };
}

function offersAt(cursor: Cursor, study: Study, lines: ReturnType<typeof linesOf>, typed: string): readonly Offer[] {
  if (cursor.ignore) return ruleOffers(study);
  if (cursor.expressionIn) return expressionOffers(cursor, study, lines);
  return [
    ...(cursor.keyIn ? keyOffers(cursor, study, lines) : []),
    ...(cursor.valueAt ? valueAtfers(cursor, study, lines, typed) : []),
  ];
}

/** How well a text goes on from what has been typed: it begins with it, holds it, or holds its letters in their order; else not. */
function rankOf(text: string, typed: string): number | undefined {
  const [whole, part] = [text.toLowerCase(), typed.toLowerCase()];
  if (whole.startsWith(part)) return 0;
  if (whole.includes(part)) return 1;
  let at = 0;
  for (const letter of part) {
    at = whole.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 2;
}

function distinct(offers: readonly Offer[]): readonly Offer[] {
  const first = new Map<string, Offer>();
  for (const offer of offers) if (!first.has(offer.text)) first.set(offer.text, offer);
  return [...first.values()];
}

function item(offer: Offer, index: number, cursor: Cursor, source: Source, offset: number): CompletionItem {
  const { text, kind, detail, about, after = 0 } = offer;
  return {
    label: text,
    kind: KINDS[kind],
    ...(detail !== undefined && { detail }),
    ...(about !== undefined && { documentation: { kind: 'markdown', value: about } }),
    sortText: String(index).padStart(4, '0'),
    filterText: text,
    textEdit: {
      range: toRange(source, { start: cursor.start + after, end: endOfWord(cursor, offset) }),
      newText: insertion(offer, cursor),
    },
  };

  /** A key or a name in `${{ }}` that is corrected is replaced as a whole. */
  function endOfWord({ keyIn, expressionIn, rest }: Cursor, at: number): number {
    const whole = expressionIn ? /^[\w.-]*(?=\s*\}\})/ : keyIn ? /^[\w-]*(?=\s*:)/ : undefined;
    const word = whole?.exec(rest)?.[0].length;
    return Math.min(at + (word ?? 0), source.lineStarts[positionAt(source, at).line] ?? source.text.length);
  }
}

function insertion({ text, kind, lead = '', tail = '' }: Offer, cursor: Cursor): string {
  if (cursor.expressionIn) return /^[\w.-]*\s*\}\}/.test(cursor.rest) ? text : `${text} }}`;
  if (kind === 'key') return /^[\w-]*\s*:/.test(cursor.rest) ? text : `${lead}${text}${tail}`;
  if (cursor.quoted || cursor.ignore) return text;
  return lead + scalar(text, cursor.flow);
}

/** As YAML reads it back: in quotes where it would be something else than a text. */
function scalar(text: string, flow: boolean): string {
  const plain =
    /^[^\s'"[\]{},#&*!|>%@`:?-]/.test(text) && !/: |\s#|\s$|:$/.test(text) && !(flow && /[[\]{},]/.test(text));
  return plain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
