import type { Diagnostic } from '../diagnostic.ts';
import { isFlow, removal, takesComment, type Written as WrittenEntry } from '../edit.ts';
import type { Fix } from '../fix.ts';
import type { Entry, MapNode, Node, ScalarNode, SequenceNode } from '../node.ts';
import type { Range, Source } from '../source.ts';
import { forbiddenIn } from './characters.ts';
import { coreValue, hasCoreTag } from './core.ts';
import { type Style, type Written, WrittenScalar } from './written.ts';

/** How deep lists and maps may lie in each other. */
export const MAX_DEPTH = 64;

/** Nodes that all aliases and merge keys of a file may stand for. */
const ALIAS_BUDGET = 100_000;

/** What a parser says of any node. */
export interface Properties {
  /** Where the node's anchor is named, without `&`. */
  readonly anchor?: Range;
  /** Where its tag stands. */
  readonly tag?: Range;
}

interface Frame {
  readonly kind: 'map' | 'sequence';
  readonly start: number;
  readonly anchor?: string;
  readonly tag?: Range;
  readonly children: Node[];
  /** Nodes below, aliased ones counted each time. */
  size: number;
  /** How many levels lie below, aliased ones included. */
  height: number;
}

interface Anchored {
  readonly node: Node;
  readonly size: number;
  readonly height: number;
}

/**
 * Makes the located tree from what a parser tells, node by node, whichever parser it is: anchors, merge keys, tags,
 * duplicate keys and the core schema are decided here alone.
 */
