import { quote } from '../../../plan/quote.ts';
import { base } from '../../path.ts';
import { type Command, UNKNOWN } from '../command.ts';
import { environmentNamed } from '../named-environments.ts';
import { inside, join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';
import { type Toml, type TomlValue, toml } from '../toml.ts';

/** Where a runner of Python projects keeps its scripts: a file, and the sections of it that name them. */
type Place = readonly [file: string, section: (name: string) => boolean];

const exactly =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);

/** Facts from each tool's documentation: pdm "Scripts", rye "rye run", pipenv "Scripts", poethepoet "Tasks", pixi "Advanced tasks". */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  pdm: [['pyproject.toml', exactly('tool.pdm.scripts')]],
  rye: [['pyproject.toml', exactly('tool.rye.scripts')]],
  pipenv: [['Pipfile', exactly('scripts')]],
  poe: [
    ['pyproject.toml', exactly('tool.poe.tasks')],
    ['poe_tasks.toml', exactly('tasks', 'tool.poe.tasks')],
  ],
  pixi: [
    ['pixi.toml', name => /^(feature\.[^.]+\.|target\.linux(-64)?\.)?tasks$/.test(name)],
    ['pyproject.toml', name => /^tool\.pixi\.(feature\.[^.]+\.|target\.linux(-64)?\.)?tasks$/.test(name)],
  ],
};

interface Asked {
  readonly name: string;
  readonly rest: readonly string[];
  readonly scripts: ReadonlyMap<string, TomlValue>;
}

/** Whether `pdm run test` and its like name a script of the project; what they run otherwise is a command like any other. */
export function namesScript(words: readonly string[], cwd: string | undefined, repository: Repository): boolean {
  const asked = askedFor(words, cwd, repository);
  return asked !== undefined && (asked.scripts.has(asked.name) || isOwn(words));
}

/** What such a script runs. */
export function scriptCalls(command: Command, repository: Repository): readonly Called[] {
  const own = hatchOwn(command.words);
  if (own !== undefined) return [{ hop: { label: own.label }, text: own.text, cwd: command.cwd }];
  const asked = askedFor(command.words, command.cwd, repository);
  if (asked === undefined) return [];
  const text = textOf(asked.name, asked.rest, asked.scripts, 0);
  return text === undefined || text === ''
    ? []
    : [
        {
          hop: { label: command.words.slice(0, 3).join(' ') },
          text,
          cwd: command.cwd,
          env: new Map(environmentNamed(command.words)),
        },
      ];
}

function askedFor(words: readonly string[], cwd: string | undefined, repository: Repository): Asked | undefined {
  const directory = inside(repository, cwd);
  if (directory === undefined) return undefined;
  const program = base(words[0]!);
  const read = (file: string): Toml => {
    const path = join(directory, file);
    return repository.files.remember(`toml ${path}`, () => toml(repository.files.read(path) ?? ''));
  };
  if (program === 'hatch') return hatchScript(words, read);
  const places = PLACES[program];
  const at =
    program === 'poe'
      ? 1
      : words[1] === 'run' || (program === 'pixi' && words[1] === 'r')
        ? afterOptions(words, 2)
        : program === 'pdm'
          ? 1
          : -1;
  const name = words[at];
  if (places === undefined || at < 0 || name === undefined) return undefined;
  const scripts = new Map<string, TomlValue>();
  for (const [file, section] of places)
    for (const [title, values] of read(file)) {
      if (section(title)) for (const [key, value] of values) scripts.set(key, value);
      // A script with a table of its own: `[tool.poe.tasks.test]`.
      const dot = title.lastIndexOf('.');
      if (dot > 0 && section(title.slice(0, dot))) scripts.set(title.slice(dot + 1), inline(values));
    }
  return scripts.has(name) ? { name, rest: words.slice(at + 1), scripts } : undefined;
}

/** `hatch run ENV:SCRIPT …` and `hatch -e ENV run SCRIPT …` (hatch.pypa.io, "Environment configuration"). */
function hatchScript(words: readonly string[], read: (file: string) => Toml): Asked | undefined {
  const run = words.indexOf('run');
  if (run < 0) return undefined;
  let at = afterOptions(words, run + 1);
  // `hatch env run -e ENV SCRIPT` has the environment behind its name.
  const option = words.findIndex((word, index) => index < at && (word === '-e' || word === '--env'));
  if (words[at] === '--') at++;
  const full = words[at];
  if (full === undefined) return undefined;
  const colon = words[run - 1] === 'env' ? null : /^([\w.-]+):(.+)$/.exec(full);
  const environment = colon?.[1] ?? words[option < 0 ? -1 : option + 1] ?? 'default';
  const name = colon?.[2] ?? full;
  const own = hatchScripts(environment, read, 0);
  if (own.has(name)) return { name, rest: words.slice(at + 1), scripts: own };
  return colon === null ? undefined : { name, rest: words.slice(at + 1), scripts: new Map([[name, name]]) };
}

