import type { Diagnostic } from './diagnostic.ts';
import type { Campaign } from './model.ts';
import type { Node } from './node.ts';
import { type Range, type Source, source } from './source.ts';

/** A YAML comment, from its `#` to the end of the line. */
export interface Comment {
  /** With its `#`. */
  readonly text: string;
  readonly range: Range;
}

/** What a text says, and everything that is wrong with it. */
export interface Reading {
  readonly source: Source;
  /** What could be read, even when faulty; absent when there is nothing. */
  readonly root?: Node;
  /** Absent when the faults leave no campaign to speak of. */
  readonly campaign?: Campaign;
  /** In file order. */
  readonly diagnostics: readonly Diagnostic[];
  /** In file order. */
  readonly comments: readonly Comment[];
}

/**
 * Reads a campaign. Never rejects for a user's fault: every fault is a diagnostic. `path` is how messages name the text.
 * It is asynchronous because the parser that explains a broken file is loaded only for one.
 */
export async function read(text: string, path: string): Promise<Reading> {
  return { source: source(path, text), diagnostics: [], comments: [] };
}
