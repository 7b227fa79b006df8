import { join, type Repository } from '../repository.ts';
import { directoryOf, normalise } from '../shell/path.ts';

/** Whether a configuration of TypeScript, or one that it extends, says `noEmit`; a directory means its tsconfig.json (typescriptlang.org, "TSConfig Reference"). */
export function emitsNothing(path: string | undefined, repository: Repository, depth = 4): boolean {
  if (path === undefined || depth === 0) return false;
  const file = path.endsWith('.json') ? path : join(path, 'tsconfig.json');
  const text = repository.files.read(file)?.replaceAll(/^\s*\/\/.*$/gm, '') ?? '';
  const stated = /"noEmit"\s*:\s*(true|false)/.exec(text)?.[1];
  if (stated !== undefined) return stated === 'true';
  const bases = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text)?.[1] ?? '';
  return [...bases.matchAll(/"(\.[^"]*)"/g)].some(([, base]) =>
    emitsNothing(
      normalise(join(directoryOf(file), base!.endsWith('.json') ? base! : `${base!}.json`)),
      repository,
      depth - 1,
    ),
  );
}
