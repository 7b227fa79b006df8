import { is, isGroup, type Node, PYTHON } from './tokens.ts';
import { argumentsOf, plain, type Scope, type Value } from './values.ts';

/** What a script reads of its words through argparse, by name; `func`: the function that its sub-command is for. */
export interface Parsed {
  readonly options: ReadonlyMap<string, Value>;
  /** The words that no option takes. */
  readonly rest: readonly string[];
}

/** Reads what the words mean to a script (docs.python.org, "argparse"). */
export function parsedBy(text: string, top: readonly Node[], words: readonly string[]): Parsed {
  const options = new Map<string, Value>();
  const taken = new Set<number>();
  const scope: Scope = {
    values: new Map(),
    spelling: PYTHON,
    told: false,
    words: [],
    options,
    env: new Map(),
    directory: '',
    returned: () => undefined,
  };
  for (const group of callsOf(top, 'add_argument')) {
    const { values, named } = argumentsOf(group, scope);
    const names = values.flatMap(value => (typeof value === 'string' && value.startsWith('-') ? [value] : []));
    const long = names.find(name => name.startsWith('--')) ?? names[0];
    if (long === undefined) continue;
    const key = plain(named.get('dest')) ?? long.replace(/^-+/, '').replaceAll('-', '_');
    const action = plain(named.get('action')) ?? '';
    const at = words.findIndex(word => names.some(name => word === name || word.startsWith(`${name}=`)));
    if (/^store_(true|false)$/.test(action)) {
      if (at >= 0) taken.add(at);
      options.set(key, String(at >= 0 === (action === 'store_true')));
    } else if (at < 0) options.set(key, action === '' && !named.has('default') ? '' : named.get('default'));
    else {
      const word = words[at]!;
      taken.add(at);
      if (!word.includes('=')) taken.add(at + 1);
      options.set(
        key,
        action === '' && !named.has('nargs')
          ? word.includes('=')
            ? word.slice(word.indexOf('=') + 1)
            : words[at + 1]
          : undefined,
      );
    }
  }
  const rest = words.filter((word, index) => !taken.has(index) && !word.startsWith('-'));
  return { options, rest: subCommand(text, rest, options) };
}

/** Follows the sub-commands that the words name. */
function subCommand(text: string, words: readonly string[], options: Map<string, Value>): readonly string[] {
  const parsers = [...text.matchAll(/(?:(\w+)\s*=\s*)?(\w+)\.add_parser\(\s*['"]([\w-]+)['"]/g)];
  const groups = [...text.matchAll(/(\w+)\s*=\s*(\w+)\.add_subparsers\(([^)]*)\)/g)];
  const functions = new Map(
    [
      ...text.matchAll(
        /(\w+)\.set_defaults\(\s*(?:func|fn|handler|cmd|callback)=(?:lambda[^:]*:\s*)?(\w+)(?:\(([^)]*)\))?/g,
      ),
    ].map(match => [match[1]!, match] as const),
  );
  let parser = /(\w+)\s*=\s*(?:argparse\.)?ArgumentParser\(/.exec(text)?.[1];
  let at = 0;
  for (; at < words.length && parser !== undefined; at++) {
    const group = groups.find(match => match[2] === parser);
    const next = parsers.find(match => match[2] === group?.[1] && match[3] === words[at]);
    if (group === undefined || next === undefined) break;
    const dest = /dest\s*=\s*['"](\w+)['"]/.exec(group[3]!)?.[1];
    if (dest !== undefined) options.set(dest, words[at]);
    parser = next[1];
    const own = parser === undefined ? undefined : functions.get(parser);
    if (own === undefined) continue;
    options.set('func', own[2]);
    // `func=lambda **args: format(**args, fix=False)`
    for (const [, name, value] of (own[3] ?? '').matchAll(/(\w+)=(True|False)/g))
      options.set(name!, value!.toLowerCase());
  }
  return words.slice(at);
}

function callsOf(nodes: readonly Node[], name: string): readonly Extract<Node, { kind: 'group' }>[] {
  return nodes.flatMap((node, at) => {
    if (node.kind === 'group') return callsOf(node.items, name);
    const group = nodes[at + 1];
    return is(node, name) && isGroup(group, '(') ? [group] : [];
  });
}
