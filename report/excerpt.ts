import { lineText, type Place, positionAt } from '../schema/source.ts';
import { textWidth } from './run/width.ts';

/** A line of a source as a terminal shows it, and where the marks below it go. */
export interface Excerpt {
  readonly line: number;
  readonly text: string;
  /** Columns before the marks. */
  readonly indent: number;
  /** How many marks: at least one. */
  readonly marks: number;
  /** The line on which the range ends, where that is another one. */
  readonly endLine?: number;
}

const most = 2_000;

/** The line where a place begins, cut around the place to `room` columns (at least 20). */
export function excerpt({ source, range }: Place, room: number): Excerpt {
  const start = positionAt(source, range.start);
  const end = positionAt(source, Math.max(range.end, range.start));
  const line = lineText(source, start.line);
  const from = start.column - 1;
  const whole = end.line === start.line ? end.column - 1 : line.trimEnd().length;
  const to = Math.max(from, Math.min(whole, line.length));
  // Far more than any window shows, and little enough that a file of one endless line costs nothing.
  const before = visible(line.slice(Math.max(0, from - most), from));
  const marked = visible(line.slice(from, Math.min(to, from + most)));
  const after = visible(line.slice(to, to + most));
  const shown = fit(before, marked, after, Math.max(20, room));
  // A range that ends at the very beginning of a line does not reach into it.
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  return { line: start.line, ...shown, ...(last > start.line && { endLine: last }) };
}

function fit(before: string, marked: string, after: string, room: number): Pick<Excerpt, 'text' | 'indent' | 'marks'> {
  const indent = textWidth(before);
  const width = textWidth(marked);
  const text = (before + marked + after).trimEnd();
  if (textWidth(text) <= room) return { text, indent, marks: Math.max(1, width) };
  // What is before the place keeps a third of the room, or more where the rest of the line is short.
  const rest = width + textWidth(after);
  const kept = Math.min(indent, Math.max(Math.floor(room / 3), room - 2 - rest));
  const head = kept < indent ? `…${lastColumns(before, kept)}` : before;
  const left = room - textWidth(head);
  const marks = Math.min(Math.max(1, width), left - 1);
  const tail = firstColumns(marked + after, left - 1);
  const whole = tail === marked + after;
  return { text: whole ? head + tail : `${head}${tail}…`, indent: textWidth(head), marks };
}

/** Tabs as four spaces, control characters as their pictures, what would reorder the line as a replacement character. */
export function visible(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replaceAll('\t', '    ')
    .replace(/[\x00-\x1f]/g, character => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replaceAll('\x7f', '\u2421')
    .replace(/[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu, '\ufffd');
}

function firstColumns(text: string, columns: number): string {
  let taken = '';
  for (const character of text) {
    if (textWidth(taken + character) > columns) break;
    taken += character;
    // Each step measures only what is taken, which is never longer than a window.
  }
  return taken;
}

function lastColumns(text: string, columns: number): string {
  const characters = [...text.slice(-4 * columns - 4)];
  let taken = '';
  for (const character of characters.reverse()) {
    if (textWidth(character + taken) > columns) break;
    taken = character + taken;
  }
  return taken;
}
