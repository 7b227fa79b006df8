import type { Plan, PlannedStage } from '../../plan/plan.ts';
import type { RepositoryFacts } from '../facts.ts';
import { commands, type SimpleCommand } from '../shell/commands.ts';
import { isWork } from '../shell/look.ts';
import type { ShellText } from '../stage-script.ts';
import { stagePrograms } from './stage-programs.ts';

/** A call that starts a program and learns nothing of its failure. */
interface Unchecked {
  /** Without its arguments: `subprocess.run`. */
  readonly call: string;
  readonly start: number;
  readonly end: number;
  /** What to write in its place, where it cannot be told to raise. */
  readonly instead?: string;
  /** An argument can be written behind its last. */
  readonly open: boolean;
}

/** The same where it starts what a stage is there for. */
interface UncheckedWork extends Unchecked {
  readonly stage: PlannedStage;
  readonly text: ShellText;
  readonly command: SimpleCommand;
}

/** Where Python in a stage's own shell code starts work and would not learn of its failure. */
export function* uncheckedWork(plan: Plan, facts: RepositoryFacts): Iterable<UncheckedWork> {
  for (const stage of plan.stages)
    for (const { language, inline, text } of stage.off ? [] : stagePrograms(plan, stage, facts))
      for (const { said, ...call } of inline && language === 'python' ? uncheckedCalls(text.text) : []) {
        const command = commands(said).find(isWork);
        if (command) yield { ...call, stage, text, command };
      }
}

const CALL = /(?:^|;)[ \t]*((?:\w+\.)?(?:run|call|system))\(/gm;

/** Where a program in Python starts another in a statement of its own, and neither asks for its status nor has it raise. */
function uncheckedCalls(text: string): readonly (Unchecked & { readonly said: string })[] {
  const starters = startersOf(text);
  const ends = closings(text);
  return [...text.matchAll(CALL)].flatMap(match => {
    const call = match[1]!;
    const from = match.index + match[0].length;
    const end = ends.get(from);
    if (!starters(call) || end === undefined || /^[ \t]*[^\s#;]/.test(text.slice(end))) return [];
    const start = from - call.length - 1;
    const args = text.slice(from, end - 1);
    // `check=False` is its author's word, and what `**` hands on is not known.
    const said = /\bcheck\s*=|\*\*/.test(args) ? undefined : started(args);
    if (said === undefined) return [];
    const shell = call.endsWith('system') || /\bshell\s*=\s*True/.test(args) ? ', shell=True' : '';
    const instead = call.endsWith('run') ? undefined : `subprocess.run(…${shell}, check=True)`;
    return [
      { call, said, start, end, ...(instead && { instead }), open: !/#/.test(args) && !args.trim().endsWith(',') },
    ];
  });
}

/** Whether a call is of `subprocess`, by whatever name the program has imported it, or `os.system`. */
function startersOf(text: string): (call: string) => boolean {
  const imports = [...text.matchAll(/^[ \t]*import\b.*/gm)].flatMap(([line]) => [
    ...line.matchAll(/\bsubprocess as (\w+)/g),
  ]);
  const modules = new Set(['subprocess', ...imports.map(match => match[1]!)]);
  const names = new Set(
    [...text.matchAll(/^[ \t]*from subprocess import\b(.*)/gm)].flatMap(match => match[1]!.match(/\w+/g) ?? []),
  );
  return call => {
    const [, module, name = ''] = /^(?:(\w+)\.)?(\w+)$/.exec(call) ?? [];
    if (name === 'system') return module === 'os';
    return module === undefined ? names.has(name) : modules.has(module);
  };
}

/** Of each bracket that stands in no other and in no text, what lies behind it and behind the one that closes it. */
function closings(text: string): ReadonlyMap<number, number> {
  const pieces = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|#[^\n]*|[()[\]{}]/g;
  const found = new Map<number, number>();
  let depth = 0;
  let from = 0;
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    if (/^[([{]$/.test(piece)) {
      if (depth++ === 0) from = index + 1;
    } else if (/^[)\]}]$/.test(piece) && depth > 0 && --depth === 0) found.set(from, index + 1);
  }
  return found;
}

/** The words of `["./x", "--all", n]`, of which those that are not known are left out, or the text of `"./x --all"`. */
function started(args: string): string | undefined {
  const text = /^\s*[rbf]?(["'])((?:(?!\1)[^\\\n])*)\1/.exec(args)?.[2];
  if (text !== undefined) return text;
  const list = /^\s*\[\s*(?:[rf]?(["'])((?:(?!\1)[^\\\n])+)\1|sys\.executable)([\s\S]*?)\]/.exec(args);
  if (!list) return undefined;
  const more = [...list[3]!.matchAll(/(["'])((?:(?!\1)[^\\\n])*)\1/g)].map(([, , word]) => word!);
  return [list[2] ?? 'python3', ...more].filter(word => /^[\w./=:@%+,-]+$/.test(word)).join(' ');
}
