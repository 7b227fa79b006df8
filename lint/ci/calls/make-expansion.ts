import { UNKNOWN } from '../command.ts';
import { functionValue, isFunction, substituted } from './make-functions.ts';
import type { Rule } from './makefile.ts';

/** What a Makefile's variables are at one place of it. */
export type Variables = Pick<ReadonlyMap<string, string>, 'get'>;

/** `$(X)`, `${X}`, `$@`, `$<`, `$$` replaced; of make's functions those that `expansion` knows. */
export function expanded(text: string, variables: Variables, rule: Rule, depth = 0): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      result += text[at];
      continue;
    }
    const next = text[++at];
    if (next === '(' || next === '{') {
      const end = closing(text, at);
      result += expansion(text.slice(at + 1, end), variables, rule, depth);
      at = end;
    } else if (next === '$') result += '$';
    else result += expansion(next ?? '', variables, rule, depth);
  }
  return result;
}

/** Where names stand outside of any rule. */
export const NO_RULE: Rule = { targets: [], prerequisites: [], recipe: [] };

/** What the first of some names is, or all of them, where they hold variables themselves. */
function named(names: readonly string[], variables: Variables, depth: number, all = false): string {
  const text = expanded((all ? names : names.slice(0, 1)).join(' '), variables, NO_RULE, depth + 1).trim();
  return all ? text : (text.split(/\s+/)[0] ?? '');
}

/** Where the bracket that opens at `open` closes; the text's end when it does not. */
export function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '{') depth++;
    else if (text[at] === ')' || text[at] === '}') {
      depth--;
      if (depth === 0) return at;
    }
  }
  return text.length;
}

/** The value of a variable; a name that nothing sets is empty to make, except those that make or habit sets. */
function expansion(written: string, variables: Variables, rule: Rule, depth: number): string {
  if (depth > 8) return UNKNOWN;
  // A computed name, `$(FLAGS_$(MODE))`; arguments of functions are expanded by the function.
  const name =
    written.includes('$') && !/^[a-z-]+\s/.test(written) ? expanded(written, variables, rule, depth + 1) : written;
  const replaced = /^([\w.@<^-]+):([^=]*)=(.*)$/s.exec(name);
  if (replaced !== null) {
    const words = expanded(`$(${replaced[1]!})`, variables, rule, depth + 1);
    return words
      .split(/\s+/)
      .map(word => substituted(word, replaced[2]!, replaced[3]!))
      .join(' ');
  }
  if (name === '@') return named(rule.targets, variables, depth);
  if (name === '<') return named(rule.prerequisites, variables, depth);
  if (name === '^') return named(rule.prerequisites, variables, depth, true);
  const value = variables.get(name);
  if (value !== undefined) return depth > 8 ? UNKNOWN : expanded(value, variables, rule, depth + 1);
  const called = /^([a-z-]+)\s+(.*)$/s.exec(name);
  if (called !== null && isFunction(called[1]!)) {
    const expand = (text: string, more?: Variables): string =>
      expanded(
        text,
        more === undefined ? variables : { get: name => more.get(name) ?? variables.get(name) },
        rule,
        depth + 1,
      );
    return functionValue(called[1]!, argumentsOf(called[2]!), expand);
  }
  if (/^shell\s+pwd$/.test(name.trim())) return '.';
  const machine = /^shell\s/.test(name) ? machineSaid(expanded(name.slice(5), variables, rule, depth + 1)) : undefined;
  if (machine !== undefined) return machine;
  const asked = /^shell\s+(?:go|\$\(\w+\)|\$\{\w+\})\s+env\s+(GOHOSTOS|GOOS|GOHOSTARCH|GOARCH)$/.exec(name.trim());
  if (asked !== null) return asked[1]!.endsWith('OS') ? 'linux' : 'amd64';
  const usual = USUAL.get(name);
  if (usual !== undefined) return usual;
  return /^\w+$/.test(name) && name === name.toUpperCase() ? '' : UNKNOWN;
}

/** What `uname` says of a machine such as CI and campaigns have. */
function machineSaid(written: string): string | undefined {
  const said = /^\s*uname(?:\s+-([smpo]))?(?:\s+2>\s*\/dev\/null)?(\s*\|\s*tr\s.*)?(?:\s*\|\|.*)?\s*$/.exec(written);
  if (said === null) return undefined;
  const name = said[1] === 'o' ? 'GNU/Linux' : said[1] === 'm' || said[1] === 'p' ? 'x86_64' : 'Linux';
  if (said[2] === undefined) return name;
  return /\|\s*tr\s+(['"]?)(\[:upper:\]|\[?A-Z\]?)\1\s+(['"]?)(\[:lower:\]|\[?a-z\]?)\3\s*$/.test(said[2])
    ? name.toLowerCase()
    : undefined;
}

/** What stands between the commas that are in no brackets. */
function argumentsOf(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(' || letter === '{') depth++;
    else if (letter === ')' || letter === '}') depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

const USUAL = new Map([
  ['MAKE', 'make'],
  ['RM', 'rm -f'],
  ['CC', 'cc'],
  ['CXX', 'c++'],
  ['AR', 'ar'],
  ['CURDIR', '.'],
  ['PWD', '.'],
  ['CARGO', 'cargo'],
  ['GO', 'go'],
  ['PYTHON', 'python'],
  ['PYTEST', 'pytest'],
  ['NPM', 'npm'],
]);
