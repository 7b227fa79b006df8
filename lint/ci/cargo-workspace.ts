import { normalise, upwards } from '../path.ts';
import { inside, join, type Repository } from './repository.ts';
import { resolvePath } from './shell/path.ts';
import { matches } from './shell/pattern.ts';
import { listOf, type Toml, type TomlValue, toml } from './toml.ts';

/** The packages that a cargo command can select, seen from where it runs. */
export interface Workspace {
  /** The repository's path of its root manifest's directory; `undefined` when no manifest was found. */
  readonly root: string | undefined;
  /** Package name → directory. */
  readonly members: ReadonlyMap<string, string>;
  /** What is selected without `-p` and `--workspace`; `undefined` when that is not known. */
  readonly selected: ReadonlySet<string> | undefined;
}

export function workspaceAt(
  repository: Repository,
  cwd: string | undefined,
  manifestPath: string | undefined,
): Workspace {
  const at = inside(
    repository,
    manifestPath === undefined ? cwd : resolvePath(cwd, manifestPath.replace(/(^|\/)Cargo\.toml$/, '$1.')),
  );
  if (at === undefined) return { root: undefined, members: new Map(), selected: undefined };
  return repository.files.remember(`workspace ${at}`, () => read(repository, at));
}

function read(repository: Repository, from: string): Workspace {
  const own = upwards(from).find(directory => manifest(repository, directory) !== undefined);
  if (own === undefined) return { root: undefined, members: new Map(), selected: undefined };
  const root =
    upwards(own).find(directory =>
      directory === own
        ? manifest(repository, own)?.has('workspace')
        : manifest(repository, directory)?.has('workspace') && !excluded(repository, directory, own),
    ) ?? own;
  const members = membersOf(repository, root);
  const name = packageName(repository, own);
  const table = manifest(repository, root)?.get('workspace');
  const defaults = listOf(table?.get('default-members'));
  if (own !== root && name !== undefined)
    return {
      root: members.has(name) ? root : own,
      members: members.has(name) ? members : new Map([[name, own]]),
      selected: new Set([name]),
    };
  if (table !== undefined && defaults.length > 0) {
    const directories = new Set(defaults.flatMap(pattern => expand(repository, root, pattern)));
    return {
      root,
      members,
      selected: new Set([...members].filter(([, directory]) => directories.has(directory)).map(([member]) => member)),
    };
  }
  return { root, members, selected: name === undefined ? new Set(members.keys()) : new Set([name]) };
}

function membersOf(repository: Repository, root: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  const table = manifest(repository, root)?.get('workspace');
  const found = [root];
  for (const pattern of listOf(table?.get('members'))) {
    for (const directory of expand(repository, root, pattern))
      if (!excluded(repository, root, directory)) found.push(directory);
  }
  const seen = new Set<string>();
  // The list grows while it is gone through.
  for (const directory of found) {
    const name = packageName(repository, directory);
    if (name === undefined || seen.has(directory)) continue;
    seen.add(directory);
    if (!members.has(name)) members.set(name, directory);
    if (table === undefined) break;
    for (const path of pathDependencies(repository, directory, root))
      if (!manifest(repository, path)?.has('workspace') && !excluded(repository, root, path)) found.push(path);
  }
  return members;
}

/**
 * The directories below the workspace's that a package depends on: without being listed they are members (doc.rust-lang.org/cargo,
 * "Workspaces": path dependencies residing in the workspace directory).
 */
function pathDependencies(repository: Repository, directory: string, root: string): readonly string[] {
  const shared = new Map(dependencies(manifest(repository, root), /^workspace\.dependencies(?:\.(.+))?$/));
  return dependencies(manifest(repository, directory), /^(?:target\..+\.)?(?:dev-|build-)?dependencies(?:\.(.+))?$/)
    .flatMap(([name, { path, inherits }]) => {
      const stated = inherits ? shared.get(name)?.path : path;
      return stated === undefined ? [] : [normalise(join(inherits ? root : directory, stated))];
    })
    .filter(path => (root === '' ? !path.startsWith('..') : path.startsWith(`${root}/`)));
}

interface Dependency {
  readonly path: string | undefined;
  /** It is what the workspace says of it. */
  readonly inherits: boolean;
}

/** What the sections with these names say, `name = { … }` and `[dependencies.name]` alike. */
function dependencies(text: Toml | undefined, sections: RegExp): readonly (readonly [name: string, Dependency])[] {
  return [...(text ?? [])].flatMap(([section, table]) => {
    const one = sections.exec(section);
    if (one === null) return [];
    if (one[1] !== undefined)
      return [[one[1], { path: asText(table.get('path')), inherits: table.get('workspace') === 'true' }]] as const;
    return [...table].map(
      ([name, value]) =>
        [
          name,
          {
            path: /\bpath\s*=\s*["']([^"']+)["']/.exec(asText(value) ?? '')?.[1],
            inherits: /\bworkspace\s*=\s*true\b/.test(asText(value) ?? ''),
          },
        ] as const,
    );
  });
}

function asText(value: TomlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What is below an excluded path is too, but for what is named as a member (doc.rust-lang.org/cargo, "Workspaces": exclude). */
function excluded(repository: Repository, root: string, directory: string): boolean {
  const table = manifest(repository, root)?.get('workspace');
  const holds = (path: string): boolean => {
    const at = join(root, normalise(path));
    return directory === at || directory.startsWith(`${at}/`);
  };
  return (
    listOf(table?.get('exclude')).some(path => holds(path) || expand(repository, root, path).includes(directory)) &&
    !listOf(table?.get('members')).some(path => !/[*?[]/.test(path) && holds(path))
  );
}

/** The directories with a manifest that a member pattern names. */
function expand(repository: Repository, root: string, pattern: string): readonly string[] {
  let found = [root];
  for (const part of normalise(pattern).split('/')) {
    found = found.flatMap(directory =>
      /[*?[]/.test(part)
        ? repository.files
            .list(directory)
            .filter(name => matches(part, name))
            .map(name => join(directory, name))
        : [part === '' ? directory : join(directory, part)],
    );
  }
  return found.filter(directory => manifest(repository, directory) !== undefined);
}

function manifest(repository: Repository, directory: string): Toml | undefined {
  return repository.files.remember(`cargo ${directory}`, () => {
    const text = repository.files.read(join(directory, 'Cargo.toml'));
    return text === undefined ? undefined : toml(text);
  });
}

function packageName(repository: Repository, directory: string): string | undefined {
  const name = manifest(repository, directory)?.get('package')?.get('name');
  return typeof name === 'string' ? name : undefined;
}
