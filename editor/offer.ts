import { resolved } from '../schema/language/lookup.ts';
import type { Schema } from '../schema/language/schema.ts';
import type { Lines } from './lines.ts';
import { pathOf } from './lines.ts';
import { keysAt } from './names.ts';
import type { Study } from './study.ts';

/** Something that may be written at the cursor. */
export interface Offer {
  readonly kind: 'key' | 'word' | 'name' | 'stage' | 'file' | 'directory' | 'rule';
  readonly text: string;
  /** A few words beside it. */
  readonly detail?: string;
  /** Markdown. */
  readonly about?: string;
  /** Written before it, and for keys also behind it. */
  readonly lead?: string;
  readonly tail?: string;
  /** So many letters of what has been typed stay as they are: it goes on after them. */
  readonly after?: number;
}

/** Names that a map of the campaign declares, whether the tree shows them or, in a broken text, only its lines do. */
export function namesAt(path: readonly string[], { reading }: Study, { marks }: Lines): readonly string[] {
  const shown = marks.flatMap(({ step, parent }) => {
    if (typeof step !== 'string') return [];
    const owner = pathOf(parent);
    return owner.length === path.length && owner.every((one, at) => one === path[at]) ? [step] : [];
  });
  return [...new Set([...keysAt(reading.source, reading.root, path), ...shown])];
}

/** What follows a key: a blank before a value on its line, nothing before lines of its own. */
export function tailOf(schema: Schema, flow: boolean): string {
  const { type, items, properties, additionalProperties } = resolved(schema);
  const own = type === 'object' || type === 'array' || items || properties || additionalProperties;
  return own && !flow ? ':' : ': ';
}
