import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import type { Called } from '../shell/surroundings.ts';

interface Recipe {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly value?: string; readonly rest: boolean }[];
  readonly dependencies: readonly string[];
  readonly body: readonly string[];
}

/** The recipes of `just name args`, dependencies first. */
export function justCalls(command: Command, repository: Repository): readonly Called[] {
  const directory = inside(repository, command.cwd);
  if (directory === undefined) return [];
  const path = ['justfile', 'Justfile', '.justfile']
    .map(name => join(directory, name))
    .find(name => repository.files.exists(name) === 'file');
  if (path === undefined) return [];
  const { recipes, variables } = repository.files.remember(`justfile ${path}`, () =>
    parseJustfile(repository.files.read(path) ?? ''),
  );
  const words = command.words.slice(1).filter(word => !word.startsWith('--'));
  const goal = words[0] ?? recipes[0]?.name;
  const order: { recipe: Recipe; args: readonly string[] }[] = [];
  const gather = (name: string, args: readonly string[], depth: number): void => {
    const recipe = recipes.find(candidate => candidate.name === name);
    if (recipe === undefined || depth > 8 || order.some(known => known.recipe === recipe)) return;
    for (const dependency of recipe.dependencies) gather(dependency, [], depth + 1);
    order.push({ recipe, args });
  };
  if (goal !== undefined) gather(goal, words.slice(1), 0);
  return order.map(({ recipe, args }) => ({
    hop: { label: `just ${recipe.name}` },
    text: substitute(recipe, args, variables),
    cwd: command.cwd,
  }));
}

function substitute(recipe: Recipe, args: readonly string[], variables: ReadonlyMap<string, string>): string {
  const values = new Map(variables);
  recipe.parameters.forEach((parameter, index) => {
    values.set(
      parameter.name,
      parameter.rest ? args.slice(index).join(' ') : (args[index] ?? parameter.value ?? UNKNOWN),
    );
  });
  const lines = recipe.body.map(line =>
    line.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => values.get(name) ?? UNKNOWN),
  );
  // A recipe with a shebang is one script; otherwise each line has a shell of its own.
  if (lines[0]?.startsWith('#!')) return /\b(ba|z)?sh\b/.test(lines[0]) ? lines.slice(1).join('\n') : '';
  return lines.map(line => `(${line.replace(/^[@-]+/, '')}\n)`).join('\n');
}

function parseJustfile(text: string): { recipes: readonly Recipe[]; variables: ReadonlyMap<string, string> } {
  const recipes: Recipe[] = [];
  const variables = new Map<string, string>();
  let open: { body: string[] } | undefined;
  for (const line of text.replaceAll('\\\n', ' ').split(/\r?\n/)) {
    if (/^\s+\S/.test(line)) {
      open?.body.push(line.trim());
      continue;
    }
    const assignment = /^(?:export\s+)?([\w-]+)\s*:=\s*['"]?(.*?)['"]?\s*$/.exec(line);
    if (assignment !== null) {
      variables.set(assignment[1]!, assignment[2]!);
      continue;
    }
    const header = /^@?([\w-]+)((?:\s+[^:]*)?):(?!=)\s*(.*)$/.exec(line);
    if (header === null) continue;
    const parameters = (header[2]!.match(/[*+$]?[\w-]+(?:=(?:'[^']*'|"[^"]*"|\S+))?/g) ?? []).map(item => {
      const [name, ...value] = item.replace(/^[*+$]+/, '').split('=');
      return {
        name: name!,
        rest: /^[*+]/.test(item),
        ...(value.length > 0 && { value: value.join('=').replace(/^['"]|['"]$/g, '') }),
      };
    });
    const dependencies = header[3]!
      .replace(/\(([\w-]+)[^)]*\)/g, '$1')
      .replace(/#.*$/, '')
      .split(/\s+/)
      .filter(name => /^[\w-]+$/.test(name));
    const recipe = { name: header[1]!, parameters, dependencies, body: [] as string[] };
    recipes.push(recipe);
    open = recipe;
  }
  return { recipes, variables };
}
