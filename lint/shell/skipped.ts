import type { SimpleCommand } from './commands.ts';
import type { Construct, ShellReading, Span } from './construct.ts';
import { matters, purposeOf } from './purpose.ts';

/** A question whose wrong answer ends the text with status 0, before its work. */
export interface Skip {
  /** `exit`: `exit 0` or `return 0`. `tells`: the other branch only prints. `nothing`: there is no other branch. */
  readonly how: 'exit' | 'tells' | 'nothing';
  /** What is asked, as written. */
  readonly question: string;
  /** Which answer skips the work: that it holds, that it does not, or one value of several. */
  readonly when: 'holds' | 'fails' | 'other';
  /** What would be needed, where that is plain. */
  readonly needs: Needed | undefined;
  readonly start: number;
  readonly end: number;
  /** It asks for a value, which may be meant to choose. */
  readonly chooses: boolean;
}

export type Needed =
  | { readonly kind: 'path'; readonly name: string }
  | { readonly kind: 'tool'; readonly name: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'cpu'; readonly name: string };

/** Where a text skips its work, with status 0, because something is not there. */
export function skipped(text: string, reading: ShellReading): readonly Skip[] {
  const { commands, constructs } = reading;
  const found: Skip[] = [];
  const works = commands.filter(command => isWork(command) && !command.context.trap);
  if (works.length === 0) return [];
  for (const construct of constructs) {
    if (construct.context.trap || construct.context.value) continue;
    const skip =
      construct.kind === 'list'
        ? ofList(construct, text, reading)
        : construct.kind === 'if'
          ? ofBranch(construct, text, reading, works)
          : construct.kind === 'case'
            ? ofCase(construct, text, reading)
            : undefined;
    if (skip && !found.some(({ start }) => start === skip.start)) found.push(skip);
  }
  return found;
}

function ofList(list: Extract<Construct, { kind: 'list' }>, text: string, reading: ShellReading): Skip | undefined {
  const { parts, operators, start, end, at } = list;
  const last = operators.lastIndexOf('||');
  const split = last >= 0 ? last : operators.length - 1;
  const left = { ...parts[0]!, to: parts[split]!.to, end: parts[split]!.end };
  const right = { ...parts[split + 1]!, to: parts.at(-1)!.to };
  if (of(reading, left).some(isWork) || !leavesWithZero(of(reading, right), last >= 0)) return undefined;
  const next = parts[split + 1]!;
  if (!workFollows(next, at, of(reading, next), reading)) return undefined;
  const question = reading.commands.slice(left.from, left.to);
  const asked = shown(text, left.start, left.end);
  const about = isAbout(question, asked);
  // `[ -f done ] && exit 0` skips what has been done; `[ ! -f data ] && exit 0` skips what cannot be.
  const lacking = about === 'value' && asksMachine(question, asked, text, reading) && isFew(question);
  if (last < 0 && about !== 'absence' && !lacking) return undefined;
  const when = last < 0 ? 'holds' : 'fails';
  return { how: 'exit', when, question: asked, needs: needed(question, asked), start, end, chooses: about === 'value' };
}

function ofBranch(
  branch: Extract<Construct, { kind: 'if' }>,
  text: string,
  reading: ShellReading,
  works: readonly SimpleCommand[],
): Skip | undefined {
  const { clause, then, otherwise, negated, start, context, at } = branch;
  if (of(reading, clause).some(isWork)) return undefined;
  const question = reading.commands.slice(clause.from, clause.to);
  const asked = shown(text, clause.start, clause.end).replace(negated ? /^!\s+/ : '', '');
  const about = isAbout(question, asked);
  // `[ "$(nproc)" -lt 8 ]`: the machine is not what is needed, whichever way it is asked.
  const lacking =
    about === 'value' && asksMachine(question, asked, text, reading) && leavesWithZero(of(reading, then), true);
  const absent = lacking || (negated ? about !== 'absence' : about === 'absence');
  const missing = absent ? then : otherwise;
  const present = absent ? otherwise : then;
  const when = (missing !== undefined && missing === then) !== negated ? ('holds' as const) : ('fails' as const);
  const said = {
    question: asked,
    when,
    needs: needed(question, asked),
    start,
    end: clause.end,
    chooses: about === 'value',
  };
  const others = missing ? of(reading, missing) : [];
  if (missing && leavesWithZero(others, true) && workFollows(missing, at, others, reading))
    return { how: 'exit', ...said };
  if (about === 'value' || context.loops > 0 || !present || !of(reading, present).some(isWork)) return undefined;
  if (missing && others.length > 0 && others.every(tells) && others.some(one => /^(echo|printf)$/.test(nameOf(one))))
    return { how: 'tells', ...said };
  const all = works.every(work => {
    const index = reading.commands.indexOf(work);
    return present.from <= index && index < present.to;
  });
  return !missing && all && context.kind !== 'string' ? { how: 'nothing', ...said } : undefined;
}

/** `case "$(uname -m)" in x86_64) ;; *) exit 0 ;; esac`. */
function ofCase(
  { word, branches, start, end, at }: Extract<Construct, { kind: 'case' }>,
  text: string,
  reading: ShellReading,
): Skip | undefined {
  const leaves = branches.find(branch => leavesWithZero(of(reading, branch), true));
  if (!leaves || !workFollows({ ...leaves, to: branches.at(-1)!.to }, at, of(reading, leaves), reading))
    return undefined;
  if (!isForNothing(leaves, text) && !asksMachine([], word.text, text, reading)) return undefined;
  return {
    how: 'exit',
    when: 'other',
    question: shown(text, word.start, word.end),
    needs: undefined,
    start,
    end,
    chooses: true,
  };
}

