import type { Plan, PlannedStage } from '../plan/plan.ts';
import { isUnknown } from '../plan/symbol.ts';
import type { Place } from '../schema/source.ts';
import type { RepositoryFacts } from './facts.ts';
import { scriptOf } from './shell/called.ts';
import { base, inside, resolvePath } from './shell/directory.ts';
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
  /^(echo|printf|test|\[|mkdir|rm|rmdir|touch|tee|export|declare|local|readonly|alias|kill|sleep|read|find|grep|egrep|sed|awk|ls|stat|du|df|which|type|command|git|docker|podman|kubectl|pip|pip3|apt-get|dnf|yum)$/;
/** Commands whose last word is what they write. */
const COPIES = /^(cp|mv|install|ln|rsync|scp)$/;
export const OUTPUT_OPTION =
  /^(-[oO](=|$)|--?(out|output|outfile|out-file|out-dir|output-dir|log|log-file|report|results?|dest|target-dir|junitxml|junit-xml|save|to|output-file|export-(json|csv|markdown)|benchmark-json|summary-export)(=|$))/;

const knownFiles = new WeakMap<PlannedStage, readonly NamedFile[]>();

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
  if (command.context.elsewhere) return;
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
