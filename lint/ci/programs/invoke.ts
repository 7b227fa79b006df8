import type { Command } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { kebab } from './choices.ts';
import type { Definition } from './functions.ts';
import { remembered, textOf } from './lines.ts';
import { programOf } from './program.ts';
import { pythonLaunches } from './python-launches.ts';
import { Reading } from './reading.ts';
import { filledPlain, is, isGroup, type Node, PYTHON, partedAt, treeOf } from './tokens.ts';
import type { Value } from './values.ts';

/** What the tasks run that `invoke` is asked for, those that they need before first (docs.pyinvoke.org, "Executing tasks"). */
export const invokeCalls = remembered(tasksOf);

function tasksOf(command: Command, repository: Repository): readonly Called[] {
  const { tasks, directory: asked } = askedOf(command.words.slice(1));
  const cwd = asked === undefined ? command.cwd : resolvePath(command.cwd, asked);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  const path = ['tasks.py', 'tasks/__init__.py', 'fabfile.py']
    .map(name => join(directory, name))
    .find(name => repository.files.exists(name) === 'file');
  const text = path === undefined ? undefined : repository.files.read(path);
  if (path === undefined || text === undefined) return [];
  const top = repository.files.remember(`tasks ${path}`, () => treeOf(text, PYTHON));
  const program = programOf(PYTHON, pythonLaunches(text), top, { directory: cwd!, env: command.env });
  const { functions } = program;
  return tasksAsked(tasks, [...functions.values()]).flatMap(({ definition, named }): readonly Called[] => {
    const reading = new Reading(program);
    const runs = (one: Definition, seen: readonly Definition[]): void => {
      if (seen.includes(one)) return;
      for (const before of needs(one, 'pre', functions)) runs(before, [...seen, one]);
      reading.start(one, one === definition ? named : new Map());
      for (const after of needs(one, 'post', functions)) runs(after, [...seen, one]);
    };
    runs(definition, []);
    return [{ hop: { label: `inv ${nameOf(definition)}` }, text: textOf(reading, path), cwd }];
  });
}

function askedOf(words: readonly string[]): { readonly tasks: readonly string[]; readonly directory?: string } {
  let directory: string | undefined;
  let at = 0;
  for (; words[at]?.startsWith('-') === true; at++) {
    const word = words[at]!;
    if (/^(-l|--list|-V|--version|-h|--help|-c|--collection|-f|--config)$/.test(word)) return { tasks: [] };
    if (word === '-r' || word === '--search-root') directory = words[++at];
    else if (word === '-T' || word === '--command-timeout') at++;
  }
  return { tasks: words.slice(at), ...(directory !== undefined && { directory }) };
}

interface Task {
  readonly definition: Definition;
  readonly named: ReadonlyMap<string, Value>;
}

/** `lint --env host test -v`: tasks, each with what its parameters are told. */
function tasksAsked(words: readonly string[], definitions: readonly Definition[]): readonly Task[] {
  const tasks: Task[] = [];
  for (let at = 0; at < words.length; ) {
    const definition = taskNamed(words[at]!, definitions);
    if (definition === undefined) return tasks;
    at++;
    const named = new Map<string, Value>();
    const parameters = definition.parameters.slice(1);
    for (; at < words.length; at++) {
      const word = words[at]!;
      if (!word.startsWith('-')) {
        const next = parameters.find(({ name, usual }) => usual === undefined && !named.has(name));
        if (next === undefined) break;
        named.set(next.name, word);
        continue;
      }
      const [, no, long, , value] = /^--(no-)?([\w-]+?)(=(.*))?$/s.exec(word) ?? [];
      const parameter = parameters.find(({ name }) =>
        long === undefined ? name[0] === word[1] : kebab(name) === long,
      );
      if (parameter === undefined) continue;
      const isFlag = is(parameter.usual?.[0], 'True', 'False');
      named.set(
        parameter.name,
        isFlag
          ? String(no === undefined)
          : (value ?? (long === undefined && word.length > 2 ? word.slice(2) : words[++at])),
      );
    }
    tasks.push({ definition, named });
  }
  return tasks;
}

/** The mark that makes a function a task. */
function taskMark({ marks }: Definition): readonly Node[] | undefined {
  return marks.find(mark => is(mark[0], 'task') || (is(mark[2], 'task') && is(mark[0], 'invoke', 'fabric')));
}

function nameOf(definition: Definition): string {
  const stated = optionOf(definition, 'name')?.[0];
  return stated?.kind === 'text' ? filledPlain(stated) : kebab(definition.name);
}

function taskNamed(word: string, definitions: readonly Definition[]): Definition | undefined {
  const wanted = kebab(word.slice(word.lastIndexOf('.') + 1));
  return definitions.find(definition => taskMark(definition) !== undefined && kebab(nameOf(definition)) === wanted);
}

function optionOf(definition: Definition, name: string): readonly Node[] | undefined {
  const group = taskMark(definition)?.find(node => isGroup(node, '('));
  const parts = isGroup(group) ? partedAt(group.items, ',') : [];
  return parts.find(part => is(part[0], name) && is(part[1], '='))?.slice(2);
}

/** The tasks that stand in `pre=[…]`, or in the mark itself, or in `post=[…]`. */
function needs(
  definition: Definition,
  when: 'pre' | 'post',
  functions: ReadonlyMap<string, Definition>,
): readonly Definition[] {
  const [list] = optionOf(definition, when) ?? [];
  const group = taskMark(definition)?.find(node => isGroup(node, '('));
  const own = when === 'pre' && isGroup(group) ? partedAt(group.items, ',').filter(part => part.length === 1) : [];
  return [...(isGroup(list) ? partedAt(list.items, ',') : []), ...own].flatMap(([first, group]) => {
    // `call(build, fast=True)`
    const name = is(first, 'call') && isGroup(group, '(') ? group.items[0] : first;
    const found = name?.kind === 'name' ? functions.get(name.text) : undefined;
    return found === undefined ? [] : [found];
  });
}
