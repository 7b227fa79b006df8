import { asksMachine, isAbout, isFew, type Needed, nameOf, needed, shown } from './asking.ts';
import type { SimpleCommand } from './commands.ts';
import type { Construct, ShellReading, Span } from './construct.ts';
import { matters, purposeOf } from './purpose.ts';

/** A question whose wrong answer ends the text with status 0, before its work. */
export interface Skip {
  /**
   * `exit`: `exit 0` or `return 0`. `round`: `continue`, in a loop over names that are written out. `tells`: the other branch only
   * prints. `nothing`: there is no other branch.
   */
  readonly how: 'exit' | 'round' | 'tells' | 'nothing';
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
        ? (ofList(construct, text, reading, works) ?? ofRound(construct, text, reading))
        : construct.kind === 'if'
          ? (ofBranch(construct, text, reading, works) ?? ofRound(construct, text, reading))
          : construct.kind === 'case'
            ? (ofCase(construct, text, reading) ?? ofKinds(construct, text, reading, works))
            : undefined;
    if (skip && !found.some(({ start }) => start === skip.start)) found.push(skip);
  }
  return found;
}

function ofList(
  list: Extract<Construct, { kind: 'list' }>,
  text: string,
  reading: ShellReading,
  works: readonly SimpleCommand[],
): Skip | undefined {
  const { parts, operators, start, end, at } = list;
  const last = operators.lastIndexOf('||');
  const split = last >= 0 ? last : operators.length - 1;
  const left = { ...parts[0]!, to: parts[split]!.to, end: parts[split]!.end };
  const right = { ...parts[split + 1]!, to: parts.at(-1)!.to };
  if (of(reading, left).some(isWork)) return undefined;
  if (!leavesWithZero(of(reading, right), last >= 0)) return ofGuard(list, { left, right }, text, reading, works);
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
  const all = works.every(work => isIn(present, work, reading));
  return !missing && all && context.kind !== 'string' ? { how: 'nothing', ...said } : undefined;
}

/** `[ -d data ] && work` before other commands, and `[ ! -d data ] || work`: where it is not there, all work is left out. */
function ofGuard(
  { operators, context, start }: Extract<Construct, { kind: 'list' }>,
  { left, right }: { readonly left: Span; readonly right: Span },
  text: string,
  reading: ShellReading,
  works: readonly SimpleCommand[],
): Skip | undefined {
  if (operators.length > 1 || context.loops > 0 || context.asked || context.kind === 'string') return undefined;
  const question = reading.commands.slice(left.from, left.to);
  const asked = shown(text, left.start, left.end);
  const unless = operators[0] === '||';
  if (isAbout(question, asked) !== (unless ? 'absence' : 'presence') || (!unless && context.last)) return undefined;
  // `unset X && ./bench` asks nothing.
  if (question.every(one => /^(unset|export|set|shopt|umask|ulimit|source|\.|eval|true|:)$/.test(nameOf(one))))
    return undefined;
  if (!works.every(work => isIn(right, work, reading))) return undefined;
  const when = unless ? 'holds' : 'fails';
  return {
    how: 'nothing',
    when,
    question: asked,
    needs: needed(question, asked),
    start,
    end: left.end,
    chooses: false,
  };
}

/** `for sf in 1 10; do [ -d data/sf$sf ] || continue; work; done`: names that are written out are all meant. */
function ofRound(
  construct: Extract<Construct, { kind: 'list' | 'if' }>,
  text: string,
  reading: ShellReading,
): Skip | undefined {
  const { context, start, end, at } = construct;
  if (context.loops === 0) return undefined;
  const loop = reading.constructs.find(one => one.kind === 'loop' && one.body.from <= at && at < one.body.to);
  if (loop?.kind !== 'loop' || loop.how !== 'for' || loop.words.length === 0) return undefined;
  if (loop.words.some(({ value, glob }) => value === undefined || glob)) return undefined;
  let [left, leaving, unless] = [undefined as Span | undefined, undefined as Span | undefined, false];
  if (construct.kind === 'list') {
    if (construct.operators.length !== 1) return undefined;
    [left, leaving] = construct.parts as [Span, Span];
    unless = construct.operators[0] === '||';
  } else if (!construct.otherwise) {
    [left, leaving, unless] = [construct.clause, construct.then, construct.negated];
  }
  if (!left || !leaving) return undefined;
  const out = of(reading, leaving);
  if (!out.at(-1) || nameOf(out.at(-1)!) !== 'continue' || !out.slice(0, -1).every(tells)) return undefined;
  const question = reading.commands.slice(left.from, left.to);
  const asked = shown(text, left.start, left.end).replace(/^!\s+/, '');
  const needs = needed(question, asked);
  // `command -v "$tool"` stands there as a wrapper around nothing.
  const program = question[0]?.written[0]?.value ?? '';
  if (needs?.kind !== 'path' && !/^(command|which|type|hash)$/.test(program)) return undefined;
  if (isAbout(question, asked) !== (unless ? 'presence' : 'absence')) return undefined;
  if (!reading.commands.slice(leaving.to, loop.body.to).some(isWork)) return undefined;
  const when = unless ? 'fails' : 'holds';
  return { how: 'round', when, question: asked, needs: undefined, start, end, chooses: false };
}

/** `case "$(uname -m)" in x86_64) work ;; *) echo skip ;; esac`. */
function ofKinds(
  { word, branches, start, end, context }: Extract<Construct, { kind: 'case' }>,
  text: string,
  reading: ShellReading,
  works: readonly SimpleCommand[],
): Skip | undefined {
  if (context.loops > 0 || !asksMachine([], word.text, text, reading)) return undefined;
  const left = branches.find(branch => {
    const commands = of(reading, branch);
    return commands.length > 0 && commands.every(tells) && commands.some(one => /^(echo|printf)$/.test(nameOf(one)));
  });
  const all = works.every(work => branches.some(branch => isIn(branch, work, reading)));
  if (!left || !all) return undefined;
  const question = shown(text, word.start, word.end);
  return { how: 'tells', when: 'other', question, needs: undefined, start, end, chooses: true };
}

function isIn({ from, to }: Span, command: SimpleCommand, { commands }: ShellReading): boolean {
  const index = commands.indexOf(command);
  return from <= index && index < to;
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
