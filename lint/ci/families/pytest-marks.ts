import { join, type Repository } from '../repository.ts';

/** The words of a test file and of the conftest.py that reach it, where a marker must be named that its tests bear. */
export type Marks = ReadonlyMap<string, ReadonlySet<string>>;

/** Of those paths (node ids too) that are files, the names that their tests may bear. A directory may hold anything. */
export function marksOf(paths: readonly string[], repository: Repository): Marks {
  return new Map(
    paths.flatMap(path => {
      const file = path.split('::')[0]!;
      if (!file.endsWith('.py')) return [];
      const known = repository.files.remember(`marks of ${file}`, () => namedIn(file, repository));
      return known === undefined ? [] : [[path, known] as const];
    }),
  );
}

/** A marker may come by a decorator of another name or from a hook in conftest.py: any mention outside comments counts. */
function namedIn(file: string, repository: Repository): ReadonlySet<string> | undefined {
  const own = repository.files.read(file);
  if (own === undefined) return undefined;
  const parts = file.split('/').slice(0, -1);
  const around = [0, ...parts.map((_, index) => index + 1)].map(
    count => repository.files.read(join(parts.slice(0, count).join('/'), 'conftest.py')) ?? '',
  );
  const code = [own, ...around].join('\n').replaceAll(/#.*/g, '');
  return new Set(code.match(/\w+/g));
}
