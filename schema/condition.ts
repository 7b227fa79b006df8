import type { Place, Range } from './source.ts';

/** A stage's `if`, parsed. */
export interface Condition {
  readonly place: Place;
  readonly text: string;
  readonly expression: ConditionExpression;
}

export type ConditionExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** `params.x`, `matrix.x`, `profile`, or `env.NAME` of the box. */
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'not'; readonly operand: ConditionExpression }
  | {
      readonly kind: 'binary';
      readonly operator: '==' | '!=' | '&&' | '||';
      readonly left: ConditionExpression;
      readonly right: ConditionExpression;
    };
