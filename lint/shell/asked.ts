import type { SimpleCommand } from './commands.ts';
import type { Construct } from './construct.ts';
import { isStatusRead, isWork, Look, nameOf, type Swallow } from './look.ts';
import { purposeOf } from './purpose.ts';

type Call = Extract<Construct, { kind: 'call' }>;

/**
 * Looks for functions that are called where their status is asked. There `set -e` holds nowhere inside them (bash manual, "The Set
 * Builtin"): they go on past what fails, and their status is that of their last command.
 */
export class AskedLook extends Look {
  /** One finding for each call, where none of `found` tells of it already. */
  functions(found: readonly Swallow[]): readonly Swallow[] {
    const calls = this.reading.constructs.filter((one): one is Call => one.kind === 'call' && isAsked(one));
    return calls.flatMap((call): readonly Swallow[] => {
      const { body, start, end, name } = call;
      // The outermost call is the one to be written otherwise.
      if (calls.some(other => other !== call && other.body.from <= body.from && body.to <= other.body.to)) return [];
      const inside = this.reading.commands.slice(body.from, body.to);
      if (found.some(({ command }) => inside.includes(command))) return [];
      const command = inside.find((one, at) => this.#isLost(one, body.from + at, call));
      return command ? [{ how: 'asked', command, start, end, written: name }] : [];
    });
  }

  #isLost(command: SimpleCommand, at: number, { body }: Call): boolean {
    const { context } = command;
    if (!context.asked || context.value || context.trap || context.loops > 0 || !isWork(command)) return false;
    if (!/^(work|build)$/.test(purposeOf(command)) || this.#isLast(command, at, body)) return false;
    if (this.#isAnswered(at, body)) return false;
    const later = this.reading.commands.slice(at + 1, body.to);
    return !later.some(one => one.kind === 'test' || isStatusRead(this.text, one) || isVerdict(one));
  }

  /** Its status is the function's, through all the functions between. */
  #isLast({ context }: SimpleCommand, at: number, body: Call['body']): boolean {
    const between = this.reading.constructs.filter(
      one =>
        one.kind === 'call' &&
        one.body.from > body.from &&
        one.body.from <= at &&
        at < one.body.to &&
        one.body.to <= body.to,
    );
    return context.last && between.every(one => one.context.last);
  }

  /** Something in the function itself takes its status: `||`, `if`, `!`. */
  #isAnswered(at: number, body: Call['body']): boolean {
    const holds = ({ from, to }: Call['body']) => body.from <= from && from <= at && at < to && to <= body.to;
    return this.reading.constructs.some(one => {
      if (one.kind === 'list')
        return one.operators.includes('||') ? one.parts.some(holds) : one.parts.slice(0, -1).some(holds);
      if (one.kind === 'if' || one.kind === 'loop') return one.clause !== undefined && holds(one.clause);
      if (one.kind === 'pipe') return one.negated && one.parts.some(holds);
      return one.kind === 'background' && holds(one.body);
    });
  }
}

function isAsked({ context }: Call): boolean {
  return context.asked && context.errexit && !context.trap && !context.value;
}

/** It says how the function has gone: a test, or a status that is given. */
function isVerdict(command: SimpleCommand): boolean {
  const status = command.words[1]?.value;
  return /^(exit|return)$/.test(nameOf(command))
    ? status !== undefined && status !== '0'
    : /^(test|\[|false|die|fail|abort)$/.test(nameOf(command));
}
