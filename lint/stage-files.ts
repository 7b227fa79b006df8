import type { Plan, PlannedStage } from '../plan/plan.ts';
import { isUnknown } from '../plan/symbol.ts';
import { type Place, source } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { commands, type SimpleCommand } from './shell/commands.ts';
import { resolvePath } from './shell/directory.ts';
import { type ShellWord, TOPLEVEL } from './shell/words.ts';
import { fileScript, type ShellText, stageScript } from './stage-script.ts';

/** A file of the source tree that a stage's shell code names. */
export interface NamedFile {
  /** Relative to `source.dir`, normalised. */
  readonly path: string;
  readonly place: Place;
  /**
   * `run`: executed by itself (`./x.sh`). `read`: handed to an interpreter or a shell (`bash x.sh`, `source x.sh`).
   * `argument`: a word of a command that is not plainly an output, a pattern or a text.
   */
  readonly how: 'run' | 'read' | 'argument';
  /** It may not come to it: behind a test, in a branch or a loop. */
  readonly conditional: boolean;
  /** The command that names it. */
  readonly command: LocatedCommand;
}

/** A command of a stage, or of a script of the repository that the stage runs. */
export interface LocatedCommand extends SimpleCommand {
  readonly text: ShellText;
  /** Where it runs, absolute; `undefined` when it is not known. */
  readonly directory: string | undefined;
}

/** Programs whose first word that is no option is a script; an option listed takes the next word, `''` means that there is no script. */
const INTERPRETERS: readonly { readonly name: RegExp; readonly values: RegExp; readonly none: RegExp }[] = [
  { name: /^(ba|da|z|k)?sh$/, values: /^[-+][a-zA-Z]*[oO]$|^--rcfile$|^--init-file$/, none: /^-[a-zA-Z]*[cs]$/ },
  { name: /^(python|pypy)[\d.]*$/, values: /^-[XW]$/, none: /^-[a-zA-Z]*[cm]$/ },
  {
    name: /^(node|nodejs)$/,
    values: /^-[rC]$|^--(require|import|loader|env-file)$/,
    none: /^-[ep]$|^--(eval|print|test|run)$/,
  },
  { name: /^(ruby|perl|Rscript|php|lua|tclsh|julia)$/, values: /^-[IrM]$/, none: /^-[a-zA-Z]*[eE]$/ },
];