export class TreeBuilder {
  readonly faults: Diagnostic[] = [];
  root: Node | undefined;
  /** A merge key names an anchor that is not there: keys are missing that the author has written elsewhere. */
  lacksMerge = false;
  readonly #source: Source;
  readonly #stack: Frame[] = [];
  readonly #anchors = new Map<string, Anchored | 'open'>();
  readonly #unresolved = new Set<Node>();
  #aliased = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  open(kind: Frame['kind'], start: number, { anchor, tag }: Properties): void {
    const name = anchor && this.#slice(anchor);
    if (name !== undefined) this.#anchors.set(name, 'open');
    this.#stack.push({
      kind,
      start,
      children: [],
      size: 1,
      height: 1,
      ...(name !== undefined && { anchor: name }),
      ...(tag && { tag }),
    });
  }

  close(end: number): void {
    const frame = this.#stack.pop()!;
    this.#checkCollectionTag(frame);
    const range = { start: frame.start, end };
    const node: MapNode | SequenceNode =
      frame.kind === 'map'
        ? { kind: 'map', source: this.#source, range, entries: this.#entries(frame.children, range) }
        : { kind: 'sequence', source: this.#source, range, items: frame.children };
    if (frame.anchor !== undefined) this.#anchors.set(frame.anchor, { node, size: frame.size, height: frame.height });
    this.#add({ node, size: frame.size, height: frame.height });
  }

  scalar(range: Range, text: string, written: Written, { anchor, tag }: Properties): void {
    const value = this.#value(range, text, written.style, tag);
    const forbidden = written.style === 'double' ? forbiddenIn(text) : undefined;
    if (forbidden)
      this.#fault('syntax', range, `this text holds the character ${forbidden}, which cannot be in a campaign`);
    const node = new WrittenScalar(this.#source, range, text, value, written);
    if (anchor) this.#anchors.set(this.#slice(anchor), { node, size: 1, height: 0 });
    this.#add({ node, size: 1, height: 0 });
  }

  /** `range` covers the name, without `*`. An alias that stands for nothing is `null` in the tree. */
  alias(range: Range): void {
    const whole = { start: range.start - 1, end: range.end };
    const target = this.#target(this.#slice(range), whole);
    if (target) {
      this.#add(target);
      return;
    }
    const written: Written = { style: 'plain', ...whole, indent: -1, chomping: 'clip' };
    const node = new WrittenScalar(this.#source, whole, '', null, written);
    this.#unresolved.add(node);
    this.#add({ node, size: 1, height: 0 });
  }

  /** What an alias stands for; aliases share the node, so that only those who walk the tree pay for them. */
  #target(name: string, whole: Range): Anchored | undefined {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#fault(
        'syntax',
        whole,
        `no anchor \`&${name}\` comes before the alias \`*${name}\``,
        /[./*?]/.test(name)
          ? `put a glob in quotes: \`"*${name}"\``
          : 'name the anchor before it is used, or put a glob in quotes',
      );
      return undefined;
    }
    if (target === 'open') {
      this.#fault('syntax', whole, `the alias \`*${name}\` lies inside what it stands for`);
      return undefined;
    }
    if (this.#stack.length + target.height > MAX_DEPTH) {
      this.#fault('syntax', whole, `with \`*${name}\`, lists and maps lie more than ${MAX_DEPTH} deep in each other`);
      return undefined;
    }
    const before = this.#aliased;
    this.#aliased += target.size;
    if (this.#aliased <= ALIAS_BUDGET) return target;
    if (before <= ALIAS_BUDGET) {
      const message = `the aliases up to \`*${name}\` stand for more than ${ALIAS_BUDGET} nodes`;
      this.#fault('syntax', whole, message, 'write fewer aliases of aliases');
    }
    return undefined;
  }

  #add({ node, size, height }: Anchored): void {
    const parent = this.#stack.at(-1);
    if (parent) {
      parent.children.push(node);
      parent.size += size;
      parent.height = Math.max(parent.height, height + 1);
    } else this.root ??= node;
  }

  #entries(children: readonly Node[], range: Range): Entry[] {
    const entries: Entry[] = [];
    const byName = new Map<string, ScalarNode>();
    let merge: Node | undefined;
    for (let i = 0; i + 1 < children.length; i += 2) {
      const key = children[i]!;
      const value = children[i + 1]!;
      if (key.kind !== 'scalar') {
        this.#fault(
          'syntax',
          key.range,
          `a key must be plain text, not a ${key.kind === 'map' ? 'map' : 'list'}`,
          'put templates and globs that begin a line in quotes',
        );
        continue;
      }
      const first = byName.get(key.text);
      if (first) {
        this.faults.push({
          code: 'duplicate-key',
          message: `the key \`${key.text}\` stands here twice`,
          place: { source: this.#source, range: key.range },
          related: [{ place: { source: this.#source, range: first.range }, message: 'the first is here' }],
          help: 'remove or rename one of them',
          ...this.#withoutSecond(children, children.indexOf(first), i, range),
        });
        continue;
      }
      byName.set(key.text, key);
      if (key.text === '<<' && this.#source.text[key.range.start] === '<') merge = value;
      else entries.push({ key, value });
    }
    if (merge) this.#merge(merge, entries, byName);
    return entries;
  }

  /** Two that say the same are one too many. */
  #withoutSecond(children: readonly Node[], first: number, second: number, range: Range): { readonly fix?: Fix } {
    // A text of nothing but duplicates is not worth an edit for each.
    if (this.faults.length > 1_000 || !isSame(children[first + 1]!, children[second + 1]!)) return {};
    const pair = (at: number): WrittenEntry => ({ key: children[at]!, value: children[at + 1]! });
    const other = pair(second);
    const edit = removal(this.#source, [pair(second - 2), other], other, isFlow(this.#source, range));
    const title = `remove the second \`${(children[second] as ScalarNode).text}\`, which says the same`;
    return edit ? { fix: { title, safety: takesComment(edit) ? 'unsafe' : 'safe', edits: [edit] } } : {};
  }

  #merge(merge: Node, entries: Entry[], byName: Map<string, ScalarNode>): void {
    for (const map of merge.kind === 'sequence' ? merge.items : [merge]) {
      if (this.#unresolved.has(map)) {
        this.lacksMerge = true;
        continue;
      }
      if (map.kind !== 'map') {
        this.#fault('syntax', map.range, '`<<` takes a map or a list of maps', 'write `<<: *anchor`');
        continue;
      }
      for (const entry of map.entries) {
        if (byName.has(entry.key.text)) continue;
        byName.set(entry.key.text, entry.key);
        entries.push(entry);
      }
    }
  }

  #value(range: Range, text: string, style: Style, tag: Range | undefined) {
    if (!tag) return style === 'plain' ? coreValue(text) : text;
    const name = this.#coreTag(tag);
    if (name === undefined && style === 'plain' && /\s/.test(text) && this.#slice(tag) === '!')
      this.#fault(
        'syntax',
        tag,
        '`!` at the beginning of a value is YAML’s own, and the shell would never see it',
        `put the text in quotes, or after \`|\` on a line of its own: \`! ${text.slice(0, 40)}\``,
      );
    if (name === undefined || name === 'str') return text;
    const value = coreValue(text);
    if (!hasCoreTag(value, name))
      this.#fault('syntax', range, `\`${text}\` is not what its tag \`${this.#slice(tag)}\` says`, 'remove the tag');
    return value;
  }

  #checkCollectionTag(frame: Frame): void {
    if (!frame.tag) return;
    const name = this.#coreTag(frame.tag);
    if (name !== undefined && name !== (frame.kind === 'map' ? 'map' : 'seq')) {
      this.#fault(
        'syntax',
        frame.tag,
        `the tag \`${this.#slice(frame.tag)}\` does not fit a ${frame.kind === 'map' ? 'map' : 'list'}`,
        'remove the tag',
      );
    }
  }

  /** The name of a core schema tag; reports any other. `!` alone only says that the node is no number or boolean. */
  #coreTag(range: Range): string | undefined {
    const tag = this.#slice(range);
    const name = /^(?:!!|!<tag:yaml\.org,2002:)(str|int|float|bool|null|map|seq)>?$/.exec(tag)?.[1];
    if (name === undefined && tag !== '!')
      this.#fault('syntax', range, `the tag \`${tag}\` has no meaning here`, 'remove the tag');
    return name;
  }

  #slice(range: Range): string {
    return this.#source.text.slice(range.start, range.end);
  }

  #fault(code: 'syntax', range: Range, message: string, help?: string): void {
    this.faults.push({ code, message, place: { source: this.#source, range }, ...(help && { help }) });
  }
}

/** Whether two nodes say the same; of large ones nobody asks. */
function isSame(a: Node, b: Node, depth = 0): boolean {
  if (depth > 8) return false;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
  if (a.kind === 'sequence')
    return (
      b.kind === 'sequence' &&
      a.items.length === b.items.length &&
      a.items.every((item, at) => isSame(item, b.items[at]!, depth + 1))
    );
  return (
    b.kind === 'map' &&
    a.entries.length === b.entries.length &&
    a.entries.every(({ key, value }, at) => {
      const other = b.entries[at]!;
      return key.text === other.key.text && isSame(value, other.value, depth + 1);
    })
  );
}
