import type { Plan } from '../../plan/plan.ts';
import type { RepositoryFacts } from '../facts.ts';
import { base, relative, resolvePath } from '../path.ts';
import type { LocatedCommand } from '../stage-shell.ts';
import type { Locked } from './locks.ts';
import { matching, type Need, type Needed } from './need.ts';
import { type Asked, normal, pythonPackages } from './python-locks.ts';
import { askedByExtras, COMPILED_PYTHON, PYTHON_PACKAGES } from './python-packages.ts';

/** What takes its packages from a lock file, and which. */
const MANAGERS: Readonly<Record<string, readonly [verb: RegExp, lock: string]>> = {
  uv: [/^sync$/, 'uv.lock'],
  poetry: [/^(install|sync)$/, 'poetry.lock'],
  pipenv: [/^(install|sync)$/, 'Pipfile.lock'],
};
/** Files of requirements name each other no deeper than this. */
const DEEPEST = 4;

/** What Python packages that are installed on the machine need, because they are compiled there. */
export function* pythonNeeds(
  plan: Plan,
  facts: RepositoryFacts,
  commands: readonly LocatedCommand[],
): Iterable<Needed> {
  const python = commands.filter(installsPython);
  const version = /^(al2023|amazon)/i.test(plan.machine.image ?? '') ? interpreter(commands) : undefined;
  const rows = PYTHON_PACKAGES.map(need => forVersion(need, version));
  const files = new Map<string, Asked>();
  for (const command of python)
    for (const file of filesOf(command, plan, facts)) {
      const [asked, before] = [askedBy(command), files.get(file)];
      files.set(file, {
        more: asked.more || before?.more === true,
        development: asked.development || before?.development === true,
      });
    }
  const unbuilt = python.flatMap(({ words }) =>
    words.flatMap(({ value }, index) => {
      const said = /^--no-binary(?:=(.*))?$/.exec(value ?? '');
      return said ? (said[1] ?? words[index + 1]?.value ?? '').split(',') : [];
    }),
  );
  const compiled = COMPILED_PYTHON.names.filter(name => unbuilt.some(one => one === ':all:' || normal(one) === name));
  for (const [file, asked] of files) {
    const packages = pythonPackages(file, facts, asked);
    yield* matching(packages, rows);
    yield* matching(packages, [{ ...forVersion(COMPILED_PYTHON, version), names: compiled }]);
  }
  yield* matching(python.flatMap(namedIn), rows);
}

function installsPython({ words }: LocatedCommand): boolean {
  return (
    /^(pip[\d.]*|uv|poetry|pipenv|python[\d.]*)$/.test(base(words[0]?.value ?? '')) &&
    words.some(({ value }) => value === 'install' || value === 'sync')
  );
}

/** Packages that are there for some only: poetry and uv install what one develops with where nothing is said, and pipenv does not. */
function askedBy({ words: [program, ...args] }: LocatedCommand): Asked {
  const says = (pattern: RegExp) => args.some(({ value, text }) => pattern.test(value ?? text));
  return {
    more: says(/^(-E|--(all-)?(extras?|groups?|packages?)(=.*)?|--with(=.*)?)$|\]$/),
    development:
      base(program?.value ?? '') === 'pipenv'
        ? says(/^(-d|--dev)$/)
        : !says(/^--(no-dev|no-default-groups|only(=.*)?|without(=.*)?|only-group(=.*)?)$/),
  };
}

/** The names of what is installed from files of the repository, in their normal form. */
export function pythonInstalled(
  plan: Plan,
  facts: RepositoryFacts,
  commands: readonly LocatedCommand[],
): ReadonlySet<string> {
  return new Set(
    commands
      .filter(installsPython)
      .flatMap(command =>
        [...filesOf(command, plan, facts)].flatMap(file => pythonPackages(file, facts, askedBy(command))),
      )
      .map(({ name }) => name),
  );
}

/** What a command installs from, as paths of the repository, with the files of requirements that those name. */
function filesOf({ words, directory }: LocatedCommand, plan: Plan, facts: RepositoryFacts): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (path: string, from: string | undefined, depth = 0): void => {
    const absolute = resolvePath(from, path);
    const local = relative(plan.repository.dir, absolute);
    if (absolute === undefined || local === undefined || found.has(local) || depth > DEEPEST) return;
    found.add(local);
    for (const [, name] of (facts.read(local) ?? '').matchAll(/^\s*(?:-r|--requirement)[ =]+(\S+)/gm))
      add(name!, absolute.replace(/\/[^/]*$/, ''), depth + 1);
  };
  for (const [index, { value }] of words.entries()) {
    const joined = /^(?:-r(?=[^=])|--requirement=)(.+)$/.exec(value ?? '')?.[1];
    if (/^(-r|--requirement)$/.test(words[index - 1]?.value ?? '') && value) add(value, directory);
    else if (joined) add(joined, directory);
  }
  const [verb, lock] = MANAGERS[base(words[0]?.value ?? '')] ?? [];
  if (lock && verb!.test(words.slice(1).find(({ value }) => !value?.startsWith('-'))?.value ?? '')) found.add(lock);
  if (words.some(({ value }) => /^\.(\[.*\])?$|^-e$/.test(value ?? ''))) found.add('pyproject.toml');
  return found;
}

/** Packages that are named in the command itself. */
function namedIn({ words, text }: LocatedCommand): readonly Locked[] {
  return words.slice(1).flatMap(({ value, start, end }) => {
    const [all, name, extras] = /^([A-Za-z][\w.-]*)(\[[\w,-]*\])?(?=[=<>!~]|$)/.exec(value ?? '') ?? [];
    if (all === undefined) return [];
    const place = text.placeOf(start, end);
    return [name!, ...askedByExtras(name!, extras ?? '')].map(one => ({ name: normal(one), dependencies: [], place }));
  });
}

/** `3.11`, where one interpreter with a number makes the environments and installs into them; `undefined` for any other case. */
function interpreter(commands: readonly LocatedCommand[]): string | undefined {
  const versions = new Set(
    commands.flatMap(({ words }) => {
      const program = base(words[0]?.value ?? '');
      const installs = /^pip/.test(program) || (words[1]?.value === '-m' && /^(venv|pip)$/.test(words[2]?.value ?? ''));
      // What lies in an environment is the interpreter that made it.
      if (!installs || (/^(pip|python)3?$/.test(program) && words[0]!.value!.includes('/'))) return [];
      return [/^(?:python|pip)(3\.\d+)$/.exec(program)?.[1] ?? ''];
    }),
  );
  const [only] = versions;
  return versions.size === 1 && only !== '' ? only : undefined;
}

/** Its headers are in a package of its own. */
function forVersion(need: Need, version: string | undefined): Need {
  if (version === undefined || version === '3.9') return need;
  return { ...need, al2023: need.al2023.map(name => (name === 'python3-devel' ? `python${version}-devel` : name)) };
}
