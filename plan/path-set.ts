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
import { commonPath, type Relation, relation } from './intersection.ts';
import { compact, inBraces, normalise } from './normal.ts';
import { isUnknown } from './symbol.ts';

/**
 * A set of paths as `requires` and `produces` write them: one file, a directory with all that is in it, or a glob.
 * Relative ones are relative to `source.dir`.
 *
 * A glob means what bash makes of it with `shopt -s globstar dotglob nullglob`, `globasciiranges` on, `extglob` off and
 * `LC_ALL=C.UTF-8`: `*` and `?` stay within a segment and match leading dots, never `.` or `..`; `**` as a whole
 * segment is any number of directories, also none, elsewhere it is `*`; `[a-z]`, `[!x]`, `[[:digit:]]`; `{a,b}` and
 * `{1..3}` expand first; `\` makes the next letter plain. Only the box knows what is a directory: there a glob that
 * ends in `/` matches directories alone, and `**` does not enter symbolic links to them; here any name may be one. The
 * interpreter expands `words(set)`, because bash expands no braces that come out of a variable.
 *
 * Whatever kind it is, a set covers its paths and all that is below them: a file named like another stage's directory
 * would be in its way, and a directory that a glob matches is kept with its content.
 */
export interface PathSet {
  /** `directory` was written with a trailing `/`; `glob` holds an unescaped `*`, `?`, `[`, or braces that expand. */
  readonly kind: 'file' | 'directory' | 'glob';
  /**
   * Normalised: no `.`, no empty segments, `..` resolved where something precedes it; directories keep their `/`; the
   * source directory itself is `./`. A glob keeps its escapes; the others are plain names, their escapes resolved.
   */
  readonly text: string;
  readonly absolute: boolean;
  /** `..` is left at its beginning: it points outside the source directory. */
  readonly escapes: boolean;
  /** It holds the symbol of an unset parameter (plan/symbol.ts), so what it names is not known. */
  readonly unknown: boolean;
}

/**
 * Reads a path as the user wrote it, expressions replaced. Every text is some path set; an empty one is the source
 * directory.
 */
