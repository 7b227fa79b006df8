import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { iniSections } from '../ini.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { toml } from '../toml.ts';
import { toxSections } from './tox-toml.ts';

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The `commands` of the environments that `tox` runs, from tox.ini, setup.cfg or pyproject's `legacy_tox_ini` (tox.wiki, "Configuration"). */
export function toxCalls(command: Command, repository: Repository): readonly Called[] {
  const directory = inside(repository, command.cwd);
  if (directory === undefined) return [];
  const sections = settings(directory, repository);
  if (sections === undefined) return [];
  const asked = toxAsked(command);
  const listed = expand(sections.get('tox')?.get('envlist') ?? sections.get('tox')?.get('env_list') ?? 'py');
  const names =
    asked.factors.length > 0
      ? listed.filter(name => asked.factors.some(all => all.every(factor => name.split('-').includes(factor))))
      : asked.names.length > 0
        ? asked.names
        : ofInterpreter(listed, sections, command);
  return names.flatMap(name => {
    const own = sections.get(`testenv:${name}`);
    // Python versions and factors share the plain section.
    const base = sections.get('testenv');
    const texts = own?.get('commands') ?? base?.get('commands');
    if (texts === undefined) return [];
    const factors = new Set(name.split('-'));
    const stated = own?.get('setenv') ?? own?.get('set_env') ?? base?.get('setenv') ?? base?.get('set_env') ?? '';
    const env = new Map([
      ...variablesOf(
        unfold(stated).flatMap(line => chosen(line, factors)),
        command.env,
      ),
      ...(own === undefined ? [['TOX_ENV_NAME', installing(base, factors)] as const] : []),
    ]);
    const place = own?.get('changedir') ?? own?.get('change_dir') ?? base?.get('changedir') ?? base?.get('change_dir');
    const cwd = place === undefined ? command.cwd : resolvePath(command.cwd, fill(place, '', sections, name));
    const lines = unfold(texts).flatMap(line => chosen(line, factors));
    const text = lines
      // A command that starts with `-` may fail.
      .map(line => (line.startsWith('-') ? `${line.replace(/^-\s*/, '')} || true` : line))
      .map(line => fill(withVariables(line, env, command.env), asked.rest, sections, name))
      .join('\n');
    return text === '' ? [] : [{ hop: { label: `tox -e ${name}` }, text, cwd, env }];
  });
}

/**
 * What plain `tox` runs in a workflow where tox-gh-actions or tox-gh say which environments belong to which interpreter: of the
 * listed ones those that have every factor of such an entry (github.com/ymyzk/tox-gh-actions, README). Elsewhere all.
 */
function ofInterpreter(listed: readonly string[], sections: Sections, command: Command): readonly string[] {
  const stated = sections.get('gh-actions')?.get('python') ?? sections.get('gh')?.get('python');
  if (stated === undefined || !command.env.has('GITHUB_WORKSPACE')) return listed;
  const entries = unfold(stated).flatMap(line => expand(/^[^:=]+[:=]\s*(.*)$/.exec(line)?.[1] ?? ''));
  return listed.filter(name => {
    const factors = name.split('-');
    return entries.some(entry => entry.split('-').every(factor => factors.includes(factor)));
  });
}

interface Asked {
  readonly names: readonly string[];
  /** Of each `-f`: the factors that an environment must have in its name. */
  readonly factors: readonly (readonly string[])[];
  readonly rest: string;
}

/** The environments that a command of tox names, and what it hands to their commands. */
export function toxAsked(command: Command): Asked {
  const words = command.words.slice(1);
  const names: string[] = [];
  const factors: string[][] = [];
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  for (let at = 0; at < options.length; at++) {
    const word = options[at]!;
    if (word === '-e' || word === '--env') names.push(...(options[++at] ?? '').split(','));
    else if (/^-e./.test(word)) names.push(...word.slice(2).split(','));
    else if (word === '-f') {
      const all: string[] = [];
      while (options[at + 1]?.startsWith('-') === false) all.push(...options[++at]!.split('-'));
      factors.push(all);
    }
  }
  // Without `-e` the environment says it; tox 4 reads every option from TOX_….
  if (names.length === 0)
    names.push(
      ...(command.env.get('TOXENV') ?? command.env.get('TOX_ENV') ?? '').split(',').filter(name => name !== ''),
    );
  return { names: names.filter(name => name !== 'ALL'), factors, rest: end < 0 ? '' : words.slice(end + 1).join(' ') };
}

