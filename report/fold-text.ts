import { textWidth } from './run/width.ts';

/** Breaks a text at spaces into lines of at most `columns` (absent: one line); all but the first are indented. Long words stay whole. */
export function foldText(text: string, columns: number | undefined, indent: number): string[] {
  if (columns === undefined || textWidth(text) <= columns) return [text];
  const lead = /^ */.exec(text)![0];
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  for (const word of text.slice(lead.length).split(' ')) {
    if (!empty && textWidth(line) + 1 + textWidth(word) > columns) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
