import { UNKNOWN } from '../command.ts';
import { isTold, namesIn } from './choices.ts';
import { type Group, is, isGroup, type Node, partedAt, type Spelling, type Text, withoutLines } from './tokens.ts';
import { truthOf } from './truth.ts';
import { braced, formatted, joined, ofCall, parentOf } from './value-calls.ts';
import { filledPlain } from './words.ts';

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

/** Words at the end of an expression that only hand on what stands before them. */
const HANDING =
  /^(to_string|to_owned|to_str|into|as_str|as_ref|as_deref|as_slice|clone|unwrap|expect|unwrap_or_default|to_vec|resolve|absolute|as_posix|copy|toString|trim|strip|display|to_string_lossy|into_iter|iter|context|to_path_buf|into_boxed_path|canonicalize)$/;

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

/** A name or a literal, and what is asked of it: `os.path.join(…)`, `cmds["lint"]`, `" ".join(…)`. */
function chained(nodes: readonly Node[], scope: Scope): Value {
  const [first, second] = nodes;
  if (isGroup(first, '[') && scope.spelling.name === 'python' && first.items.some(node => is(node, 'for')))
    return nodes.length === 1 ? comprehended(withoutLines(first.items), scope) : undefined;
  if (isGroup(first, '[') && scope.spelling.name !== 'go') {
    const { values, open } = argumentsOf(first, scope);
    return nodes.length === 1 || isHanding(nodes.slice(1)) ? (open ? [...values] : values) : undefined;
  }
  if (isGroup(first, '(')) {
    const inner = partedAt(first.items, ',');
    const value =
      inner.length > 1 || is(first.items.at(-1), ',')
        ? argumentsOf(first, scope).values
        : evaluated(first.items, scope);
    return nodes.length === 1 || isHanding(nodes.slice(1)) ? value : undefined;
  }
  if (first?.kind === 'number') return nodes.length === 1 ? first.text : undefined;
  if (isGroup(first, '{')) return nodes.length === 1 ? tableOf(first, scope) : undefined;
  if (first!.kind === 'text') {
    const text = filled(first as Text, scope);
    if (is(second, '.') && isGroup(nodes[3], '('))
      return ofText(text, textOf(nodes[2]!), argumentsOf(nodes[3], scope), nodes, scope);
    return isHanding(nodes.slice(1)) ? text : undefined;
  }
  if (scope.spelling.name === 'go' && (isGroup(first, '[') || is(first, 'map'))) return ofGo(nodes, scope);
  if (is(first, 'vec') && is(second, '!') && isGroup(nodes[2])) return argumentsOf(nodes[2], scope).values;
  return named(nodes, scope);
}

/** `[one for one in all if one != "slow"]` */
function comprehended(nodes: readonly Node[], scope: Scope): Value {
  const [from, among, when] = ['for', 'in', 'if'].map(word => nodes.findIndex(node => is(node, word))) as [
    number,
    number,
    number,
  ];
  const name = nodes[from + 1];
  const all = evaluated(nodes.slice(among + 1, when < 0 ? undefined : when), scope);
  if (among !== from + 2 || name?.kind !== 'name') return undefined;
  const list = all instanceof Map ? [...all.keys()] : all;
  if (!Array.isArray(list)) return undefined;
  const found: Value[] = [];
  for (const one of list) {
    const inner = { ...scope, values: new Map([...scope.values, [name.text, one]]) };
    const isIn = when < 0 ? true : truthOf(nodes.slice(when + 1), inner);
    if (isIn === undefined) return undefined;
    if (isIn) found.push(evaluated(nodes.slice(0, from), inner));
  }
  return found;
}

function isHanding(nodes: readonly Node[]): boolean {
  let at = 0;
  while (is(nodes[at], '.') && HANDING.test(textOf(nodes[at + 1] ?? nodes[at]!)) && isGroup(nodes[at + 2], '('))
    at += 3;
  while (is(nodes[at], '?')) at++;
  return at === nodes.length;
}

function ofText(text: string, method: string, args: Arguments, nodes: readonly Node[], scope: Scope): Value {
  const rest = nodes.slice(4);
  if (rest.length > 0 && !isHanding(rest)) return undefined;
  if (method === 'format') return braced(text, args, scope);
  if (method === 'split') return text.split(/\s+/).filter(word => word !== '');
  if (method === 'join' && Array.isArray(args.values[0]))
    return args.values[0].map(part => (typeof part === 'string' ? part : UNKNOWN)).join(text);
  return HANDING.test(method) ? text : undefined;
}

/** `[]string{…}`, `map[string]string{…}`. */
function ofGo(nodes: readonly Node[], scope: Scope): Value {
  const body = nodes.at(-1);
  if (!isGroup(body, '{')) return undefined;
  if (is(nodes[0], 'map')) return tableOf(body, scope);
  return partedAt(body.items, ',').map(part => {
    const [only] = part;
    return part.length === 1 && isGroup(only, '{')
      ? partedAt(only.items, ',').map(inner => evaluated(inner, scope))
      : evaluated(part, scope);
  });
}

