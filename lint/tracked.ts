import type { RepositoryFacts } from './facts.ts';

/** The tree of the pinned commit, with its directories. */
export interface Tree {
  /** What git has there at the pinned commit. `opaque`: a link or a submodule, or something below one, whose content git does not tell. */
  kind(path: string): 'file' | 'directory' | 'opaque' | undefined;
  /** Whether git has anything there. */
  holds(path: string): boolean;
  /** Its mode in git; `undefined` for what is no tracked file. */
  mode(path: string): string | undefined;
  /** Every tracked file. */
  readonly files: readonly string[];
  /** Every directory that holds one, without a `/` at its end. */
  readonly directories: ReadonlySet<string>;
}

/** Reads the tree of the pinned commit; empty outside a repository. A key for `context.once`. */
export function tree({ git }: RepositoryFacts): Tree {
  const modes = git?.tracked ?? new Map<string, string>();
  const directories = new Set<string>();
  const opaque = new Set<string>();
  for (const path of modes.keys()) {
    const mode = modes.get(path);
    if (mode === '120000' || mode === '160000') opaque.add(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  const kind = (path: string) => {
    if (path === '' || directories.has(path)) return 'directory';
    if (opaque.size > 0 && [path, ...ancestors(path)].some(directory => opaque.has(directory))) return 'opaque';
    return modes.has(path) ? 'file' : undefined;
  };
  return {
    files: [...modes.keys()],
    directories,
    mode: path => modes.get(path),
    kind,
    holds: path => kind(path) !== undefined,
  };
}

/** `a/b/c` → `a/b`, `a`. */
export function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    found.push(path.slice(0, slash));
  return found;
}
