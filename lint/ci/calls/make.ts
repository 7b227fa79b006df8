import type { Command } from '../command.ts';
import { UNKNOWN } from '../command.ts';
import { handedModes, isLookedFor } from '../families/handed-flags.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import type { Called } from '../shell/surroundings.ts';
import { expanded } from './make-expansion.ts';
import { onlyTells } from './make-options.ts';
import { type Makefile, parseMakefile, type Rule } from './makefile.ts';

/** The recipes of `make target`, its prerequisites' first, as far as the Makefile says them plainly. */
export function makeCalls(command: Command, repository: Repository): readonly Called[] {
  return repository.files.remember(`make ${askedIn(command, repository)}`, () => recipesOf(command, repository));
}

/** The jobs of a matrix ask for the same again and again. */
function askedIn(command: Command, repository: Repository): string {
  return JSON.stringify([command.words, command.cwd ?? null, repository.root, [...command.env]]);
}

function recipesOf(command: Command, repository: Repository): readonly Called[] {
  const made = rulesMade(command, repository);
  if (made === undefined) return [];
  const { path, cwd, given, rules, makefile } = made;
  const source = repository.files.source(path);
  return rules
    .filter(({ rule }) => rule.recipe.length > 0)
    .map(({ rule, variables, means, plain }) => ({
      hop: {
        label: `make ${rule.targets[0] ?? ''}`,
        ...(source && { place: { source, range: { start: 0, end: 0 } } }),
      },
      text: rule.recipe
        .map(line => expanded(line, variables, rule).replace(/^[\s@+]+/, ''))
        .map(line => `(${line}\n)`)
        .join('\n'),
      cwd,
      variables: new Map(given),
      // make hands on what its command line sets (gnu.org, "Communicating Variables to a Sub-make").
      env: new Map([
        ...[...variables]
          .filter(([name]) => isLookedFor(name) && isExported(name, command, makefile, plain))
          .map(([name, value]) => [name, expanded(value, variables, rule)] as const),
        ...[...given].filter(([name, value]) => handedModes(name, value).length > 0),
      ]),
      ...(means && { means: true }),
    }));
}

/** Whether recipes are started with a variable; `plain` are those that no target sets variables for. */
function isExported(name: string, { env }: Command, { exported, settings }: Makefile, plain: boolean): boolean {
  if (!plain && settings.some(one => one.exports && one.name === name)) return true;
  return exported.get(name) ?? (env.has(name) || exported.get('') === true);
}

/** What a call of make makes, in order. */
export interface Made {
  readonly path: string;
  readonly makefile: Makefile;
  /** Where the recipes run, absolute. */
  readonly cwd: string | undefined;
  /** The variables of the command line. */
  readonly given: ReadonlyMap<string, string>;
  readonly rules: readonly {
    readonly rule: Rule;
    /** As this rule sees them. */
    readonly variables: ReadonlyMap<string, string>;
    /** Others with a recipe need it. */
    readonly means: boolean;
    /** None of those that need it sets variables for it. */
    readonly plain: boolean;
  }[];
}

/** The rules of `make target`, its prerequisites' first; `undefined` where no Makefile is known to be read. */
export function rulesMade(command: Command, repository: Repository): Made | undefined {
  return repository.files.remember(`rules ${askedIn(command, repository)}`, () => madeIn(command, repository));
}

