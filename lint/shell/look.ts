import type { SimpleCommand } from './commands.ts';
import type { ShellReading, Span } from './construct.ts';
import { matters, purposeOf } from './purpose.ts';

/** A failure that nobody learns of. */
export interface Swallow {
  readonly how:
    | 'or'
    | 'default'
    | 'option'
    | 'option-last'
    | 'branch'
    | 'silent-branch'
    | 'negated'
    | 'background'
    | 'unawaited'
    | 'chain'
    | 'retries'
    | 'status'
    | 'no-errexit'
    | 'no-pipefail'
    | 'pipefail-off'
    | 'masked'
    | 'each'
    | 'asked'
    | 'trap';
  /** The command whose failure is lost. */
  readonly command: SimpleCommand;
  /** What swallows it. */
  readonly start: number;
  readonly end: number;
  /** As written, for people. */
  readonly written: string;
}

/** What every look at a reading asks of it. */
export abstract class Look {
  readonly text: string;
  readonly reading: ShellReading;

  constructor(text: string, reading: ShellReading) {
    this.text = text;
    this.reading = reading;
  }

  /** The first command of a span whose failure would be a loss. */
  protected work(span: Span): SimpleCommand | undefined {
    return this.commands(span).find(command => isWork(command));
  }

  protected commands({ from, to }: Span): readonly SimpleCommand[] {
    return this.reading.commands.slice(from, to).filter(({ context }) => !context.trap);
  }

  protected slice(start: number, end: number): string {
    const text = this.text.slice(start, end).replace(/\s+/g, ' ').trim();
    return text.length > 60 ? `${text.slice(0, 58).trimEnd()} …` : text;
  }

  /** Whether what comes right after looks at how it went: a test, `$?`. */
  protected checkedAfter(span: Span | undefined): boolean {
    if (!span) return false;
    const next = this.reading.commands.slice(span.to).find(one => !/^(echo|printf|log|warn|error)$/.test(nameOf(one)));
    if (next === undefined) return false;
    const status = next.words[1]?.value;
    if (/^(exit|return)$/.test(nameOf(next))) return status !== undefined && status !== '0';
    return (
      next.kind === 'test' || isStatusRead(this.text, next) || /^(test|\[|false|die|fail|abort)$/.test(nameOf(next))
    );
  }

  /** Whether a variable's value is looked at anywhere but to print it. */
  protected decides(variable: string): boolean {
    const { commands, constructs } = this.reading;
    const inPipe = (at: number) =>
      constructs.some(
        one => one.kind === 'pipe' && one.parts.length > 1 && one.parts[0]!.from <= at && at < one.parts.at(-1)!.to,
      );
    const printed = commands.filter(
      (one, at) =>
        (/^(echo|printf)$/.test(nameOf(one)) && one.redirects.length === 0 && !one.context.value && !inPipe(at)) ||
        countedBy(one) === variable,
    );
    const rest = printed.reduce(
      (text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end),
      this.text,
    );
    return isRead(rest, variable);
  }

  /** Whether what runs on a failure only tells of it, so that the text goes on as if nothing had happened. */
  protected forgives(span: Span, inValue = false): boolean {
    const commands = this.commands(span).filter(({ context }) => inValue || !context.value);
    if (commands.length === 0) return false;
    for (const [index, command] of commands.entries()) {
      const name = nameOf(command);
      if (command.calls) continue;
      const counted = countedBy(command);
      if (counted !== undefined) {
        if (this.decides(counted)) return false;
        continue;
      }
      if (command.kind === 'test' || name === 'test' || name === '[' || name === 'false') return false;
      if (command.kind === 'assignment') {
        if (command.assigns.some(({ name: variable }) => this.decides(variable))) return false;
        continue;
      }
      if (name === 'exit' || name === 'return') {
        const [, status] = command.words;
        // Without a number it is the status of the command before: of the one that failed, or of what told of it.
        if (status === undefined) return index > 0;
        return status.value === '0';
      }
      if (command.assigns.some(({ name: variable }) => isRead(this.text, variable))) return false;
      if (command.words.some(word => word.text === '$$')) return false;
      const purpose = purposeOf(command);
      if (
        purpose === 'work' ||
        purpose === 'fetch' ||
        purpose === 'install' ||
        purpose === 'build' ||
        purpose === 'ask'
      )
        return false;
      if (name === 'set' || name === 'exec' || name === 'source' || name === '.' || name === 'eval') return false;
    }
    return true;
  }
}

/** A command whose failure would be a loss, and that is not merely the call of what follows. */
export function isWork(command: SimpleCommand): boolean {
  return !command.calls && matters(command);
}

/** In a condition these ask, though elsewhere they do. */
export function isProbe({ words }: SimpleCommand): boolean {
  const [program = '', first = ''] = words.map(({ value }) => value ?? '?');
  return /^(python[\d.]*|node|perl|ruby)$/.test(program)
    ? /^-[cem]$/.test(first)
    : /^(curl|wget|ssh|git|docker|kubectl|sudo)$/.test(program);
}

/** The variable that `((n++))` or `((n += 1))` changes. */
function countedBy({ kind, words }: SimpleCommand): string | undefined {
  if (kind !== 'test' || words[0]?.value !== '((') return undefined;
  const [, after, before] =
    /^\s*(?:(\w+)\s*(?:\+\+|--|[-+]=)[^<>=&|]*|(?:\+\+|--)(\w+)\s*)$/.exec(words[1]?.value ?? '') ?? [];
  return after ?? before;
}

export function nameOf({ words }: SimpleCommand): string {
  return words[0]?.value ?? '';
}

export function isStatusRead(text: string, { start, end }: SimpleCommand): boolean {
  return /\$\?|PIPESTATUS/.test(text.slice(start, end));
}

/** Whether a variable's value is looked at anywhere. */
function isRead(text: string, variable: string): boolean {
  return new RegExp(`\\$\\{?[#!]?${variable}\\b|\\(\\([^)]*\\b${variable}\\b`).test(text);
}
