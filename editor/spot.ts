import type { Entry, Node } from '../schema/node.ts';
import type { Range } from '../schema/source.ts';
import { holds } from './position.ts';
import { ITEM, type Path, type Step } from './shape.ts';

/** The innermost node of a tree at an offset. */
export interface Spot {
  /** What leads to it: with its own key where it is a key or a value. */
  readonly path: Path;
  /** A value, or a key. */
  readonly node: Node;
  /** It is a key, of this entry. */
  readonly entry?: Entry;
}

/** What stands at an offset; `undefined` outside of all keys and values. Aliased text is found where it is written. */
export function spotAt(root: Node | undefined, offset: number): Spot | undefined {
  const path: Step[] = [];
  if (!root) return undefined;
  let node: Node = root;
  for (;;) {
    if (node.kind === 'scalar') return holds(node.range, offset) ? { path, node } : undefined;
    if (node.kind === 'sequence') {
      const item: Node | undefined = nearest(node.items, ({ range }) => range, offset);
      if (!item) return { path, node };
      path.push(ITEM);
      node = item;
      continue;
    }
    const { entries } = node;
    const keyed: Entry | undefined = nearest(entries, ({ key }) => key.range, offset);
    if (keyed) return { path: [...path, keyed.key.text], node: keyed.key, entry: keyed };
    const inside: Entry | undefined = nearest(entries, ({ value }) => value.range, offset);
    if (!inside) return { path, node };
    path.push(inside.key.text);
    node = inside.value;
  }
}

/** The one that holds an offset, else the one that ends there. */
function nearest<T>(all: readonly T[], rangeOf: (one: T) => Range, offset: number): T | undefined {
  return (
    all.find(one => rangeOf(one).start <= offset && offset < rangeOf(one).end) ??
    all.find(one => holds(rangeOf(one), offset))
  );
}
