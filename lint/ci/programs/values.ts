import { UNKNOWN } from '../command.ts';
import { chained } from './chains.ts';
import { isTold, namesIn } from './choices.ts';
import { formatted, joined } from './library.ts';
import { type Group, is, type Node, partedAt, type Spelling, type Text, withoutLines } from './tokens.ts';
import { truthOf } from './truth.ts';

/** What an expression is, as far as the text says it; `undefined`: nobody knows. A text may hold `UNKNOWN`. */
export type Value = string | readonly Value[] | ReadonlyMap<string, Value> | undefined;

/** The values that names have where an expression stands. */
export interface Scope {
  readonly values: Map<string, Value>;
  readonly spelling: Spelling;
  /** Whether the program has been told nothing that it has not asked for: what it hands on of its words is nothing. */
  readonly told: boolean;
  /** The words that the program is called with, and what it reads of them by name. */
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, Value>;
  /** Variables that the program sees. */
  readonly env: ReadonlyMap<string, string>;
  /** Where the file stands, absolute: what `__dirname` is. */
  readonly directory: string;
  readonly root?: string | undefined;
  /** What a call of a function of the file is, where it only returns something. */
  readonly returned: (name: string, args: readonly Value[]) => Value;
}

/** A text with nothing unknown in it. */
export function plain(value: Value): string | undefined {
  return typeof value === 'string' && !value.includes(UNKNOWN) ? value : undefined;
}

/** The values of a call's arguments, and those it gives by name. A list that is spread and not known is one unknown word. */
export interface Arguments {
  readonly values: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Several words of which nothing is known may be among them. */
  readonly open: boolean;
}

/** Stands among the names for what a table gives of which nobody knows what is in it. */
export const HIDDEN = '**';

/** Reads what stands in a call's brackets. */
export function argumentsOf(group: Group, scope: Scope): Arguments {
  const values: Value[] = [];
  const named = new Map<string, Value>();
  let open = false;
  for (const part of partedAt(group.items, ',')) {
    if (part.length > 2 && part[0]!.kind === 'name' && is(part[1], '=')) {
      named.set(textOf(part[0]!), evaluated(part.slice(2), scope));
      continue;
    }
    if (is(part[0], '**')) {
      const table = evaluated(part.slice(1), scope);
      for (const [key, value] of table instanceof Map ? table : [[HIDDEN, undefined] as const]) named.set(key, value);
      continue;
    }
    const before = is(part[0], '...', '*');
    const after = is(part.at(-1), '...');
    if (is(part[0], '*') && scope.spelling.name !== 'python') values.push(evaluated(part.slice(1), scope));
    else if (before || after) {
      const list = evaluated(before ? part.slice(1) : part.slice(0, -1), scope);
      if (Array.isArray(list)) values.push(...list);
      else if (!(scope.told && isTold(part))) {
        open = true;
        values.push(UNKNOWN);
      }
    } else values.push(evaluated(part, scope));
  }
  return { values, named, open };
}

function textOf(node: Node): string {
  return node.kind === 'name' || node.kind === 'mark' ? node.text : '';
}

/** Reads an expression. */
export function evaluated(given: readonly Node[], scope: Scope): Value {
  const nodes = withoutLines(given);
  const [first] = nodes;
  if (first === undefined) return undefined;
  if (is(first, '&', 'await', 'new', 'mut') || (is(first, '*') && scope.spelling.name === 'rust'))
    return evaluated(nodes.slice(1), scope);
  if (is(nodes.at(-1), '?', '!')) return evaluated(nodes.slice(0, -1), scope);
  const as = nodes.findIndex(node => is(node, 'as'));
  if (as > 0) return evaluated(nodes.slice(0, as), scope);
  for (const mark of ['||', '??', 'or'])
    if (nodes.some(node => is(node, mark))) {
      const [one, other] = partedAt(nodes, mark);
      const isAsked = ASKED.test(namesIn(one!).join('.')) || (scope.told && isTold(one!));
      return evaluated(one!, scope) ?? (isAsked ? evaluated(other ?? [], scope) : undefined);
    }
  if (nodes.some(node => is(node, '+'))) return sum(partedAt(nodes, '+').map(part => evaluated(part, scope)));
  if (nodes.every((node): node is Text => node.kind === 'text')) return nodes.map(text => filled(text, scope)).join('');
  const divided = scope.spelling.name === 'python' && nodes.some(node => is(node, '/'));
  if (divided) return joined(partedAt(nodes, '/').map(part => evaluated(part, scope)));
  if (first.kind === 'text' && is(nodes[1], '%'))
    return formatted(filled(first, scope), evaluated(nodes.slice(2), scope));
  const chosen = conditional(nodes, scope);
  if (chosen !== undefined) return evaluated(chosen, scope);
  if (nodes.some(node => is(node, '<', '>', '==', '===', '!=', '!==', '&&', 'and', '=>', '-', '*', 'if', 'for', 'in')))
    return undefined;
  return chained(nodes, scope);
}

/** Of `a if b else c` and `b ? a : c` the one that holds. */
function conditional(nodes: readonly Node[], scope: Scope): readonly Node[] | undefined {
  const at = nodes.findIndex(node => is(node, 'if', '?'));
  const other = nodes.findIndex((node, index) => index > at && is(node, 'else', ':'));
  if (at <= 0 || other < 0) return undefined;
  const [before, between, after] = [nodes.slice(0, at), nodes.slice(at + 1, other), nodes.slice(other + 1)];
  const isPython = is(nodes[at], 'if');
  const said = truthOf(isPython ? between : before, scope);
  return said === undefined ? undefined : said ? (isPython ? before : between) : after;
}

/** What the surroundings are asked for, and what of its words a program hands on. */
const ASKED = /environ|process\.env|getenv/i;

function sum(parts: readonly Value[]): Value {
  if (parts.every(part => Array.isArray(part))) return parts.flat();
  return parts.some(part => typeof part === 'string')
    ? parts.map(part => (typeof part === 'string' ? part : UNKNOWN)).join('')
    : undefined;
}

/** A string with what is put into it. */
export function filled({ pieces }: Text, scope: Scope): string {
  return pieces
    .map(piece => {
      if (typeof piece === 'string') return piece;
      const value = evaluated(piece, scope);
      return typeof value === 'string' ? value : UNKNOWN;
    })
    .join('');
}
