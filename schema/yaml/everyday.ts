import { getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { Range, Source } from '../source.ts';
import { CommentFinder, skipBlanks } from './comments.ts';
import type { Parsed } from './events.ts';
import {
  BLANK_LINE,
  BLANK_LINES,
  BLOCK_HEADER,
  DASHES,
  DOUBLE,
  FLOW_PLAIN,
  FLOW_SPACE,
  INDENT,
  INDICATORS,
  KEY,
  LINE_END,
  ODD,
  SINGLE,
} from './everyday-patterns.ts';
import { CHOMPING, scalarEvent } from './scalar-event.ts';
import { TreeBuilder } from './tree.ts';
import { plainAt, type Written, writtenAt } from './written.ts';

/** Deeper texts are left to the full parser, which has a limit. */
const DEEP = 40;

/**
 * Reads a text of the YAML that people write every day: block maps and lists, flow ones, scalars of one line, block scalars. Gives
 * exactly what the full parser gives, several times faster; `undefined` where anything else is met (anchors, tags, aliases, scalars
 * over several lines, several documents, tabs between tokens, faults): then the full parser has to read it.
 */
export function parseEveryday(source: Source, text: string): Parsed | undefined {
  if (!text.endsWith('\n') || ODD.test(text)) return undefined;
  const reader = new Reader(source, text);
  return reader.document() ? { tree: reader.tree, comments: reader.finish() } : undefined;
}

class Reader {
  readonly tree: TreeBuilder;
  readonly #text: string;
  readonly #comments: CommentFinder;
  /** Where the next token is looked for. */
  #at = 0;
  /** Columns before `#at`, when it is the first token of its line. */
  #indent = 0;
  /** The end of what has been told to the tree. */
  #end = 0;

  constructor(source: Source, text: string) {
    this.tree = new TreeBuilder(source);
    this.#text = text;
    this.#comments = new CommentFinder(source.text);
  }

  finish(): Parsed['comments'] {
    this.#comments.gap(this.#end, this.#text.length);
    return this.#comments.finish();
  }

  document(): boolean {
    this.#nextLine();
    if (this.#text.startsWith('---\n', this.#at) && this.#indent === 0) {
      this.#at += 4;
      this.#nextLine();
    }
    return this.#at < this.#text.length && this.#indent === 0 && this.#block(0, 0) && this.#at === this.#text.length;
  }

  /** Skips blank lines and comments; `#at` must be the start of a line. */
  #nextLine(): void {
    const start = this.#take(BLANK_LINES, this.#at);
    this.#at = this.#take(INDENT, start);
    this.#indent = this.#at - start;
  }

  /** A map or list whose first token stands at `#at`, in `column`. */
  #block(column: number, depth: number): boolean {
    if (depth > DEEP) return false;
    return this.#match(DASHES, this.#at) > 0 ? this.#list(column, depth) : this.#map(column, depth);
  }

  #map(column: number, depth: number): boolean {
    this.#open('map', this.#at, this.#at);
    do {
      const key = this.#at;
      const value = this.#match(KEY, key);
      if (value < 0) return false;
      let end = value - 1;
      while (this.#text[end] !== ':') end--;
      const quote = this.#text[key];
      if (quote === '"' || quote === "'") this.#quoted(key, end, quote === '"' ? 'double' : 'single');
      else this.#plain(key, end);
      this.#at = value;
      if (!this.#value(column, depth, end + 1, true)) return false;
    } while (this.#indent === column && this.#at < this.#text.length);
    this.tree.close(this.#end);
    return this.#indent < column || this.#at === this.#text.length;
  }

  #list(column: number, depth: number): boolean {
    this.#open('sequence', this.#at, this.#at);
    do {
      const dash = this.#at;
      const item = this.#match(DASHES, dash);
      if (item < 0) break;
      this.#at = item;
      const inner = column + item - dash;
      const compact = this.#match(DASHES, item) > 0 || this.#match(KEY, item) > 0;
      if (!(compact ? this.#block(inner, depth + 1) : this.#value(column, depth, dash + 1, false))) return false;
    } while (this.#indent === column && this.#at < this.#text.length);
    this.tree.close(this.#end);
    return this.#indent <= column || this.#at === this.#text.length;
  }

  /**
   * What stands after the colon or dash of an entry in `column`, up to the first token of the next entry; an empty one is the point
   * `empty`. The list of a map's key may stand in the key's own column.
   */
  #value(column: number, depth: number, empty: number, ofMap: boolean): boolean {
    const first = this.#text[this.#at]!;
    if (first === '\n' || first === '#') {
      if (first === '#' && this.#text[this.#at - 1] !== ' ') return false;
      this.#at = this.#text.indexOf('\n', this.#at) + 1;
      this.#nextLine();
      const here = this.#at < this.#text.length;
      if (here && this.#indent > column) return this.#starts() && this.#block(this.#indent, depth + 1);
      if (here && ofMap && this.#indent === column && this.#match(DASHES, this.#at) > 0) {
        return this.#list(column, depth + 1);
      }
      this.#scalar({ start: empty, end: empty }, '', plainAt(empty, empty));
      return true;
    }
    if (first === '|' || first === '>') return this.#blockScalar(column);
    if (first === '[' || first === '{') {
      if (!this.#flow(column, depth + 1)) return false;
    } else if (first === '"' || first === "'") {
      if (!this.#quotedHere()) return false;
    } else return this.#plainLine(column);
    return this.#lineEnds();
  }

  /** Whether a map or list begins here, and no scalar in a line of its own. */
  #starts(): boolean {
    return this.#match(DASHES, this.#at) > 0 || this.#match(KEY, this.#at) > 0;
  }

  #lineEnds(): boolean {
    const next = this.#match(LINE_END, this.#at);
    if (next < 0) return false;
    this.#at = next;
    this.#nextLine();
    return true;
  }

  #plainLine(column: number): boolean {
    const start = this.#at;
    if (INDICATORS.has(this.#text[start]!)) return false;
    const line = this.#text.indexOf('\n', start);
    const rest = this.#text.slice(start, line);
    const comment = rest.indexOf(' #');
    let end = comment >= 0 ? start + comment : line;
    while (this.#text[end - 1] === ' ') end--;
    const said = this.#text.slice(start, end);
    if (said.includes(': ') || said.endsWith(':') || said.includes('\t')) return false;
    this.#scalar({ start, end }, said, plainAt(start, end));
    this.#at = line + 1;
    this.#nextLine();
    // A line that is further in goes on with the scalar.
    return this.#indent <= column || this.#at === this.#text.length;
  }

  #blockScalar(column: number): boolean {
    const start = this.#at;
    const content = this.#match(BLOCK_HEADER, start);
    if (content < 0) return false;
    let line = content;
    for (let next = line; next > 0; next = this.#match(BLANK_LINE, line)) line = next;
    const indent = this.#take(INDENT, line) - line;
    if (indent <= column || line + indent >= this.#text.length) return false;
    // Blank lines before the first one of the text must not be further in.
    for (const blank of this.#text.slice(content, line).split('\n')) if (blank.length > indent) return false;
    const pad = ' '.repeat(indent);
    for (;;) {
      const next = this.#text.startsWith(pad, line)
        ? this.#text.indexOf('\n', line) + 1
        : this.#match(BLANK_LINE, line);
      if (next <= 0) break;
      line = next;
    }
    const literal = this.#text[start] === '|';
    const sign = this.#text[start + 1];
    const chomping = sign === '-' ? 'strip' : sign === '+' ? 'keep' : 'clip';
    const style = literal ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
    const text = getScalarValue(this.#text, scalarEvent(style, content, line, indent, CHOMPING[chomping]));
    const written: Written = { style: literal ? 'literal' : 'folded', start: content, end: line, indent, chomping };
    this.#scalar({ start, end: line }, text, written);
    this.#at = line;
    this.#nextLine();
    return true;
  }

  /** A collection in brackets, up to the bracket that closes it. */
  #flow(column: number, depth: number): boolean {
    if (depth > DEEP) return false;
    const start = this.#at;
    const map = this.#text[start] === '{';
    const close = map ? '}' : ']';
    this.#open(map ? 'map' : 'sequence', start, start + 1);
    this.#at++;
    for (;;) {
      if (!this.#flowSpace(column)) return false;
      if (this.#text[this.#at] === close) break;
      if (map) {
        if (!this.#flowScalar() || this.#text[this.#at] !== ':' || this.#text[this.#at + 1] !== ' ') return false;
        this.#at++;
        if (!this.#flowSpace(column)) return false;
      }
      const first = this.#text[this.#at];
      if (!(first === '[' || first === '{' ? this.#flow(column, depth + 1) : this.#flowScalar())) return false;
      if (!this.#flowSpace(column)) return false;
      if (this.#text[this.#at] === ',') this.#at++;
      else if (this.#text[this.#at] !== close) return false;
    }
    this.#at++;
    this.#end = Math.min(skipBlanks(this.#text, this.#end, ',') + 1, this.#text.length);
    this.tree.close(this.#end);
    return this.#end === this.#at;
  }

  #flowScalar(): boolean {
    const first = this.#text[this.#at];
    if (first === '"' || first === "'") return this.#quotedHere();
    const start = this.#at;
    let end = this.#match(FLOW_PLAIN, start);
    if (end < 0) return false;
    this.#at = end;
    while (this.#text[end - 1] === ' ') end--;
    this.#plain(start, end);
    return true;
  }

  /** Blanks, line ends and comments; a line that they lead to must stand further in than the entry. */
  #flowSpace(column: number): boolean {
    const from = this.#at;
    this.#at = this.#take(FLOW_SPACE, from);
    if (this.#at === from || !this.#text.slice(from, this.#at).includes('\n')) return true;
    return this.#at - (this.#text.lastIndexOf('\n', this.#at - 1) + 1) > column;
  }

  #quotedHere(): boolean {
    const start = this.#at;
    const double = this.#text[start] === '"';
    const end = this.#match(double ? DOUBLE : SINGLE, start);
    if (end < 0) return false;
    this.#quoted(start, end, double ? 'double' : 'single');
    this.#at = end;
    return true;
  }

  #quoted(start: number, end: number, style: 'double' | 'single'): void {
    const inner = { start: start + 1, end: end - 1 };
    const raw = this.#text.slice(inner.start, inner.end);
    const plain = !raw.includes(style === 'double' ? '\\' : "'");
    const kind = style === 'double' ? SCALAR_STYLE.DOUBLE_QUOTED : SCALAR_STYLE.SINGLE_QUOTED;
    const text = plain ? raw : getScalarValue(this.#text, scalarEvent(kind, inner.start, inner.end, -1, CHOMPING.clip));
    this.#scalar({ start, end }, text, writtenAt(style, inner.start, inner.end));
  }

  #plain(start: number, end: number): void {
    this.#scalar({ start, end }, this.#text.slice(start, end), plainAt(start, end));
  }

  #scalar(range: Range, text: string, written: Written): void {
    this.#comments.gap(this.#end, range.start);
    this.#comments.gap(range.start, written.start);
    this.#end = range.end;
    this.tree.scalar(range, text, written, {});
  }

  #open(kind: 'map' | 'sequence', start: number, end: number): void {
    this.#comments.gap(this.#end, start);
    this.#end = Math.max(this.#end, end);
    this.tree.open(kind, start, {});
  }

  /** Where a pattern that always matches ends. */
  #take(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    pattern.test(this.#text);
    return pattern.lastIndex;
  }

  /** Where a pattern's match at this place ends, or -1. */
  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : -1;
  }
}