export function pathSet(text: string): PathSet {
  // Of most texts every letter stands for itself.
  if (!/[\\*?[{]/.test(text)) {
    const plain = normalise(text);
    return describe(plain.endsWith('/') ? 'directory' : 'file', plain, [plain]);
  }
  const words = expandBraces(text)?.map(normalise);
  if (words === undefined) return describe('glob', text, [normalise(text)]);
  const distinct = [...new Set(words)];
  if (distinct.length > 1) return describe('glob', compact(text, distinct), distinct);
  const only = distinct[0]!;
  if (isPattern(only)) return describe('glob', only, distinct);
  return describe(only.endsWith('/') ? 'directory' : 'file', plainName(only), distinct);
}

/**
 * How `a` lies to `b`: the same paths, all of them in `b`, all of `b` in it, or some in common; `undefined` where no
 * path can be in both. Exact, with two bounds: a glob whose braces expand to more than 256 words, or that has more than
 * 4,096 letters or 64 wildcards, counts as any path at all; and globs that need more than 20,000 states to compare are
 * said to `overlap` where a closer relation may hold.
 */
export function overlap(a: PathSet, b: PathSet): Relation | undefined {
  if (a.kind !== 'glob' && b.kind !== 'glob') return literalOverlap(a.text, b.text);
  const [, first, second] = apart(a, b);
  const common = commonPath(covered(first), covered(second));
  return common === undefined ? undefined : relation(covered(first), covered(second));
}

/** Whether some path can be in both sets: as `overlap` decides, but without the relation and faster. */
export function meets(a: PathSet, b: PathSet): boolean {
  const [first, second] = [directoryOf(a), directoryOf(b)];
  if (!first.startsWith(second) && !second.startsWith(first)) return false;
  if (a.kind === 'glob' && b.kind === 'glob') return witness(a, b) !== undefined;
  const [glob, plain] = a.kind === 'glob' ? [a, b] : [b, a];
  if (glob.kind !== 'glob') return literalOverlap(a.text, b.text) !== undefined;
  if (contains(glob, plain.text)) return true;
  // A glob below a directory names something in it, unless its brackets leave no letter.
  const inside = below(plain.text);
  if (inside !== '' && !/[[{*?\\]/.test(inside) && glob.text.startsWith(inside) && !/[[{]/.test(glob.text)) return true;
  return witness(a, b) !== undefined;
}

/** A shortest path that is in both sets, for people to see how they meet; `undefined` where there is none. */
export function witness(a: PathSet, b: PathSet): string | undefined {
  if (a.kind === 'glob' || b.kind === 'glob') {
    const [shared, first, second] = apart(a, b);
    const common = commonPath(covered(first), covered(second));
    return common === undefined ? undefined : shared + common;
  }
  const lies = literalOverlap(a.text, b.text);
  return lies === undefined ? undefined : bare(lies === 'around' ? b.text : a.text);
}

/** Whether a concrete path (relative to the source directory, or absolute) is in the set or below a path of it. */
export function contains(set: PathSet, path: string): boolean {
  const plain = concrete(path);
  if (set.kind === 'glob') return plain.startsWith(directoryOf(set)) && run(covered(set), plain);
  const lies = literalOverlap(plain, set.text);
  return lies === 'equal' || lies === 'inside';
}

/**
 * Whether a glob matches neither a path that is declared as a file nor a directory around it, but only names that would lie
 * below that file: there is nothing below a file. A glob that lies wholly below it contradicts it, and is not beside it.
 */
export function isFileBeside(file: PathSet, glob: PathSet): boolean {
  return (
    file.kind === 'file' &&
    glob.kind === 'glob' &&
    !file.unknown &&
    !glob.unknown &&
    overlap(file, glob) === 'overlap' &&
    !contains(glob, file.text)
  );
}

/** As `contains`, but each unset parameter in the set may stand for any text. */
export function mayContain(set: PathSet, path: string): boolean {
  return set.unknown ? run(covered(set, 'wild'), concrete(path)) : contains(set, path);
}

/** The sets without braces that a set is the union of: what bash is given to expand. `undefined`: more than 256. */
export function words(set: PathSet): readonly PathSet[] | undefined {
  return set.kind === 'glob' ? expandBraces(set.text)?.map(pathSet) : [set];
}

/** The set of all that is in one of the sets, which have no braces. */
export function union(sets: readonly PathSet[]): PathSet {
  return pathSet(inBraces(sets.map(({ kind, text }) => (kind === 'glob' ? text : quoted(text)))));
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

/**
 * Two sets without the plain directories that both begin with, and these: what they do to each other is the same, and
 * sooner found.
 */
function apart(a: PathSet, b: PathSet): readonly [string, PathSet, PathSet] {
  let at = 0;
  for (;;) {
    const slash = a.text.indexOf('/', at) + 1;
    const name = a.text.slice(at, slash);
    if (slash === 0 || slash === a.text.length || slash >= b.text.length) break;
    if (/[*?[{\\]/.test(name) || !b.text.startsWith(name, at)) break;
    at = slash;
  }
  return at === 0 ? ['', a, b] : [a.text.slice(0, at), rest(a, at), rest(b, at)];
}

/** What every path of a set begins with: most sets have nothing in common, and that is seen by it. */
function directoryOf({ kind, text }: PathSet): string {
  if (kind !== 'glob') return text === './' ? '' : bare(text);
  // Braces have no one beginning, and of what is excessive any path is taken to be in it.
  if (text.length > 256 || text.includes('{') || text.split(/[*?[]/).length > MOST_WILDCARDS + 1) return '';
  const plain = text.slice(0, text.search(/[*?[\\]/));
  return plain.slice(0, Math.max(plain.lastIndexOf('/'), 0));
}

function rest(set: PathSet, at: number): PathSet {
  return { ...set, text: set.text.slice(at), absolute: false, escapes: false };
}

/**
 * No path on Linux is longer (PATH_MAX), and no honest pattern has more wildcards: what does is taken for any path at
 * all.
 */
const LONGEST = 4096;
const MOST_WILDCARDS = 64;

const automata = { exact: new WeakMap<PathSet, Automaton>(), wild: new WeakMap<PathSet, Automaton>() };

/** `wild`: where the unknown symbols in the set match any text. */
function covered(set: PathSet, as: 'exact' | 'wild' = 'exact'): Automaton {
  let found = automata[as].get(set);
  if (found === undefined) {
    found = automaton(wordsOf(set, as === 'wild'));
    automata[as].set(set, found);
  }
  return found;
}

function wordsOf(set: PathSet, wild: boolean): readonly Word[] | 'anything' {
  if (set.kind !== 'glob') return [wordOf(quoted(set.text), wild)];
  const excessive = set.text.length > LONGEST || set.text.split(/[*?[]/).length > MOST_WILDCARDS + 1;
  return (excessive ? undefined : expandBraces(set.text)?.map(text => wordOf(text, wild))) ?? 'anything';
}

function wordOf(text: string, wild: boolean): Word {
  const segments = bare(text)
    .split('/')
    .filter(part => part !== '' && part !== '.');
  return { absolute: text.startsWith('/'), segments, wild };
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
