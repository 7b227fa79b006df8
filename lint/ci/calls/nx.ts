import { quote } from '../../../plan/quote.ts';
import { base, normalise } from '../../path.ts';
import type { Command } from '../command.ts';
import { jsonc, members, textsOf } from '../jsonc.ts';
import { join, type Repository } from '../repository.ts';
import { matches } from '../shell/pattern.ts';
import type { Called } from '../shell/surroundings.ts';
import { manifestOf, packagesOf } from './manifest.ts';

/** A project of nx: a package of the workspace, or a directory with a project.json. */
interface Project {
  readonly name: string;
  readonly directory: string;
  /** What project.json says of its targets. */
  readonly targets: Readonly<Record<string, unknown>>;
}

/** A tree of more directories than these is not gone through. */
const MOST = 2000;

/** Commands of nx itself, which are no targets. */
const OWN =
  /^(run|run-many|affected|graph|list|report|reset|format(:\w+)?|generate|g|add|init|migrate|release|show|sync(:\w+)?|repair|daemon|connect|import|exec|view-logs|watch|print-affected|fix-ci|start-ci-run|stop-all-agents|login|logout|record|dep-graph|workspace-\w+)$/;

/** What `nx run-many -t test`, `nx affected -t test`, `nx run core:test` and `nx test core` run (nx.dev, "Nx Commands"). */
export function nxCalls(command: Command, directory: string, repository: Repository): readonly Called[] {
  const end = command.words.indexOf('--');
  const words = command.words.slice(1, end < 0 ? undefined : end);
  const rest = end < 0 ? [] : command.words.slice(end + 1);
  const option = (...names: readonly string[]): readonly string[] => listed(words, names);
  const plain = words.filter((word, at) => !word.startsWith('-') && !VALUED.test(words[at - 1] ?? ''));
  const all = projectsOf(directory, repository);
  const asked = targetsAsked(plain, all, option);
  if (asked === undefined) return [];
  const label = command.words.slice(0, 3).join(' ');
  const defaults = members(members(jsonc(repository.files.read(join(directory, 'nx.json')) ?? '')).targetDefaults);
  const found: Called[] = [];
  const done = new Set<string>();
  const take = (name: string, project: Project, means: boolean, depth: number): void => {
    const key = JSON.stringify([project.directory, name]);
    if (done.has(key) || depth > 6) return;
    done.add(key);
    const own = members(project.targets[name]);
    const needs = own.dependsOn ?? members(defaults[name]).dependsOn;
    // What the packages before it have to build is a means of the others.
    for (const need of textsOf(needs)) if (!need.startsWith('^')) take(need, project, true, depth + 1);
    const text = textOf(name, project, repository);
    if (text === undefined) return;
    const args = rest.length > 0 && depth === 0 ? ` ${text.script ? '-- ' : ''}${rest.map(quote).join(' ')}` : '';
    found.push({
      hop: { label },
      text: text.text + args,
      cwd: text.at === '' ? repository.root : join(repository.root, text.at),
      ...(means && { means: true }),
    });
  };
  for (const target of asked.targets)
    for (const project of asked.projects) {
      // A script of the root that asks nx again says nothing more.
      if (/(^|\s)nx\s/.test(manifestOf(project.directory, repository)?.scripts.get(target) ?? '')) continue;
      take(target, project, false, 0);
    }
  return found;
}

const VALUED =
  /^(-t|--targets?|-p|--projects?|--exclude|--configuration|-c|--parallel|--maxParallel|--base|--head|--files|--output-style|--outputStyle|--runner)$/;

function listed(words: readonly string[], names: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const name = names.find(one => word === one || word.startsWith(`${one}=`));
    if (name === undefined) return [];
    if (word !== name) return word.slice(name.length + 1).split(',');
    // `-t lint test build`: words up to the next option.
    const stop = words.findIndex((other, index) => index > at && other.startsWith('-'));
    return words.slice(at + 1, stop < 0 ? undefined : stop).flatMap(one => one.split(','));
  });
}

