import type { Diagnostic } from '../diagnostic.ts';
import type { Node } from '../node.ts';
import type { Comment } from '../read.ts';
import type { Source } from '../source.ts';
import { parseFast } from './events.ts';

export interface ParsedText {
  /** Absent when the text says nothing. */
  readonly root?: Node;
  readonly comments: readonly Comment[];
  readonly faults: readonly Diagnostic[];
  /** Whether all of the text could be read. */
  readonly complete: boolean;
}

/** Parses a text, whatever it is: what is wrong comes as diagnostics, what can be read as a tree. */
export async function parse(source: Source): Promise<ParsedText> {
  const parsed = parseFast(source);
  if ('offset' in parsed) {
    const range = { start: parsed.offset, end: Math.min(parsed.offset + 1, source.text.length) };
    return {
      comments: [],
      faults: [{ code: 'syntax', message: parsed.message, place: { source, range } }],
      complete: false,
    };
  }
  const { tree, comments, second } = parsed;
  const faults = [...tree.faults];
  if (second) {
    faults.push({
      code: 'syntax',
      message: 'a campaign is one document, and a second one begins here',
      place: { source, range: second },
      help: 'put it into a file of its own',
    });
  }
  return { ...(tree.root && { root: tree.root }), comments, faults, complete: true };
}
