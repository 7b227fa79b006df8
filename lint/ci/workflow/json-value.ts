import type { Node, Scalar, ScalarNode } from '../../../schema/node.ts';
import type { Value } from './expression.ts';

/** A list or an object that `fromJSON` reads from a text. */
export interface Json {
  readonly json: readonly unknown[] | Readonly<Record<string, unknown>>;
}

export function isJson(value: Value): value is Json {
  return typeof value === 'object' && value !== null && 'json' in value;
}

/** `fromJSON`: not known of a text that is not known, nor of one that is no JSON, with which GitHub starts no job. */
export function fromJson(text: Value): Value {
  if (typeof text === 'number' || typeof text === 'boolean') return text;
  if (typeof text !== 'string') return undefined;
  try {
    // GitHub's reader takes single quotes as well.
    return pieceOf(JSON.parse(text.includes('"') ? text : text.replaceAll("'", '"')));
  } catch {
    return undefined;
  }
}

/** A piece of JSON as a value. */
function pieceOf(piece: unknown): Value {
  return typeof piece === 'object' && piece !== null ? { json: piece as Json['json'] } : (piece as Scalar);
}

/** What stands in a list or an object under a name or a number; what does not stand there is null. */
export function memberOf({ json }: Json, name: string): Value {
  if (Array.isArray(json)) return /^\d+$/.test(name) ? pieceOf(json[Number(name)] ?? null) : null;
  // Names of objects are looked up without regard to case.
  const found = Object.entries(json).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : pieceOf(found[1]);
}

/** The items of a list; `undefined` of anything else. */
export function itemsOf({ json }: Json): readonly Value[] | undefined {
  return Array.isArray(json) ? json.map(pieceOf) : undefined;
}

/** A list or an object as a tree, as if it were written where `at` stands. */
export function treeOf(piece: unknown, at: ScalarNode): Node {
  const { source, range } = at;
  const scalar = (value: Scalar): ScalarNode => ({ ...at, value, text: value === null ? '' : String(value) });
  if (Array.isArray(piece)) return { kind: 'sequence', source, range, items: piece.map(item => treeOf(item, at)) };
  if (typeof piece === 'object' && piece !== null)
    return {
      kind: 'map',
      source,
      range,
      entries: Object.entries(piece).map(([key, value]) => ({ key: scalar(key), value: treeOf(value, at) })),
    };
  return scalar(piece as Scalar);
}
