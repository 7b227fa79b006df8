import { is, type Node, partedAt } from './tokens.ts';
import { evaluated, plain, type Scope, type Value } from './values.ts';

/** Whether a condition holds, by the values that are known; `undefined` where they do not say it. */
export function truthOf(nodes: readonly Node[], scope: Scope): boolean | undefined {
  for (const [all, ...marks] of [
    [false, 'or', '||'],
    [true, 'and', '&&'],
  ] as const) {
    const parts = partedAt(nodes, ...marks);
    if (parts.length < 2) continue;
    const said = parts.map(part => truthOf(part, scope));
    if (said.includes(!all)) return !all;
    return said.includes(undefined) ? undefined : all;
  }
  const [first, ...rest] = nodes;
  if (first === undefined) return undefined;
  if (is(first, 'not', '!')) {
    const inner = truthOf(rest, scope);
    return inner === undefined ? undefined : !inner;
  }
  if (first.kind === 'group' && first.open === '(' && rest.length === 0) return truthOf(first.items, scope);
  return compared(nodes, scope) ?? holds(evaluated(nodes, scope));
}

function compared(nodes: readonly Node[], scope: Scope): boolean | undefined {
  const at = nodes.findIndex(node => is(node, '==', '===', '!=', '!==', 'in'));
  if (at < 0) return undefined;
  const isNegated = is(nodes[at], '!=', '!==') || is(nodes[at - 1], 'not');
  const one = plain(evaluated(nodes.slice(0, is(nodes[at - 1], 'not') ? at - 1 : at), scope));
  const other = evaluated(nodes.slice(at + 1), scope);
  if (one === undefined) return undefined;
  if (!is(nodes[at], 'in')) {
    const text = plain(other);
    return text === undefined ? undefined : (one === text) !== isNegated;
  }
  if (other instanceof Map) return other.has(one) !== isNegated;
  if (!Array.isArray(other)) return undefined;
  if (other.includes(one)) return !isNegated;
  return other.every(part => plain(part) !== undefined) ? isNegated : undefined;
}

/** What a value says alone: nothing, `false` and an empty list say no. */
function holds(value: Value): boolean | undefined {
  if (typeof value === 'string') return plain(value) === undefined ? undefined : value !== '' && value !== 'false';
  if (Array.isArray(value)) return value.length > 0;
  return undefined;
}
