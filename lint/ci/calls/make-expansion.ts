import { UNKNOWN } from '../command.ts';
import type { Rule } from './makefile.ts';

/** `$(X)`, `${X}`, `$@`, `$<`, `$$` replaced; of make's functions `addprefix` and `addsuffix`. */
export function expanded(text: string, variables: ReadonlyMap<string, string>, rule: Rule, depth = 0): string {
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
    else if (next === '@') result += rule.targets[0] ?? '';
    else if (next === '<') result += rule.prerequisites[0] ?? '';
    else if (next === '^') result += rule.prerequisites.join(' ');
    else result += expansion(next ?? '', variables, rule, depth);
  }
  return result;
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
function expansion(written: string, variables: ReadonlyMap<string, string>, rule: Rule, depth: number): string {
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
  if (name === '@') return rule.targets[0] ?? '';
  if (name === '<') return rule.prerequisites[0] ?? '';
  if (name === '^') return rule.prerequisites.join(' ');
  const value = variables.get(name);
  if (value !== undefined) return depth > 8 ? UNKNOWN : expanded(value, variables, rule, depth + 1);
  const affix = /^add(prefix|suffix)\s+([^,]*),(.*)$/s.exec(name);
  if (affix !== null) {
    const [part, words] = affix.slice(2).map(text => expanded(text, variables, rule, depth + 1).trim()) as [
      string,
      string,
    ];
    return words
      .split(/\s+/)
      .filter(word => word !== '')
      .map(word => (affix[1] === 'prefix' ? part + word : word + part))
      .join(' ');
  }
  const filter = /^filter\s+([^,]*),(.*)$/s.exec(name);
  if (filter !== null) {
    const [patterns, words] = filter.slice(1).map(text =>
      expanded(text, variables, rule, depth + 1)
        .trim()
        .split(/\s+/),
    ) as [string[], string[]];
    if ([...patterns, ...words].some(word => word.includes(UNKNOWN) || word.includes('%'))) return UNKNOWN;
    return words.filter(word => patterns.includes(word)).join(' ');
  }
  const choice = /^if\s+(.*)$/s.exec(name);
  if (choice !== null) {
    const [condition = '', then = '', otherwise = ''] = argumentsOf(choice[1]!);
    const value = expanded(condition, variables, rule, depth + 1).trim();
    return value.includes(UNKNOWN) ? UNKNOWN : expanded(value === '' ? otherwise : then, variables, rule, depth + 1);
  }
  if (/^shell\s+pwd$/.test(name.trim())) return '.';
  const asked = /^shell\s+(?:go|\$\(GO\)|\$\{GO\})\s+env\s+(GOHOSTOS|GOOS|GOHOSTARCH|GOARCH)$/.exec(name.trim());
  if (asked !== null) return asked[1]!.endsWith('OS') ? 'linux' : 'amd64';
  const usual = USUAL.get(name);
  if (usual !== undefined) return usual;
  return /^\w+$/.test(name) && name === name.toUpperCase() ? '' : UNKNOWN;
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
  ['CARGO', 'cargo'],
  ['GO', 'go'],
  ['PYTHON', 'python'],
  ['PYTEST', 'pytest'],
  ['NPM', 'npm'],
]);

/** `$(X:test-%=%)`; without `%` the ending is replaced (GNU make, "Substitution References"). */
function substituted(word: string, from: string, to: string): string {
  const [before = '', after = ''] = from.includes('%') ? from.split('%') : ['', from];
  if (word.length < before.length + after.length || !word.startsWith(before) || !word.endsWith(after)) return word;
  const stem = word.slice(before.length, word.length - after.length);
  return from.includes('%') ? to.replace('%', stem) : stem + to;
}
