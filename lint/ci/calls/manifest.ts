import { base, upwards } from '../../path.ts';
import { jsonc, members, textsOf } from '../jsonc.ts';
import { join, type Repository } from '../repository.ts';
import { matches } from '../shell/pattern.ts';

/** What a package.json says. */
export interface Manifest {
  readonly name?: string;
  readonly scripts: ReadonlyMap<string, string>;
  readonly workspaces: readonly string[];
}

/** The package.json of a directory; `undefined` where there is none that npm can read. */
export function manifestOf(directory: string, repository: Repository): Manifest | undefined {
  const path = join(directory, 'package.json');
  return repository.files.remember(`manifest ${path}`, () => {
    const text = repository.files.read(path);
    if (text === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // A manifest that npm cannot read runs nothing.
      return undefined;
    }
    const record = members(value);
    const scripts = Object.entries(members(record.scripts)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const wireit = members(record.wireit);
    const listed = record.workspaces;
    return {
      ...(typeof record.name === 'string' && { name: record.name }),
      scripts: new Map(scripts.map(([name, script]) => [name, script === 'wireit' ? wired(name, wireit) : script])),
      workspaces: textsOf(Array.isArray(listed) ? listed : members(listed).packages),
    };
  });
}

/** What the script `wireit` does: what it depends on, here or in another package, then its command (github.com/google/wireit, README). */
function wired(name: string, wireit: Readonly<Record<string, unknown>>): string {
  const { dependencies, command } = members(wireit[name]);
  const names = (Array.isArray(dependencies) ? dependencies : []).map(one =>
    typeof one === 'string' ? one : members(one).script,
  );
  const needs = names.flatMap(need => {
    if (typeof need !== 'string' || /['"$`]/.test(need)) return [];
    const [, directory, script] = /^(\.[^:]*):(.+)$/.exec(need) ?? [];
    if (script === undefined) return [`npm run '${need}'`];
    return script.startsWith('<') ? [] : [`(cd '${directory}' && npm run '${script}')`];
  });
  return [...needs, ...(typeof command === 'string' ? [command] : [])].join(' && ');
}

/** The directories of a workspace's packages that the filters select, by name, by path or all of them; `!…` takes some away. */
export function packagesOf(directory: string, filters: readonly string[], repository: Repository): readonly string[] {
  const all = repository.files.remember(`packages ${directory}`, () => [
    ...new Set(
      workspacePatterns(directory, repository).flatMap(pattern => directories(directory, pattern, repository)),
    ),
  ]);
  const selected = (wanted: string, path: string): boolean => {
    // `core...` asks for more than `core`, `{packages/core}` names a directory (pnpm, "Filtering").
    const plain = wanted.replaceAll(/^\.{3}\^?|\^?\.{3}$|[{}]/g, '').replaceAll(/^\.\/|\/$/g, '');
    return matches(plain, manifestOf(path, repository)?.name ?? '') || matches(join(directory, plain), path);
  };
  // What a change affects is in time everything: CI looks at each package when it changes.
  const plainly = filters.map(one => one.replace(/\[[^\]]*\]/, '')).filter(one => !/^[.!]*$/.test(one) || one === '.');
  const without = plainly.filter(wanted => wanted.startsWith('!')).map(wanted => wanted.slice(1));
  const wanted = plainly.filter(one => !one.startsWith('!'));
  return all.filter(
    path =>
      (wanted.length === 0 || wanted.some(one => selected(one, path))) && !without.some(one => selected(one, path)),
  );
}

/** The nearest directory, from this one upwards, that says what its workspace's packages are; this one where none does. */
export function workspaceAbove(directory: string, repository: Repository): string {
  return upwards(directory).find(at => workspacePatterns(at, repository).length > 0) ?? directory;
}

function workspacePatterns(directory: string, repository: Repository): readonly string[] {
  const lerna = members(jsonc(repository.files.read(join(directory, 'lerna.json')) ?? '')).packages;
  const patterns = [
    ...(manifestOf(directory, repository)?.workspaces ?? []),
    ...pnpmPatterns(directory, repository),
    ...textsOf(lerna),
  ];
  return patterns.filter(pattern => !pattern.startsWith('!'));
}

function pnpmPatterns(directory: string, repository: Repository): readonly string[] {
  const text = repository.files.read(join(directory, 'pnpm-workspace.yaml')) ?? '';
  return [...text.matchAll(/^\s*-\s*['"]?([^'"#\s!][^'"#\s]*)['"]?/gm)].map(match => match[1]!);
}

/** `packages/*`, and `packages/**` at any depth. */
function directories(directory: string, pattern: string, repository: Repository): readonly string[] {
  const parts = pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  const inner = (path: string): readonly string[] =>
    repository.files
      .list(path)
      .filter(name => name !== 'node_modules' && !name.startsWith('.'))
      .map(name => join(path, name))
      .filter(name => repository.files.exists(name) === 'directory');
  const below = (path: string, depth: number): readonly string[] =>
    depth > 4 ? [path] : [path, ...inner(path).flatMap(name => below(name, depth + 1))];
  let paths: readonly string[] = [directory];
  for (const part of parts)
    paths = paths.flatMap(path =>
      part === '**'
        ? below(path, 0)
        : part.includes('*')
          ? inner(path).filter(name => matches(part, base(name)))
          : [join(path, part)],
    );
  return [...new Set(paths)].filter(path => repository.files.exists(join(path, 'package.json')) === 'file');
}
