import type { ConditionExpression } from '../schema/condition.ts';
import type { Scalar } from '../schema/node.ts';
import { same, truth, type Values } from './condition.ts';
import type { PlannedStage } from './plan.ts';
import { isUnknown } from './symbol.ts';

/** What one side of an `||` asks of one name: to be, or not to be, a value; or to count as true or false. */
type Demand = { readonly name: string; readonly holds: boolean } & (
  | { readonly value: Scalar }
  | { readonly truth: true }
);

/** Each list is one way in which a condition can hold; all its demands at once. */
export type Ways = readonly (readonly Demand[])[];

/** More ways than this are not looked at: the condition then excludes nothing plainly. */
const MOST_WAYS = 64;

/** One way without demands: holds whenever asked. */
const ALWAYS: Ways = [[]];

/**
 * The ways in which a condition can hold, with the names in `fixed` (matrix values, the profile) replaced by what they
 * are. Comparisons of two names, and conditions with more than 64 ways, demand nothing.
 */
function waysOf(expression: ConditionExpression, fixed: Values, holds = true): Ways {
  switch (expression.kind) {
    case 'literal':
      return truth(expression.value) === holds ? ALWAYS : [];
    case 'name': {
      const value = fixed(expression.name);
      if (value !== undefined) return truth(value) === holds ? ALWAYS : [];
      return [[{ name: expression.name, holds, truth: true }]];
    }
    case 'not':
      return waysOf(expression.operand, fixed, !holds);
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === '==' || operator === '!=') return compared(left, right, fixed, (operator === '==') === holds);
      const first = waysOf(left, fixed, holds);
      const second = waysOf(right, fixed, holds);
      const both = (operator === '&&') === holds;
      const ways = both ? first.flatMap(a => second.map(b => [...a, ...b])) : [...first, ...second];
      return ways.length > MOST_WAYS ? ALWAYS : ways.filter(way => !contradicts(way));
    }
  }
}

function compared(left: ConditionExpression, right: ConditionExpression, fixed: Values, holds: boolean): Ways {
  const a = operand(left, fixed);
  const b = operand(right, fixed);
  if (a === undefined || b === undefined) return ALWAYS;
  if ('value' in a && 'value' in b) return same(a.value, b.value) === holds ? ALWAYS : [];
  if ('name' in a && 'value' in b) return [[{ name: a.name, holds, value: b.value }]];
  if ('value' in a && 'name' in b) return [[{ name: b.name, holds, value: a.value }]];
  return ALWAYS;
}

function operand(expression: ConditionExpression, fixed: Values): { value: Scalar } | { name: string } | undefined {
  if (expression.kind === 'literal') return { value: expression.value };
  if (expression.kind !== 'name') return undefined;
  const value = fixed(expression.name);
  return value === undefined ? { name: expression.name } : { value };
}

/** The ways in which a stage instance can be on, whatever the parameters are. */
export function waysIn({ stage, matrix }: PlannedStage, profile: string | undefined): Ways {
  if (stage.if === undefined) return ALWAYS;
  const known = matrix.filter(({ value }) => !isUnknown(String(value)));
  const values = new Map<string, Scalar>(known.map(({ name, value }) => [`matrix.${name}`, value]));
  values.set('profile', profile ?? '');
  return waysOf(stage.if.expression, name => values.get(name));
}

/** Whether two conditions can plainly never hold together: every pair of their ways contradicts itself. */
export function exclude(a: Ways, b: Ways): boolean {
  return a.every(one => b.every(other => contradicts([...one, ...other])));
}

function contradicts(demands: readonly Demand[]): boolean {
  return demands.some((a, index) => demands.slice(index + 1).some(b => a.name === b.name && clash(a, b)));
}

function clash(a: Demand, b: Demand): boolean {
  if ('value' in a && 'value' in b) {
    if (a.holds && b.holds) return !same(a.value, b.value);
    return a.holds !== b.holds && same(a.value, b.value);
  }
  if ('truth' in a && 'truth' in b) return a.holds !== b.holds;
  const [exact, general] = 'value' in a ? [a, b] : [b, a];
  if (!('value' in exact) || !exact.holds) return false;
  const plain = plainTruth(exact.name, exact.value);
  return plain !== undefined && plain !== general.holds;
}

/**
 * Whether a name that is the same as a value counts as true. `'false'` and `'0'` may be the text or what it says: not
 * plain.
 */
function plainTruth(name: string, value: Scalar): boolean | undefined {
  if (name.startsWith('env.')) return String(value ?? '') !== '';
  return value === 'false' || value === '0' ? undefined : truth(value);
}
