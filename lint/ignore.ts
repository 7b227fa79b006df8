import type { Node } from '../schema/node.ts';
import type { Comment, Reading } from '../schema/read.ts';
import { type Place, positionAt, type Range, type Source } from '../schema/source.ts';
import type { Template } from '../schema/template.ts';
import { commands } from './shell/commands.ts';

/** One rule named by one `# campaign-ignore: <rule>[, <rule>] -- <reason>` comment. */
export interface Ignore {
  /** The rule's id as written; empty when the comment names none. */
  readonly rule: string;
  /** Where the id stands. */
  readonly place: Place;
  /** The whole comment. */
  readonly comment: Place;
  /** What follows `--`; empty when nothing does. */
  readonly reason: string;
  /** The stretch of the file that it reaches; absent when it stands at nothing. */
  readonly reach?: Range;
  /** Whether it kept back a finding. */
  used: boolean;
}

const MARK = /#\s*campaign-ignore\b:?/;

/**
 * The ignores in YAML comments. On a line of its own a comment reaches what begins on the next line that holds something
 * (the whole file where that is the first key); at the end of a line, what begins on that line.
 */
export function commentIgnores(reading: Reading): readonly Ignore[] {
  const { source, root, comments } = reading;
  const marked = comments.filter(({ range }) => MARK.test(source.text.slice(range.start, range.end)));
  if (marked.length === 0) return [];
  const pieces = root ? [...piecesOf(root)] : [];
  return marked.flatMap(comment => parsed(source, comment, reachOf(comment, source, pieces)));
}

/** Map entries (key and value) and list items, outer ones first. */
function* piecesOf(node: Node): Generator<Range> {
  if (node.kind === 'map')
    for (const { key, value } of node.entries) {
      // A merged or aliased value stands elsewhere: the entry is then what is written here.
      yield { start: key.range.start, end: Math.max(key.range.end, value.range.end) };
      yield* piecesOf(value);
    }
  if (node.kind === 'sequence')
    for (const item of node.items) {
      yield item.range;
      yield* piecesOf(item);
    }
}

function reachOf(comment: Comment, source: Source, pieces: readonly Range[]): Range | undefined {
  const lineOf = (offset: number) => positionAt(source, offset).line;
  const before = source.text.slice(source.lineStarts[lineOf(comment.range.start) - 1], comment.range.start);
  const alone = before.trim() === '';
  const line = alone ? lineAfter(source, comment.range.end) : lineOf(comment.range.start);
  if (line === undefined) return undefined;
  const first = pieces[0];
  if (alone && first && lineOf(first.start) === line) return { start: 0, end: source.text.length + 1 };
  const starting = pieces.find(({ start }) => lineOf(start) === line);
  return starting ?? pieces.findLast(({ start, end }) => lineOf(start) <= line && line <= lineOf(end));
}

/** The number of the next line that is neither blank nor a comment. */
function lineAfter(source: Source, offset: number): number | undefined {
  for (let line = positionAt(source, offset).line; line < source.lineStarts.length; line++)
    if (/^[ \t]*[^\s#]/.test(source.text.slice(source.lineStarts[line]))) return line + 1;
  return undefined;
}

/** A bash text, and where its letters stand in the file that holds it. */
interface Commented {
  readonly text: string;
  readonly source: Source;
  offsetAt(index: number): number;
}

/**
 * The ignores in shell comments of `run` and `setup` texts and of scripts: they reach the commands on their line, or, alone on
 * a line, on the next.
 */
export function shellIgnores(runs: readonly Template[], scripts: readonly Source[]): readonly Ignore[] {
  // Several instances and profiles share a text, several stages a script.
  const marked = new Map<string, Commented>();
  for (const { text, node, place } of runs)
    if (MARK.test(text))
      marked.set(`${place.range.start}`, { text, source: node.source, offsetAt: index => node.offsetAt(index) });
  for (const script of scripts)
    if (MARK.test(script.text))
      marked.set(script.path, { text: script.text, source: script, offsetAt: index => index });
  return [...marked.values()].flatMap(ignoresIn);
}

function ignoresIn(commented: Commented): readonly Ignore[] {
  // A comment that follows a plain scalar is YAML's; what the scalar itself holds is the shell's.
  const { text, source } = commented;
  const found: Ignore[] = [];
  const lines = [...text.matchAll(/[^\n]*\n?/g)].filter(([line]) => line !== '');
  for (const [index, line] of lines.entries()) {
    const at = /(^|\s)#\s*campaign-ignore\b/.exec(line[0]);
    if (!at) continue;
    const begin = line.index + at.index + at[1]!.length;
    const end = line.index + line[0].trimEnd().length;
    const next = lines.slice(index + 1).find(([other]) => /^\s*[^\s#]/.test(other));
    const target = line[0].slice(0, at.index).trim() === '' ? next : line;
    const range = { start: commented.offsetAt(begin), end: commented.offsetAt(end) };
    found.push(
      ...parsed(source, { text: text.slice(begin, end), range }, target && commandsOn(target.index, commented)),
    );
  }
  return found;
}

/** The line that begins at an index, with what it continues onto and the commands on it. */
function commandsOn(first: number, { text, offsetAt }: Commented): Range {
  const last = first + /(?:[^\n]*\\\n)*[^\n]*\n?/y.exec(text.slice(first))![0].length;
  const met = commands(text).filter(({ start, end }) => start < last && first < end);
  return {
    start: offsetAt(Math.min(first, ...met.map(({ start }) => start))),
    end: offsetAt(Math.max(last, ...met.map(({ end }) => end))),
  };
}

function parsed(source: Source, { range }: Comment, reach: Range | undefined): readonly Ignore[] {
  const written = source.text.slice(range.start, range.end);
  const mark = MARK.exec(written)!;
  const rest = written.slice(mark.index + mark[0].length);
  const [, names = '', reason = ''] = /^(.*?)(?:\s--(?!-)\s*(.*))?$/s.exec(rest.replace(/^(\s*)--/, '$1 --')) ?? [];
  const comment = { source, range };
  const begin = range.start + mark.index + mark[0].length;
  const ids = [...names.matchAll(/[^\s,]+/g)];
  if (ids.length === 0)
    return [{ rule: '', place: comment, comment, reason: reason.trim(), ...(reach && { reach }), used: false }];
  return ids.map(id => {
    const start = begin + id.index;
    const place = { source, range: { start, end: start + id[0].length } };
    return { rule: id[0], place, comment, reason: reason.trim(), ...(reach && { reach }), used: false };
  });
}
