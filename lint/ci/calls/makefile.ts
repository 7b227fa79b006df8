import { normalise, parentOf } from '../../path.ts';
import { UNKNOWN } from '../command.ts';
import { join, type Repository } from '../repository.ts';
import { type Branch, branch } from './make-conditions.ts';
import { expanded, type Variables } from './make-expansion.ts';
import { withListings } from './make-listings.ts';

/** What of a Makefile is plainly said. */
export interface Makefile {
  readonly variables: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
  readonly settings: readonly Setting[];
  /** Whether recipes are started with a variable, and with every one, of which the name is empty (gnu.org, "Communicating Variables to a Sub-make"). */
  readonly exported: ReadonlyMap<string, boolean>;
}

/** A variable that a target sets for itself and what it needs: `race: FLAGS += -race` (GNU make, "Target-specific Variable Values"). */
export interface Setting {
  readonly targets: readonly string[];
  readonly name: string;
  readonly operator: string;
  readonly value: string;
  /** It counts even where the command line sets the variable. */
  readonly overrides: boolean;
  /** Recipes are started with it. */
  readonly exports: boolean;
}

export interface Rule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly recipe: readonly string[];
  /** Where those of its recipe stand that have lines of their own. */
  readonly lines?: readonly RecipeLine[];
}

/** A line of a recipe: the file, and the number of its first line there, from 0. */
export interface RecipeLine {
  readonly path: string;
  readonly line: number;
  /** Where it begins in that line; absent where that is behind the tab. */
  readonly column?: number;
}