function tableOf(group: Group, scope: Scope): Value {
  const table = new Map<string, Value>();
  for (const part of partedAt(group.items, ',')) {
    if (is(part[0], '...', '**')) {
      const inner = evaluated(part.slice(1), scope);
      if (!(inner instanceof Map)) return undefined;
      for (const [key, value] of inner) table.set(key, value);
      continue;
    }
    const key =
      part[0]!.kind === 'text'
        ? filled(part[0] as Text, scope)
        : part[0]!.kind === 'name'
          ? textOf(part[0]!)
          : isGroup(part[0], '[')
            ? plain(evaluated(part[0].items, scope))
            : undefined;
    if (key === undefined) return undefined;
    if (is(part[1], ':')) table.set(key, evaluated(part.slice(2), scope));
    else if (part.length === 1 && scope.spelling.name === 'javascript') table.set(key, evaluated(part, scope));
    else return undefined;
  }
  return table;
}

/** The surroundings as a program copies them: nothing of its own is in them. */
const SURROUNDINGS = /^(os\.environ|process\.env|os\.Environ)$/;

function named(nodes: readonly Node[], scope: Scope): Value {
  let at = 1;
  let chain = textOf(nodes[0]!);
  if (chain === '' || nodes[0]!.kind !== 'name') return undefined;
  while (is(nodes[at], '.', '::', '?.') && nodes[at + 1]?.kind === 'name') {
    if (isGroup(nodes[at + 2], '(') && at > 1 && HANDING.test(textOf(nodes[at + 1]!))) break;
    chain += `.${textOf(nodes[at + 1]!)}`;
    at += 2;
  }
  if (is(nodes[at], '!') && isGroup(nodes[at + 1])) at++;
  const called = nodes[at];
  const rest = nodes.slice(isGroup(called, '(') ? at + 1 : at);
  if (isGroup(called, '(')) {
    const handing = /^(.+)\.(\w+)$/.exec(chain);
    const hands = handing !== null && (called.items.length === 0 || /^(expect|context)$/.test(handing[2]!));
    if (hands && HANDING.test(handing[2]!) && isHanding(rest)) return lookedUp(handing[1]!, scope);
    const value = ofCall(chain, argumentsOf(called, scope), scope);
    return isHanding(rest) ? value : parents(value, rest);
  }
  const value = lookedUp(chain, scope);
  if (rest.length === 0) return value;
  const [index] = rest;
  if (!isGroup(index, '[')) return isHanding(rest) ? value : parents(value, rest);
  if (rest.length > 1) return undefined;
  return element(value, index, scope);
}

function element(value: Value, index: Group, scope: Scope): Value {
  if (Array.isArray(value)) {
    const [one] = index.items;
    if (index.items.length === 2 && one?.kind === 'number' && is(index.items[1], ':'))
      return value.slice(Number(one.text));
    return one?.kind === 'number' && index.items.length === 1 ? value[Number(one.text)] : undefined;
  }
  const key = plain(evaluated(index.items, scope));
  return value instanceof Map && key !== undefined ? value.get(key) : undefined;
}

/** `Path(…).parent.parent`, `.parents[1]`. */
function parents(value: Value, rest: readonly Node[]): Value {
  if (typeof value !== 'string') return undefined;
  let path = value;
  for (let at = 0; at < rest.length; ) {
    if (!is(rest[at], '.')) return undefined;
    const name = textOf(rest[at + 1] ?? rest[at]!);
    const group = rest[at + 2];
    if (name === 'parent') {
      path = parentOf(path);
      at += isGroup(group, '(') ? 3 : 2;
    } else if (name === 'ancestors' && is(rest[at + 3], '.') && is(rest[at + 4], 'nth') && isGroup(rest[at + 5])) {
      const [number] = (rest[at + 5] as Group).items;
      for (let up = Number(number?.kind === 'number' ? number.text : 0); up > 0; up--) path = parentOf(path);
      at += 6;
    } else if (name === 'join' && isGroup(group, '(') && group.items.length === 1 && group.items[0]!.kind === 'text') {
      path = joined([path, filledPlain(group.items[0] as Text)]) as string;
      at += 3;
    } else if (HANDING.test(name) && isGroup(group, '(')) at += 3;
    else return undefined;
  }
  return path;
}

function lookedUp(chain: string, scope: Scope): Value {
  if (scope.values.has(chain)) return scope.values.get(chain);
  if (/^([Tt]rue|[Ff]alse)$/.test(chain)) return chain.toLowerCase();
  if (/^(None|null|undefined)$/.test(chain)) return '';
  if (chain === 'sys.argv' || chain === 'argv') return ['it', ...scope.words];
  if (/^process[.]argv$/.test(chain)) return ['node', 'it', ...scope.words];
  if (SURROUNDINGS.test(chain)) return new Map();
  if (chain === 'sys.executable' || chain === 'executable') return 'python';
  if (chain === 'process.execPath') return 'node';
  if (/^(__dirname|import\.meta\.dirname)$/.test(chain)) return scope.directory;
  if (/^(__file__|__filename|import\.meta\.filename)$/.test(chain)) return `${scope.directory}/it`;
  if (chain.startsWith('process.env.')) return scope.env.get(chain.slice(12));
  const [, base, key] = /^(.+)\.(\w+)$/.exec(chain) ?? [];
  if (base === undefined) return undefined;
  if (key === 'parent')
    return typeof lookedUp(base, scope) === 'string' ? parentOf(lookedUp(base, scope) as string) : undefined;
  if (key === 'workspace_root') return scope.root;
  const table = scope.values.get(base);
  return table instanceof Map ? table.get(key!) : undefined;
}
