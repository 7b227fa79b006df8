import type { MapNode, Node } from '../../../schema/node.ts';

/** The value of a key of a mapping; `undefined` when the node is no mapping or lacks it. */
export function field(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.find(entry => entry.key.text === key)?.value : undefined;
}

export function entries(node: Node | undefined): MapNode['entries'] {
  return node?.kind === 'map' ? node.entries : [];
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** A scalar or a list of scalars as a list. */
export function texts(node: Node | undefined): readonly string[] {
  if (node?.kind === 'sequence') return node.items.flatMap(item => textOf(item) ?? []);
  const text = textOf(node);
  return text === undefined ? [] : [text];
}
