import { normalise } from '../../path.ts';
import { jsonc, members, textsOf } from '../jsonc.ts';
import { join, type Repository } from '../repository.ts';
import { directoryOf } from '../shell/path.ts';

/** Whether a configuration of TypeScript, or one that it extends, says `noEmit`; a directory means its tsconfig.json (typescriptlang.org, "TSConfig Reference"). */
export function emitsNothing(path: string | undefined, repository: Repository, depth = 4): boolean {
  if (path === undefined || depth === 0) return false;
  const file = path.endsWith('.json') ? path : join(path, 'tsconfig.json');
  const config = members(jsonc(repository.files.read(file) ?? ''));
  const stated = members(config.compilerOptions).noEmit;
  if (typeof stated === 'boolean') return stated;
  return textsOf(Array.isArray(config.extends) ? config.extends : [config.extends])
    .filter(base => base.startsWith('.'))
    .some(base =>
      emitsNothing(
        normalise(join(directoryOf(file), base.endsWith('.json') ? base : `${base}.json`)),
        repository,
        depth - 1,
      ),
    );
}
