import { base, normalise } from '../../path.ts';
import { UNKNOWN } from '../command.ts';

/** Expands a text, with variables of its own. */
type Expand = (text: string, more?: ReadonlyMap<string, string>) => string;

/** Of make's functions those that only turn texts into others, each argument expanded (gnu.org, "Functions for Transforming Text"). */
const PLAIN: Readonly<Record<string, (args: readonly string[]) => string>> = {
  subst: ([from = '', to = '', text = '']) => text.replaceAll(from, () => to),
  patsubst: ([from = '', to = '', text = '']) =>
    each(text, word => (from.includes('%') ? substituted(word, from, to) : word === from ? to : word)),
  strip: ([text = '']) => words(text).join(' '),
  sort: ([text = '']) => [...new Set(words(text))].sort().join(' '),
  filter: ([patterns = '', text = '']) =>
    words(text)
      .filter(word => words(patterns).some(pattern => fits(word, pattern)))
      .join(' '),
  'filter-out': ([patterns = '', text = '']) =>
    words(text)
      .filter(word => !words(patterns).some(pattern => fits(word, pattern)))
      .join(' '),
  findstring: ([part = '', text = '']) => (text.includes(part) ? part : ''),
  word: ([number = '', text = '']) => words(text)[Number(number) - 1] ?? '',
  words: ([text = '']) => String(words(text).length),
  firstword: ([text = '']) => words(text)[0] ?? '',
  lastword: ([text = '']) => words(text).at(-1) ?? '',
  dir: ([text = '']) => each(text, word => word.slice(0, word.lastIndexOf('/') + 1) || './'),
  notdir: ([text = '']) => each(text, word => base(word)),
  basename: ([text = '']) => each(text, word => word.replace(/\.[^./]*$/, '')),
  // Seen from where make runs, as `$(CURDIR)` is.
  abspath: ([text = '']) => each(text, here),
  realpath: ([text = '']) => each(text, here),
  addprefix: ([part = '', text = '']) => each(text, word => part.trim() + word),
  addsuffix: ([part = '', text = '']) => each(text, word => word + part.trim()),
};

/** Functions that expand an argument only where it counts. */
const LAZY: Readonly<Record<string, (args: readonly string[], expand: Expand) => string>> = {
  if: ([condition = '', then = '', otherwise = ''], expand) => {
    const value = expand(condition).trim();
    return value.includes(UNKNOWN) ? UNKNOWN : expand(value === '' ? otherwise : then);
  },
  and: (args, expand) => decided(args, expand, ''),
  or: (args, expand) => decided(args, expand, undefined),
  foreach: ([name = '', list = '', text = ''], expand) => {
    const items = expand(list);
    if (items.includes(UNKNOWN)) return UNKNOWN;
    return words(items)
      .map(item => expand(text, new Map([[expand(name).trim(), item]])))
      .join(' ');
  },
  call: ([name = '', ...args], expand) =>
    expand(`$(${name.trim()})`, new Map(args.map((text, index) => [String(index + 1), expand(text)]))),
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(PLAIN, name) || Object.hasOwn(LAZY, name);
}

/** What a function makes of its arguments as they are written; `UNKNOWN` where one of them is not known. */
export function functionValue(name: string, written: readonly string[], expand: Expand): string {
  if (Object.hasOwn(LAZY, name)) return LAZY[name]!(written, expand);
  const args = written.map((text, index) => (index === 0 ? expand(text.trimStart()) : expand(text)));
  // What is known of a text may be changed where the rest is not.
  const partly = name === 'addprefix' || name === 'addsuffix';
  if (!partly && args.some(text => text.includes(UNKNOWN))) return UNKNOWN;
  return PLAIN[name]!(args);
}

/** The first argument that is empty (`and`) or is not (`or`), else the last. */
function decided(args: readonly string[], expand: Expand, ends: '' | undefined): string {
  let last = '';
  for (const part of args) {
    last = expand(part.trim());
    if (last.includes(UNKNOWN)) return UNKNOWN;
    if ((last === '') === (ends === '')) return last;
  }
  return last;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '');
}

function each(text: string, change: (word: string) => string): string {
  return words(text).map(change).join(' ');
}

function here(path: string): string {
  if (path.startsWith('/')) return normalise(path);
  const plain = normalise(path);
  return plain === '' ? '.' : plain.startsWith('..') ? plain : `./${plain}`;
}

function fits(word: string, pattern: string): boolean {
  if (!pattern.includes('%')) return word === pattern;
  const [before = '', after = ''] = pattern.split('%');
  return word.length >= before.length + after.length && word.startsWith(before) && word.endsWith(after);
}

/** `$(X:test-%=%)`; without `%` the ending is replaced (GNU make, "Substitution References"). */
export function substituted(word: string, from: string, to: string): string {
  const [before = '', after = ''] = from.includes('%') ? from.split('%') : ['', from];
  if (word.length < before.length + after.length || !word.startsWith(before) || !word.endsWith(after)) return word;
  const stem = word.slice(before.length, word.length - after.length);
  return from.includes('%') ? to.replace('%', stem) : stem + to;
}
