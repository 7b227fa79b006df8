import type { Position } from 'vscode-languageserver-protocol';

/** A text in which `‸` marks a cursor, taken apart. */
export function marked(text: string): { readonly text: string; readonly position: Position } {
  const at = text.indexOf('‸');
  if (at < 0) throw new Error('the text has no cursor');
  const before = text.slice(0, at).split('\n');
  return { text: text.replace('‸', ''), position: { line: before.length - 1, character: before.at(-1)!.length } };
}

/** The position where the nth (from 1) occurrence of a word begins, some letters in. */
export function positionOf(text: string, word: string, nth = 1, into = 1): Position {
  let at = -1;
  for (let left = nth; left > 0; left--) at = text.indexOf(word, at + 1);
  if (at < 0) throw new Error(`the text has no ${word}`);
  const before = text.slice(0, at + into).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

/** What a range of a text covers. */
export function covered(text: string, { start, end }: { readonly start: Position; readonly end: Position }): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return text.slice(offset(start), offset(end));
}
