import type { Node } from '../../schema/node.ts';
import type { Parsed } from '../../schema/yaml/events.ts';

/** All that can be asked of a parsed text: the tree with every place, the way back from every letter of it, comments and faults. */
export function shown({ tree, comments, second }: Parsed): unknown {
  return { root: tree.root && node(tree.root), comments, second, faults: tree.faults, lacksMerge: tree.lacksMerge };
}

function node(one: Node): unknown {
  const { kind, range } = one;
  if (one.kind === 'scalar') {
    const offsets = Array.from({ length: Math.min(one.text.length, 400) + 2 }, (_, index) => one.offsetAt(index - 1));
    return { kind, range, text: one.text, value: one.value, offsets, end: one.offsetAt(one.text.length) };
  }
  if (one.kind === 'sequence') return { kind, range, items: one.items.map(node) };
  return { kind, range, entries: one.entries.map(({ key, value }) => [node(key), node(value)]) };
}
