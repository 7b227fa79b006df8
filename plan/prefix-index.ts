import type { PathSet } from './path-set.ts';

/**
 * Finds the path sets that can have a path in common with another, without comparing all pairs: two sets can only meet when the
 * beginning that all paths of the one share begins that of the other. What it gives are candidates; `overlap` decides.
 */
export class PrefixIndex<T> {
  readonly #byKey = new Map<string, T[]>();
  readonly #lengths = new Set<number>();
  #sorted: readonly string[] | undefined;

  add(set: PathSet, value: T): void {
    const key = sharedBeginning(set);
    const values = this.#byKey.get(key);
    if (values !== undefined) values.push(value);
    else this.#byKey.set(key, [value]);
    this.#lengths.add(key.length);
    this.#sorted = undefined;
  }

  /** What was added under a beginning that begins this set's own, or is the same. */
  *before(set: PathSet): Iterable<T> {
    const key = sharedBeginning(set);
    for (const length of this.#lengths) {
      if (length <= key.length) yield* this.#byKey.get(key.slice(0, length)) ?? [];
    }
  }

  /** Everything that can meet this set. */
  *candidates(set: PathSet): Iterable<T> {
    yield* this.before(set);
    const key = sharedBeginning(set);
    this.#sorted ??= [...this.#byKey.keys()].sort(byCodeUnit);
    const sorted = this.#sorted;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= key) low = middle + 1;
      else high = middle;
    }
    for (; sorted[low]?.startsWith(key); low++) yield* this.#byKey.get(sorted[low]!)!;
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