/** Where automake's Makefile lies beside its sources, which is where it is made without more words (gnu.org, "Automake", "VPATH Builds"). */
const PLACES = ['srcdir', 'builddir', 'top_srcdir', 'top_builddir'];
/** `if ENABLE_TLS` … `endif`: what is configured is not known, and all of it counts (gnu.org, "Automake", "Conditionals"). */
const CONDITIONAL = /^(if\s+!?\w+|else(\s+!?\w+)?|endif(\s+!?\w+)?)\s*(#.*)?$/;

/** What `configure` makes a Makefile of: what it fills in is not known, nor what a recipe does with it (gnu.org, "Autoconf", "Makefile Substitutions"). */
function filledIn(path: string, text: string): string {
  if (!path.endsWith('.in')) return text;
  return text
    .replaceAll(/\\\n\s*/g, ' ')
    .replaceAll(/^\t.*$/gm, '\t: $$@')
    .replaceAll(/@(\w+)@/g, (_, name: string) => (PLACES.includes(name) ? '.' : UNKNOWN));
}

/** Reads a Makefile and what it includes; `given` are the variables of the command line and of the surroundings. */
export function parseMakefile(
  path: string,
  repository: Repository,
  given: ReadonlyMap<string, string>,
  depth = 0,
  directory = parentOf(path),
  outer: Variables = { get: () => undefined },
): Makefile {
  const variables = new Map<string, string>();
  const rules: Rule[] = [];
  const settings: Setting[] = [];
  const exported = new Map<string, boolean>();
  const automake = path.endsWith('Makefile.am');
  if (automake) for (const name of PLACES) variables.set(name, '.');
  const lines = filledIn(path, repository.files.read(path) ?? '')
    .split(/\r?\n/)
    .map(line => (automake && CONDITIONAL.test(line) ? '' : line));
  const both = { get: (name: string) => given.get(name) ?? variables.get(name) ?? outer.get(name) };
  const branches: Branch[] = [];
  let open:
    | { targets: readonly string[]; prerequisites: readonly string[]; recipe: string[]; lines: RecipeLine[] }
    | undefined;
  for (let at = 0; at < lines.length; at++) {
    let line = lines[at]!;
    const first = at;
    while (line.endsWith('\\') && at + 1 < lines.length) {
      const recipe = line.startsWith('\t');
      line = recipe ? `${line}\n${lines[++at]!.replace(/^\t/, '')}` : `${line.slice(0, -1)} ${lines[++at]!.trim()}`;
    }
    if (/^ *(ifn?def|ifn?eq|else|endif)\b/.test(line)) {
      branch(line.replace(/#.*$/, '').trim(), branches, both);
      continue;
    }
    if (branches.some(one => one === 'off' || one === 'over')) continue;
    if (/^\s*define\b/.test(line)) {
      const body: string[] = [];
      while (at + 1 < lines.length && !/^\s*endef\b/.test(lines[++at]!)) body.push(lines[at]!.replace(/^\s*[@+]*/, ''));
      const name = /^\s*define\s+([\w.-]+)/.exec(line)?.[1];
      if (name !== undefined) variables.set(name, body.join('\n'));
      continue;
    }
    // Where no rule is open, a tab begins no recipe.
    if (line.startsWith('\t') && open !== undefined) {
      open?.recipe.push(recipeLine(withListings(line.slice(1), directory, variables, repository)));
      open?.lines.push({ path, line: first });
      continue;
    }
    const written = line.replace(/(^|\s)#.*$/, '').trimEnd();
    const plain = withListings(written, directory, variables, repository).replaceAll(/\$[({]MAKEFILE_LIST[)}]/g, () =>
      listed(path, directory),
    );
    if (plain.trim() === '') continue;
    const handing = /^\s*(?:override\s+)?(un)?export(?:\s+(\w+(?:\s+\w+)*))?\s*([?:+!]{0,3}=|$)/.exec(plain);
    for (const name of handing === null ? [] : (handing[2] ?? '').split(/\s+/))
      exported.set(name, handing![1] === undefined);
    const assignment = /^\s*(?:export\s+|override\s+)?([\w.-]+)\s*(\?|:|::|\+|!)?=\s*(.*)$/.exec(plain);
    if (assignment !== null) {
      const [, name, operator, value] = assignment as unknown as [string, string, string | undefined, string];
      if (operator === '+') variables.set(name, `${variables.get(name) ?? outer.get(name) ?? ''} ${value}`.trim());
      else if (operator === '!') variables.set(name, UNKNOWN);
      else if (operator !== '?') variables.set(name, value);
      else if (!variables.has(name) && outer.get(name) === undefined) variables.set(name, given.get(name) ?? value);
      continue;
    }
    const included = /^-?include\s+(\S+)$/.exec(plain);
    if (included !== null && depth < 4) {
      const beside = parentOf(path);
      // `-include Makefile.$(GOOS)`
      const name = expanded(included[1]!, both, { targets: [], prerequisites: [], recipe: [] });
      const other = parseMakefile(normalise(join(beside, name)), repository, given, depth + 1, directory, both);
      for (const [name, value] of other.variables) variables.set(name, value);
      rules.push(...other.rules);
      settings.push(...other.settings);
      for (const [name, isHanded] of other.exported) exported.set(name, isHanded);
      continue;
    }
    const setting =
      /^([^\s:=#][^:=]*?)\s*::?\s*((?:(?:export|override|private)\s+)*)([\w.-]+)\s*(\?|:|::|\+|!)?=\s*(.*)$/.exec(
        plain,
      );
    if (setting !== null) {
      const [, targets, marks, name, operator, value] = setting as unknown as string[];
      settings.push({
        targets: targets!.split(/\s+/),
        name: name!,
        operator: operator ?? '',
        value: operator === '!' ? UNKNOWN : value!,
        overrides: marks!.includes('override'),
        exports: marks!.includes('export'),
      });
      open = undefined;
      continue;
    }
    const rule = /^([^\s:=][^:=]*?)\s*::?\s*(?!=)([^;]*)(?:;\s*(.*))?$/.exec(plain);
    if (rule === null) continue;
    if (rule[1] === '.EXPORT_ALL_VARIABLES') exported.set('', true);
    open = {
      targets: rule[1]!.split(/\s+/),
      prerequisites: rule[2]!.split(/\s+/).filter(name => name !== '' && name !== '|'),
      recipe: rule[3] ? [recipeLine(rule[3])] : [],
      // `target: ; command`: the first line of the recipe, where make's own part holds no `;`.
      lines:
        rule[3] && lines[first]!.includes(';') ? [{ path, line: first, column: lines[first]!.indexOf(';') + 1 }] : [],
    };
    rules.push(open);
  }
  return { variables, rules, settings, exported };
}

/** What `MAKEFILE_LIST` ends with while this file is read, as seen from where make runs; above that it is not known. */
function listed(path: string, directory: string): string {
  if (directory === '') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : UNKNOWN;
}

/** A recipe's line as bash; make goes on after a line that starts with `-`, whatever became of it. */
function recipeLine(line: string): string {
  const [prefix] = /^[\s@+-]*/.exec(line)!;
  const command = line.slice(prefix.length);
  return prefix.includes('-')
    ? `{ ${command}
} || true`
    : command;
}
