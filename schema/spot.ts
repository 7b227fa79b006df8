import type { Node, ScalarNode } from './node.ts';
import { coreValue } from './yaml/core.ts';

/** Where a value stands: what to call it, and what to point at when something in it is missing. */
export interface Spot {
  readonly path: readonly string[];
  readonly key?: ScalarNode;
  /** It is an entry of the list that `path` names. */
  readonly item?: true;
  /** It is a map that is known by one of these keys. */
  readonly marks?: readonly string[];
}

/** What to call the value that stands there. */
export function called({ path, item }: Spot): string {
  if (path.length === 0) return 'the file';
  return `${item ? 'an entry of ' : ''}\`${shown(path.at(-1)!)}\``;
}

/** What stands there in place of what is wanted. */
export function found(node: Node): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'sequence') return 'a list';
  if (node.value === null) return '`null`';
  if (typeof node.value === 'string' && node.text.trim() === '') return 'an empty text';
  if (typeof node.value === 'string' && typeof coreValue(node.text) !== 'string')
    return `the text \`${shown(node.text)}\``;
  return `\`${shown(node.text)}\``;
}

/** `a`, `b` or `c`. */
export function oneOf(options: readonly unknown[]): string {
  const quoted = options.map(option => `\`${option}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** A user's text in a message: one line, not too long. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
