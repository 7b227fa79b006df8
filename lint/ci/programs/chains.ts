import { ofCall, ofMember, ofMethod } from './library.ts';
import { type Group, is, isGroup, type Node, partedAt, withoutLines } from './tokens.ts';
import { truthOf } from './truth.ts';
import { argumentsOf, evaluated, filled, plain, type Scope, type Value } from './values.ts';

/** A name or a literal with all that is asked of it: `os.path.join(…)`, `cmds["lint"]`, `" ".join(…)`. */
export function chained(nodes: readonly Node[], scope: Scope): Value {
  let [value, at] = begun(nodes, scope);
  while (at < nodes.length) {
    const [mark, name, group] = nodes.slice(at, at + 3);
    if (is(mark, '?')) at++;
    else if (isGroup(mark, '[')) {
      value = element(value, mark, scope);
      at++;
    } else if (!is(mark, '.', '?.') || name?.kind !== 'name') return undefined;
    else if (isGroup(group, '(')) {
      value = ofMethod(value, name.text, argumentsOf(group, scope), scope);
      at += 3;
    } else {
      value = ofMember(value, name.text);
      at += 2;
    }
  }
  return value;
}

/** What stands first, and where that ends. */
function begun(nodes: readonly Node[], scope: Scope): [value: Value, end: number] {
  const [first, second, third] = nodes;
  const { name } = scope.spelling;
  if (name === 'go' && (isGroup(first, '[') || is(first, 'map'))) return [ofGo(nodes, scope), nodes.length];
  if (isGroup(first)) return [bracketed(first, scope), 1];
  if (first?.kind === 'text') return [filled(first, scope), 1];
  if (first?.kind === 'number') return [first.text, 1];
  if (is(first, 'vec') && is(second, '!') && isGroup(third)) return [argumentsOf(third, scope).values, 3];
  if (first?.kind !== 'name') return [undefined, 1];
  const names = [first.text];
  let at = 1;
  for (; is(nodes[at], '.', '::', '?.'); at += 2) {
    const next = nodes[at + 1];
    if (next?.kind !== 'name') break;
    names.push(next.text);
  }
  if (is(nodes[at], '!')) at++;
  const group = nodes[at];
  if (!isGroup(group, '(')) return [lookedUp(names.join('.'), scope), at];
  const args = argumentsOf(group, scope);
  const value = ofCall(names.join('.'), args, scope);
  if (value !== undefined || names.length === 1) return [value, at + 1];
  return [ofMethod(lookedUp(names.slice(0, -1).join('.'), scope), names.at(-1)!, args, scope), at + 1];
}

function bracketed(group: Group, scope: Scope): Value {
  const { open, items } = group;
  if (open === '{') return tableOf(group, scope);
  if (open === '(' && partedAt(items, ',').length < 2 && !is(items.at(-1), ',')) return evaluated(items, scope);
  const isComprehension = scope.spelling.name === 'python' && items.some(node => is(node, 'for'));
  return isComprehension ? comprehended(withoutLines(items), scope) : argumentsOf(group, scope).values;
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
  const list = all instanceof Map ? [...all.keys()] : all;
  if (among !== from + 2 || name?.kind !== 'name' || !Array.isArray(list)) return undefined;
  const found: Value[] = [];
  for (const one of list) {
    const inner = { ...scope, values: new Map([...scope.values, [name.text, one]]) };
    const isIn = when < 0 || truthOf(nodes.slice(when + 1), inner);
    if (isIn === undefined) return undefined;
    if (isIn) found.push(evaluated(nodes.slice(0, from), inner));
  }
  return found;
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
    const [first, colon] = part;
    if (is(first, '...', '**')) {
      const inner = evaluated(part.slice(1), scope);
      if (!(inner instanceof Map)) return undefined;
      for (const [key, value] of inner) table.set(key, value);
      continue;
    }
    const key =
      first?.kind === 'text'
        ? filled(first, scope)
        : first?.kind === 'name'
          ? first.text
          : isGroup(first, '[')
            ? plain(evaluated(first.items, scope))
            : undefined;
    const isShort = part.length === 1 && scope.spelling.name === 'javascript';
    if (key === undefined || !(is(colon, ':') || isShort)) return undefined;
    table.set(key, evaluated(isShort ? part : part.slice(2), scope));
  }
  return table;
}

function element(value: Value, index: Group, scope: Scope): Value {
  const [one, mark] = index.items;
  if (Array.isArray(value)) {
    if (one?.kind !== 'number') return undefined;
    return index.items.length === 1
      ? value[Number(one.text)]
      : is(mark, ':')
        ? value.slice(Number(one.text))
        : undefined;
  }
  const key = plain(evaluated(index.items, scope));
  return value instanceof Map && key !== undefined ? value.get(key) : undefined;
}

/** What a language or its library knows by a name. */
function standing(chain: string, { spelling, words, directory, env }: Scope): Value {
  if (/^([Tt]rue|[Ff]alse)$/.test(chain)) return chain.toLowerCase();
  if (/^(None|null|undefined)$/.test(chain)) return '';
  const isNode = spelling.name === 'javascript';
  if (/^(process[.])?argv$/.test(chain) && isNode) return ['node', 'it', ...words];
  if (/^(sys[.])?argv$/.test(chain)) return ['it', ...words];
  // The surroundings as a program copies them: nothing of its own is in them.
  if (/^(os\.environ|process\.env|os\.Environ)$/.test(chain)) return new Map();
  if (chain === 'sys.executable' || chain === 'executable') return 'python';
  if (chain === 'process.execPath') return 'node';
  if (/^(__dirname|import\.meta\.dirname)$/.test(chain)) return directory;
  if (/^(__file__|__filename|import\.meta\.filename)$/.test(chain)) return `${directory}/it`;
  return chain.startsWith('process.env.') ? env.get(chain.slice(12)) : undefined;
}

function lookedUp(chain: string, scope: Scope): Value {
  if (scope.values.has(chain)) return scope.values.get(chain);
  const known = standing(chain, scope);
  const end = chain.lastIndexOf('.');
  if (known !== undefined || end < 0) return known;
  const name = chain.slice(end + 1);
  return name === 'workspace_root' ? scope.root : ofMember(lookedUp(chain.slice(0, end), scope), name);
}
