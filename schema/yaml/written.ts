import type { Scalar, ScalarNode } from '../node.ts';
import type { Range, Source } from '../source.ts';

export type Style = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** How and where a scalar's text is written. */
export interface Written {
  readonly style: Style;
  /** The content: without quotes, without a block scalar's header line. */
  readonly start: number;
  readonly end: number;
  /** Columns that a block scalar's lines are indented by; -1 when it has no content, and for the other styles. */
  readonly indent: number;
  readonly chomping: 'clip' | 'strip' | 'keep';
}

/** A plain scalar. */
export function plainAt(start: number, end: number): Written {
  return writtenAt('plain', start, end);
}

/** A scalar of one line. */
export function writtenAt(style: Style, start: number, end: number): Written {
  return { style, start, end, indent: -1, chomping: 'clip' };
}

/** A scalar of a file: its text is known, the way back from text to file is worked out when someone asks. */
export class WrittenScalar implements ScalarNode {
  readonly kind = 'scalar';
  readonly source: Source;
  readonly range: Range;
  readonly value: Scalar;
  readonly text: string;
  readonly #written: Written;
  #offsets: readonly number[] | undefined;

  constructor(source: Source, range: Range, text: string, value: Scalar, written: Written) {
    this.source = source;
    this.range = range;
    this.text = text;
    this.value = value;
    this.#written = written;
  }

  offsetAt(index: number): number {
    const { start, end } = this.#written;
    if (index <= 0) return this.text === '' ? start : this.#at(0);
    if (index >= this.text.length) return end;
    return this.#at(index);
  }

  #at(index: number): number {
    const { start, end } = this.#written;
    // Flow scalars only ever shrink, so equal lengths mean that nothing was folded or escaped.
    if (this.#written.indent < 0 && end - start === this.text.length) return start + index;
    this.#offsets ??= decode(this.source.text, this.#written).offsets;
    return this.#offsets[index] ?? end;
  }
}

/** Decodes a scalar as YAML does and remembers, for each UTF-16 unit of the result, the source offset it comes from. */
export function decode(
  source: string,
  written: Written,
): { readonly text: string; readonly offsets: readonly number[] } {
  return written.style === 'literal' || written.style === 'folded'
    ? decodeBlock(source, written)
    : decodeFlow(source, written);
}

class Decoded {
  text = '';
  readonly offsets: number[] = [];

  push(text: string, offset: number): void {
    for (let i = 0; i < text.length; i++) this.offsets.push(offset);
    this.text += text;
  }

  copy(source: string, start: number, end: number): void {
    for (let at = start; at < end; at++) this.offsets.push(at);
    this.text += source.slice(start, end);
  }
}

/** Plain and quoted scalars: lines are folded, blanks around line breaks go, escapes stand for what they name. */
function decodeFlow(source: string, { style, start, end }: Written): Decoded {
  const decoded = new Decoded();
  let at = start;
  let from = start;
  let kept = start;
  while (at < end) {
    const char = source[at]!;
    if (char === '\n' || char === '\r') {
      decoded.copy(source, from, kept);
      const fold = breaks(source, at, end);
      if (fold.offsets.length === 1) decoded.push(' ', fold.offsets[0]!);
      else for (const offset of fold.offsets.slice(1)) decoded.push('\n', offset);
      at = from = kept = fold.end;
    } else if (style === 'single' && char === "'") {
      decoded.copy(source, from, at + 1);
      at = from = kept = at + 2;
    } else if (style === 'double' && char === '\\') {
      decoded.copy(source, from, at);
      const next = source[at + 1] ?? '';
      if (next === '\n' || next === '\r') {
        at = breaks(source, at + 1, end).end;
      } else {
        const escaped = escapeAt(source, at);
        decoded.push(escaped.text, at);
        at = escaped.end;
      }
      from = kept = at;
    } else {
      at++;
      if (char !== ' ' && char !== '\t') kept = at;
    }
  }
  decoded.copy(source, from, style === 'plain' ? kept : end);
  return decoded;
}

/** Where the line breaks in a run of breaks and blanks are, and where the run ends. */
function breaks(source: string, start: number, limit: number): { offsets: number[]; end: number } {
  const offsets: number[] = [];
  let at = start;
  for (; at < limit; at++) {
    const char = source[at];
    if (char === '\r' || char === '\n') {
      offsets.push(at);
      if (char === '\r' && source[at + 1] === '\n') at++;
    } else if (char !== ' ' && char !== '\t') break;
  }
  return { offsets, end: Math.min(at, limit) };
}

/** YAML 1.2.2, 5.7. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

function escapeAt(source: string, at: number): { text: string; end: number } {
  const letter = source[at + 1] ?? '';
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  if (digits === 0) return { text: ESCAPES[letter] ?? '', end: at + 2 };
  const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
  return { text: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd', end: at + 2 + digits };
}

/** Block scalars (YAML 1.2.2, 8.1): the indentation goes, `>` folds lines that are not more indented, the end is chomped. */
function decodeBlock(source: string, { style, start, end, indent, chomping }: Written): Decoded {
  const decoded = new Decoded();
  /** Line breaks since the last line with content: what they become is known at the next such line, or at the end. */
  let pending: number[] = [];
  let begun = false;
  let moreIndented = false;
  for (let line = start; line < end; ) {
    let stop = line;
    while (stop < end && source[stop] !== '\n' && source[stop] !== '\r') stop++;
    let column = 0;
    while (column < indent && source[line + column] === ' ') column++;
    const content = line + column;
    if (indent >= 0 && content < stop) {
      const blank = source[content] === ' ' || source[content] === '\t';
      const folds = style === 'folded' && begun && !blank && !moreIndented;
      if (folds && pending.length === 1) decoded.push(' ', pending[0]!);
      else for (const offset of folds ? pending.slice(1) : pending) decoded.push('\n', offset);
      decoded.copy(source, content, stop);
      pending = [];
      begun = true;
      moreIndented = style === 'folded' && blank;
    }
    if (stop < end) pending.push(stop);
    line = stop + (source[stop] === '\r' && source[stop + 1] === '\n' ? 2 : 1);
  }
  if (chomping === 'keep') for (const offset of pending) decoded.push('\n', offset);
  else if (chomping === 'clip' && begun) decoded.push('\n', pending[0] ?? end);
  return decoded;
}
