import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { matches } from '../shell/pattern.ts';
import type { Called } from '../shell/surroundings.ts';

interface Manifest {
  readonly name?: string;
  readonly scripts: ReadonlyMap<string, string>;
  readonly workspaces: readonly string[];
}

/** Commands of the package managers themselves: `yarn add` runs no script named `add`. */
const OWN =
  /^(install|i|ci|add|remove|rm|uninstall|update|up|upgrade|publish|pack|link|unlink|audit|outdated|list|ls|why|info|view|config|cache|login|logout|init|create|dlx|exec|x|import|version|set|plugin|global|whoami|bin|prune|rebuild|dedupe|setup|store|fetch|deploy|patch|approve-builds|help|pm|build)$/;
/** Of those, names that yarn or pnpm leave to scripts. */
const FREE: ReadonlyMap<string, RegExp> = new Map([
  [
    'yarn',
    /^(i|ci|rm|uninstall|update|ls|view|x|rebuild|setup|store|fetch|deploy|patch|prune|approve-builds|pm|build)$/,
  ],
  ['pnpm', /^(build|pm|view|version|set|global)$/],
]);

/** The scripts of package.json that `npm run x`, `npm test`, `pnpm x`, `yarn x` and `bun run x` run, with pre and post. */
export function npmCalls(command: Command, repository: Repository): readonly Called[] {
  const asked = scriptAsked(command);
  return asked === undefined
    ? []
    : packagesAsked(asked, command, repository).flatMap(at => scriptsOf(at, asked, repository));
}

/** The same scripts by the directory of their package.json and by name, whether they are there or not. */
export function scriptsNamed(
  command: Command,
  repository: Repository,
): readonly { readonly directory: string; readonly name: string }[] {
  const asked = scriptAsked(command);
  return asked === undefined
    ? []
    : packagesAsked(asked, command, repository).flatMap(directory =>
        namesRun(asked).map(name => ({ directory, name })),
      );
}

/** The one script that a command runs, whichever package manager it calls, as `npm run` would say it where its package.json is. */
export function scriptRun(
  command: Command,
  repository: Repository,
): { readonly directory: string; readonly words: readonly string[] } | undefined {
  const asked = scriptAsked(command);
  const [directory, ...others] = asked === undefined ? [] : packagesAsked(asked, command, repository);
  if (asked === undefined || directory === undefined || others.length > 0) return undefined;
  if (manifestOf(directory, repository)?.scripts.has(asked.script) !== true) return undefined;
  return { directory, words: ['npm', 'run', asked.script, ...asked.args] };
}

function packagesAsked(asked: Asked, command: Command, repository: Repository): readonly string[] {
  const cwd = asked.directory === undefined ? command.cwd : resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  return asked.everywhere || asked.packages.length > 0 ? members(directory, asked, repository) : [directory];
}

function namesRun({ manager, script }: Asked): readonly string[] {
  return manager === 'pnpm' ? [script] : [`pre${script}`, script, `post${script}`];
}

interface Asked {
  readonly manager: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly directory?: string;
  /** `run` was written: it is a script, not a program. */
  readonly explicit: boolean;
  readonly everywhere: boolean;
  readonly packages: readonly string[];
}

function scriptAsked(command: Command): Asked | undefined {
  const program = command.words[0]!.slice(command.words[0]!.lastIndexOf('/') + 1);
  // pnpm also goes by this name.
  const manager = program === 'pn' ? 'pnpm' : program;
  const words = command.words.slice(1);
  let directory: string | undefined;
  let everywhere = false;
  // `yarn workspaces foreach` has options of its own (yarnpkg.com/cli/workspaces/foreach).
  let foreach = false;
  const packages: string[] = [];
  const plain: string[] = [];
  let args: readonly string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [name, ...rest] = word.split('=');
    const value = (): string => (rest.length > 0 ? rest.join('=') : (words[++at] ?? ''));
    const scripted = plain.length > (plain[0] === 'run' || plain[0] === 'run-script' ? 1 : 0);
    if (word === '--') {
      args = words.slice(at + 1);
      break;
    }
    // After the script's name npm still reads its own options; the others hand everything on.
    if (scripted && manager !== 'npm') {
      args = words.slice(at);
      break;
    }
    if (name === '--prefix' || name === '--cwd' || name === '--dir' || (name === '-C' && manager !== 'npm'))
      directory = value();
    else if (name === '-w' || name === '--workspace') {
      if (manager === 'pnpm') directory = directory ?? '.';
      else packages.push(value());
    } else if (name === '--filter' || name === '-F') packages.push(value());
    else if (foreach && name === '--include') packages.push(value());
    else if (foreach && name === '--exclude') packages.push(`!${value()}`);
    else if (foreach && /^(?:-j|--jobs|--from|--since)$/.test(name!)) value();
    else if (name === '--workspaces' || name === '-ws' || name === '-r' || name === '--recursive') everywhere = true;
    else if (word === 'workspace' && manager === 'yarn' && plain.length === 0) packages.push(words[++at] ?? '');
    else if (word === 'workspaces' && manager === 'yarn' && plain.length === 0) {
      everywhere = true;
      foreach = words[at + 1] === 'foreach';
      if (foreach) at++;
    } else if (!word.startsWith('-')) plain.push(word);
  }
  const [first, second] = plain;
  const explicit = first === 'run' || first === 'run-script' || first === 'rum' || first === 'urn';
  const script = explicit
    ? second
    : /^(t|tst|test|start|stop|restart)$/.test(first ?? '')
      ? first === 't' || first === 'tst'
        ? 'test'
        : first
      : manager === 'npm' ||
          manager === 'bun' ||
          (OWN.test(first ?? '') && FREE.get(manager)?.test(first ?? '') !== true)
        ? undefined
        : first;
  if (script === undefined || (manager === 'bun' && script === 'test' && !explicit)) return undefined;
  const tail = explicit ? plain.slice(2) : plain.slice(1);
  return {
    manager,
    script,
    args: [...tail, ...args],
    explicit,
    everywhere,
    packages,
    ...(directory !== undefined && { directory }),
  };
}