/** The scripts of an environment and of its template; one of a matrix (`test.py3.12-minimal`) has those of its base. */
function hatchScripts(
  environment: string,
  read: (file: string) => Toml,
  depth: number,
): ReadonlyMap<string, TomlValue> {
  const section = (name: string): ReadonlyMap<string, TomlValue> | undefined =>
    read('hatch.toml').get(`envs.${name}`) ?? read('pyproject.toml').get(`tool.hatch.envs.${name}`);
  const base = [environment, environment.split('.')[0]!].find(
    name => section(name) !== undefined || section(`${name}.scripts`) !== undefined,
  );
  if (base === undefined || depth > 4) return new Map();
  const template = section(base)?.get('template');
  const inherited = typeof template === 'string' ? hatchScripts(template, read, depth + 1) : new Map();
  return new Map([...inherited, ...(section(`${base}.scripts`) ?? [])]);
}

const isOwn = (words: readonly string[]): boolean => hatchOwn(words) !== undefined;

/** The scripts that hatch brings along: `hatch test` is pytest over `tests`, `hatch fmt` is ruff (hatch.pypa.io, "Internal environments"). */
function hatchOwn(words: readonly string[]): { readonly label: string; readonly text: string } | undefined {
  if (base(words[0]!) !== 'hatch') return undefined;
  const args = words.slice(2);
  if (words[1] === 'test') {
    const given: string[] = [];
    for (let at = 0; at < args.length; at++) {
      const word = args[at]!;
      if (/^(-s|--show)$/.test(word)) return undefined;
      if (/^(-py|--python|--retries|--retry-delay|-i|--include|-x|--exclude)$/.test(word)) at++;
      else if (
        !/^(-a|--all|-c|--cover(-quiet)?|-p|--parallel|-r|--randomize|--(python|retries|retry-delay)=.*)$/.test(word)
      )
        given.push(word);
    }
    const paths = given.some(word => !word.startsWith('-')) ? '' : ' tests';
    return { label: 'hatch test', text: `pytest ${given.map(quote).join(' ')}${paths}` };
  }
  if ((words[1] === 'fmt' || words[1] === 'format') && args.includes('--check')) {
    const linter = !args.some(word => word === '-f' || word === '--formatter');
    const formatter = !args.some(word => word === '-l' || word === '--linter');
    return {
      label: 'hatch fmt',
      text: [...(linter ? ['ruff check .'] : []), ...(formatter ? ['ruff format --check .'] : [])].join('\n'),
    };
  }
  return undefined;
}

function afterOptions(words: readonly string[], from: number): number {
  let at = from;
  while (/^[-+]/.test(words[at] ?? ''))
    at += /^(-e|--env|--environment|-p|--project|-f|--feature|--manifest-path)$/.test(words[at]!) ? 2 : 1;
  return at;
}

/** A script as bash: its command with the words it is given, or the scripts and commands it is made of. */
function textOf(
  name: string,
  rest: readonly string[],
  scripts: ReadonlyMap<string, TomlValue>,
  depth: number,
): string | undefined {
  const value = scripts.get(name);
  if (value === undefined || depth > 6) return undefined;
  const one = (line: string): string => {
    // A failure of a line that starts with `-` is ignored.
    const forgiven = /^- /.test(line);
    const [first = '', ...more] = line.replace(/^- /, '').split(/\s+/);
    const inner = scripts.has(first) && first !== name ? textOf(first, more, scripts, depth + 1) : undefined;
    const text = inner ?? line.replace(/^- /, '');
    return forgiven ? `{ ${text}\n} || true` : text;
  };
  if (typeof value !== 'string')
    return value.map(line => (line.includes('{args') ? given(one(line), rest) : one(line))).join('\n');
  if (!value.startsWith('{')) return given(one(value), rest);
  const table = toml(value.slice(1, -1).replaceAll(/,\s*(?=[\w-]+\s*=)/g, '\n')).get('') ?? new Map();
  const needs = ['depends-on', 'depends_on', 'deps', 'composite', 'sequence'].flatMap(key => {
    const names = table.get(key);
    return names === undefined || typeof names === 'string' ? [] : names;
  });
  const set = [
    ...(table.get('env') === undefined ? '' : String(table.get('env'))).matchAll(/(\w+)\s*=\s*("[^"]*"|'[^']*')/g),
  ];
  const exports = set.map(match => `export ${match[1]}=${match[2]}`);
  const main = ['cmd', 'shell', 'interpreter'].map(key => table.get(key)).find(text => text !== undefined);
  const own = main === undefined ? [] : [given(typeof main === 'string' ? main : main.map(quote).join(' '), rest)];
  return [...needs.map(one), ...(own.length > 0 ? exports : []), ...own].join('\n');
}

/** `{args}` and `{args:tests}` take the words; a script without them gets the words at its end. */
function given(text: string, rest: readonly string[]): string {
  const words = rest.map(quote).join(' ');
  const filled = text
    .replaceAll(/\{args(?::([^{}]*))?\}/g, (_, fallback?: string) => (words === '' ? (fallback ?? '') : words))
    .replaceAll('{root}', '.')
    .replaceAll(/\{env:[^{}]*\}/g, UNKNOWN);
  return filled === text && words !== '' && !text.includes('{args') ? `${text.trimEnd()} ${words}` : filled;
}

function inline(values: ReadonlyMap<string, TomlValue>): string {
  return `{${[...values]
    .map(([key, value]) => `${key} = ${typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value)}`)
    .join(', ')}}`;
}
