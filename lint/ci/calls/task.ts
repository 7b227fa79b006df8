import type { Node, ScalarNode } from '../../../schema/node.ts';
import { parseFast } from '../../../schema/yaml/events.ts';
import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { entries, field, textOf, texts } from '../workflow/fields.ts';

/** A command that task runs, as it is written, and what its templates know. */
export interface TaskRun {
  readonly name: string;
  readonly written: ScalarNode;
  readonly variables: ReadonlyMap<string, string>;
  /** Absolute. */
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  /** The `ignore_error` that has task go on when it fails. */
  readonly ignored?: Node;
}

/** The commands of `task name NAME=value -- args`, dependencies first (taskfile.dev, "Schema reference"). */
export function taskRuns(command: Command, repository: Repository): readonly TaskRun[] {
  const asked = read(command);
  const cwd = resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  const tasks = new Map<string, Task>();
  gather(directory, undefined, '', directory, repository, tasks, 0);
  const found: TaskRun[] = [];
  const done = new Set<string>();
  const visit = (name: string, given: ReadonlyMap<string, string>): void => {
    const task = tasks.get(name);
    const key = `${name} ${JSON.stringify([...given])}`;
    if (task === undefined || done.has(key) || !onLinux(task.node)) return;
    done.add(key);
    const { node, root, namespace } = task;
    const variables = new Map([
      ...command.env,
      ['ROOT_DIR', cwd ?? UNKNOWN] as const,
      ['TASKFILE_DIR', `${repository.root}/${task.directory}`] as const,
      ['TASK', name] as const,
      ...values(field(root, 'vars')),
      ...values(field(node, 'vars')),
      ...given,
      ['CLI_ARGS', asked.rest] as const,
    ]);
    // A name is looked for in the task's own file, one that starts with `:` in the root's.
    const named = (other: string): string => (other.startsWith(':') ? other.slice(1) : namespace + other);
    for (const item of listOf(field(node, 'deps')))
      visit(named(textOf(field(item, 'task')) ?? textOf(item) ?? ''), new Map());
    const where = join(task.directory, fill(textOf(field(node, 'dir')) ?? '', variables));
    const commands = node.kind === 'map' ? listOf(field(node, 'cmds') ?? field(node, 'cmd')) : listOf(node);
    for (const item of commands.filter(onLinux)) {
      const other = textOf(field(item, 'task'));
      const written = [field(item, 'cmd'), item].find(one => textOf(one) !== undefined);
      const ignored = [field(item, 'ignore_error'), field(node, 'ignore_error')].find(one => textOf(one) === 'true');
      if (other !== undefined) visit(named(other), values(field(item, 'vars'), variables));
      else if (written?.kind === 'scalar')
        found.push({
          name,
          written,
          variables,
          cwd: resolvePath(repository.root, where === '' ? '.' : where),
          env: new Map([...values(field(root, 'env')), ...values(field(node, 'env'))]),
          ...(ignored && { ignored }),
        });
    }
  };
  for (const name of asked.names) visit(name, asked.variables);
  return found;
}

/** Those of them whose failure counts, as texts. */
export function taskCalls(command: Command, repository: Repository): readonly Called[] {
  return taskRuns(command, repository).flatMap(({ name, written, variables, cwd, env, ignored }) =>
    ignored ? [] : [{ hop: { label: `task ${name}` }, text: fill(written.text, variables), cwd, env }],
  );
}

/** A task, the file that says it, what stands before its name, and the repository's path it runs in. */
interface Task {
  readonly node: Node;
  readonly root: Node;
  readonly namespace: string;
  readonly directory: string;
}

