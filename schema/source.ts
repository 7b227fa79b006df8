/** A text with a name: what a place in a finding points into. */
export interface Source {
  /** As the user wrote it on the command line, or relative to the repository's root for files found there. */
  readonly path: string;
  /** The whole text, without a byte order mark. Line ends are as in the file. */
  readonly text: string;
  /** UTF-16 offset of the first character of each line; `[0]` for an empty text. */
  readonly lineStarts: readonly number[];
}

/** A stretch of a source: half-open, in UTF-16 offsets. Empty (`start === end`) marks a point, such as where a key is missing. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range in a named source. */
export interface Place {
  readonly source: Source;
  readonly range: Range;
}

/** Line and column as editors count them: both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Names a text and indexes its lines (`\n`, `\r\n` and lone `\r` end one). */
export function source(path: string, text: string): Source {
  const lineStarts = [0];
  if (text.includes('\r')) {
    for (const end of text.matchAll(/\r\n|\n|\r/g)) lineStarts.push(end.index + end[0].length);
  } else for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lineStarts.push(end + 1);
  return { path, text, lineStarts };
}

/** Where an offset lies. Offsets past the end are taken as the end. */
export function positionAt(source: Source, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (source.lineStarts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - source.lineStarts[low]! + 1 };
}

/** The text of a line (counted from 1) without its end; empty past the last line. */
export function lineText(source: Source, line: number): string {
  const start = source.lineStarts[line - 1];
  if (start === undefined) return '';
  return source.text.slice(start, source.lineStarts[line] ?? source.text.length).replace(/[\r\n]+$/, '');
}
