import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { inside, join, type Repository } from '../repository.ts';
import { normalise, resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/walk.ts';

interface Makefile {
  readonly variables: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
}

interface Rule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly recipe: readonly string[];
}

/** The recipes of `make target`, its prerequisites' first, as far as the Makefile says them plainly. */
export function makeCalls(command: Command, repository: Repository): readonly Called[] {
  const asked = arguments_(command);
  if (asked === undefined) return [];
  const cwd = asked.directory === undefined ? command.cwd : resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return [];
  const names = asked.file === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [asked.file];
  const path = names.map(name => join(directory, name)).find(name => repository.files.exists(name) === 'file');
  if (path === undefined) return [];
  const given = new Map([...command.env, ...asked.variables]);
  const key = `makefile ${path} ${JSON.stringify([...given])}`;
  const makefile = repository.files.remember(key, () => parseMakefile(path, repository, given));
  const variables = new Map([...makefile.variables, ...asked.variables]);
  const goals = asked.targets.length > 0 ? asked.targets : defaultGoal(makefile);
  const order: Rule[] = [];
  for (const goal of goals) gather(goal, makefile, variables, order, 0);
  return order
    .filter(rule => rule.recipe.length > 0)
    .map(rule => ({
      hop: { label: `make ${rule.targets[0] ?? ''}` },
      text: rule.recipe
        .map(line => substitute(line, variables, rule))
        .map(line => `(${line}\n)`)
        .join('\n'),
      cwd,
      variables: new Map(asked.variables),
    }));
}

function arguments_(
  command: Command,
): { targets: string[]; variables: Map<string, string>; directory?: string; file?: string } | undefined {
  const result: { targets: string[]; variables: Map<string, string>; directory?: string; file?: string } = {
    targets: [],
    variables: new Map(),
  };
  const words = command.words.slice(1);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const assigned = /^(\w+)\s*[:?+]?=(.*)$/s.exec(word);
    if (word === '-n' || word === '--dry-run' || word === '--version' || word === '-q') return undefined;
    if (word === '-C' || word === '--directory') result.directory = words[++at] ?? '.';
    else if (word.startsWith('--directory=')) result.directory = word.slice(12);
    else if (/^-C./.test(word)) result.directory = word.slice(2);
    else if (word === '-f' || word === '--file' || word === '--makefile') result.file = words[++at] ?? '';
    else if (word === '-j' || word === '-l') {
      if (/^\d+$/.test(words[at + 1] ?? '') || words[at + 1] === UNKNOWN) at++;
    } else if (assigned !== null) result.variables.set(assigned[1]!, assigned[2]!);
    else if (!word.startsWith('-') && word !== UNKNOWN) result.targets.push(word);
  }
  return result;
}

function defaultGoal(makefile: Makefile): readonly string[] {
  const stated = makefile.variables.get('.DEFAULT_GOAL');
  if (stated !== undefined) return [stated];
  const first = makefile.rules.find(rule =>
    rule.targets.some(target => !target.startsWith('.') && !target.includes('%')),
  );
  return first === undefined ? [] : first.targets.slice(0, 1);
}

function gather(
  target: string,
  makefile: Makefile,
  variables: ReadonlyMap<string, string>,
  order: Rule[],
  depth: number,
): void {
  if (depth > 12) return;
  for (const rule of makefile.rules) {
    const targets = rule.targets.flatMap(name => substitute(name, variables, rule).split(/\s+/));
    if (order.includes(rule)) continue;
    if (!targets.includes(target)) {
      const stem = makefile.rules.some(other => other.targets.includes(target)) ? undefined : stemOf(target, targets);
      if (stem === undefined) continue;
      const made = instance(rule, target, stem);
      if (order.some(known => known.targets[0] === target)) continue;
      for (const name of made.prerequisites) if (name !== target) gather(name, makefile, variables, order, depth + 1);
      order.push(made);
      continue;
    }
    for (const prerequisite of rule.prerequisites) {
      for (const name of substitute(prerequisite, variables, rule).split(/\s+/)) {
        if (name !== '' && name !== target) gather(name, makefile, variables, order, depth + 1);
      }
    }
    if (!order.includes(rule)) order.push(rule);
  }
}

/** What `%` stands for when one of a pattern rule's targets is this one. */
function stemOf(target: string, patterns: readonly string[]): string | undefined {
  for (const pattern of patterns) {
    const [before, after] = pattern.split('%');
    if (before === undefined || after === undefined || before + after === '') continue;
    if (target.length > before.length + after.length && target.startsWith(before) && target.endsWith(after))
      return target.slice(before.length, target.length - after.length);
  }
  return undefined;
}

function instance(rule: Rule, target: string, stem: string): Rule {
  return {
    targets: [target],
    prerequisites: rule.prerequisites.map(name => name.replace('%', stem)),
    recipe: rule.recipe.map(line => line.replaceAll(/\$\*|\$\(\*\)/g, stem)),
  };
}

/** Of an open `ifdef`: its lines count (`on`, or `open` when nobody can tell), do not, or cannot any more since another branch did. */
type Branch = 'on' | 'open' | 'off' | 'over';

function branch(line: string, stack: Branch[], variables: ReadonlyMap<string, string>): void {
  if (line === 'endif') {
    stack.pop();
    return;
  }
  const other = /^else\b\s*(.*)$/.exec(line);
  const before = other === null ? undefined : stack.pop();
  const decided = conditionOf(other === null ? line : other[1]!, variables);
  if (before === 'on' || before === 'over') stack.push('over');
  else stack.push(decided === undefined ? 'open' : decided ? (before === 'open' ? 'open' : 'on') : 'off');
}