function settings(directory: string, repository: Repository): Sections | undefined {
  const ini = repository.files.read(join(directory, 'tox.ini'));
  if (ini !== undefined) return generated(iniSections(ini));
  for (const file of ['tox.toml', 'pyproject.toml'] as const) {
    const text = repository.files.read(join(directory, file));
    const found = text === undefined ? undefined : toxSections(text, file);
    if (found !== undefined) return found;
  }
  const pyproject = repository.files.read(join(directory, 'pyproject.toml'));
  const legacy = pyproject === undefined ? undefined : toml(pyproject).get('tool.tox')?.get('legacy_tox_ini');
  if (typeof legacy === 'string') return iniSections(legacy);
  const setup = repository.files.read(join(directory, 'setup.cfg'));
  return setup === undefined
    ? undefined
    : new Map([...iniSections(setup)].map(([name, values]) => [name === 'tox:tox' ? 'tox' : name, values]));
}

/** `[testenv:lint-{a,b}]` is a section of each of these. */
function generated(sections: Sections): Sections {
  return new Map([...sections].flatMap(([name, values]) => expand(name).map(one => [one, values] as const)));
}

/** `py{311,312}-{a,b}, lint` → each name. */
function expand(list: string): readonly string[] {
  return list
    .split(/\n|,(?![^{]*\})/)
    .map(name => name.trim())
    .filter(name => name !== '' && !name.startsWith('#'))
    .flatMap(alternatives);
}

function alternatives(name: string): readonly string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/.exec(name);
  return match === null
    ? [name]
    : match[2]!
        .split(',')
        .flatMap(ranged)
        .flatMap(part => alternatives(`${match[1]}${part}${match[3]}`));
}

/** `3.1{0-4}`: every number between (tox.wiki, "Generative environment list"). */
function ranged(part: string): readonly string[] {
  const [, from, to] = /^\s*(\d+)-(\d+)\s*$/.exec(part) ?? [];
  if (from === undefined || Number(to) - Number(from) > 99) return [part.trim()];
  return Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, step) => String(Number(from) + step));
}

function unfold(text: string): readonly string[] {
  return text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
}

/** `py312,cov: pytest`: only where one of these factors is in the environment's name. */
function chosen(line: string, factors: ReadonlySet<string>): readonly string[] {
  const match = /^([\w!.,{}-]+):\s+(.*)$/.exec(line);
  if (match === null) return [line];
  const wanted = expand(match[1]!).some(factor =>
    factor.split('-').every(part => (part.startsWith('!') ? !factors.has(part.slice(1)) : factors.has(part))),
  );
  return wanted ? [match[2]!] : [];
}

/** The factors of a name by which the plain section installs other packages, apart from the interpreter. */
function installing(base: ReadonlyMap<string, string> | undefined, factors: ReadonlySet<string>): string {
  const lines = ['deps', 'extras', 'dependency_groups'].flatMap(key => unfold(base?.get(key) ?? ''));
  const named = lines.flatMap(line => expand(/^([\w!.,{}-]+):\s/.exec(line)?.[1] ?? ''));
  const all = new Set(named.flatMap(name => name.split('-')).map(name => name.replace('!', '')));
  return [...factors]
    .filter(name => all.has(name) && !/^(py|pypy)[\d.]*$/.test(name))
    .sort()
    .join('-');
}

function variablesOf(lines: readonly string[], around: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const stated = new Map(
    lines.flatMap(line => {
      const match = /^(\w+)\s*=\s*(.*)$/.exec(line);
      return match === null ? [] : [[match[1]!, match[2]!] as const];
    }),
  );
  return new Map(
    [...stated].map(([name, value]) => {
      const known = withVariables(value, stated, around).trim();
      return [name, known.includes('{') ? UNKNOWN : known];
    }),
  );
}

/** A text with `{env:NAME:default}` replaced, whatever those stand for in turn (tox.wiki, "Environment variable substitutions"). */
function withVariables(text: string, stated: ReadonlyMap<string, string>, around: ReadonlyMap<string, string>): string {
  let known = text;
  for (let depth = 0; depth < 5 && known.includes('{env:'); depth++)
    known = known.replaceAll(
      /\{env:(\w+)(?::([^{}]*))?\}/g,
      (_, name: string, fallback?: string) => stated.get(name) ?? around.get(name) ?? fallback ?? UNKNOWN,
    );
  return known;
}

/** `{posargs:tests}` and the names of directories; `{[testenv:x]commands}` is another section's text. */
function fill(text: string, rest: string, sections: Sections, name: string): string {
  return text
    .replaceAll(
      /\{\[([^\]]+)\](\w+)\}/g,
      (_, section: string, key: string) => sections.get(section)?.get(key) ?? UNKNOWN,
    )
    .replaceAll(/\{posargs(?::([^{}]*))?\}/g, (_, fallback?: string) => (rest === '' ? (fallback ?? '') : rest))
    .replaceAll('{toxinidir}', '.')
    .replaceAll('{tox_root}', '.')
    .replaceAll('{envname}', name)
    .replaceAll(/\{(envpython|env_python)\}/g, 'python')
    .replaceAll(/\{(envbindir|env_bin_dir)\}\//g, '')
    .replaceAll(/\{[^{}\s]*\}/g, UNKNOWN);
}
