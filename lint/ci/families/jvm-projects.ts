import { base, relative, upwards } from '../../path.ts';
import { join, type Repository } from '../repository.ts';
import type { Selection } from './suite-selection.ts';

/** A selection as somebody would write it at the root of the build, and that root. */
export interface Rooted {
  readonly at: string;
  readonly selection: Selection;
}

/** What `mvn` and `gradle` do in a directory of a build of many: the same as at its root, for that one alone. */
export function atRoot(found: Selection, at: string, repository: Repository): Rooted {
  if (found.tool === 'mvn') return mavenAtRoot(found, at, repository);
  if (found.tool === 'gradle') return gradleAtRoot(found, at, repository);
  return { at, selection: found };
}

/** maven.apache.org, "Guide to Working with Multiple Modules": a project's `<modules>` are directories, or their pom.xml. */
function mavenAtRoot(found: Selection, at: string, repository: Repository): Rooted {
  let root = at;
  for (const above of upwards(at).slice(1)) {
    const listed = modulesOf(repository.files.read(join(above, 'pom.xml')) ?? '');
    if (listed.includes(below(above, root))) root = above;
  }
  if (found.modules.length > 0 || found.without.length > 0) {
    const named = (name: string): string =>
      name.replace(/:(.*)$/, (_, artifact: string) => artifactsOf(at, repository).get(artifact) ?? artifact);
    return { at, selection: { ...found, modules: found.modules.map(named), without: found.without.map(named) } };
  }
  return root === at ? { at, selection: found } : { at: root, selection: { ...found, modules: [base(at)] } };
}

/** The directories of modules by what they are called in a repository of artifacts, which `-pl :core` takes for their names. */
function artifactsOf(at: string, repository: Repository): ReadonlyMap<string, string> {
  return repository.files.remember(`artifacts of ${at}`, () => {
    const modules = modulesOf(repository.files.read(join(at, 'pom.xml')) ?? '');
    return new Map(
      modules.flatMap(module => {
        const pom = (repository.files.read(join(at, join(module, 'pom.xml'))) ?? '').replace(
          /<parent>[\s\S]*?<\/parent>/,
          '',
        );
        const name = /<artifactId>\s*([^<]*?)\s*<\/artifactId>/.exec(pom)?.[1];
        return name === undefined ? [] : [[name, base(module)] as const];
      }),
    );
  });
}

function modulesOf(pom: string): readonly string[] {
  return [...pom.matchAll(/<module>\s*([^<]*?)\s*<\/module>/g)].map(match =>
    match[1]!.replace(/^\.\//, '').replace(/\/?(pom\.xml)?$/, ''),
  );
}

/**
 * docs.gradle.org, "Command-Line Interface": without a path, a task is run in the project of the directory and those below
 * it; `core:test` is `:core:test` of that project, and so is what `-x` leaves out.
 */
function gradleAtRoot(found: Selection, at: string, repository: Repository): Rooted {
  const rooted = (root: string): Rooted => {
    const project = root === at ? '' : `:${below(root, at).replaceAll('/', ':')}`;
    const named = (task: string): string =>
      task.startsWith(':') || (project === '' && !task.includes(':')) ? task : `${project}:${task}`;
    return {
      at: root,
      selection: { ...found, targets: found.targets.map(named), without: found.without.map(named) },
    };
  };
  const isRoot = (directory: string): boolean =>
    ['settings.gradle', 'settings.gradle.kts'].some(name => repository.files.exists(join(directory, name)) === 'file');
  return rooted(upwards(at).find(isRoot) ?? at);
}

function below(root: string, at: string): string {
  return relative(`/${root}`.replace(/\/$/, ''), `/${at}`) ?? at;
}
