import { quote } from '../../../plan/quote.ts';
import { normalise, parentOf } from '../../path.ts';
import { type Command, UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { listOf, type Toml, type TomlValue, toml } from '../toml.ts';

/** Facts of this file: sagiegurari.github.io/cargo-make, "Usage" (extending, dependencies, alias, env, script, run_task). */
interface Makefile {
  readonly tasks: ReadonlyMap<string, ReadonlyMap<string, TomlValue>>;
  readonly env: ReadonlyMap<string, string>;
}

/** What `cargo make TASK` runs: the task's dependencies, then its command, script or the tasks that it names. */
export function cargoMakeCalls(command: Command, words: readonly string[], repository: Repository): readonly Called[] {
  let file = 'Makefile.toml';
  let cwd = command.cwd;
  const plain: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const [option, value] = word.split('=', 2) as [string, string | undefined];
    if (plain.length > 0) plain.push(word);
    else if (option === '--makefile') file = value ?? words[++at] ?? file;
    else if (option === '--cwd') cwd = resolvePath(cwd, value ?? words[++at] ?? '.');
    else if (/^(--task|-t)$/.test(option)) plain.push(value ?? words[++at] ?? '');
    else if (/^(--profile|-p|--env|-e|--env-file|--loglevel|-l|--output-format)$/.test(option)) {
      if (value === undefined) at++;
    } else if (!word.startsWith('-')) plain.push(word);
  }
  const directory = inside(repository, cwd);
  if (directory === undefined || cwd === undefined) return [];
  const path = join(directory, file);
  const makefile = repository.files.remember(`cargo make ${path}`, () => readMakefile(path, repository, 0));
  const [name = 'default', ...rest] = plain;
  const found: Called[] = [];
  gather(name, rest, makefile, cwd, found, new Set(), new Map(), 0);
  return found;
}

function readMakefile(path: string, repository: Repository, depth: number): Makefile {
  const tasks = new Map<string, ReadonlyMap<string, TomlValue>>();
  const env = new Map<string, string>();
  const text = depth > 6 ? undefined : repository.files.read(path);
  if (text === undefined) return { tasks, env };
  const read = toml(text);
  for (const base of extended(read.get('')?.get('extend'))) {
    const at = parentOf(path);
    const other = readMakefile(normalise(join(at, base)), repository, depth + 1);
    for (const [name, task] of other.tasks) tasks.set(name, task);
    for (const [name, value] of other.env) env.set(name, value);
  }
  for (const [name, value] of environmentOf(read.get('env'))) env.set(name, value);
  for (const [section, values] of read) {
    const name = /^tasks\.([^.]+)$/.exec(section)?.[1];
    // A task of the same name adds to the one it extends.
    if (name !== undefined)
      tasks.set(name, new Map([...(tasks.get(name) ?? []), ...values, ...tableOf(read, section)]));
  }
  return { tasks, env };
}

/** `extend = "a.toml"`, `[{ path = "a.toml" }]` or `{ path = … }`. */
function extended(value: TomlValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') return value;
  return value.startsWith('{') ? [...value.matchAll(/path\s*=\s*"([^"]*)"/g)].map(match => match[1]!) : [value];
}

/** `[tasks.x.env]` as the inline table that it could have been. */
function tableOf(read: Toml, section: string): readonly (readonly [string, TomlValue])[] {
  const own = read.get(`${section}.env`);
  if (own === undefined) return [];
  const pairs = [...own].map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [['env', `{ ${pairs.join(', ')} }`]];
}

/** Values that are plain; one under a condition that the variable is not set is its default. */
function environmentOf(table: ReadonlyMap<string, TomlValue> | undefined): readonly (readonly [string, string])[] {
  return [...(table ?? [])].flatMap(([name, value]): (readonly [string, string])[] => {
    if (typeof value !== 'string') return [[name, UNKNOWN]];
    if (!value.startsWith('{')) return [[name, value]];
    const plain = /\bvalue\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(value);
    return [[name, plain === null ? UNKNOWN : (plain[1] ?? plain[2] ?? '')]];
  });
}