/** What `ifdef X`, `ifeq (a,b)` and their opposites say; a plain `else` holds; `undefined` when it is not known. */
function conditionOf(line: string, variables: ReadonlyMap<string, string>): boolean | undefined {
  if (line === '') return true;
  const defined = /^(ifn?def)\s+(\w+)$/.exec(line);
  if (defined !== null) return ((variables.get(defined[2]!) ?? '') !== '') === (defined[1] === 'ifdef');
  const equal = /^(ifn?eq)\s+(?:\((.*),(.*)\)|(["'])(.*?)\4\s+(["'])(.*)\6)$/.exec(line);
  if (equal === null) return undefined;
  const sides = [equal[2] ?? equal[5]!, equal[3] ?? equal[7]!].map(side => substitute(side.trim(), variables, NO_RULE));
  if (sides.some(side => side.includes(UNKNOWN))) return undefined;
  return (sides[0] === sides[1]) === (equal[1] === 'ifeq');
}

const NO_RULE: Rule = { targets: [], prerequisites: [], recipe: [] };

function parseMakefile(path: string, repository: Repository, given: ReadonlyMap<string, string>, depth = 0): Makefile {
  const variables = new Map<string, string>();
  const rules: Rule[] = [];
  const lines = (repository.files.read(path) ?? '').split(/\r?\n/);
  const branches: Branch[] = [];
  let open: { targets: readonly string[]; prerequisites: readonly string[]; recipe: string[] } | undefined;
  for (let at = 0; at < lines.length; at++) {
    let line = lines[at]!;
    while (line.endsWith('\\') && at + 1 < lines.length) {
      const recipe = line.startsWith('\t');
      line = recipe ? `${line}\n${lines[++at]!.replace(/^\t/, '')}` : `${line.slice(0, -1)} ${lines[++at]!.trim()}`;
    }
    if (/^ *(ifn?def|ifn?eq|else|endif)\b/.test(line)) {
      branch(line.replace(/#.*$/, '').trim(), branches, new Map([...variables, ...given]));
      continue;
    }
    if (branches.some(one => one === 'off' || one === 'over')) continue;
    if (/^\s*define\b/.test(line)) {
      while (at + 1 < lines.length && !/^\s*endef\b/.test(lines[at]!)) at++;
      continue;
    }
    if (line.startsWith('\t')) {
      open?.recipe.push(recipeLine(line.slice(1)));
      continue;
    }
    const plain = line.replace(/(^|\s)#.*$/, '').trimEnd();
    if (plain.trim() === '') continue;
    const assignment = /^\s*(?:export\s+|override\s+)?([\w.]+)\s*(\?|:|::|\+|!)?=\s*(.*)$/.exec(plain);
    if (assignment !== null) {
      const [, name, operator, value] = assignment as unknown as [string, string, string | undefined, string];
      if (operator === '+') variables.set(name, `${variables.get(name) ?? ''} ${value}`.trim());
      else if (operator === '!') variables.set(name, UNKNOWN);
      else if (operator !== '?' || !variables.has(name)) variables.set(name, value);
      continue;
    }
    const included = /^-?include\s+(\S+)$/.exec(plain);
    if (included !== null && depth < 4) {
      const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
      const other = parseMakefile(normalise(join(directory, included[1]!)), repository, given, depth + 1);
      for (const [name, value] of other.variables) variables.set(name, value);
      rules.push(...other.rules);
      continue;
    }
    const rule = /^([^\s:=][^:=]*?)\s*::?\s*(?!=)([^;]*)(?:;\s*(.*))?$/.exec(plain);
    if (rule === null) continue;
    open = {
      targets: rule[1]!.split(/\s+/),
      prerequisites: rule[2]!.split(/\s+/).filter(name => name !== '' && name !== '|'),
      recipe: rule[3] ? [recipeLine(rule[3])] : [],
    };
    rules.push(open);
  }
  return { variables, rules };
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

/** `$(X)`, `${X}`, `$@`, `$<`, `$$` replaced; functions of make are not known. */
function substitute(text: string, variables: ReadonlyMap<string, string>, rule: Rule, depth = 0): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      result += text[at];
      continue;
    }
    const next = text[++at];
    if (next === '(' || next === '{') {
      const end = closing(text, at);
      result += expansion(text.slice(at + 1, end), variables, rule, depth);
      at = end;
    } else if (next === '$') result += '$';
    else if (next === '@') result += rule.targets[0] ?? '';
    else if (next === '<') result += rule.prerequisites[0] ?? '';
    else if (next === '^') result += rule.prerequisites.join(' ');
    else result += expansion(next ?? '', variables, rule, depth);
  }
  return result;
}

/** Where the bracket that opens at `open` closes; the text's end when it does not. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '{') depth++;
    else if (text[at] === ')' || text[at] === '}') {
      depth--;
      if (depth === 0) return at;
    }
  }
  return text.length;
}

/** The value of a variable; a name that nothing sets is empty to make, except those that make or habit sets. */
function expansion(name: string, variables: ReadonlyMap<string, string>, rule: Rule, depth: number): string {
  const value = variables.get(name);
  if (value !== undefined) return depth > 8 ? UNKNOWN : substitute(value, variables, rule, depth + 1);
  const usual = USUAL.get(name);
  if (usual !== undefined) return usual;
  return /^\w+$/.test(name) && name === name.toUpperCase() ? '' : UNKNOWN;
}

const USUAL = new Map([
  ['MAKE', 'make'],
  ['CURDIR', '.'],
  ['CARGO', 'cargo'],
  ['GO', 'go'],
  ['PYTHON', 'python'],
  ['PYTEST', 'pytest'],
  ['NPM', 'npm'],
]);
