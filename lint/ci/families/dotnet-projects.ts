import { upwards } from '../../path.ts';
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

/**
 * What `dotnet test` runs these projects on without `--framework`: each of what they are built for, but on Linux none of .NET
 * Framework (learn.microsoft.com, "Target frameworks"). Empty where they do not agree or nobody can say.
 */
export function frameworksOf(targets: readonly string[], repository: Repository): readonly string[] {
  const found = (targets.length > 0 ? targets : ['test', 'tests'].flatMap(name => below(name, repository))).flatMap(
    directory => {
      const built = builtFor(directory, repository);
      return built === 'no project' ? [] : [built];
    },
  );
  const [first = ''] = found;
  if (found.some(names => names !== first)) return [];
  return first.split(';').filter(name => /^net(coreapp)?\d+\.\d+$/.test(name));
}

function below(directory: string, repository: Repository): readonly string[] {
  return repository.files.list(directory).map(name => join(directory, name));
}

/** The frameworks that the project in this directory, or what holds for all below a directory above it, names. */
function builtFor(directory: string, repository: Repository): string {
  const project = repository.files.list(directory).find(name => /\.(cs|fs|vb)proj$/.test(name));
  if (project === undefined) return 'no project';
  const own = named(repository.files.read(join(directory, project)) ?? '');
  if (own !== undefined) return own;
  for (const at of upwards(directory)) {
    const stated = named(repository.files.read(join(at, 'Directory.Build.props')) ?? '');
    if (stated !== undefined) return stated;
  }
  return '';
}

/** `<TargetFrameworks>`, where it is said once and without a variable. */
function named(text: string): string | undefined {
  const all = [...text.matchAll(/<TargetFrameworks?\b[^>]*>\s*([^<]*?)\s*<\/TargetFrameworks?>/g)];
  if (all.length === 0) return undefined;
  return all.length > 1 || all[0]![0].includes('Condition') || all[0]![1]!.includes('$') ? '' : all[0]![1]!;
}
