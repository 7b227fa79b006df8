import { type Source, source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import { relative } from './shell/path.ts';

/** The repository as the commands of one side see it: its files, and the absolute path it lies at there. */
export interface Repository {
  /** Absolute, normalised: `source.dir` on the box, the workspace in CI. */
  readonly root: string;
  readonly files: Files;
}

/** Where the runner checks the repository out; only compared, never read. */
export const WORKSPACE = '/github/workspace';

/** The files of the repository, read once. Paths are relative to its root. */
export interface Files {
  read(path: string): string | undefined;
  exists(path: string): 'file' | 'directory' | undefined;
  list(path: string): readonly string[];
  source(path: string): Source | undefined;
  /** What was worked out from the files before, by a key. */
  remember<T>(key: string, work: () => T): T;
}

export function filesOf(facts: Pick<RepositoryFacts, 'read' | 'exists' | 'list'>): Files {
  const known = new Map<string, unknown>();
  const remember = <T>(key: string, work: () => T): T => {
    if (!known.has(key)) known.set(key, work());
    return known.get(key) as T;
  };
  const read = (path: string): string | undefined => remember(`text ${path}`, () => facts.read(path));
  return {
    read,
    exists: path => remember(`kind ${path}`, () => facts.exists(path)),
    list: path => remember(`names ${path}`, () => facts.list(path)),
    source: path =>
      remember(`source ${path}`, () => {
        const text = read(path);
        return text === undefined ? undefined : source(path, text);
      }),
    remember,
  };
}

/** The repository's path of an absolute one; `undefined` outside it or when it is not known. */
export function inside(repository: Repository, path: string | undefined): string | undefined {
  return relative(repository.root, path);
}

/** Joins repository paths; `''` is the root. */
export function join(directory: string, name: string): string {
  return directory === '' ? name : name === '' ? directory : `${directory}/${name}`;
}
