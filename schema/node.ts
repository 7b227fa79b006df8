import type { Range, Source } from './source.ts';

/**
 * The located tree: what a YAML text says, with anchors and merge keys resolved and no leaf without its place.
 * An aliased node appears where it is used with the range of the anchored text.
 */
export type Node = ScalarNode | MapNode | SequenceNode;

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly source: Source;
  /** Quotes and block scalar headers included. */
  readonly range: Range;
  /** By the YAML 1.2 core schema. */
  readonly value: Scalar;
  /** The scalar as a string: escapes and folding applied, before the core schema makes it a number or boolean. */
  readonly text: string;
  /** Source offset of `text[index]`; `index === text.length` gives the end. Exact for every scalar style. */
  offsetAt(index: number): number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly source: Source;
  readonly range: Range;
  /** In file order, merged keys last; a key appears once (the first of duplicates). */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly source: Source;
  readonly range: Range;
  readonly items: readonly Node[];
}
