import type { Assignment, Located } from '../model.ts';
import type { Entry, MapNode, Node, ScalarNode } from '../node.ts';
import type { Place, Range } from '../source.ts';
import { type Template, template } from '../template.ts';

/**
 * Reads the fields of a map whose keys the schema declares: `K` are the keys of its generated type, so that no key is read
 * that the language does not have. A value of a wrong shape counts as absent: `conform` has reported it.
 */
export class Fields<K extends string> {
  readonly node: MapNode;

  constructor(node: MapNode) {
    this.node = node;
  }

  entry(key: K): Entry | undefined {
    return this.node.entries.find(entry => entry.key.text === key);
  }

  value(key: K): Node | undefined {
    return this.entry(key)?.value;
  }

  scalar(key: K): ScalarNode | undefined {
    const value = this.value(key);
    return value?.kind === 'scalar' && value.value !== null ? value : undefined;
  }

  template(key: K): Template | undefined {
    const node = this.scalar(key);
    return node && template(node);
  }

  text(key: K): Located<string> | undefined {
    const node = this.scalar(key);
    return node && typeof node.value === 'string' ? { value: node.value, place: placeOf(node) } : undefined;
  }

  flag(key: K): Located<boolean> | undefined {
    const node = this.scalar(key);
    return typeof node?.value === 'boolean' ? { value: node.value, place: placeOf(node) } : undefined;
  }

  number(key: K): number | undefined {
    const value = this.scalar(key)?.value;
    return typeof value === 'number' ? value : undefined;
  }

  /** One of a few words; any other counts as absent. */
  word<const W extends string>(key: K, words: readonly W[]): Located<W> | undefined {
    const node = this.scalar(key);
    return node && wordOf(node, words);
  }

  map(key: K): MapNode | undefined {
    return asMap(this.value(key));
  }

  items(key: K): readonly Node[] {
    const value = this.value(key);
    return value?.kind === 'sequence' ? value.items : [];
  }

  templates(key: K): readonly Template[] {
    return this.items(key)
      .filter(isScalar)
      .map(node => template(node));
  }

  texts(key: K): readonly Located<string>[] {
    return this.items(key).filter(isScalar).map(located);
  }

  assignments(key: K): readonly Assignment[] {
    return entriesOf(this.value(key)).flatMap(({ key: name, value }) =>
      isScalar(value) ? [{ name: located(name), value: template(value) }] : [],
    );
  }
}

export function asMap(node: Node | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined;
}

export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function isScalar(node: Node): node is ScalarNode {
  return node.kind === 'scalar' && node.value !== null;
}

export function located(node: ScalarNode): Located<string> {
  return { value: node.text, place: placeOf(node) };
}

export function wordOf<const W extends string>(node: ScalarNode, words: readonly W[]): Located<W> | undefined {
  const value = words.find(word => word === node.value);
  return value === undefined ? undefined : { value, place: placeOf(node) };
}

export function placeOf(node: Node): Place {
  return { source: node.source, range: node.range };
}

/** From a key to the end of its value. An aliased value lies elsewhere: then it is the key alone. */
export function placeOfEntry({ key, value }: Entry): Place {
  const range: Range = {
    start: key.range.start,
    end: value.range.start >= key.range.end ? value.range.end : key.range.end,
  };
  return { source: key.source, range };
}

/** `{ key: value }` where there is a value: a field that was not written is absent. */
export function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
