import { textWidth } from './run/width.ts';

/**
 * `lead` and then `text`, broken at spaces into lines of at most `columns` (absent: one line); all but the first are indented.
 * A word stays whole, also one that is longer than the line, and the first one stays beside its lead.
 */
export function foldText(lead: string, text: string, columns: number | undefined, indent = lead.length): string[] {
  if (columns === undefined || textWidth(lead) + textWidth(text) <= columns) return [lead + text];
  const lines: string[] = [];
  const [first = '', ...words] = text.split(' ');
  let line = lead + first;
  for (const word of words) {
    if (textWidth(line) + 1 + textWidth(word) > columns) {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent) + word;
    } else line += ` ${word}`;
  }
  return [...lines, line];
}