/** The tasks of a Taskfile and of those it includes, by every name they have (taskfile.dev, "Including other Taskfiles"). */
function gather(
  directory: string,
  file: string | undefined,
  namespace: string,
  runsIn: string,
  repository: Repository,
  tasks: Map<string, Task>,
  depth: number,
): void {
  const root = taskfile(directory, file, repository);
  if (root === undefined || depth > 4) return;
  for (const { key, value } of entries(field(root, 'tasks')))
    for (const name of [key.text, ...texts(field(value, 'aliases'))])
      tasks.set(namespace + name, { node: value, root, namespace, directory: runsIn });
  for (const { key, value } of entries(field(root, 'includes'))) {
    const path = textOf(field(value, 'taskfile')) ?? textOf(value);
    if (path === undefined || path.includes('{{')) continue;
    const place = inside(repository, resolvePath(`${repository.root}/${directory}`, path));
    if (place === undefined) continue;
    const isFile = /\.ya?ml$/.test(place);
    const below = isFile ? parentOf(place) : place;
    const stated = textOf(field(value, 'dir'));
    const runs =
      stated === undefined
        ? runsIn
        : (inside(repository, resolvePath(`${repository.root}/${directory}`, stated)) ?? runsIn);
    const flat = textOf(field(value, 'flatten')) === 'true';
    for (const name of [key.text, ...texts(field(value, 'aliases'))])
      gather(
        below,
        isFile ? place : undefined,
        flat ? namespace : `${namespace}${name}:`,
        runs,
        repository,
        tasks,
        depth + 1,
      );
  }
}

function read(command: Command): {
  readonly names: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly directory: string;
  readonly rest: string;
} {
  const names: string[] = [];
  const variables = new Map<string, string>();
  let directory = '.';
  let rest = '';
  const words = command.words.slice(1);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      rest = words.slice(at + 1).join(' ');
      break;
    }
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (word === '-d' || word === '--dir') directory = words[++at] ?? '.';
    else if (assigned !== null) variables.set(assigned[1]!, assigned[2]!);
    else if (!word.startsWith('-') && word !== UNKNOWN) names.push(word);
  }
  return { names: names.length > 0 ? names : ['default'], variables, directory, rest };
}

function taskfile(directory: string, file: string | undefined, repository: Repository): Node | undefined {
  const names = ['Taskfile.yml', 'taskfile.yml', 'Taskfile.yaml', 'taskfile.yaml', 'Taskfile.dist.yml'];
  const path = (file === undefined ? names.map(name => join(directory, name)) : [file]).find(
    name => repository.files.exists(name) === 'file',
  );
  if (path === undefined) return undefined;
  return repository.files.remember(`yaml ${path}`, () => {
    const source = repository.files.source(path);
    const parsed = source && parseFast(source);
    return parsed !== undefined && 'tree' in parsed ? parsed.tree.root : undefined;
  });
}

/** Whether a task or a command is one of Linux too (taskfile.dev, "Platform specific tasks and commands"). */
function onLinux(node: Node): boolean {
  const platforms = texts(field(node, 'platforms'));
  return platforms.length === 0 || platforms.some(one => /^(linux(\/.*)?|amd64|arm64)$/.test(one));
}

function listOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === 'sequence' ? node.items : [node];
}

/** Variables with plain values; what a command computes (`sh:`) is not known. */
function values(node: Node | undefined, outer: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  return new Map(
    entries(node).map(({ key, value }) => [key.text, fill(texts(value).join(' ') || UNKNOWN, outer)] as const),
  );
}

/** A stretch of a text with Go's templates, and what it becomes; `template`: it stands in `{{ … }}`. */
export interface TaskPiece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly template?: string;
}

/** Go's templates, as far as they are a variable's name, with or without a default, or one of task's own functions on Linux. */
export function* taskPieces(text: string, variables: ReadonlyMap<string, string>): Iterable<TaskPiece> {
  let start = 0;
  for (;;) {
    const from = text.indexOf('{{', start);
    const close = from < 0 ? -1 : text.indexOf('}}', from + 2);
    if (close < 0) break;
    if (from > start) yield { start, end: from, text: text.slice(start, from) };
    start = close + 2;
    const template = text
      .slice(from + 2, close)
      .replace(/^-/, '')
      .replace(/-$/, '')
      .trim();
    yield { start: from, end: start, text: templateValue(template, variables), template };
  }
  if (start < text.length) yield { start, end: text.length, text: text.slice(start) };
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return [...taskPieces(text, variables)].map(piece => piece.text).join('');
}

function templateValue(template: string, variables: ReadonlyMap<string, string>): string {
  if (template === 'exeExt') return '';
  if (/^OS$/i.test(template)) return 'linux';
  const named = /^\.(\w+)(?:\s*\|\s*default\s+["']?([^"']*?)["']?)?$/.exec(template);
  const reversed = /^default\s+["']?([^"']*?)["']?\s+\.(\w+)$/.exec(template);
  if (named !== null) return variables.get(named[1]!) ?? named[2] ?? '';
  return reversed === null ? UNKNOWN : (variables.get(reversed[2]!) ?? reversed[1]!);
}
