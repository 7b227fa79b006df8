import type { Needed } from '../lint/shell/asking.ts';
import type { SimpleCommand } from '../lint/shell/commands.ts';
import type { FaultKind } from './remarks.ts';

/** A change of a stage's text, and why. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
  readonly fault: FaultKind;
  readonly message: string;
  readonly now: string;
  /** What the stage requires instead. */
  readonly needs?: Needed;
  /** An upload that is declared instead. */
  readonly upload?: SimpleCommand;
  readonly secret?: { readonly name: string; readonly what: string };
}

/** A text with its edits made. */
export function edited(text: string, edits: readonly Pick<Edit, 'start' | 'end' | 'by'>[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, by } of edits) {
    out += text.slice(at, start) + by;
    at = end;
    // A line of which nothing is left goes whole.
    const rest =
      by === '' && /(^|\n)[ \t]*$/.test(out) ? /^[ \t]*;?[ \t]*(\n|$)/.exec(text.slice(end))?.[0].length : undefined;
    if (rest !== undefined) at += rest;
  }
  return out + text.slice(at);
}

/** Of edits of one text those that begin first, none inside another, in their order. */
export function disjoint(edits: readonly Edit[]): readonly Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Edit[] = [];
  for (const edit of sorted) if (edit.end > edit.start && edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  return kept;
}