function gather(
  name: string,
  args: readonly string[],
  makefile: Makefile,
  cwd: string,
  found: Called[],
  seen: Set<string>,
  around: ReadonlyMap<string, string>,
  depth: number,
): void {
  const own = makefile.tasks.get(name);
  if (own === undefined || depth > 8 || seen.has(name)) return;
  seen.add(name);
  const base = makefile.tasks.get(textOf(own.get('extend')));
  const task = base === undefined ? own : new Map([...base, ...own]);
  if (textOf(task.get('disabled')) === 'true') return;
  const env = new Map([...around, ...inlineEnvironment(textOf(task.get('env')))]);
  const next = (other: string): void => gather(other, [], makefile, cwd, found, seen, env, depth + 1);
  const alias = textOf(task.get('linux_alias')) || textOf(task.get('alias'));
  if (alias !== '') {
    gather(alias, args, makefile, cwd, found, seen, env, depth + 1);
    return;
  }
  for (const dependency of listOf(task.get('dependencies'))) next(dependency);
  const known = new Map([...makefile.env, ...env]);
  const directory = textOf(task.get('cwd'));
  const text = commandOf(task, args, known);
  if (text !== undefined)
    found.push({
      hop: { label: `cargo make ${name}` },
      text,
      cwd: directory === '' ? cwd : resolvePath(cwd, directory.replaceAll(/\$\{CARGO_MAKE_[A-Z_]*DIRECTORY\}\/?/g, '')),
      env,
      variables: makefile.env,
    });
  for (const other of tasksIn(task.get('run_task'))) next(other);
}

function textOf(value: TomlValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function commandOf(
  task: ReadonlyMap<string, TomlValue>,
  args: readonly string[],
  env: ReadonlyMap<string, string>,
): string | undefined {
  const script = task.get('script');
  if (script !== undefined) {
    const runner = textOf(task.get('script_runner'));
    if (runner !== '' && !/\b(ba|z|da)?sh\b|@shell/.test(runner)) return undefined;
    return typeof script === 'string' ? script : script.join('\n');
  }
  const command = textOf(task.get('command'));
  if (command === '') return undefined;
  const written = task.get('args');
  const words = (typeof written === 'string' ? [] : (written ?? [])).flatMap(word =>
    /^\$\{@.*\}$/.test(word) ? args : [word.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => env.get(name) ?? UNKNOWN)],
  );
  const toolchain = textOf(task.get('toolchain'));
  return [command, ...(toolchain !== '' && command === 'cargo' ? ['+toolchain'] : []), ...words.map(quote)].join(' ');
}

/** `run_task = "a"`, `["a", "b"]` or `{ name = ["a"], fork = true }`. */
function tasksIn(value: TomlValue | undefined): readonly string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') return value;
  if (!value.startsWith('{')) return [value];
  const names = /\bname\s*=\s*(\[[\s\S]*?\]|"[^"]*"|'[^']*')/.exec(value)?.[1] ?? '';
  return [...names.matchAll(/"([^"]*)"|'([^']*)'/g)].map(match => match[1] ?? match[2] ?? '');
}

/** `{ A = "1", B = 2, C = { value = "x", condition = … } }`; what is not plain is not known. */
function inlineEnvironment(text: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  const plain = text.replaceAll(
    /(\w+)\s*=\s*\{\s*value\s*=\s*("[^"]*"|'[^']*')[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g,
    '$1 = $2',
  );
  for (const match of plain.matchAll(/(?:^\{|,)\s*"?(\w+)"?\s*=\s*("[^"]*"|'[^']*'|[\w.]+)/g))
    found.push([match[1]!, match[2]!.replace(/^["']|["']$/g, '')]);
  return found;
}
