import type { Edit } from './fix.ts';
import type { MapNode, Node, SequenceNode } from './node.ts';
import type { Range, Source } from './source.ts';

/*
 * Edits of a campaign's text that keep its layout and comments. Each gives `undefined` where the text is not laid out so that
 * one edit is plainly right, such as what an alias brings from elsewhere.
 */

/**
 * A new key of a map, block or flow as the map is, behind the key `after` or else the last one; `value` is YAML on one line that is
 * right in a flow too.
 */
export function addEntry(map: MapNode, key: string, value: string, after?: string): Edit | undefined {
  const { source } = map;
  const own = ownEntries(map);
  const last = own.find(entry => entry.key.text === after) ?? own.at(-1);
  const open = openingOf(map);
  if (open !== undefined) return addInFlow(source, open, last && entryEnd(last), `${key}: ${value}`);
  return last && addLines(source, own[0]!.key.range.start, entryEnd(last), [`${key}: ${value}`]);
}

/** New last entries of a list, each as `value` of `addEntry`. */
function addItems(list: SequenceNode, items: readonly string[]): Edit | undefined {
  const { source } = list;
  const own = list.items.filter(({ range }) => isWithin(range, list.range));
  if (own.length < list.items.length) return undefined;
  const open = openingOf(list);
  if (open !== undefined) return addInFlow(source, open, own.at(-1) && textEnd(own.at(-1)!), items.join(', '));
  const dash = own[0] && source.text.lastIndexOf('-', own[0].range.start);
  return dash === undefined || dash < 0
    ? undefined
    : addLines(
        source,
        dash,
        textEnd(own.at(-1)!),
        items.map(item => `- ${item}`),
      );
}

/** Adds to the list under a key of a map, which is made where the map has no such key. */
export function addToList(map: MapNode, key: string, items: readonly string[]): Edit | undefined {
  const entry = map.entries.find(each => each.key.text === key);
  if (!entry) return addEntry(map, key, `[${items.join(', ')}]`);
  if (!isWithin(entry.key.range, map.range) || !isHere(entry.key.range, entry.value.range)) return undefined;
  return entry.value.kind === 'sequence' ? addItems(entry.value, items) : undefined;
}

/** Takes a key and its value away, with the comment at the end of its line; nothing where it is the map's only one. */
export function removeEntry(map: MapNode, key: string): Edit | undefined {
  const own = ownEntries(map);
  const entry = own.find(each => each.key.text === key);
  return entry && own.length > 1 ? removal(map.source, own, entry, openingOf(map) !== undefined) : undefined;
}

/** What `removal` needs of an entry. */
export interface Written {
  readonly key: { readonly range: Range };
  readonly value: Node;
}

/** Takes one of several entries away that stand in one map; nothing where its value stands elsewhere. */
export function removal(
  source: Source,
  entries: readonly Written[],
  entry: Written,
  inFlow: boolean,
): Edit | undefined {
  const { text } = source;
  if (!isHere(entry.key.range, entry.value.range)) return undefined;
  const { start } = entry.key.range;
  const end = entryEnd(entry);
  if (inFlow) {
    const at = entries.indexOf(entry);
    const before = entries[at - 1];
    const after = entries[at + 1];
    const range = before ? { start: entryEnd(before), end } : after && { start, end: after.key.range.start };
    if (!range || text.slice(range.start, range.end).includes('#')) return undefined;
    return { place: { source, range }, replacement: '' };
  }
  const line = lineStart(text, start);
  if (text.slice(line, start).trim() !== '') return undefined;
  const next = nextLine(text, end);
  // The last line of a text that ends without a line end leaves one that does so too.
  const ends = next === text.length && !text.endsWith('\n') && line > 0;
  const from = ends ? line - (text[line - 2] === '\r' ? 2 : 1) : line;
  return { place: { source, range: { start: from, end: next } }, replacement: '' };
}

/** Whether an edit takes a comment away with what it is there to take. */
export function takesComment({ place: { source, range } }: Edit): boolean {
  return /(?:^|\s)#/.test(source.text.slice(range.start, range.end));
}

/** A text as a YAML scalar that is right in a flow and in a block: bare where it may be, else in double quotes. */
export function scalarText(text: string): string {
  const plain =
    /^[A-Za-z_./][\w./@+-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|[yn]|[+.-]?(inf|nan)|\.+)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

/** Whether a collection of this range is written in brackets. */
export function isFlow(source: Source, range: Range): boolean {
  return openingOf({ source, range }) !== undefined;
}

/** Where the bracket of a flow collection stands; absent for a block. */
function openingOf({ source, range }: Pick<Node, 'source' | 'range'>): number | undefined {
  const skipped = /^(?:[&!]\S*\s+)*/.exec(source.text.slice(range.start, range.end))![0].length;
  return /[[{]/.test(source.text[range.start + skipped] ?? '') ? range.start + skipped : undefined;
}

function addInFlow(source: Source, open: number, last: number | undefined, what: string): Edit {
  if (last !== undefined) return insertion(source, last, `, ${what}`);
  return insertion(source, open + 1, source.text[open] === '{' ? ` ${what} ` : what);
}

/** Lines of their own below what ends at an offset, indented as what begins at another. */
function addLines(source: Source, first: number, end: number, lines: readonly string[]): Edit {
  const { text } = source;
  const indent = first - lineStart(text, first);
  const written = lines.map(line => `${' '.repeat(indent)}${line}`).join('\n');
  const at = nextLine(text, end);
  return text[at - 1] === '\n' ? insertion(source, at, `${written}\n`) : insertion(source, at, `\n${written}`);
}

function insertion(source: Source, at: number, replacement: string): Edit {
  return { place: { source, range: { start: at, end: at } }, replacement };
}

/** By place, without those that a merge key brings. */
function ownEntries(map: MapNode) {
  return map.entries.filter(({ key }) => isWithin(key.range, map.range));
}

function entryEnd({ key, value }: Written): number {
  return isHere(key.range, value.range)
    ? Math.max(key.range.end, textEnd(value))
    : lineWithout(value.source.text, key.range.end);
}

/** The end of what is written of a node: the blank lines after a block scalar are none of it, unless it keeps them. */
function textEnd(node: Node): number {
  const { text } = node.source;
  const { start, end } = node.range;
  if (node.kind !== 'scalar') {
    const open = openingOf(node);
    if (open !== undefined) return end;
    const last =
      node.kind === 'map' ? ownEntries(node).at(-1) : node.items.findLast(({ range }) => isWithin(range, node.range));
    if (!last) return end;
    return 'key' in last ? entryEnd(last) : textEnd(last);
  }
  const header = /^(?:[&!]\S*\s+)*[|>]([-+\d]*)/.exec(text.slice(start, Math.min(end, start + 200)));
  if (!header || header[1]!.includes('+')) return end;
  return start + text.slice(start, end).trimEnd().length;
}

/** The end of an alias and whatever else is on the line, without its comment. */
function lineWithout(text: string, from: number): number {
  return from + /^[^\n#,}\]]*/.exec(text.slice(from, from + 1000))![0].trimEnd().length;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after an offset begins; an offset at the beginning of a line that ends something is that. */
function nextLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function isWithin(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** A value that stands behind its key; an aliased one stands before it. */
function isHere(key: Range, value: Range): boolean {
  return value.start >= key.end;
}

/** The map under a key of a map, where it stands there and not in an alias or a merge. */
export function mapAt(map: MapNode, key: string): MapNode | undefined {
  const entry = ownEntries(map).find(each => each.key.text === key);
  return entry?.value.kind === 'map' && isHere(entry.key.range, entry.value.range) ? entry.value : undefined;
}
