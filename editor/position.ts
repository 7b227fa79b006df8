import type { Position, Range as TextRange } from 'vscode-languageserver-protocol';
import { positionAt, type Range, type Source } from '../schema/source.ts';

/** Where an offset lies, as the protocol counts: lines and characters (UTF-16 units) from 0. */
export function toPosition(source: Source, offset: number): Position {
  const { line, column } = positionAt(source, offset);
  return { line: line - 1, character: column - 1 };
}

export function toRange(source: Source, { start, end }: Range): TextRange {
  return { start: toPosition(source, start), end: toPosition(source, Math.max(start, end)) };
}

/** The offset of a position. One past the end of its line is the end of the line, one past the text the end of the text. */
export function toOffset(source: Source, { line, character }: Position): number {
  const start = source.lineStarts[line];
  if (start === undefined) return source.text.length;
  const next = source.lineStarts[line + 1];
  let end = next ?? source.text.length;
  if (next !== undefined) end -= source.text.slice(start, next).endsWith('\r\n') ? 2 : 1;
  return Math.min(start + Math.max(0, character), end);
}

/** Whether an offset lies in a range or at its end. */
export function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}
