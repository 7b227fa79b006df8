import type { Plan, PlannedStage } from '../../plan/plan.ts';
import { source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import { base, relative, resolvePath } from '../path.ts';
import { scriptOf } from '../shell/called.ts';
import type { ShellWord } from '../shell/words.ts';
import { fileScript, type ShellText, unmarked } from '../stage-script.ts';
import { type LocatedCommand, stageReading } from '../stage-shell.ts';

export type Language = 'python' | 'node';

/** A program in another language than the shell's that a stage runs: a file of the repository, or text in its own shell code. */
export interface StageProgram {
  readonly language: Language;
  readonly text: ShellText;
  /** It stands in the shell code. */
  readonly inline: boolean;
}

const INTERPRETERS: readonly (readonly [pattern: RegExp, language: Language])[] = [
  [/^(python|pypy)[\d.]*$/, 'python'],
  [/^(node|nodejs|tsx|ts-node|bun|deno)$/, 'node'],
];
const FILES: readonly (readonly [pattern: RegExp, language: Language])[] = [
  [/\.py$/, 'python'],
  [/\.[cm]?[jt]s$/, 'node'],
];

/** The programs in Python and JavaScript that a stage plainly runs: `python x.py`, `./x.py`, `python -m x`, `node -e '…'`, a here-document. */
export function* stagePrograms(plan: Plan, stage: PlannedStage, facts: RepositoryFacts): Iterable<StageProgram> {
  const seen = new Set<string>();
  for (const { text, commands } of stageReading(plan, stage, facts).texts)
    for (const command of commands) {
      if (command.kind !== 'command' || command.context.elsewhere || command.context.trap) continue;
      const program = base(command.words[0]?.value ?? '');
      const language = INTERPRETERS.find(([pattern]) => pattern.test(program))?.[1];
      const inner = language && writtenOut(language, command, text);
      if (inner) {
        yield { language, text: inner, inline: true };
        continue;
      }
      for (const path of filesOf(command, language, plan)) {
        const raw = seen.has(path) ? undefined : facts.read(path);
        const content = raw === undefined ? undefined : unmarked(raw);
        const spoken = language ?? (content === undefined ? undefined : languageOf(path, content));
        if (content === undefined || !spoken) continue;
        seen.add(path);
        yield { language: spoken, text: fileScript(source(path, content)), inline: false };
        break;
      }
    }
}

/** The text in another language that a command runs, where it stands in the shell code: `python -c '…'`, `node -e '…'`, `python - <<'E'`. */
export function writtenOut(language: Language, command: LocatedCommand, text: ShellText): ShellText | undefined {
  const option = language === 'python' ? /^-[a-zA-Z]*c$/ : /^(-e|-p|--eval|--print)$/;
  const args = command.words.slice(1);
  const at = args.findIndex(({ value }) => option.test(value ?? ''));
  if (at >= 0) return args[at + 1] && wordText(args[at + 1]!, text);
  // What follows a `-` is for the program.
  const own = args.slice(0, args.findIndex(({ value }) => value === '-') + 1 || args.length);
  if (own.some(({ value }) => !value?.startsWith('-'))) return undefined;
  return hereText(command, text);
}

/** The here-document of a command; `undefined` where it has none. */
export function hereText({ redirects }: LocatedCommand, text: ShellText): ShellText | undefined {
  const body = redirects.find(({ operator }) => operator === '<<')?.body;
  return body && { text: body.text, placeOf: (start, end) => text.placeOf(body.start + start, body.start + end) };
}

/** A word as a text; where something in it is escaped, all of it stands where the word does. `undefined`: it is not known. */
export function wordText({ value, start, end }: ShellWord, around: ShellText): ShellText | undefined {
  if (value === undefined) return undefined;
  const quotes = end - start - value.length;
  const plain = quotes === 0 || quotes === 2;
  const first = start + quotes / 2;
  return {
    text: value,
    placeOf: (from, to) => (plain ? around.placeOf(first + from, first + to) : around.placeOf(start, end)),
  };
}

/** Where the file of a command's program may lie, relative to the source directory, likeliest first. */
function filesOf(command: LocatedCommand, language: Language | undefined, plan: Plan): readonly string[] {
  const args = command.words.slice(1).map(({ value }) => value ?? '?');
  const module = language === 'python' ? args[args.indexOf('-m') + 1] : undefined;
  const named =
    language === 'python' && args.includes('-m') && module
      ? [`${module.replaceAll('.', '/')}.py`, `${module.replaceAll('.', '/')}/__main__.py`]
      : [scriptOf(command)?.word.value ?? (language && args.find(word => FILES.some(([file]) => file.test(word))))];
  return named.flatMap(one => {
    const absolute = one === undefined ? undefined : resolvePath(command.directory, one);
    const path = relative(plan.repository.dir, absolute);
    return path ? [path] : [];
  });
}

function languageOf(path: string, content: string): Language | undefined {
  const program = /^#!\s*\S*?([\w.-]+)(?:\s+(?:-S\s+)?([\w.-]+))?/.exec(content);
  const name = program?.[1] === 'env' ? program[2] : program?.[1];
  if (name) return INTERPRETERS.find(([pattern]) => pattern.test(name))?.[1];
  return FILES.find(([pattern]) => pattern.test(path))?.[1];
}
