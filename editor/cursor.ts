import { lineText, positionAt, type Source } from '../schema/source.ts';
import { above, dashesAt, keyAt, type Lines, linesOf, type Mark, pathOf } from './lines.ts';
import { ITEM, type Path, type Step } from './shape.ts';

/** What may be typed at an offset. */
export interface Cursor {
  /** What is being typed begins here; it ends at the cursor. */
  readonly start: number;
  /** A key of the map at this path. */
  readonly keyIn?: Path;
  /** Keys that the map has already. */
  readonly written: readonly string[];
  /** The value at this path. */
  readonly valueAt?: Path;
  /** A name in `${{ }}`, in the value at this path. */
  readonly expressionIn?: Path;
  /** A rule in `# campaign-ignore:`. */
  readonly ignore?: true;
  /** Inside brackets, where a text with brackets needs quotes. */
  readonly flow: boolean;
  readonly quoted: boolean;
  /** What already follows it on its line. */
  readonly rest: string;
}

/** Reads the text around an offset line by line; it need not be YAML. */
export function cursorAt(source: Source, offset: number, lines: Lines = linesOf(source)): Cursor | undefined {
  const position = positionAt(source, offset);
  const line = position.line - 1;
  const content = lineText(source, position.line);
  const before = content.slice(0, position.column - 1);
  const lineStart = source.lineStarts[line]!;
  const rest = content.slice(position.column - 1);
  const base = { written: [], flow: false, quoted: false, rest };
  const stretch = lines.stretchOf(line);

  const ignored = /#\s*campaign-ignore\b:?\s*(?:[^\s,#]+\s*,\s*)*([\w-]*)$/.exec(before);
  if (ignored) return { ...base, start: offset - ignored[1]!.length, ignore: true };
  const inBlock = stretch?.kind === 'block';
  if (!inBlock && commentStart(before) >= 0) return undefined;

  const indent = /^ */.exec(before)![0].length;
  const { columns, end } = dashesAt(before, indent);
  const earlier = lastBefore(lines.marks, line);
  const expression = /\$\{\{\s*([\w.-]*)$/.exec(before);
  const open = expression && before[expression.index - 1] !== '$' ? expression : undefined;
  if (stretch) {
    const path = pathOf(stretch.owner);
    if (open) {
      const inside = inBlock ? path : (flowAt(source, stretch.start, offset, path)?.path ?? path);
      return { ...base, start: offset - open[1]!.length, expressionIn: inside };
    }
    return inBlock ? undefined : inFlow(source, stretch.start, offset, path, rest);
  }

  let parent: Mark | undefined = earlier;
  for (const column of columns) parent = { step: ITEM, line, column, parent: above(parent, column, true) };
  const keyed = keyAt(before.slice(end));
  if (!keyed) {
    const typed = before.slice(end);
    const column = columns.length > 0 ? end : indent;
    const owner = columns.length > 0 ? parent : above(earlier, column, false);
    const path = pathOf(owner);
    if (open) return { ...base, start: offset - open[1]!.length, expressionIn: path };
    if (/^[[{]/.test(typed)) return inFlow(source, lineStart + end, offset, path, rest);
    const quote = /^["']/.test(typed) ? 1 : 0;
    const written = keysOf(lines.marks, owner, line);
    const at = lineStart + end + quote;
    if (columns.length === 0 && path.length > 0 && owner!.line === line) return undefined;
    // After a word and a blank nothing new begins.
    if (quote === 0 && /\s/.test(typed)) return undefined;
    return {
      ...base,
      start: at,
      quoted: quote > 0,
      written,
      ...(quote === 0 && { keyIn: path }),
      valueAt: path,
    };
  }
  const owner = columns.length > 0 ? parent : above(earlier, end, false);
  const path = [...pathOf(owner), keyed.key];
  const value = before.slice(end + keyed.length);
  if (open) return { ...base, start: offset - open[1]!.length, expressionIn: deepPath(value, path) };
  // Right behind the colon a blank is missing first.
  if (value === '') return undefined;
  const lead = /^\s*(?:[&!]\S*\s+)*/.exec(value)![0].length;
  const at = lineStart + before.length - value.length + lead;
  if (/^[[{]/.test(value.slice(lead))) return inFlow(source, at, offset, path, rest);
  const quoted = /^["']/.test(value.slice(lead));
  return { ...base, start: at + (quoted ? 1 : 0), quoted, valueAt: path };
}

/** In a bracket on the line the expression may lie deeper; the stage, which alone counts, is the same. */
function deepPath(value: string, path: Path): Path {
  return /^\s*[[{]/.test(value) ? [...path, ITEM] : path;
}

function inFlow(source: Source, start: number, offset: number, path: Path, rest: string): Cursor | undefined {
  const found = flowAt(source, start, offset, path);
  if (!found) return undefined;
  const { top, wordStart, quoted, isKey } = found;
  const common = {
    start: wordStart,
    written: [...top.keys, ...keysAfter(source.text, offset)],
    flow: true,
    quoted,
    rest,
  };
  if (top.kind === 'list') return { ...common, valueAt: found.path };
  return isKey ? { ...common, keyIn: top.path } : { ...common, valueAt: found.path };
}

interface Frame {
  readonly kind: 'list' | 'map';
  readonly path: Path;
  key?: string | undefined;
  readonly keys: string[];
}

/** The innermost open bracket at an offset, and what is being typed in it. */
function flowAt(source: Source, start: number, offset: number, path: Path) {
  const { text } = source;
  const frames: Frame[] = [];
  let wordStart = start;
  let quote = '';
  const inner = (): Path => {
    const top = frames.at(-1);
    if (!top) return path;
    const step: Step | undefined = top.kind === 'list' ? ITEM : top.key;
    return step === undefined ? top.path : [...top.path, step];
  };
  for (let at = start; at < offset; at++) {
    const char = text[at]!;
    const top = frames.at(-1);
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && text.slice(wordStart, at).trim() === '') {
      quote = char;
      wordStart = at;
    } else if (char === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      while (at + 1 < offset && text[at + 1] !== '\n') at++;
    } else if (text.startsWith('${{', at)) {
      // Without quotes this is no YAML, but it is what people type first.
      const close = text.indexOf('}}', at);
      if (close < 0 || close + 2 > offset) break;
      at = close + 1;
    } else if (char === '[' || char === '{') {
      frames.push({ kind: char === '[' ? 'list' : 'map', path: inner(), keys: [] });
      wordStart = at + 1;
    } else if (char === ']' || char === '}') {
      frames.pop();
      wordStart = at + 1;
      if (frames.length === 0) return undefined;
    } else if (char === ',') {
      if (top) top.key = undefined;
      wordStart = at + 1;
    } else if (char === ':' && top?.kind === 'map' && top.key === undefined && /[\s'"]|^$/.test(text[at + 1] ?? '')) {
      top.key = text
        .slice(wordStart, at)
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2');
      top.keys.push(top.key);
      wordStart = at + 1;
    }
  }
  const top = frames.at(-1);
  if (!top) return undefined;
  const lead = /^\s*/.exec(text.slice(wordStart, offset))![0].length;
  const quoted = quote !== '';
  return { top, path: inner(), quoted, isKey: top.key === undefined, wordStart: wordStart + lead + (quoted ? 1 : 0) };
}

/** The keys that follow in the same bracket, as far as one line shows. */
function keysAfter(text: string, offset: number): readonly string[] {
  const line = /^[^\r\n]*/.exec(text.slice(offset))![0];
  let depth = 0;
  let end = 0;
  for (; end < line.length && depth >= 0; end++) {
    if (/[[{]/.test(line[end]!)) depth++;
    else if (/[\]}]/.test(line[end]!)) depth--;
  }
  return [...line.slice(0, end).matchAll(/[,{]\s*["']?([\w-]+)["']?\s*:/g)].map(([, key]) => key!);
}

/** Where a comment begins in the part of a line before the cursor; -1 where none does. */
function commentStart(before: string): number {
  for (const found of before.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(^|\s)#/g))
    if (found[0].endsWith('#')) return found.index;
  return -1;
}

/** The last mark above a line. */
function lastBefore(marks: readonly Mark[], line: number): Mark | undefined {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]!.line < line) low = middle + 1;
    else high = middle;
  }
  return marks[low - 1];
}

/** The keys of the map below a mark; the line being typed is not one. */
function keysOf(marks: readonly Mark[], owner: Mark | undefined, line: number): readonly string[] {
  const at = (one: Mark | undefined) => one && `${one.line}:${one.column}`;
  return marks.flatMap(({ step, parent, line: other }) =>
    typeof step === 'string' && other !== line && at(parent) === at(owner) ? [step] : [],
  );
}