function madeIn(command: Command, repository: Repository): Made | undefined {
  const asked = arguments_(command);
  if (asked === undefined) return undefined;
  const cwd = asked.directory === undefined ? command.cwd : resolvePath(command.cwd, asked.directory);
  const directory = inside(repository, cwd);
  if (directory === undefined) return undefined;
  const names =
    asked.file === undefined ? ['GNUmakefile', 'makefile', 'Makefile', 'Makefile.am', 'Makefile.in'] : [asked.file];
  const path = names.map(name => join(directory, name)).find(name => repository.files.exists(name) === 'file');
  if (path === undefined) return undefined;
  const given = new Map([...command.env, ...asked.variables]);
  const key = `makefile ${path} in ${directory} ${JSON.stringify([...given])}`;
  const makefile = repository.files.remember(key, () => parseMakefile(path, repository, given, 0, directory));
  const variables = new Map([...command.env, ...makefile.variables, ...asked.variables]);
  const goals = asked.targets.length > 0 ? asked.targets : defaultGoal(makefile);
  const order: Rule[] = [];
  const means = new Set<Rule>();
  const known = new Map<Rule, ReadonlyMap<string, string>>();
  const index = repository.files.remember(`${key} index`, () => indexOf(makefile, variables));
  const plan: Plan = { makefile, given: asked.variables, index, order, made: new Set(), means, known };
  for (const goal of goals) gather(goal, plan, variables, false, 0);
  const rules = order.map(rule => {
    const own = known.get(rule) ?? variables;
    return { rule, variables: own, means: means.has(rule), plain: own === variables };
  });
  return { path, makefile, cwd, given: asked.variables, rules };
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
    const assigned = /^(\w[\w.-]*)\s*[:?+]?=(.*)$/s.exec(word);
    if (onlyTells(word)) return undefined;
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

/** What is to be made, as it is found out. */
interface Plan {
  readonly makefile: Makefile;
  /** The variables of the command line. */
  readonly given: ReadonlyMap<string, string>;
  readonly index: Index;
  readonly order: Rule[];
  /** Targets that a pattern has made, and with its recipe each of a rule of many. */
  readonly made: Set<string>;
  /** Rules that others with a recipe need. */
  readonly means: Set<Rule>;
  /** The variables as each rule sees them. */
  readonly known: Map<Rule, ReadonlyMap<string, string>>;
}

function gather(target: string, plan: Plan, around: ReadonlyMap<string, string>, needed: boolean, depth: number): void {
  if (depth > 12) return;
  const { order, means, known } = plan;
  const variables = settled(target, plan, around);
  const take = (rule: Rule): void => {
    order.push(rule);
    known.set(rule, variables);
    if (needed) means.add(rule);
  };
  const prepare = (rule: Rule, names: readonly string[]): void => {
    for (const name of names)
      if (name !== '' && name !== target) gather(name, plan, variables, needed || rule.recipe.length > 0, depth + 1);
  };
  const explicit = plan.index.named.get(target) ?? [];
  for (const stated of explicit) {
    // A rule of many targets is one for each of them; it matters where its recipe goes there, or is asked for and names it.
    const recipe = stated.recipe.join('\n');
    const many = stated.targets.length !== 1 || stated.targets[0] !== target;
    const each = ENTERS.test(recipe) || (many && !needed && NAMES.test(recipe));
    if (each && plan.made.has(`${target}: ${recipe}`)) continue;
    if (each) plan.made.add(`${target}: ${recipe}`);
    const rule = each ? { ...stated, targets: [target] } : stated;
    if (known.has(rule)) continue;
    prepare(rule, expanded(rule.prerequisites.join(' '), variables, rule).split(/\s+/));
    if (!known.has(rule)) take(rule);
  }
  if (explicit.length > 0 || plan.made.has(target)) return;
  for (const [rule, patterns] of plan.index.patterns) {
    const stem = stemOf(target, patterns);
    if (stem === undefined || plan.made.has(target)) continue;
    plan.made.add(target);
    const made = instance(rule, target, stem);
    prepare(made, made.prerequisites);
    take(made);
  }
  // The last resort makes whatever nothing else does and somebody asks for.
  const anything = plan.made.has(target) || depth > 0 ? undefined : plan.index.anything;
  if (anything !== undefined) take(instance(anything, target, target));
}

/** A recipe that works in the directory it is named after: `$(MAKE) -C $@`. */
const ENTERS = /(-C|\bcd|--directory[= ])\s*["']?(\.\/)?\$(@|[({]@)/;

/** A recipe that names what it makes. */
const NAMES = /\$(@|[({]@)/;

/** Who makes what no other rule does (gnu.org, "Last-Resort Rules"). */
const ANYTHING: readonly string[] = ['%', '.DEFAULT'];

/** The rules by what they make; looked up once for each of many targets. */
interface Index {
  readonly named: ReadonlyMap<string, readonly Rule[]>;
  readonly patterns: readonly (readonly [Rule, readonly string[]])[];
  readonly anything: Rule | undefined;
}

function indexOf(makefile: Makefile, variables: ReadonlyMap<string, string>): Index {
  const named = new Map<string, Rule[]>();
  const patterns: [Rule, readonly string[]][] = [];
  for (const rule of makefile.rules) {
    const targets = new Set(rule.targets.flatMap(name => expanded(name, variables, rule).split(/\s+/)));
    for (const target of targets) named.set(target, [...(named.get(target) ?? []), rule]);
    const open = [...targets].filter(target => target.includes('%'));
    if (open.length > 0) patterns.push([rule, open]);
  }
  return {
    named,
    patterns,
    anything: ANYTHING.flatMap(name => makefile.rules.filter(rule => rule.targets.includes(name)))[0],
  };
}

/** The variables with what the target itself sets. */
function settled(target: string, plan: Plan, around: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = plan.makefile.settings.filter(
    ({ targets, name, overrides }) => targets.includes(target) && (overrides || !plan.given.has(name)),
  );
  if (own.length === 0) return around;
  const variables = new Map(around);
  for (const { name, operator, value } of own) {
    const before = variables.get(name);
    if (operator === '+') variables.set(name, `${before ?? ''} ${value}`.trim());
    else if (operator !== '?' || before === undefined) variables.set(name, value);
  }
  return variables;
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
    ...(rule.lines && { lines: rule.lines }),
  };
}