/** Commands whose words are texts, patterns, or paths that they make, ask about or take away. */
const SILENT =
  /^(echo|printf|test|\[|mkdir|rm|rmdir|touch|tee|export|declare|local|readonly|alias|kill|sleep|read|find|grep|egrep|sed|awk|ls|stat|du|df|which|type|command|git|docker|podman|kubectl|pip|pip3|apt-get|dnf|yum)$/;
/** Commands whose last word is what they write. */
const COPIES = /^(cp|mv|install|ln|rsync|scp)$/;
export const OUTPUT_OPTION =
  /^(-o|-O|--?(out|output|outfile|out-file|out-dir|output-dir|log|log-file|report|results?|dest|target-dir|junitxml|junit-xml|save|to)(=|$))/;

const known = new WeakMap<PlannedStage, readonly LocatedCommand[]>();
const knownFiles = new WeakMap<PlannedStage, readonly NamedFile[]>();

/** The commands of a stage in the order of execution, those of the repository's shell scripts that it runs included. */
export function stageCommands(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): readonly LocatedCommand[] {
  let found = known.get(stage);
  if (!found) {
    const variables = new Map(stage.env.map(({ name, value }) => [name, value] as const));
    const list: LocatedCommand[] = [];
    collect(stageScript(stage), stage.cwd, variables, { plan, facts, list, visited: new Set() });
    found = list;
    known.set(stage, found);
  }
  return found;
}

interface Collecting {
  readonly plan: Plan;
  readonly facts: RepositoryFacts;
  readonly list: LocatedCommand[];
  readonly visited: Set<string>;
}

function collect(
  text: ShellText,
  from: string,
  variables: ReadonlyMap<string, string | undefined>,
  into: Collecting,
): void {
  const all = new Map(variables).set(TOPLEVEL, into.plan.repository.dir);
  for (const command of commands(text.text, all)) {
    const directory = command.cwd === undefined ? undefined : resolvePath(from, command.cwd);
    into.list.push({ ...command, text, directory });
    const script = scriptOf(command);
    const absolute = script?.word.value === undefined ? undefined : resolvePath(directory, script.word.value);
    const path = absolute === undefined ? undefined : inside(into.plan.repository.dir, absolute);
    if (path === undefined || directory === undefined || into.visited.has(path)) continue;
    const content = into.facts.read(path);
    if (content === undefined || !isShell(path, content, script!.sourced || isShellName(command))) continue;
    into.visited.add(path);
    const inner = new Map(variables).set('0', script!.word.value!);
    collect(fileScript(source(path, content)), directory, inner, into);
  }
}

/** The files of the source tree that a stage's shell code names, in order. */
export function stageFiles(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): readonly NamedFile[] {
  let found = knownFiles.get(stage);
  if (!found) {
    found = stageCommands(plan, stage, facts).flatMap(command => [...filesOf(command, plan)]);
    knownFiles.set(stage, found);
  }
  return found;
}

function* filesOf(command: LocatedCommand, plan: Plan): Iterable<NamedFile> {
  const named = (word: ShellWord, how: NamedFile['how'], from = 0): NamedFile | undefined => {
    const text = word.value?.slice(from);
    if (text === undefined || text === '' || word.glob || isUnknown(text) || /^-|:\/\/|\n/.test(text)) return undefined;
    const absolute = resolvePath(command.directory, text);
    const path = absolute === undefined ? undefined : inside(plan.repository.dir, absolute);
    if (path === undefined || path === '') return undefined;
    const place = command.text.placeOf(word.start, word.end);
    return { path, place, how, conditional: command.conditional, command };
  };
  const script = scriptOf(command);
  if (script) {
    const file = named(script.word, script.how);
    if (file) yield file;
  }
  const program = base(command.words[0]?.value ?? '');
  const words = SILENT.test(program) ? [] : command.words.slice(1);
  for (const [index, word] of words.entries()) {
    if (word === script?.word || word.value === undefined) continue;
    if (OUTPUT_OPTION.test(word.value) || OUTPUT_OPTION.test(words[index - 1]?.value ?? '')) continue;
    if (COPIES.test(program) && index === words.length - 1) continue;
    const option = /^--?[\w-]+=/.exec(word.value)?.[0].length ?? 0;
    // A bare word is a target, a subcommand or a name as often as a file (`make bench`).
    if (!/[./]/.test(word.value.slice(option))) continue;
    const file = named(word, 'argument', option);
    if (file) yield file;
  }
  for (const { operator, target } of command.redirects) {
    const file = operator === '<' ? named(target, 'argument') : undefined;
    if (file) yield file;
  }
}

/** The script or program of the repository that a command starts. */
function scriptOf({ words }: SimpleCommand): { word: ShellWord; how: 'run' | 'read'; sourced: boolean } | undefined {
  const [program, ...args] = words;
  if (program?.value === undefined) return undefined;
  if (program.value === 'source' || program.value === '.')
    return args[0] && { word: args[0], how: 'read', sourced: true };
  const interpreter = INTERPRETERS.find(({ name }) => name.test(base(program.value!)));
  if (!interpreter) return program.value.includes('/') ? { word: program, how: 'run', sourced: false } : undefined;
  for (let at = 0; at < args.length; at++) {
    const value = args[at]!.value;
    if (value === undefined || interpreter.none.test(value)) return undefined;
    if (interpreter.values.test(value)) at++;
    else if (value !== '-' && !/^[-+]/.test(value)) return { word: args[at]!, how: 'read', sourced: false };
  }
  return undefined;
}

function isShell(path: string, content: string, known: boolean): boolean {
  return known || /^#!.*\b(ba|da|z|k)?sh\b/.test(content) || (/\.(ba)?sh$/.test(path) && !content.startsWith('#!'));
}

function isShellName({ words }: SimpleCommand): boolean {
  return /^(ba|da|z|k)?sh$/.test(base(words[0]?.value ?? ''));
}

export function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** An absolute path relative to the source directory, `''` for that itself; `undefined` when it lies elsewhere. */
export function inside(dir: string, absolute: string): string | undefined {
  if (absolute === dir) return '';
  return absolute.startsWith(`${dir}/`) ? absolute.slice(dir.length + 1) : undefined;
}
