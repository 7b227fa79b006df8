import type { Schema, Type } from './language/schema.ts';
import type { MapNode, Node } from './node.ts';
import { duration, money, price, size } from './quantity.ts';
import { mayHoldExpression } from './template.ts';

/** The branch of a union of maps whose mark, the first key it requires, a map has. */
export function branchOf(node: MapNode, branches: readonly Schema[]): Schema | undefined {
  if (branches.length === 1) return branches[0];
  for (const { key } of node.entries) {
    const branch = branches.find(({ required }) => required?.[0] === key.text);
    if (branch) return branch;
  }
  return undefined;
}

/** Whether a value itself is of the right shape; what is inside a map or a list is not looked at. */
export function fits(node: Node, schema: Schema): boolean {
  if (node.kind !== 'scalar') return kindOf(schema) === node.kind || kindOf(schema) === undefined;
  const { value } = node;
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum) return schema.enum.some(option => option === value);
  if (schema.type === undefined) return kindOf(schema) === undefined;
  const types: readonly Type[] = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (!types.some(type => isOf(value, type))) return false;
  if (typeof value === 'number')
    return (
      value >= (schema.minimum ?? Number.NEGATIVE_INFINITY) && value <= (schema.maximum ?? Number.POSITIVE_INFINITY)
    );
  if (typeof value !== 'string') return true;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return false;
  if (schema['x-quantity'] === undefined || mayHoldExpression(value)) return true;
  const amount = QUANTITIES[schema['x-quantity']](value);
  return amount !== undefined && amount >= (schema.minimum ?? 0);
}

const QUANTITIES = { duration, size, money, price };

/** Whether a value is of a type of JSON Schema. */
export function isOf(value: unknown, type: Type): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'null':
      return value === null;
    default:
      return false;
  }
}

/** Which kind of node a schema wants; undefined where it takes any. */
export function kindOf(schema: Schema): Node['kind'] | undefined {
  if (schema.type === 'object') return 'map';
  if (schema.type === 'array') return 'sequence';
  return schema.type === undefined && schema.const === undefined && !schema.enum ? undefined : 'scalar';
}
