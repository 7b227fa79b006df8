import { segment } from './glob.ts';
import { letters } from './letter.ts';
import type { PathSet } from './path-set.ts';

/**
 * Finds the path sets that can have a path in common with another, without comparing all pairs. Two sets can only meet
 * when the beginning that all paths of the one share begins that of the other, and when the ends of their first segment
 * with a wildcard agree likewise. What it gives are candidates; `meets` decides. Sets are as seen from the root
 * (`fromRoot`).
 */
export class PathIndex<T> {
  readonly #beginnings = new NestedTexts<Bucket<T>>();

  add(set: PathSet, value: T): void {
    const beginning = sharedBeginning(set);
    let bucket = this.#beginnings.at(beginning)[0];
    if (bucket === undefined) {
      bucket = { depth: beginning.split('/').length - 1, ends: new NestedTexts() };
      this.#beginnings.add(beginning, bucket);
    }
    bucket.ends.add(endAt(set, bucket.depth), value);
  }

  /** Of what can meet this set, that whose beginning is not longer than its own. */
  *before(set: PathSet): Iterable<T> {
    for (const bucket of this.#beginnings.before(sharedBeginning(set))) yield* within(bucket, set);
  }

  /** Everything that can meet this set. */
  *candidates(set: PathSet): Iterable<T> {
    for (const bucket of this.#beginnings.candidates(sharedBeginning(set))) yield* within(bucket, set);
  }
}

/** Sets with one beginning, by the end (reversed) of their segment number `depth`. */
interface Bucket<T> {
  readonly depth: number;
  readonly ends: NestedTexts<T>;
}

function within<T>(bucket: Bucket<T>, set: PathSet): Iterable<T> {
  return bucket.ends.candidates(endAt(set, bucket.depth));
}

/** Texts with values, to be asked which of them begin another or are begun by it. */
class NestedTexts<T> {
  readonly #values = new Map<string, T[]>();
  readonly #lengths = new Set<number>();
  #sorted: readonly string[] | undefined;

  add(text: string, value: T): void {
    const known = this.#values.get(text);
    if (known !== undefined) {
      known.push(value);
      return;
    }
    this.#values.set(text, [value]);
    this.#lengths.add(text.length);
    this.#sorted = undefined;
  }

  at(text: string): readonly T[] {
    return this.#values.get(text) ?? [];
  }

  /** The values of texts that begin this one, itself included. */
  *before(text: string): Iterable<T> {
    for (const length of this.#lengths) if (length <= text.length) yield* this.at(text.slice(0, length));
  }

  /** The values of texts that begin this one or are begun by it. */
  *candidates(text: string): Iterable<T> {
    yield* this.before(text);
    if (!this.#longerThan(text.length)) return;
    this.#sorted ??= [...this.#values.keys()].sort(byCodeUnit);
    const sorted = this.#sorted;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= text) low = middle + 1;
      else high = middle;
    }
    for (; sorted[low]?.startsWith(text); low++) yield* this.at(sorted[low]!);
  }

  #longerThan(length: number): boolean {
    for (const known of this.#lengths) if (known > length) return true;
    return false;
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What every path of the set begins with once it has a `/` at its end; as far as it is plain text. */
export function sharedBeginning(set: PathSet): string {
  if (set.kind !== 'glob') return set.text === './' ? '' : set.text.endsWith('/') ? set.text : `${set.text}/`;
  let beginning = '';
  for (let at = 0; at < set.text.length; at++) {
    const letter = set.text[at]!;
    if ('*?[{'.includes(letter)) return beginning;
    beginning += letter === '\\' && at + 1 < set.text.length ? set.text[++at] : letter;
  }
  return beginning;
}

/** How a set's segment number `depth` ends for certain, reversed; empty where nothing is certain. */
function endAt(set: PathSet, depth: number): string {
  if (set.kind !== 'glob') return reversed(set.text.split('/')[depth] ?? '');
  if (set.text.includes('{')) return '';
  const segments = set.text.split('/');
  const before = segments.slice(0, depth).some(text => segment(text) === 'any');
  const steps = before ? 'any' : segment(segments[depth] ?? '');
  if (steps === 'any') return '';
  const end: string[] = [];
  for (const { matcher } of [...steps].reverse()) {
    if (matcher.kind !== 'letter') break;
    end.push(matcher.letter);
  }
  return end.join('');
}

function reversed(name: string): string {
  return [...letters(name)].reverse().join('');
}
