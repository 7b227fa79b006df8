import { normalise, upwards } from '../path.ts';
import { join, type Repository } from './repository.ts';

/** A module of more directories than these is not gone through. */
const MOST = 4000;

/** The directory of the module that a path of the repository lies in. */
export function moduleAt(path: string | undefined, repository: Repository): string | undefined {
  for (const at of upwards(path)) {
    if (repository.files.exists(join(at, 'go.mod')) === 'file') return at;
  }
  return undefined;
}

/** The patterns of packages that the words of `go list` ask for; `undefined` where one of them is not known. */
export function patternsListed(words: readonly string[]): readonly string[] | undefined {
  const patterns = words.filter((word, at) => !/^-(e$|tags\b)/.test(word) && words[at - 1] !== '-tags');
  return patterns.every(word => /^\.{1,2}(\/[\w./-]*)?$/.test(word)) ? patterns : undefined;
}

/** The import paths that `go list` prints for these words in a directory; `undefined` where that is not known. */
export function packagesListed(
  words: readonly string[],
  directory: string,
  repository: Repository,
): readonly string[] | undefined {
  const patterns = patternsListed(words);
  const module = moduleAt(directory, repository);
  if (module === undefined || patterns === undefined) return undefined;
  const name = moduleName(module, repository);
  const found = patterns.flatMap(pattern => {
    const [, base = '', all] = /^(.*?)(\/\.\.\.\/?)?$/.exec(pattern)!;
    const at = normalise(join(directory, base));
    const inner = packagesBelow(at, repository, all !== undefined);
    return inner.map(path => joined(name, module === '' ? path : path.slice(module.length + 1)));
  });
  return name === undefined || found.length === 0 ? undefined : [...new Set(found)].sort();
}

/**
 * Paths of packages in a module by fewer patterns: a directory all of whose packages are among them stands for what is below it.
 * `undefined` where one of them is not known to be a package.
 */
export function asPatterns(
  paths: readonly string[],
  module: string,
  repository: Repository,
): readonly string[] | undefined {
  const all = packagesBelow(module, repository, true);
  const wanted = new Set(paths);
  const known = new Set(all);
  if (!paths.every(path => known.has(path))) return undefined;
  const open = new Set(all.filter(path => !wanted.has(path)).flatMap(ancestors));
  return [
    ...new Set(
      paths.map(path => {
        const top = ancestors(path).findLast(at => !open.has(at) && within(at, module));
        return top === undefined ? path : join(top, '...');
      }),
    ),
  ];
}

function within(path: string, directory: string): boolean {
  return directory === '' || path === directory || path.startsWith(`${directory}/`);
}

/** The path itself and all directories that it lies in, innermost first. */
function ancestors(path: string): readonly string[] {
  const found = [path];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) found.push(path.slice(0, at));
  return path === '' ? found : [...found, ''];
}

function joined(name: string | undefined, path: string): string {
  return path === '' ? (name ?? '') : `${name}/${path}`;
}

function moduleName(module: string, repository: Repository): string | undefined {
  return /^module\s+(\S+)/m.exec(repository.files.read(join(module, 'go.mod')) ?? '')?.[1];
}

function packagesBelow(directory: string, repository: Repository, all: boolean): readonly string[] {
  return repository.files.remember(`packages of go in ${directory} ${all}`, () => {
    const found: string[] = [];
    let visited = 0;
    for (const { path, isPackage } of directoriesBelow(directory, repository)) {
      if (visited++ > MOST) return [];
      if (isPackage) found.push(path);
      if (!all) break;
    }
    return found;
  });
}

/** Beyond so many directories below a package it is taken to have others below it. */
const MOST_BELOW_ONE = 100;

/** Whether a directory is a package and no pattern finds another below it. */
export function isOnlyPackage(directory: string, repository: Repository): boolean {
  return repository.files.remember(`only package of go ${directory}`, () => {
    let visited = 0;
    for (const { path, isPackage } of directoriesBelow(directory, repository))
      if (visited++ > MOST_BELOW_ONE || isPackage !== (path === directory)) return false;
    return true;
  });
}

/** go.dev/ref, "Package lists and patterns": no directory of another module, none called `testdata` or `vendor`, none that begins with `_` or `.`. */
function* directoriesBelow(
  directory: string,
  { files }: Repository,
): Generator<{ readonly path: string; readonly isPackage: boolean }> {
  const open = [directory];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const entries = files.list(path);
    if (path !== directory && entries.includes('go.mod')) continue;
    yield { path, isPackage: entries.some(entry => entry.endsWith('.go')) };
    for (const entry of entries)
      if (
        !/^[._]|^(testdata|vendor|node_modules)$|\.(go|md|txt|json|ya?ml|sh|sql|s|h|c|proto|mod|sum|html|js|ts|css|png|svg)$/.test(
          entry,
        )
      ) {
        const inner = join(path, entry);
        if (files.exists(inner) === 'directory') open.push(inner);
      }
  }
}
