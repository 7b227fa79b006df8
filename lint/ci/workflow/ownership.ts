import type { Repository } from '../repository.ts';

/** Where a project says its own name, and how. */
const NAMES: readonly (readonly [file: string, name: RegExp])[] = [
  ['go.mod', /^module\s+(\S+)/m],
  ['package.json', /^\s*"name":\s*"([^"]+)"/m],
  ['Cargo.toml', /^name\s*=\s*"([^"]+)"/m],
  ['pyproject.toml', /^name\s*=\s*["']([^"']+)/m],
  ['settings.gradle', /rootProject\.name\s*=\s*["']([^"']+)/],
  ['settings.gradle.kts', /rootProject\.name\s*=\s*"([^"]+)/],
  ['CMakeLists.txt', /^\s*project\s*\(\s*(\w+)/im],
];

/**
 * Whether `owner/name` is plainly another repository than this: the project's own files call it otherwise. What a job does after
 * checking that out is no work on this one. Where nothing says a name, it is taken for this one.
 */
export function isForeign(whose: string, repository: Repository): boolean {
  const asked = /^[\w.-]+\/([\w.-]+)$/.exec(whose)?.[1];
  if (asked === undefined) return false;
  const own = repository.files.remember('own names', () =>
    NAMES.flatMap(([file, name]) => name.exec(repository.files.read(file) ?? '')?.[1]?.split('/') ?? []).map(plain),
  );
  return own.length > 0 && !own.some(name => name === plain(asked) || plain(asked).includes(name));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