function scriptsOf(directory: string, asked: Asked, repository: Repository): readonly Called[] {
  const manifest = manifestOf(directory, repository);
  // `yarn jest` and `pnpm jest` run a program when no script has that name.
  if (
    !asked.explicit &&
    manifest?.scripts.has(asked.script) !== true &&
    (asked.manager === 'yarn' || asked.manager === 'pnpm')
  ) {
    return [
      {
        hop: { label: `${asked.manager} ${asked.script}` },
        text: [asked.script, ...asked.args].map(quote).join(' '),
        cwd: at(directory, repository),
      },
    ];
  }
  const cwd = at(directory, repository);
  return namesRun(asked).flatMap(name => {
    const text = manifest?.scripts.get(name);
    if (text === undefined) return [];
    const args = name === asked.script ? asked.args.map(quote).join(' ') : '';
    const where = directory === '' ? '' : ` in ${directory}`;
    return [
      {
        hop: { label: `${asked.manager} ${name === 'test' ? 'test' : `run ${name}`}${where}` },
        text: args === '' ? text : `${text} ${args}`,
        cwd,
      },
    ];
  });
}

function at(directory: string, repository: Repository): string {
  return directory === '' ? repository.root : `${repository.root}/${directory}`;
}

/** The packages of a workspace that the options select, by name or by path. */
function members(directory: string, asked: Asked, repository: Repository): readonly string[] {
  const root = manifestOf(directory, repository);
  const patterns = [...(root?.workspaces ?? []), ...pnpmPatterns(directory, repository)];
  const all = patterns.flatMap(pattern => directories(directory, pattern, repository));
  if (asked.everywhere && asked.packages.length === 0) return all;
  const selected = (wanted: string, path: string): boolean => {
    // `core...` asks for more than `core`, `{packages/core}` names a directory (pnpm, "Filtering").
    const plain = wanted.replaceAll(/^\.{3}\^?|\^?\.{3}$|[{}]/g, '').replaceAll(/^\.\/|\/$/g, '');
    return matches(plain, manifestOf(path, repository)?.name ?? '') || matches(join(directory, plain), path);
  };
  const without = asked.packages.filter(wanted => wanted.startsWith('!')).map(wanted => wanted.slice(1));
  const wanted = asked.packages.filter(one => !one.startsWith('!'));
  return all.filter(
    path =>
      (wanted.length === 0 || wanted.some(one => selected(one, path))) && !without.some(one => selected(one, path)),
  );
}

function directories(base: string, pattern: string, repository: Repository): readonly string[] {
  const parts = pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  let paths = [base];
  for (const part of parts) {
    paths = paths.flatMap(path =>
      part === '*' || part === '**'
        ? repository.files
            .list(path)
            .filter(name => name !== 'node_modules')
            .map(name => join(path, name))
            .filter(name => repository.files.exists(name) === 'directory')
        : [join(path, part)],
    );
  }
  return paths.filter(path => repository.files.exists(join(path, 'package.json')) === 'file');
}

function pnpmPatterns(directory: string, repository: Repository): readonly string[] {
  const text = repository.files.read(join(directory, 'pnpm-workspace.yaml')) ?? '';
  return [...text.matchAll(/^\s*-\s*['"]?([^'"#\s!][^'"#\s]*)['"]?/gm)].map(match => match[1]!);
}

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
    const record = asRecord(value);
    const scripts = Object.entries(asRecord(record.scripts)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const listed = record.workspaces;
    const workspaces = Array.isArray(listed) ? listed : asRecord(listed).packages;
    return {
      ...(typeof record.name === 'string' && { name: record.name }),
      scripts: new Map(scripts),
      workspaces: Array.isArray(workspaces) ? workspaces.filter(item => typeof item === 'string') : [],
    };
  });
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A word as bash would have to be given it. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
