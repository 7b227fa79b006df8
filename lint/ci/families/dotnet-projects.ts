import { UNKNOWN } from '../command.ts';
import { join, type Repository } from '../repository.ts';
import type { Selection } from './suite-selection.ts';

/** The projects that `dotnet test` takes, by their directories; a solution, one that lists others, and none at the root, is all of them. */
export function projects(found: Selection, at: string | undefined, repository: Repository): readonly string[] {
  const lists = (target: string): boolean =>
    /\.\w*proj$/.test(target) &&
    /\bSdk="Microsoft\.Build\.Traversal\b/.test(
      repository.files.read(join(at ?? '', target.replace(/^\.\//, ''))) ?? '',
    );
  const named = found.targets
    .filter(target => !/\.slnx?$/.test(target) && !lists(target))
    .map(target =>
      target
        .replaceAll('\\', '/')
        .replace(/\/?[^/]*\.\w+proj$/, '')
        .replace(/^\.\/|\/$/g, ''),
    );
  if (named.length > 0) return named.map(target => join(at ?? '', target));
  // In a directory that is not known one project is tested, and nobody can say which.
  if (at === undefined) return [UNKNOWN];
  return found.targets.length > 0 || at === '' ? [] : [at];
}
