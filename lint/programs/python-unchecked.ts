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
  return [...text.matchAll(CALL)].flatMap(match => {
    const call = match[1]!;
    if (!isStarter(call, text)) return [];
    const start = match.index + match[0].indexOf(call);
    const end = closing(text, match.index + match[0].length);
    if (end === undefined || /^[ \t]*[^\s#;]/.test(text.slice(end))) return [];
    const args = text.slice(match.index + match[0].length, end - 1);
    const said = /\bcheck\s*=\s*(?!False)/.test(args) ? undefined : started(args);
    if (said === undefined) return [];
    const shell = call.endsWith('system') || /\bshell\s*=\s*True/.test(args) ? ', shell=True' : '';
    const instead = call.endsWith('run') ? undefined : `subprocess.run(…${shell}, check=True)`;
    return [{ call, said, start, end, ...(instead && { instead }) }];
  });
}

/** `subprocess.run`, by whatever name the program has imported it; `os.system`. */
function isStarter(call: string, text: string): boolean {
  const [, module, name = ''] = /^(?:(\w+)\.)?(\w+)$/.exec(call) ?? [];
  if (name === 'system') return module === 'os';
  if (module === undefined) return new RegExp(`^\\s*from subprocess import\\b.*\\b${name}\\b`, 'm').test(text);
  return module === 'subprocess' || new RegExp(`^\\s*import\\b.*\\bsubprocess as ${module}\\b`, 'm').test(text);
}

/** Behind the bracket that closes what is open at `from`. */
function closing(text: string, from: number): number | undefined {
  const pieces = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|[()[\]{}]/g;
  pieces.lastIndex = from;
  let depth = 1;
  for (let piece = pieces.exec(text); piece; piece = pieces.exec(text)) {
    if (/^[([{]$/.test(piece[0])) depth++;
    else if (/^[)\]}]$/.test(piece[0]) && --depth === 0) return pieces.lastIndex;
  }
  return undefined;
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
