import type { Scalar, ScalarNode } from './node.ts';
import type { Place, Range } from './source.ts';

/** A scalar that may hold `${{ … }}`. `$${{` has become a literal `${{` in its parts. */
export interface Template {
  readonly place: Place;
  readonly node: ScalarNode;
  /** The scalar's text as written, expressions unevaluated. */
  readonly text: string;
  /** The typed scalar; meaningful only where there is no expression. */
  readonly scalar: Scalar;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart = TextPart | ExpressionPart;

export interface TextPart {
  readonly kind: 'text';
  readonly value: string;
}

export interface ExpressionPart {
  readonly kind: 'expression';
  /** For example `params.bucket`, `source.commit`, `campaign`. */
  readonly name: string;
  /** From `${{` to `}}`, in the source. */
  readonly range: Range;
}
