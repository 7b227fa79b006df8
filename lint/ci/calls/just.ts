import { parentOf } from '../../path.ts';
import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { interpolated, type JustScope, justValue, justValues } from './just-expression.ts';
import { type Dependency, type Justfile, parseJustfile, type Recipe } from './justfile.ts';

/** A recipe that just runs, with what it knows by name, and its arguments. */
export interface JustRun {
  readonly recipe: Recipe;
  readonly scope: JustScope;
  readonly args: readonly string[];
  readonly justfile: Justfile;
  /** Absolute. */
  readonly cwd: string | undefined;
}

/** The recipes of `just name args`, dependencies first. */
export function justRuns(command: Command, repository: Repository): readonly JustRun[] {
  const asked = askedOf(command.words.slice(1));
  const found = asked && justfileFor(command, asked.file, repository);
  if (asked === undefined || found === undefined) return [];
  const { path, cwd } = found;
  const justfile = repository.files.remember(`justfile ${path}`, () => parseJustfile(path, repository));
  const around = scopeOf(justfile, asked.variables, command, cwd ?? '.');
  const runs: JustRun[] = [];
  const done = new Set<string>();
  const run = (name: string, args: readonly string[], depth: number): void => {
    const recipe = recipeOf(justfile, name);
    // just runs a recipe once for the same arguments.
    const key = JSON.stringify([recipe?.name, args]);
    if (recipe === undefined || depth > 12 || done.has(key)) return;
    done.add(key);
    const scope = within(recipe, args, around);
    const each = ({ name, args }: Dependency): void => run(name, justValues(args, scope), depth + 1);
    recipe.before.forEach(each);
    runs.push({ recipe, scope, args, justfile, cwd: recipe.stays ? command.cwd : cwd });
    recipe.after.forEach(each);
  };
  for (const [name, args] of goalsOf(justfile, asked.words)) run(name, args, 0);
  return runs;
}

/** What they run, as texts. */
export function justCalls(command: Command, repository: Repository): readonly Called[] {
  return justRuns(command, repository).map(({ recipe, scope, args, justfile, cwd }) => ({
    hop: { label: `just ${recipe.name}` },
    text: textOf(recipe, scope),
    cwd,
    ...(justfile.positional && { positional: [recipe.name, ...args] }),
    env: new Map(
      recipe.parameters.filter(({ exported }) => exported).map(({ name }) => [name, scope.value(name) ?? '']),
    ),
  }));
}

interface Asked {
  readonly words: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly file?: string;
}

/** just's own words apart; `undefined` when it is asked to tell something. */
function askedOf(words: readonly string[]): Asked | undefined {
  const variables = new Map<string, string>();
  let file: string | undefined;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    const assigned = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(word);
    if (/^(-l|-n|-s|-e|--(list|dry-run|show|summary|dump|evaluate|choose|edit|init|fmt|variables|version))$/.test(word))
      return undefined;
    if (word === '--set') variables.set(words[++at] ?? '', words[++at] ?? '');
    else if (word === '-f' || word === '--justfile') file = words[++at];
    else if (word.startsWith('--justfile=')) file = word.slice(11);
    else if (/^(-d|--(working-directory|color|shell|shell-arg|dotenv-\w+|timestamp-format))$/.test(word)) at++;
    else if (assigned !== null) variables.set(assigned[1]!, assigned[2]!);
    else if (!word.startsWith('-')) break;
  }
  return { words: words.slice(at), variables, ...(file !== undefined && { file }) };
}

/** The justfile that just finds from there upwards, and the directory that recipes work in. */
function justfileFor(
  command: Command,
  file: string | undefined,
  repository: Repository,
): { readonly path: string; readonly cwd: string | undefined } | undefined {
  if (file !== undefined) {
    const path = inside(repository, resolvePath(command.cwd, file));
    const cwd = resolvePath(command.cwd, parentOf(file));
    return path === undefined ? undefined : { path, cwd };
  }
  let cwd = command.cwd;
  for (let up = 0; up < 8; up++) {
    const directory = inside(repository, cwd);
    if (directory === undefined) return undefined;
    const path = ['justfile', 'Justfile', '.justfile']
      .map(name => join(directory, name))
      .find(name => repository.files.exists(name) === 'file');
    if (path !== undefined) return { path, cwd };
    cwd = resolvePath(cwd, '..');
  }
  return undefined;
}

function recipeOf({ recipes, aliases }: Justfile, name: string): Recipe | undefined {
  const plain = aliases.get(name) ?? name;
  return recipes.find(recipe => recipe.name === plain);
}

/** Each recipe that is asked for with its words; what one does not take names the next. */
function goalsOf(justfile: Justfile, words: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  if (words.length === 0) return justfile.recipes.slice(0, 1).map(({ name }) => [name, []] as const);
  const goals: (readonly [string, readonly string[]])[] = [];
  for (let at = 0; at < words.length; ) {
    const name = words[at++]!;
    const parameters = recipeOf(justfile, name)?.parameters ?? [];
    const takes = parameters.some(({ rest }) => rest) ? words.length : parameters.length;
    goals.push([name, words.slice(at, at + takes)]);
    at += takes;
  }
  return goals;
}

function scopeOf(
  justfile: Justfile,
  given: ReadonlyMap<string, string>,
  command: Command,
  directory: string,
): JustScope {
  const known = new Map(given);
  const scope: JustScope = {
    directory,
    env: name => command.env.get(name),
    value: name => {
      const written = justfile.variables.get(name);
      if (known.has(name) || written === undefined) return known.get(name);
      known.set(name, UNKNOWN);
      const value = justValue(written, scope);
      known.set(name, value);
      return value;
    },
  };
  return scope;
}

/** What a recipe knows: its parameters before the justfile's variables. */
function within(recipe: Recipe, args: readonly string[], around: JustScope): JustScope {
  const own = new Map<string, string>();
  const scope: JustScope = { ...around, value: name => own.get(name) ?? around.value(name) };
  for (const [at, { name, rest, needed, value }] of recipe.parameters.entries()) {
    const given = rest ? args.slice(at).join(' ') : args[at];
    const missing = given === undefined || (rest && args.length <= at);
    own.set(name, missing ? (value === undefined ? (needed ? UNKNOWN : '') : justValue(value, scope)) : given);
  }
  return scope;
}

function textOf(recipe: Recipe, scope: JustScope): string {
  const lines = recipe.body.map(({ text }) => interpolated(text, scope));
  // A recipe with a shebang is one script; otherwise each line has a shell of its own.
  if (lines[0]?.startsWith('#!')) return /\b(ba|z)?sh\b/.test(lines[0]) ? lines.slice(1).join('\n') : '';
  return lines.map(line => `(${line.replace(/^[@-]+/, '')}\n)`).join('\n');
}
