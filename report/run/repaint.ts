import { stripVTControlCharacters } from 'node:util';
import { textWidth } from './width.ts';

/**
 * What to write so that `lines` stand where `before` stood, the cursor on the line below them both before and after.
 * `columns`: the terminal's now; a terminal that was made narrower since has wrapped what stood there.
 */
export function repaint(before: readonly string[], lines: readonly string[], columns: number): string {
  const rows = before.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(textWidth(stripVTControlCharacters(line)) / Math.max(1, columns))),
    0,
  );
  const up = rows > 0 ? `\x1b[${rows}A\r` : '\r';
  // Erased before it is written: after a line as wide as the terminal, an erasing to the right would take its last column.
  return `${up}${lines.map(line => `\x1b[2K${line}\n`).join('')}\x1b[J`;
}
