import { stat } from 'node:fs/promises';
import { readPart } from './stores/file.ts';

/** Bytes looked at from the end of a log: enough for some screens of lines, little enough for every look. */
export const tailReach = 8192;

/** The last lines of a file, after byte `from`, that are not blank, oldest first; empty when it cannot be read. */
export async function lastLines(path: string, count: number, from = 0): Promise<readonly string[]> {
  try {
    const { size } = await stat(path);
    const start = Math.max(from, size - tailReach);
    return endOf(await readPart(path, start, tailReach), start > from, count);
  } catch {
    return [];
  }
}

/** The last lines of `bytes` that are not blank; `cut`: the first may have lost its beginning, and is left out where others are. */
export function endOf(bytes: Buffer, cut: boolean, count: number): readonly string[] {
  const lines = bytes.toString('utf8').split(/\r?\n/);
  if (cut && lines.filter(line => line.trim()).length > 1) lines.shift();
  return lines
    .map(redrawn)
    .filter(line => line.trim())
    .slice(-count);
}

/** All lines of `bytes` but the blank ones at its end, oldest first. */
export function linesOf(bytes: Buffer): readonly string[] {
  const lines = bytes.toString('utf8').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map(redrawn);
}

/** What a terminal would show of a line that was drawn over with carriage returns, as progress bars do. */
function redrawn(line: string): string {
  return line.split('\r').findLast(part => part.trim()) ?? '';
}
