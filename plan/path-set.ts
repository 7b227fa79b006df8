import {
  type Automaton,
  advance,
  automaton,
  isAccepting,
  isWhole,
  pathLetters,
  type Shape,
  shapeAfter,
  type Word,
} from './automaton.ts';
import { expandBraces } from './braces.ts';
import { isPattern, plainName, quoted } from './glob.ts';
import { intersect, type Relation } from './intersection.ts';
import { isUnknown } from './symbol.ts';

/**
 * A set of paths as `requires` and `produces` write them: one file, a directory with all that is in it, or a glob.
 * Relative ones are relative to `source.dir`.
 *
 * A glob means what bash makes of it with `shopt -s globstar dotglob nullglob`, `globasciiranges` on, `extglob` off and `LC_ALL=C.UTF-8`:
 * `*` and `?` stay within a segment and match leading dots, never `.` or `..`; `**` as a whole segment is any number of
 * directories, also none, elsewhere it is `*`; `[a-z]`, `[!x]`, `[[:digit:]]`; `{a,b}` and `{1..3}` expand first; `\` makes the next letter plain.
 * The one difference: bash's `**` does not enter symbolic links to directories, and `a/**` lists `a/` itself, as it does here.
 * The interpreter expands `words(set)`, because bash expands no braces that come out of a variable.
 *
 * Whatever kind it is, a set covers its paths and all that is below them: a file named like another stage's directory would
 * be in its way, and a directory that a glob matches is kept with its content.
 */
export interface PathSet {
  /** `directory` was written with a trailing `/`; `glob` holds an unescaped `*`, `?`, `[`, or braces that expand. */
  readonly kind: 'file' | 'directory' | 'glob';
  /**
   * Normalised: no `.`, no empty segments, `..` resolved where something precedes it; directories keep their `/`; the source
   * directory itself is `./`. A glob keeps its escapes; the others are plain names, their escapes resolved.
   */
  readonly text: string;
  readonly absolute: boolean;
  /** `..` is left at its beginning: it points outside the source directory. */
  readonly escapes: boolean;
  /** It holds the symbol of an unset parameter (plan/symbol.ts), so what it names is not known. */
  readonly unknown: boolean;
}

/** Reads a path as the user wrote it, expressions replaced. Every text is some path set; an empty one is the source directory. */
export function pathSet(text: string): PathSet {
  const words = expandBraces(text)?.map(normalise);
  if (words === undefined) return describe('glob', text, [normalise(text)]);
  const distinct = [...new Set(words)];
  if (distinct.length > 1) return describe('glob', compact(text, distinct), distinct);
  const only = distinct[0]!;
  if (isPattern(only)) return describe('glob', only, distinct);
  return describe(only.endsWith('/') ? 'directory' : 'file', plainName(only), distinct);
}

/** The set of one plain name, whatever letters it holds; a trailing `/` makes it a directory. */
export function literalSet(path: string): PathSet {
  return pathSet(quoted(path));
}

/**
 * How `a` lies to `b`: the same paths, all of them in `b`, all of `b` in it, or some in common; `undefined` where no path can be in both.
 * Exact, except that braces which expand to more than 256 words count as any path at all, and that patterns which need more than
 * 20,000 states to compare are said to `overlap` where a closer relation may hold.
 */
export function overlap(a: PathSet, b: PathSet): Relation | undefined {
  return a.kind === 'glob' || b.kind === 'glob'
    ? intersect(covered(a), covered(b))?.relation
    : literalOverlap(a.text, b.text);
}

/** A shortest path that is in both sets, for people to see how they meet; `undefined` where there is none. */
export function witness(a: PathSet, b: PathSet): string | undefined {
  if (a.kind === 'glob' || b.kind === 'glob') return intersect(covered(a), covered(b))?.witness;
  const relation = literalOverlap(a.text, b.text);
  return relation === undefined ? undefined : bare(relation === 'around' ? b.text : a.text);
}

