import type { Plan, PlannedStage } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import { source } from '../schema/source.ts';
import { unaliased } from './cargo-aliases.ts';
import type { RepositoryFacts } from './facts.ts';
import { base, relative, resolvePath } from './path.ts';
import { scriptOf } from './shell/called.ts';
import { readShell, type SimpleCommand, STRICT, type Start } from './shell/commands.ts';
import type { Construct, ShellReading } from './shell/construct.ts';
import { matters } from './shell/purpose.ts';
import { setSwitches } from './shell/set.ts';
import { TOPLEVEL } from './shell/words.ts';
import { fileScript, type ShellText, setupScript, stageScript, unmarked } from './stage-script.ts';

/** A command of a stage, or of a script of the repository that the stage runs. */
export interface LocatedCommand extends SimpleCommand {
  readonly text: ShellText;
  /** Where it runs, absolute; `undefined` when it is not known. */
  readonly directory: string | undefined;
}

/** A stage's `run`, or a script of the repository that it runs, read once for all rules. */
export interface TextReading {
  readonly text: ShellText;
  /** The script's path in the repository; absent for what stands in the campaign. */
  readonly script?: string;
  readonly commands: readonly LocatedCommand[];
  readonly constructs: readonly Construct[];
  readonly errors: ShellReading['errors'];
  /** The script's file begins with a byte order mark. */
  readonly marked?: boolean;
}

/** What a stage runs: its own text first, then the scripts in the order in which they are met. */
export interface StageReading {
  readonly texts: readonly TextReading[];
  /** The simple commands in the order of execution, those of scripts included. */
  readonly commands: readonly LocatedCommand[];
}

const known = new WeakMap<PlannedStage, StageReading>();
const setups = new WeakMap<Plan, StageReading | undefined>();

/** A stage's shell code, and that of the repository's shell scripts that it runs. */
export function stageReading(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): StageReading {
  let found = known.get(stage);
  if (!found) {
    const variables = new Map(stage.env.map(({ name, value }) => [name, value] as const));
    const into: Collecting = { plan, facts, texts: [], commands: [], visited: new Set() };
    collect(stageScript(stage), { from: stage.cwd, variables, start: STRICT }, into);
    found = into;
    known.set(stage, found);
  }
  return found;
}

/** A text that is no stage's own, and the scripts it runs; of those, only what is not in `visited`, which gets them. */
export function readBeside(
  text: ShellText,
  started: Pick<Started, 'from' | 'variables' | 'start'>,
  plan: Plan,
  facts: RepositoryFacts,
  visited: Set<string>,
): StageReading {
  const into: Collecting = { plan, facts, texts: [], commands: [], visited };
  collect(text, started, into);
  return into;
}

/** The simple commands of a stage in the order of execution, those of the repository's shell scripts that it runs included. */
export function stageCommands(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): readonly LocatedCommand[] {
  return stageReading(plan, stage, facts).commands;
}

/** What `machine.setup` runs, as root and in `source.dir`, and the scripts of the repository that it runs; absent where there is none. */
export function setupReading(plan: Plan, facts: RepositoryFacts): StageReading | undefined {
  if (!setups.has(plan)) {
    const text = setupScript(plan);
    const { dir } = plan.repository;
    const variables = new Map(
      plan.campaign.env.map(
        ({ name, value }) => [name.value, value.text.includes('${{') ? undefined : value.text] as const,
      ),
    );
    setups.set(
      plan,
      text && readBeside(text, { from: dir, variables, start: { ...STRICT, root: true } }, plan, facts, new Set()),
    );
  }
  return setups.get(plan);
}

/** The simple commands of `machine.setup`, those of scripts included. */
export function setupCommands(plan: Plan, facts: RepositoryFacts): readonly LocatedCommand[] {
  return setupReading(plan, facts)?.commands ?? [];
}

interface Collecting {
  readonly plan: Plan;
  readonly facts: RepositoryFacts;
  readonly texts: TextReading[];
  readonly commands: LocatedCommand[];
  readonly visited: Set<string>;
}

interface Started {
  readonly from: string;
  readonly variables: ReadonlyMap<string, string | undefined>;
  readonly start: Start;
  readonly script?: string;
  readonly marked?: boolean;
}

