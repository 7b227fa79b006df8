import { normalise, parentOf } from '../../path.ts';
import { join, type Repository } from '../repository.ts';

/** What of a justfile says what its recipes run. Values are expressions, as written. */
export interface Justfile {
  readonly recipes: readonly Recipe[];
  readonly variables: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
  /** The words of `set shell`, as they are written; empty for just's own. */
  readonly shell: string;
  /** Recipes are handed their arguments as `$1`. */
  readonly positional: boolean;
}

export interface Recipe {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly before: readonly Dependency[];
  readonly after: readonly Dependency[];
  readonly body: readonly BodyLine[];
  /** It stays where just was called. */
  readonly stays: boolean;
  /** `[script]`: the whole of it is one text of an interpreter. */
  readonly script: boolean;
}

/** A line of a recipe without what is around it, and where it begins in its file. */
export interface BodyLine {
  readonly text: string;
  readonly path: string;
  readonly start: number;
}

export interface Parameter {
  readonly name: string;
  /** It takes all words that are left. */
  readonly rest: boolean;
  readonly needed: boolean;
  readonly exported: boolean;
  readonly value?: string;
}

export interface Dependency {
  readonly name: string;
  /** Expressions side by side. */
  readonly args: string;
}

/** Reads a justfile and what it imports (just.systems, "Grammar"). */
export function parseJustfile(path: string, repository: Repository, depth = 0): Justfile {
  const recipes: Recipe[] = [];
  const variables = new Map<string, string>();
  const aliases = new Map<string, string>();
  let positional = false;
  let shell = '';
  let attributes = '';
  let body: BodyLine[] | undefined;
  // A line that goes on keeps its length, so that every letter of it can be found again.
  const joined = (repository.files.read(path) ?? '').replaceAll(/\\\r?\n[ \t]*/g, text => ' '.repeat(text.length));
  const lines = joined.split('\n');
  let next = 0;
  const starts = lines.map(line => (next += line.length + 1) - line.length - 1);
  for (let at = 0; at < lines.length; at++) {
    let line = lines[at]!.replace(/\r$/, '');
    if (/^\s+\S/.test(line)) {
      body?.push({ text: line.trim(), path, start: starts[at]! + line.length - line.trimStart().length });
      continue;
    }
    if (line.trim() === '' || line.startsWith('#')) continue;
    while (unclosed(line) && at + 1 < lines.length) line += ` ${lines[++at]!.trim()}`;
    if (line.startsWith('[')) {
      attributes += line;
      continue;
    }
    shell = /^set\s+shell\s*:=\s*\[(.*)\]/.exec(line)?.[1] ?? shell;
    if (/^set\s+positional-arguments\b(?!\s*:=\s*false)/.test(line)) positional = true;
    const assignment = /^(?:export\s+|eager\s+|lazy\s+)*([A-Za-z_][\w-]*)\s*:=\s*([\s\S]*)$/.exec(line);
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(line);
    const imported = /^import\??\s+(['"])(.*?)\1/.exec(line);
    const colon = headerEnd(line);
    if (alias !== null) aliases.set(alias[1]!, alias[2]!);
    else if (assignment !== null) variables.set(assignment[1]!, assignment[2]!);
    else if (imported !== null && depth < 4) {
      const beside = parentOf(path);
      const other = parseJustfile(normalise(join(beside, imported[2]!)), repository, depth + 1);
      recipes.push(...other.recipes);
      for (const [name, value] of other.variables) if (!variables.has(name)) variables.set(name, value);
      for (const [name, recipe] of other.aliases) aliases.set(name, recipe);
    } else if (colon >= 0) {
      const name = /^@?([A-Za-z_][\w-]*)/.exec(line)?.[1];
      body = [];
      if (name !== undefined && ofThisSystem(attributes)) {
        const [before, after] = parts(line.slice(colon + 1));
        recipes.push({
          name,
          parameters: parametersOf(line.slice(line.indexOf(name) + name.length, colon)),
          before: before!,
          after: after!,
          body,
          stays: /\bno-cd\b/.test(attributes),
          script: /\bscript\b/.test(attributes.replaceAll(QUOTED, '')),
        });
      }
    }
    attributes = '';
  }
  return { recipes, variables, aliases, positional, shell };
}

const QUOTED = /'[^']*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g;

/** Whether a line goes on in the next: a bracket of it is open. */
function unclosed(line: string): boolean {
  if (/^[^#]*('''|""")/.test(line) && line.split(/'''|"""/).length % 2 === 0) return true;
  const bare = line.replaceAll(QUOTED, '').replace(/(^|\s)#.*$/, '');
  return bare.split(/[([{]/).length > bare.split(/[)\]}]/).length;
}

/** Where the colon of a recipe's header stands; -1 in any other line. */
function headerEnd(line: string): number {
  if (!/^@?[A-Za-z_]/.test(line)) return -1;
  const bare = line.replaceAll(QUOTED, text => '_'.repeat(text.length));
  const at = bare.indexOf(':');
  return at < 0 || bare[at + 1] === '=' ? -1 : at;
}

/** A recipe for another system than CI's and campaigns' is none. */
function ofThisSystem(attributes: string): boolean {
  const named = attributes
    .replaceAll(QUOTED, '')
    .match(/\b(unix|linux|macos|windows|openbsd|freebsd|netbsd|dragonfly|android)\b/g);
  return named === null || named.some(name => name === 'unix' || name === 'linux');
}

function parametersOf(text: string): readonly Parameter[] {
  const all = text.matchAll(
    /([*+]?)(\$?)([A-Za-z_][\w-]*)(?:\s*=\s*('[^']*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\((?:[^()]|\([^()]*\))*\)|[A-Za-z_][\w-]*(?:\([^()]*\))?))?/g,
  );
  return [...all].map(([, many, exported, name, value]) => ({
    name: name!,
    rest: many !== '',
    needed: value === undefined && many !== '*',
    exported: exported !== '',
    ...(value !== undefined && { value }),
  }));
}

/** The dependencies before `&&` and those after it, each a name or `(name expression …)`. */
function parts(text: string): readonly (readonly Dependency[])[] {
  const found: [Dependency[], Dependency[]] = [[], []];
  let [side, depth, from] = [0, 0, 0];
  const add = (part: string): void => {
    const [, name, args] = /^\(?\s*([A-Za-z_][\w-]*)([\s\S]*?)\)?$/.exec(part.trim()) ?? [];
    if (name !== undefined) found[side as 0 | 1].push({ name, args: part.trim().startsWith('(') ? args! : '' });
  };
  const bare = text.replaceAll(QUOTED, quoted => '_'.repeat(quoted.length)).replace(/(^|\s)#.*$/, '');
  for (let at = 0; at <= bare.length; at++) {
    const letter = bare[at];
    if (letter === '(') {
      if (depth++ === 0) from = at;
    } else if (letter === ')') {
      if (--depth > 0) continue;
      add(text.slice(from, at + 1));
      from = at + 1;
    } else if (depth === 0 && (letter === undefined || /\s/.test(letter))) {
      const word = bare.slice(from, at).trim();
      if (word === '&&') side = 1;
      else if (word !== '') add(word);
      from = at;
    }
  }
  return found;
}
