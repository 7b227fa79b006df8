import type { Node } from '../../../schema/node.ts';
import { parseFast } from '../../../schema/yaml/events.ts';
import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { entries, field, textOf, texts } from '../workflow/fields.ts';

/** The commands of `task name NAME=value -- args`, dependencies first (taskfile.dev, "Schema reference"). */
export function taskCalls(command: Command, repository: Repository): readonly Called[] {
  const asked = read(command);
  const cwd = resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  const tasks = new Map<string, Task>();
  gather(directory, undefined, '', directory, repository, tasks, 0);
  const found: Called[] = [];
  const done = new Set<string>();
  const visit = (name: string, given: ReadonlyMap<string, string>): void => {
    const task = tasks.get(name);
    const key = `${name} ${JSON.stringify([...given])}`;
    if (task === undefined || done.has(key)) return;
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
    for (const item of commands) {
      const other = textOf(field(item, 'task'));
      const text = textOf(field(item, 'cmd')) ?? textOf(item);
      if (other !== undefined) visit(named(other), values(field(item, 'vars'), variables));
      else if (text !== undefined && textOf(field(item, 'ignore_error')) !== 'true')
        found.push({
          hop: { label: `task ${name}` },
          text: fill(text, variables),
          cwd: resolvePath(repository.root, where === '' ? '.' : where),
          env: new Map([...values(field(root, 'env')), ...values(field(node, 'env'))]),
        });
    }
  };
  for (const name of asked.names) visit(name, asked.variables);
  return found;
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

/** Go's templates, as far as they are a variable's name, with or without a default, or one of task's own functions on Linux. */
function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, inner: string) => {
    if (inner === 'exeExt') return '';
    if (/^OS$/i.test(inner)) return 'linux';
    const named = /^\.(\w+)(?:\s*\|\s*default\s+["']?([^"']*?)["']?)?$/.exec(inner);
    const reversed = /^default\s+["']?([^"']*?)["']?\s+\.(\w+)$/.exec(inner);
    if (named !== null) return variables.get(named[1]!) ?? named[2] ?? '';
    return reversed === null ? UNKNOWN : (variables.get(reversed[2]!) ?? reversed[1]!);
  });
}
