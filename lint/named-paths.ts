import { mayContain, type PathSet } from '../plan/path-set.ts';
import { ancestors } from './tracked.ts';

/**
 * Who names which paths (relative to the source directory, normalised), to be asked about one path set after the other: a plain one is
 * looked up, a glob is compared with every path.
 */
export class NamedPaths<Who> {
  readonly #exact = new Map<string, Set<Who>>();
  /** Those that name the path or something below it. */
  readonly #below = new Map<string, Set<Who>>();

  add(path: string, who: Who): void {
    put(this.#exact, path, who);
    for (const around of [path, ...ancestors(path)]) put(this.#below, around, who);
  }

  /** Whether somebody other than `self` names a path that the set may hold, or a directory around the whole set. */
  byOthers(set: PathSet, self: Who): boolean {
    const others = (all: ReadonlySet<Who> | undefined) => all !== undefined && (all.size > 1 || !all.has(self));
    const plain = set.text.replace(/\/$/, '');
    if (isPlain(set, plain))
      return others(this.#below.get(plain)) || ancestors(plain).some(around => others(this.#exact.get(around)));
    return [...this.#exact].some(
      ([path, all]) => others(all) && (mayContain(set, path) || set.text.startsWith(`${path}/`)),
    );
  }
}

/** Path sets, to be asked about one path after the other: plain ones are looked up, the others compared. */
export class PathSets {
  readonly #plain = new Set<string>();
  readonly #others: PathSet[] = [];

  constructor(sets: Iterable<PathSet>) {
    for (const set of sets) {
      const plain = set.text.replace(/\/$/, '');
      if (isPlain(set, plain)) this.#plain.add(plain);
      else this.#others.push(set);
    }
  }

  /** Whether one of the sets may hold a normalised path, relative to the source directory or absolute. */
  mayContain(path: string): boolean {
    return (
      this.#plain.has(path) ||
      ancestors(path).some(around => this.#plain.has(around)) ||
      this.#others.some(set => mayContain(set, path))
    );
  }
}

/** It names one path below the source directory, letter by letter. */
function isPlain({ kind, absolute, escapes, unknown }: PathSet, text: string): boolean {
  return kind !== 'glob' && !absolute && !escapes && !unknown && text !== '' && text !== '.' && text !== './';
}

function put<Who>(into: Map<string, Set<Who>>, path: string, who: Who): void {
  const all = into.get(path);
  if (all) all.add(who);
  else into.set(path, new Set([who]));
}