function collect(
  text: ShellText,
  { from, variables, start, script: file, marked = false }: Started,
  into: Collecting,
): TextReading {
  const all = new Map(variables).set(TOPLEVEL, into.plan.repository.dir).set('PWD', from);
  const { commands, constructs, errors } = readShell(text.text, all, start);
  const located = commands.map(command => {
    const directory = command.cwd === undefined ? undefined : resolvePath(from, command.cwd);
    return unaliased({ ...command, text, directory }, into.plan.repository.dir, into.facts);
  });
  const reading = { text, commands: located, constructs, errors, ...(file !== undefined && { script: file }), marked };
  into.texts.push(reading);
  const called = new Set([...(start.functions ?? []), ...namesCalled(located)]);
  const harmless = new Set<string>();
  for (const [index, read] of located.entries()) {
    if (read.kind !== 'command') continue;
    // A function of a sourced file that only tells or tidies is no work.
    const command = harmless.has(read.words[0]?.value ?? '') ? { ...read, calls: true } : read;
    located[index] = command;
    into.commands.push(command);
    const { directory } = command;
    const script = scriptOf(command);
    const absolute = script?.word.value === undefined ? undefined : resolvePath(directory, script.word.value);
    const path = relative(into.plan.repository.dir, absolute);
    if (path === undefined || directory === undefined || into.visited.has(path)) continue;
    const raw = into.facts.read(path);
    const content = raw === undefined ? undefined : unmarked(raw);
    if (content === undefined || !isShell(path, content, script!.sourced || isShellName(command))) continue;
    into.visited.add(path);
    const inner = new Map(variables).set('0', script!.word.value!);
    const begins = script!.sourced ? { ...command.context, functions: [...called] } : startOf(command, content);
    const { commands: all, constructs: around } = collect(
      fileScript(source(path, content)),
      { from: directory, variables: inner, start: begins, script: path, marked: content !== raw },
      into,
    );
    for (const one of script!.sourced ? around : [])
      if (one.kind === 'call' && !all.slice(one.body.from, one.body.to).some(matters)) harmless.add(one.name);
  }
  return reading;
}

/** Names that may be functions of a file that is sourced. */
function namesCalled(commands: readonly SimpleCommand[]): readonly string[] {
  return commands.flatMap(({ kind, calls, words }) => {
    const name = words[0]?.value;
    return kind === 'command' && !calls && name !== undefined && /^[A-Za-z_][\w-]*$/.test(name) ? [name] : [];
  });
}

/** A script starts without `set -e`, unless its first line or the shell that is called says so. */
function startOf({ words, context }: SimpleCommand, content: string): Start {
  const said = isShellName({ words }) ? words.slice(1).map(({ value }) => value) : [];
  const first = /^#!\s*(?:\S*\/env\s+(?:-S\s*)?)?\S+\s*(.*)/.exec(content)?.[1]?.split(/\s+/) ?? [];
  const start = { errexit: false, pipefail: false };
  for (const { option, on } of setSwitches(said.length > 0 ? said : first))
    if (option !== 'nullglob') start[option] = on;
  return { ...start, root: context.root };
}

/** Written by a tool for every project alike: what it does is none of the campaign's author's. */
const GENERATED = /Generated by GNU Autoconf|Maven Wrapper|Maven2? Start ?Up Batch script|Gradle start ?up script/i;

function isShell(path: string, content: string, known: boolean): boolean {
  if (GENERATED.test(content.slice(0, 4_000))) return false;
  return known || /^#!.*\b(ba|da|z|k)?sh\b/.test(content) || (/\.(ba)?sh$/.test(path) && !content.startsWith('#!'));
}

function isShellName({ words }: Pick<SimpleCommand, 'words'>): boolean {
  return /^(ba|da|z|k)?sh$/.test(base(words[0]?.value ?? ''));
}

/** A text that runs on the box, and the stage that runs it; none for `machine.setup`. */
export interface RunText {
  readonly stage?: PlannedStage;
  readonly reading: TextReading;
}

/**
 * Every text that a plan runs and that bash can read: the setup, the stages that are not off, and the scripts they run. What
 * does not parse is told by one rule, and no other guesses at it.
 */
export function* runTexts(plan: Plan, facts: RepositoryFacts): Iterable<RunText> {
  for (const text of allTexts(plan, facts)) if (text.reading.errors.length === 0) yield text;
}

/** Those that do not parse too. */
export function* allTexts(plan: Plan, facts: RepositoryFacts): Iterable<RunText> {
  for (const reading of setupReading(plan, facts)?.texts ?? []) yield { reading };
  for (const stage of plan.stages)
    if (!stage.off) for (const reading of stageReading(plan, stage, facts).texts) yield { stage, reading };
}

/** A command as people know it: its words as written, cut where they are many. */
export function shownCommand({ written, words }: Pick<SimpleCommand, 'written' | 'words'>): string {
  const text = (written.length > 0 ? written : words).map(word => word.text.replace(/\s+/g, ' ')).join(' ');
  return readable(text.length > 72 ? `${text.slice(0, 70).trimEnd()} …` : text);
}
