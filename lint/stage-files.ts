import type { Plan, PlannedStage } from '../plan/plan.ts';
import { isUnknown } from '../plan/symbol.ts';
import type { Place } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { imageFiles } from './image-files.ts';
import { base, parentOf, relative, resolvePath } from './path.ts';
import { scriptOf } from './shell/called.ts';
import type { ShellWord } from './shell/words.ts';
import { type LocatedCommand, stageCommands } from './stage-shell.ts';

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

/** Commands whose words are texts, patterns, or paths that they make, ask about or take away. */
const SILENT =
  /^(echo|printf|test|\[|mkdir|rm|rmdir|touch|tee|export|declare|local|readonly|alias|kill|sleep|read|find|grep|egrep|sed|awk|ls|stat|du|df|which|type|command|ssh|git|docker|podman|kubectl|pip|pip3|apt-get|dnf|yum)$/;
/** Commands whose last word is what they write. */
const COPIES = /^(cp|mv|install|ln|rsync|scp)$/;
export const OUTPUT_OPTION =
  /^(-[oO](=|$)|--?(json|csv|md|html|xml|report|results?|bench|benchmark|stats|metrics|profile|trace|perf|plan|summary|log|cpu|mem|data|query|flamegraph|prof)[-_](out|output|outfile)(=|$)|--?(cpu|mem|block|mutex)profile(=|$)|--(cpu-prof-dir|heap-prof-dir|diagnostic-dir)(=|$)|--?(out|output|outfile|out-file|out-dir|output-dir|log|log-file|report|results?|dest|target-dir|junitxml|junit-xml|save|to|output-file|export-(json|csv|markdown)|benchmark-json|summary-export)(=|$))/;

const OUT_VARIABLE =
  /^(\w+_)?(OUT|OUTPUT|OUTFILE|OUTDIR|OUT_DIR|OUT_FILE|OUTPUT_DIR|OUTPUT_FILE|RESULTS?|RESULTS?_DIR|RESULTS?_FILE|REPORT|REPORT_FILE|LOG_?FILE|LOG_?DIR|LOG_?PATH)$/;

/** Whether a variable's name says that its value is where results go. */
export function isOutVariable(name: string): boolean {
  return OUT_VARIABLE.test(name);
}

/** Options of silent commands whose value is a file all the same. */
const FILE_OPTIONS: readonly (readonly [command: RegExp, option: RegExp])[] = [
  [/^(pip|pip3) (install|download|wheel)\b/, /^(-r|-c|--requirement|--constraint)$/],
  [/^(docker|podman) (build|buildx|compose|bake)\b|^docker-compose\b/, /^(-f|--file|--env-file)$/],
  [/^(docker|podman) run\b/, /^--env-file$/],
  [/^ssh\b/, /^-[iF]$/],
  [/^kubectl (apply|create|replace|delete)\b/, /^(-f|--filename)$/],
  [/^(awk|gawk|sed|grep|egrep)\b/, /^(-f|--file)$/],
];

const knownFiles = new WeakMap<PlannedStage, readonly NamedFile[]>();

/** The files of the source tree that a stage's shell code names, in order. */
export function stageFiles(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): readonly NamedFile[] {
  let found = knownFiles.get(stage);
  if (!found) {
    found = stageCommands(plan, stage, facts).flatMap(command => [...filesOf(command, plan, facts)]);
    knownFiles.set(stage, found);
  }
  return found;
}

/** The files of the source tree that one command names. */
export function* filesOf(command: LocatedCommand, plan: Plan, facts: RepositoryFacts): Iterable<NamedFile> {
  if (command.context.elsewhere) return;
  const named = (word: ShellWord, how: NamedFile['how'], from = 0): NamedFile | undefined => {
    const text = word.value?.slice(from).replace(/^fileb?:\/\/(?!\/)/, '');
    if (text === undefined || text === '' || word.glob || isUnknown(text) || /^-|:\/\/|\n/.test(text)) return undefined;
    const absolute = resolvePath(command.directory, text);
    const path = relative(plan.repository.dir, absolute);
    if (path === undefined || path === '') return undefined;
    const place = command.text.placeOf(word.start, word.end);
    return { path, place, how, conditional: command.conditional, command };
  };
  const script = scriptOf(command);
  if (script) {
    const file = named(script.word, script.how);
    if (file) yield file;
  }
  const { conditional } = command;
  const module = moduleOf(command);
  if (module) {
    const text = module.value.replaceAll('.', '/');
    const files = [`${text}.py`, `${text}/__main__.py`].flatMap(
      value => named({ ...module.word, value }, 'read') ?? [],
    );
    const there = files.filter(({ path }) => facts.exists(path) === 'file');
    // Of a package of the repository, a module that is none of its files is nowhere.
    const [file] = files;
    const lost = file && there.length === 0 && isPackage(parentOf(file.path), facts) && !hasModule(file.path, facts);
    yield* lost ? [file] : there;
  }
  for (const file of imageFiles(command, plan.repository.dir, facts))
    yield { ...file, how: 'argument', conditional, command };
  const program = base(command.words[0]?.value ?? '');
  const words = SILENT.test(program) ? [] : command.words.slice(1);
  if (words.length === 0) yield* optionFiles(command, program, named);
  // `DATA_DIR=data ./bench`.
  if (command.words.length > 0 && !SILENT.test(program))
    for (const { name, value, start, end } of command.assigns)
      if (value && /[./]/.test(value) && !isOutVariable(name) && !/^(LD_|PATH$|\w*PYTHONPATH$)/.test(name)) {
        const text = command.text.text.slice(start, end);
        const from = Math.min(end, start + Math.max(0, text.indexOf('=')) + 1);
        const file = named({ value, text: value, glob: false, start: from, end }, 'argument');
        if (file) yield file;
      }
  for (const [index, word] of words.entries()) {
    if (word === script?.word || word.value === undefined) continue;
    if (OUTPUT_OPTION.test(word.value) || OUTPUT_OPTION.test(words[index - 1]?.value ?? '')) continue;
    if (COPIES.test(program) && index === words.length - 1) continue;
    if (program === 'dd' && !word.value.startsWith('if=')) continue;
    if (program === 'jq' && isValueOfJq(words, index)) continue;
    // A setting, as often as a file of settings.
    if (program === 'cargo' && words[index - 1]?.value === '--config' && word.value.includes('=')) continue;
    const option = (READS.get(program) ?? OPTION).exec(word.value)?.[0].length ?? 0;
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

/** The module that `python -m bench.run` starts, of those of the repository: there, a package of its own is a directory. */
function moduleOf({ words }: LocatedCommand): { readonly word: ShellWord; readonly value: string } | undefined {
  if (!/^(python|pypy)[\d.]*$/.test(base(words[0]?.value ?? ''))) return undefined;
  const at = words.findIndex(({ value }, index) => index > 0 && !/^-[bBdEiIOPqRsSuvx]+$/.test(value ?? '-'));
  const word = words[at]?.value === '-m' ? words[at + 1] : undefined;
  return word?.value !== undefined && /^[A-Za-z_][\w.]*$/.test(word.value) ? { word, value: word.value } : undefined;
}

function isPackage(directory: string, facts: RepositoryFacts): boolean {
  return directory !== '' && facts.exists(`${directory}/__init__.py`) === 'file';
}

/** It lies there as a directory, or compiled: `run.pyx`, `run.cpython-312.so`. */
function hasModule(path: string, facts: RepositoryFacts): boolean {
  const name = base(path).replace(/\.py$/, '');
  return facts.list(parentOf(path)).some(one => one === name || one.startsWith(`${name}.`));
}

/** `--arg name value`: two words that are no files. */
function isValueOfJq(words: readonly ShellWord[], index: number): boolean {
  return [1, 2].some(back => /^--arg(json)?$/.test(words[index - back]?.value ?? ''));
}

const OPTION = /^--?[\w-]+=/;
/** `--data-binary @file`, `-F name=@file`: what curl sends of a file. */
const CURL_FILE = /^(?:--?[\w-]+=)?(?:[\w.-]+=)?@|^--?[\w-]+=/;
/** Programs that name what they read in a way of their own. */
const READS = new Map([
  ['curl', CURL_FILE],
  ['dd', /^if=/],
]);

/** The files that options name, of a command whose other words are none. */
function* optionFiles(
  { words }: LocatedCommand,
  program: string,
  named: (word: ShellWord, how: NamedFile['how'], from?: number) => NamedFile | undefined,
): Iterable<NamedFile> {
  const said = [program, ...words.slice(1).map(({ value }) => value ?? '?')].join(' ');
  const option = FILE_OPTIONS.find(([command]) => command.test(said))?.[1];
  if (!option) return;
  for (const [index, word] of words.entries()) {
    const joined = /^(--[\w-]+)=/.exec(word.value ?? '');
    const file =
      joined && option.test(joined[1]!)
        ? named(word, 'argument', joined[0].length)
        : option.test(words[index - 1]?.value ?? '')
          ? named(word, 'argument')
          : undefined;
    if (file) yield file;
  }
}