/** Whether a concrete path (relative to the source directory, or absolute) is in the set or below a path of it. */
export function contains(set: PathSet, path: string): boolean {
  const plain = concrete(path);
  if (set.kind === 'glob') return run(covered(set), plain);
  const relation = literalOverlap(plain, set.text);
  return relation === 'equal' || relation === 'inside';
}

/** As `contains`, but each unset parameter in the set may stand for any text. */
export function mayContain(set: PathSet, path: string): boolean {
  return set.unknown ? run(automaton(wordsOf(set, true)), concrete(path)) : contains(set, path);
}

/** The sets without braces that a set is the union of: what bash is given to expand. `undefined`: more than 256. */
export function words(set: PathSet): readonly PathSet[] | undefined {
  return set.kind === 'glob' ? expandBraces(set.text)?.map(pathSet) : [set];
}

function describe(kind: PathSet['kind'], text: string, all: readonly string[]): PathSet {
  return {
    kind,
    text,
    absolute: all.some(word => word.startsWith('/')),
    escapes: all.some(word => word === '..' || word.startsWith('../')),
    unknown: isUnknown(text),
  };
}

/** One word without braces that expand, normalised; escapes stay. */
function normalise(word: string): string {
  const absolute = word.startsWith('/');
  const kept: string[] = [];
  const parts = word.split('/');
  for (const part of parts) {
    const name = part.includes('\\') && !isPattern(part) ? plainName(part) : part;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
      else if (!absolute) kept.push('..');
    } else if (part !== '**' || kept.at(-1) !== '**') kept.push(part);
  }
  const last = parts.at(-1)!;
  const directory = last === '' || last === '.' || last === '..';
  if (kept.length === 0) return absolute ? '/' : './';
  return (absolute ? '/' : '') + kept.join('/') + (directory ? '/' : '');
}

/** The shortest honest text for a set of words: as written where normalising it as a whole says the same, else the words in braces. */
function compact(text: string, distinct: readonly string[]): string {
  const whole = normalise(text);
  const again = expandBraces(whole);
  if (
    again?.every(word => normalise(word) === word) &&
    new Set(again).size === distinct.length &&
    again.every(word => distinct.includes(word))
  ) {
    return whole;
  }
  return distinct.length === 1 ? distinct[0]! : `{${distinct.join(',')}}`;
}

/** Two plain names: only their slashes matter. */
function literalOverlap(a: string, b: string): Relation | undefined {
  const first = below(a);
  const second = below(b);
  if (first === second) return 'equal';
  if (first.startsWith(second))
    return second === '' && (first.startsWith('/') || first.startsWith('../')) ? undefined : 'inside';
  if (second.startsWith(first))
    return first === '' && (second.startsWith('/') || second.startsWith('../')) ? undefined : 'around';
  return undefined;
}

/** What every path in the set begins with, once it has a `/` at its end. */
function below(text: string): string {
  return text === './' ? '' : text.endsWith('/') ? text : `${text}/`;
}

/** A concrete path normalised, without a `/` at its end. */
function concrete(path: string): string {
  return plainName(bare(normalise(quoted(path))));
}

function bare(text: string): string {
  return text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text;
}

const known = new WeakMap<PathSet, Automaton>();

function covered(set: PathSet): Automaton {
  let found = known.get(set);
  if (found === undefined) {
    found = automaton(wordsOf(set, false));
    known.set(set, found);
  }
  return found;
}

function wordsOf(set: PathSet, wild: boolean): readonly Word[] | 'anything' {
  const texts = set.kind === 'glob' ? expandBraces(set.text) : [quoted(set.text)];
  return (
    texts?.map(text => {
      const segments = bare(text)
        .split('/')
        .filter(part => part !== '' && part !== '.');
      return { absolute: text.startsWith('/'), segments, wild };
    }) ?? 'anything'
  );
}

function run(of: Automaton, path: string): boolean {
  let states = of.start;
  let shape: Shape | undefined = 'begin';
  for (const letter of pathLetters(path)) {
    states = advance(of, states, letter);
    shape = shapeAfter(shape, letter);
    if (states.length === 0 || shape === undefined) return false;
  }
  return isWhole(shape) && isAccepting(of, states);
}

export type { Relation };
