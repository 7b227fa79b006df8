import type { ConditionExpression } from '../schema/condition.ts';
import type { Scalar } from '../schema/node.ts';
import type { BoxCondition } from './plan.ts';

/** What an `if` comes to: known when compiled, left to the box, or hanging on a parameter that is not set. */
export type Outcome =
  | { readonly kind: 'known'; readonly value: boolean }
  | { readonly kind: 'box'; readonly condition: BoxCondition }
  | { readonly kind: 'unknown' };

/** `undefined`: the name is not known (an unset parameter). */
export type Values = (name: string) => Scalar | undefined;

type Residue = BoxCondition | { readonly kind: 'unknown' };

/**
 * Decides an `if` as far as its names are known. Two numbers are compared as numbers, everything else as text, as the
 * box does: `env.N == 1` holds for `N=1`. False are `false`, `0` and the empty text; a variable of the box is true when
 * it is not empty.
 */
export function decide(expression: ConditionExpression, values: Values): Outcome {
  const left = reduce(expression, values);
  if (left.kind === 'literal') return { kind: 'known', value: truth(left.value) };
  return left.kind === 'unknown' ? left : { kind: 'box', condition: left };
}

/** Whether a value counts as true. */
export function truth(value: Scalar): boolean {
  return value !== false && value !== 0 && value !== '' && value !== null;
}

/** Whether `==` holds between two values. */
export function same(a: Scalar, b: Scalar): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a === b : String(a ?? '') === String(b ?? '');
}

function reduce(expression: ConditionExpression, values: Values): Residue {
  switch (expression.kind) {
    case 'literal':
      return expression;
    case 'name': {
      if (expression.name.startsWith('env.')) return { kind: 'env', name: expression.name.slice(4) };
      const value = values(expression.name);
      return value === undefined ? { kind: 'unknown' } : { kind: 'literal', value: value ?? '' };
    }
    case 'not': {
      const operand = reduce(expression.operand, values);
      if (operand.kind === 'literal') return { kind: 'literal', value: !truth(operand.value) };
      return operand.kind === 'unknown' ? operand : { kind: 'not', operand };
    }
    case 'binary': {
      const left = reduce(expression.left, values);
      const right = reduce(expression.right, values);
      return expression.operator === '&&' || expression.operator === '||'
        ? connect(expression.operator, left, right)
        : compare(expression.operator, left, right);
    }
  }
}

function compare(operator: '==' | '!=', left: Residue, right: Residue): Residue {
  if (left.kind === 'unknown' || right.kind === 'unknown') return { kind: 'unknown' };
  if (left.kind !== 'literal' || right.kind !== 'literal') return { kind: 'binary', operator, left, right };
  return { kind: 'literal', value: same(left.value, right.value) === (operator === '==') };
}

/** `&&` and `||` give a boolean. What one side alone decides is decided, whatever the other is. */
function connect(operator: '&&' | '||', left: Residue, right: Residue): Residue {
  const deciding = operator === '||';
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind !== 'literal') continue;
    if (truth(one.value) === deciding) return { kind: 'literal', value: deciding };
    return other.kind === 'literal' ? { kind: 'literal', value: truth(other.value) } : other;
  }
  if (left.kind === 'unknown' || right.kind === 'unknown') return { kind: 'unknown' };
  return { kind: 'binary', operator, left, right };
}
