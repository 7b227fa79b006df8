import type { RepositoryFacts } from './facts.ts';

/** The tree of the pinned commit, with its directories. */
export interface Tree {
  /** Whether git has it at the pinned commit: a file, a directory, or something below a link or a submodule, which git cannot tell. */
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
  for (const [path, mode] of modes) {
    if (mode === '120000' || mode === '160000') opaque.add(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return {
    files: [...modes.keys()],
    directories,
    mode: path => modes.get(path),
    holds: path =>
      path === '' ||
      modes.has(path) ||
      directories.has(path) ||
      (opaque.size > 0 && ancestors(path).some(directory => opaque.has(directory))),
  };
}

/** `a/b/c` → `a/b`, `a`. */
export function ancestors(path: string): readonly string[] {
  const found: string[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    found.push(path.slice(0, slash));
  return found;
}