function targetsAsked(
  plain: readonly string[],
  all: readonly Project[],
  option: (...names: readonly string[]) => readonly string[],
): { readonly targets: readonly string[]; readonly projects: readonly Project[] } | undefined {
  const [first = '', second] = plain;
  if (first === 'run-many' || first === 'affected') {
    // What a change affects is in time everything: CI looks at each package when it changes.
    const wanted = first === 'affected' ? [] : option('-p', '--projects', '--project');
    const without = option('--exclude');
    // Of tags nothing is known here.
    if ([...wanted, ...without].some(name => /^!?(tag:|!)/.test(name))) return undefined;
    const named = (name: string, project: Project): boolean =>
      matches(name, project.name) || matches(name, project.directory);
    return {
      targets: option('-t', '--target', '--targets'),
      projects: all.filter(
        project =>
          (wanted.length === 0 || wanted.some(name => named(name, project))) &&
          !without.some(name => named(name, project)),
      ),
    };
  }
  if (first === 'run') {
    const [name = '', ...target] = (second ?? '').split(':');
    const configured = all.find(project => project.name === name);
    if (configured === undefined || target.length === 0) return undefined;
    // Behind the target a configuration may stand; a target's own name may hold colons too.
    return { targets: [target.join(':')], projects: [configured] };
  }
  if (first === '' || OWN.test(first)) return undefined;
  const named = all.filter(project => project.name === second || project.name.endsWith(`/${second ?? ''}`));
  return { targets: [first], projects: second === undefined ? all.filter(({ directory }) => directory === '') : named };
}

function projectsOf(directory: string, repository: Repository): readonly Project[] {
  return repository.files.remember(`nx projects ${directory}`, () => {
    const found = new Set([...packagesOf(directory, [], repository), directory]);
    if (repository.files.exists(join(directory, 'nx.json')) === 'file') {
      let visited = 0;
      const walk = (at: string, depth: number): void => {
        if (visited++ > MOST || depth > 5) return;
        for (const name of repository.files.list(at)) {
          if (name === 'project.json') found.add(at);
          if (name === 'node_modules' || name.startsWith('.') || name.includes('.')) continue;
          if (repository.files.exists(join(at, name)) === 'directory') walk(join(at, name), depth + 1);
        }
      };
      walk(directory, 0);
    }
    return [...found].map(at => {
      const stated = members(jsonc(repository.files.read(join(at, 'project.json')) ?? ''));
      const name = stated.name ?? manifestOf(at, repository)?.name ?? base(at);
      return { name: String(name), directory: at, targets: members(stated.targets) };
    });
  });
}

/** What a target runs, and where: what project.json says of it, as far as that is a command, else the script of its name. */
function textOf(
  name: string,
  { directory, targets }: Project,
  repository: Repository,
): { readonly text: string; readonly at: string; readonly script?: true } | undefined {
  const target = members(targets[name]);
  const options = members(target.options);
  const script = manifestOf(directory, repository)?.scripts.has(name) ? name : undefined;
  if (targets[name] === undefined)
    return script === undefined ? undefined : { text: `npm run ${script}`, at: directory, script: true };
  const executor = typeof target.executor === 'string' ? target.executor.replace(/^@nrwl\//, '@nx/') : '';
  if (executor === 'nx:run-script' || executor === '@nx/workspace:run-script')
    return { text: `npm run ${String(options.script ?? name)}`, at: directory, script: true };
  const commands = Array.isArray(options.commands)
    ? options.commands.map(one => (typeof one === 'string' ? one : members(one).command))
    : [target.command ?? options.command];
  const lines = commands.filter(line => typeof line === 'string');
  if (lines.length > 0) {
    const cwd = typeof options.cwd === 'string' ? options.cwd.replace('{projectRoot}', directory || '.') : '';
    return { text: lines.join('\n').replaceAll('{projectRoot}', directory || '.'), at: normalise(cwd) };
  }
  const text = EXECUTORS[executor];
  return text === undefined ? undefined : { text, at: directory };
}

/** What the executors of nx's plugins start in the project's directory (nx.dev, "Plugin Registry"). */
const EXECUTORS: Readonly<Record<string, string>> = {
  '@nx/jest:jest': 'jest',
  '@nx/vite:test': 'vitest run',
  '@nx/vitest:test': 'vitest run',
  '@nx/eslint:lint': 'eslint .',
  '@nx/linter:eslint': 'eslint .',
};