/** The branch `"")`: of a variable that is not set. */
function isForNothing(branch: Span, text: string): boolean {
  return /(?:^|[\s;(])(?:""|'')\s*\)\s*$/.test(text.slice(0, branch.start));
}

const MACHINE =
  /\bnproc\b|\buname\b|\blscpu\b|\bfree\b|\bdf\b|\bgetconf\b|\barch\b|\/proc\/|\/sys\/|nvidia-smi|\bls\b|\bfind\b|\bwc\b|\bcommand -v\b|\bwhich\b|OSTYPE|HOSTTYPE|MACHTYPE/;

/** Whether a question is about the machine, or about what lies there: by itself, or through a variable. */
function asksMachine(
  question: readonly SimpleCommand[],
  asked: string,
  source: string,
  { commands }: ShellReading,
): boolean {
  if (MACHINE.test(asked)) return true;
  const names = [...asked.matchAll(/\$\{?[#!]?(\w+)/g)].map(match => match[1]!);
  const all = [
    ...names,
    ...question.flatMap(({ kind, words }) => (kind === 'test' ? words.map(({ text }) => text) : [])),
  ];
  return commands.some(({ assigns }) =>
    assigns.some(
      ({ name, start, end, elements = [] }) =>
        all.includes(name) && (MACHINE.test(source.slice(start, end)) || elements.some(({ glob }) => glob)),
    ),
  );
}

/** Whether a branch ends the text, or the function, with success, and does nothing that matters before. */
function leavesWithZero(commands: readonly SimpleCommand[], afterFailure: boolean): boolean {
  const at = commands.findIndex(one => nameOf(one) === 'exit' || nameOf(one) === 'return');
  if (at < 0 || commands.slice(0, at).some(one => isWork(one))) return false;
  const status = commands[at]!.words[1];
  if (status) return status.value === '0';
  // Without a number: the status of what came before.
  return commands.slice(0, at).some(one => !one.calls && one.kind === 'command') || !afterFailure;
}

/** Whether there is work that is skipped: after an `exit` in the text, after a `return` in the function. */
function workFollows(
  span: Span,
  at: number,
  leaving: readonly SimpleCommand[],
  { commands, constructs }: ShellReading,
): boolean {
  const returns = !leaving.some(one => nameOf(one) === 'exit');
  const call = constructs.filter(one => one.kind === 'call' && one.body.from <= at && at < one.body.to).at(0);
  const end = returns && call?.kind === 'call' ? call.body.to : commands.length;
  return commands.slice(span.to, end).some(one => isWork(one) && !one.context.trap);
}

/** What a question is about: that something is there, that it is not, or a value. */
function isAbout(question: readonly SimpleCommand[], asked: string): 'presence' | 'absence' | 'value' {
  const words = question.flatMap(command => command.words.map(({ value }) => value ?? ''));
  if (/^[({\s]*!\s/.test(asked) || words.includes('!') || words.includes('-z')) return 'absence';
  if (
    words.some(word => /^-(eq|ne|lt|le|gt|ge)$|^(=|==|!=|=~|<|>)$/.test(word)) ||
    question.some(one => nameOf(one) === '((')
  )
    return 'value';
  return 'presence';
}

/** `-eq 0`, `-lt 8`. */
function isFew(question: readonly SimpleCommand[]): boolean {
  const words = question.flatMap(command => command.words.map(({ value }) => value ?? ''));
  return words.some((word, at) => /^-(lt|le)$/.test(word) || (/^(-eq|=|==)$/.test(word) && words[at + 1] === '0'));
}

function needed(question: readonly SimpleCommand[], asked: string): Needed | undefined {
  const tool = /\b(?:command\s+-[vV]|which|type(?:\s+-\w+)?|hash)\s+"?([\w.+-]+)/.exec(asked)?.[1];
  if (tool) return { kind: 'tool', name: tool };
  const cpu = /\bgrep\b.*?\b(avx\w*|amx\w*|sse[\w.]*|bmi\d?|sve\d?|neon|asimd\w*)\b.*\/proc\/cpuinfo/.exec(asked)?.[1];
  if (cpu) return { kind: 'cpu', name: cpu };
  for (const { words } of question)
    for (const [index, { value }] of words.entries()) {
      const next = words[index + 1];
      if (next === undefined || value === undefined) continue;
      const variable = /^"?\$\{?([A-Za-z_]\w*)/.exec(next.text)?.[1];
      if ((value === '-n' || value === '-z') && variable) return { kind: 'env', name: variable };
      if (/^-[defrsxhL]$/.test(value) && next.value) return { kind: 'path', name: next.value };
    }
  const listed = question.find(one => /^(ls|stat|cd|compgen)$/.test(nameOf(one)))?.words.at(-1)?.value;
  return listed && !listed.startsWith('-') ? { kind: 'path', name: listed } : undefined;
}

function of({ commands }: ShellReading, { from, to }: Span): readonly SimpleCommand[] {
  return commands.slice(from, to).filter(({ context }) => !context.trap && !context.value);
}

function isWork(command: SimpleCommand): boolean {
  return !command.calls && !command.context.value && matters(command);
}

function tells(command: SimpleCommand): boolean {
  if (/^(exit|return|false|eval|source|\.)$/.test(nameOf(command)))
    return command.words[1] === undefined ? nameOf(command) === 'return' : command.words[1].value === '0';
  return command.calls || purposeOf(command) === 'tell' || nameOf(command) === ':' || nameOf(command) === 'true';
}

function nameOf({ words }: SimpleCommand): string {
  return words[0]?.value ?? '';
}

function shown(text: string, start: number, end: number): string {
  const said = text
    .slice(start, end)
    .replace(/\s+/g, ' ')
    .replace(/[;\s]+$/, '');
  return said.length > 60 ? `${said.slice(0, 58).trimEnd()} …` : said;
}
