import type { Place } from './source.ts';

/**
 * `safe`: the campaign does what it did, or what its author plainly meant; `--fix` writes it. `unsafe`: it may change what the
 * campaign does, so a person looks at it first.
 */
export type Safety = 'safe' | 'unsafe';

/** How a fault is mended without a person typing: edits of one file, all of them or none. */
export interface Fix {
  /** What the edits do, as an order without a final dot: `write \`timeout\``. */
  readonly title: string;
  readonly safety: Safety;
  /** At least one; all in one source, by place, no two of them overlapping. */
  readonly edits: readonly Edit[];
}

/** Puts a text in place of a stretch of the source; an empty range inserts, an empty text removes. */
export interface Edit {
  readonly place: Place;
  /** With `\n` line ends whatever the file has: who applies it writes the file's own. */
  readonly replacement: string;
}
