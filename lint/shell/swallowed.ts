import type { SimpleCommand } from './commands.ts';
import type { Construct, ShellReading, Span } from './construct.ts';
import { isOwn, matters, purposeOf } from './purpose.ts';

/** A failure that nobody learns of. */
export interface Swallow {
  readonly how:
    | 'or'
    | 'default'
    | 'option'
    | 'branch'
    | 'silent-branch'
    | 'negated'
    | 'background'
    | 'chain'
    | 'retries'
    | 'no-errexit'
    | 'no-pipefail'
    | 'pipefail-off'
    | 'masked'
    | 'each'
    | 'trap';
  /** The command whose failure is lost. */
  readonly command: SimpleCommand;
  /** What swallows it. */
  readonly start: number;
  readonly end: number;
  /** As written, for people. */
  readonly written: string;
}

/** Where a text goes on as if nothing had happened though something that matters has failed. */
export function swallowed(text: string, reading: ShellReading): readonly Swallow[] {
  const look = new Look(text, reading);
  const found = reading.constructs.flatMap(construct => look.at(construct));
  return [...found, ...look.each(), ...look.shells()].filter(unique());
}

function unique(): (swallow: Swallow) => boolean {
  const seen = new Set<string>();
  return ({ how, start, command }) => {
    const key = `${how === 'or' ? start : command.start}:${how === 'or' ? 'or' : ''}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  };
}

type Loop = Extract<Construct, { kind: 'loop' }>;

class Look {
  readonly text: string;
  readonly reading: ShellReading;
  readonly #toggled: readonly Extract<Construct, { kind: 'option' }>[];

  constructor(text: string, reading: ShellReading) {
    this.text = text;
    this.reading = reading;
    this.#toggled = reading.constructs.filter(construct => construct.kind === 'option');
  }

  at(construct: Construct): readonly Swallow[] {
    if (construct.context.trap) return [];
    switch (construct.kind) {
      case 'list':
        return this.#list(construct);
      case 'if':
        return this.#if(construct);
      case 'pipe':
        return this.#negated(construct);
      case 'background':
        return this.#background(construct);
      case 'trap':
        return this.#trap(construct);
      case 'values':
        return this.#masked(construct);
      case 'loop':
        return this.#until(construct);
      default:
        return [];
    }
  }

  /** The first command of a span whose failure would be a loss. */
  #work(span: Span): SimpleCommand | undefined {
    return this.#commands(span).find(command => isWork(command));
  }

  #commands({ from, to }: Span): readonly SimpleCommand[] {
    return this.reading.commands.slice(from, to).filter(({ context }) => !context.trap);
  }

  #slice(start: number, end: number): string {
    const text = this.text.slice(start, end).replace(/\s+/g, ' ').trim();
    return text.length > 60 ? `${text.slice(0, 58).trimEnd()} …` : text;
  }

  #list(list: Extract<Construct, { kind: 'list' }>): readonly Swallow[] {
    const { parts, operators, marks, context, end } = list;
    const last = operators.lastIndexOf('||');
    if (last < 0) return this.#chain(list);
    const left = { ...parts[0]!, to: parts[last]!.to, end: parts[last]!.end };
    const right = { ...parts[last + 1]!, to: parts.at(-1)!.to, end: parts.at(-1)!.end };
    // `test && work || echo`: what is tested decides, and what is done may fail; `work || exit 0` is ours, `test || exit 0` is not.
    const command = this.#work(left);
    if (!command || !this.#forgives(right, context.value)) return [];
    if (context.asked && !context.fatal && context.errexit && this.#isPolled(list)) return [];
    const start = marks[last]!;
    const said = { command, start, end, written: this.#slice(start, end) };
    // `x=$(git describe || echo none)` gives a value of last resort.
    if (context.value)
      return this.#commands(right).some(one => /^(echo|printf)$/.test(nameOf(one)))
        ? []
        : [{ how: 'default', ...said }];
    return [{ how: 'or', ...said }];
  }

  /** A list that is the condition of an `if` or a loop is answered there. */
  #isPolled({ start, end }: Construct): boolean {
    return this.reading.constructs.some(other => {
      const clause = other.kind === 'if' || other.kind === 'loop' ? other.clause : undefined;
      return clause !== undefined && clause.start <= start && end <= clause.end;
    });
  }

  /** `a && b` before other commands: `set -e` does not see `a` fail. In a loop, `a && break` after the last attempt. */
  #chain({ parts, context, start, end, at }: Extract<Construct, { kind: 'list' }>): readonly Swallow[] {
    if (!context.errexit || context.asked || context.value) return [];
    const left = { ...parts[0]!, to: parts.at(-2)!.to };
    const command = this.#work(left);
    if (!command) return [];
    const written = this.#slice(start, end);
    const final = this.#commands(parts.at(-1)!);
    if (context.loops > 0 && final.some(one => /^(break|return|exit)$/.test(nameOf(one)))) {
      const loop = this.reading.constructs.find(
        other => other.kind === 'loop' && other.body.from <= at && at < other.body.to,
      );
      return loop?.kind === 'loop' && (this.#isEndless(loop) || this.#checkedAfter(loop.body))
        ? []
        : [{ how: 'retries', command, start, end, written }];
    }
    return context.last || this.#checkedAfter(parts.at(-1)) ? [] : [{ how: 'chain', command, start, end, written }];
  }

  /** `while true`: only success ends it. */
  #isEndless({ how, clause }: Loop): boolean {
    if (!clause || how === 'for' || how === 'select') return false;
    const asked = this.reading.commands.slice(clause.from, clause.to);
    const bound = asked.some(one => /^(\[|test)$/.test(nameOf(one)) || one.kind === 'test' || nameOf(one) === 'read');
    return !bound;
  }

  /** `until ./x; do …; break; done`: after the last attempt it goes on. */
  #until(loop: Loop): readonly Swallow[] {
    const { how, clause, body, context, start } = loop;
    if (how !== 'until' || !clause || context.value) return [];
    const command = this.#commands(clause).find(one => isWork(one) && !isProbe(one));
    const leaves = this.#commands(body).some(one => nameOf(one) === 'break');
    if (!command || !leaves || this.#checkedAfter(body)) return [];
    return [{ how: 'retries', command, start, end: clause.end, written: this.#slice(start, clause.end) }];
  }

  /** Whether what comes right after looks at how it went: a test, `$?`. */
  #checkedAfter(span: Span | undefined): boolean {
    if (!span) return false;
    const next = this.reading.commands.slice(span.to).find(one => !/^(echo|printf|log|warn|error)$/.test(nameOf(one)));
    if (next === undefined) return false;
    const status = next.words[1]?.value;
    if (/^(exit|return)$/.test(nameOf(next))) return status !== undefined && status !== '0';
    return (
      next.kind === 'test' || isStatusRead(this.text, next) || /^(test|\[|false|die|fail|abort)$/.test(nameOf(next))
    );
  }

  /** Whether what runs on a failure only tells of it, so that the text goes on as if nothing had happened. */
  #forgives(span: Span, inValue = false): boolean {
    const commands = this.#commands(span).filter(({ context }) => inValue || !context.value);
    if (commands.length === 0) return false;
    for (const [index, command] of commands.entries()) {
      const name = nameOf(command);
      if (command.calls) continue;
      if (command.kind === 'test' || name === 'test' || name === '[' || name === 'false') return false;
      if (command.kind === 'assignment') {
        if (command.assigns.some(({ name: variable }) => isRead(this.text, variable))) return false;
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

  #if({ negated, clause, then, otherwise, context, start }: Extract<Construct, { kind: 'if' }>): readonly Swallow[] {
    if (context.value) return [];
    const command = this.#commands(clause).find(one => isWork(one) && !isProbe(one));
    if (!command) return [];
    const failed = negated ? then : otherwise;
    const said = { command, start, end: clause.end, written: this.#slice(start, clause.end) };
    if (failed) return this.#forgives(failed) ? [{ how: 'branch', ...said }] : [];
    // A poll: on success it leaves the loop or the function.
    const leaves = this.#commands(then).some(one => /^(break|return|exit|continue)$/.test(nameOf(one)));
    const sets = this.#commands(then).some(({ kind }) => kind === 'assignment');
    return leaves || sets || (context.last && context.loops > 0) ? [] : [{ how: 'silent-branch', ...said }];
  }

  #negated({ negated, parts, context, start, end }: Extract<Construct, { kind: 'pipe' }>): readonly Swallow[] {
    if (!negated || context.asked || context.value) return [];
    const command = this.#work({ ...parts[0]!, to: parts.at(-1)!.to });
    return command && !isProbe(command)
      ? [{ how: 'negated', command, start, end, written: this.#slice(start, end) }]
      : [];
  }

  /** `a & wait`: `wait` without a name always succeeds. */
  #background({ body, end }: Extract<Construct, { kind: 'background' }>): readonly Swallow[] {
    const command = this.#work(body);
    if (!command) return [];
    const later = this.reading.commands.slice(body.to);
    const wait = later.find(one => nameOf(one) === 'wait' && one.words.length === 1);
    const seen = this.reading.commands.some(
      one =>
        /^(kill|pkill|killall|jobs)$/.test(nameOf(one)) ||
        (nameOf(one) === 'wait' && one.words.length > 1) ||
        /\bstop\b/.test(one.words[1]?.value ?? ''),
    );
    if (!wait || seen || wait.context.trap) return [];
    return [{ how: 'background', command, start: body.start, end, written: 'wait' }];
  }

  /** `export R=$(./x)`: the status is that of `export`. `echo "$(./x)"`: that of `echo`. */
  #masked({ body, by, start, end, context }: Extract<Construct, { kind: 'values' }>): readonly Swallow[] {
    const outer = this.reading.commands[by];
    if (!outer || context.asked || !context.errexit) return [];
    const declares = /^(export|declare|local|readonly|typeset)$/.test(nameOf(outer));
    if (!declares && !/^(echo|printf|cat|read|mapfile|readarray)$/.test(nameOf(outer))) return [];
    // Inside, in shells of their own, only what ends them is what fails.
    const command = this.reading.commands
      .slice(body.from, body.to)
      .find(one => isWork(one) && !isProbe(one) && !one.context.asked && (declares || isOwn(one)));
    return command ? [{ how: 'masked', command, start, end, written: nameOf(outer) }] : [];
  }

  /** `find … -exec ./x {} \;`: `find` ends with 0 whatever it has run. */
  each(): readonly Swallow[] {
    return this.reading.commands.flatMap((find, index): readonly Swallow[] => {
      if (nameOf(find) !== 'find' || !find.calls || find.context.trap || find.context.value) return [];
      const command = this.reading.commands.slice(index + 1).find(({ calls }) => !calls);
      const purpose = command && purposeOf(command);
      if (!command || !find.words.some(({ value }) => value === ';') || (purpose !== 'work' && purpose !== 'build'))
        return [];
      // What its own shell hides is told there.
      if (command.context.asked) return [];
      return [{ how: 'each', command, start: find.start, end: find.end, written: 'find' }];
    });
  }

  /** `trap 'exit 0' EXIT`. */
  #trap({ signals, body, start, end }: Extract<Construct, { kind: 'trap' }>): readonly Swallow[] {
    if (!signals.some(signal => /^(EXIT|ERR|0)$/.test(signal))) return [];
    const exits = this.reading.commands
      .slice(body.from, body.to)
      .some(one => one.context.trap && nameOf(one) === 'exit' && one.words[1]?.value === '0');
    const command = exits && this.reading.commands.find(one => isWork(one) && !one.context.trap);
    return command ? [{ how: 'trap', command, start, end, written: this.#slice(start, end) }] : [];
  }

  /** Shells in which a failure ends nothing: after `set +e`, and those that never said `set -e`. One finding for each. */
  shells(): readonly Swallow[] {
    const found: Swallow[] = [];
    const told = new Set<string>();
    for (const [index, command] of this.reading.commands.entries()) {
      const { context } = command;
      if (context.trap || context.value || context.asked || !isWork(command)) continue;
      const off = this.#offBefore('errexit', context.shell, index);
      if (!context.errexit && !told.has(`e${off?.start ?? context.shell}`)) {
        if (context.last || this.#isRead(index) || (off && this.#onAfter('errexit', off))) continue;
        told.add(`e${off?.start ?? context.shell}`);
        found.push(
          off
            ? { how: 'option', command, start: off.start, end: off.end, written: this.#slice(off.start, off.end) }
            : { how: 'no-errexit', command, start: command.start, end: command.end, written: '' },
        );
      }
    }
    for (const pipe of this.reading.constructs) {
      if (pipe.kind !== 'pipe' || pipe.parts.length < 2 || pipe.context.pipefail) continue;
      const { context, parts, at, start, end } = pipe;
      if (context.trap || context.value || context.asked || told.has(`p${context.shell}`)) continue;
      const command = this.#work({ ...parts[0]!, to: parts.at(-2)!.to });
      if (!command || /PIPESTATUS/.test(this.text.slice(end, end + 200))) continue;
      const off = this.#offBefore('pipefail', context.shell, at);
      told.add(`p${context.shell}`);
      found.push(
        off
          ? { how: 'pipefail-off', command, start: off.start, end: off.end, written: this.#slice(off.start, off.end) }
          : { how: 'no-pipefail', command, start, end, written: this.#slice(start, end) },
      );
    }
    return found;
  }

  #offBefore(option: 'errexit' | 'pipefail', shell: number, at: number) {
    return this.#toggled.findLast(
      one => one.option === option && !one.on && one.context.shell <= shell && one.at <= at,
    );
  }

  /** `set -e` comes back: that is another rule's. */
  #onAfter(option: 'errexit', off: Construct): boolean {
    return this.#toggled.some(
      one => one.option === option && one.on && one.context.shell === off.context.shell && one.at > off.at,
    );
  }

  #isRead(index: number): boolean {
    // The parts of a pipe are one status.
    const pipe = this.reading.constructs.find(
      one => one.kind === 'pipe' && one.parts[0]!.from <= index && index < one.parts.at(-1)!.to,
    );
    const after = pipe?.kind === 'pipe' ? pipe.parts.at(-1)!.to : index + 1;
    const next = this.reading.commands.slice(after).find(({ context }) => !context.value);
    return next !== undefined && isStatusRead(this.text, next);
  }
}

/** A command whose failure would be a loss, and that is not merely the call of what follows. */
function isWork(command: SimpleCommand): boolean {
  return !command.calls && matters(command);
}

/** In a condition these ask, though elsewhere they do. */
function isProbe({ words }: SimpleCommand): boolean {
  const [program = '', first = ''] = words.map(({ value }) => value ?? '?');
  return /^(python[\d.]*|node|perl|ruby)$/.test(program)
    ? /^-[cem]$/.test(first)
    : /^(curl|wget|ssh|git|docker|kubectl|sudo)$/.test(program);
}

function nameOf({ words }: SimpleCommand): string {
  return words[0]?.value ?? '';
}

function isStatusRead(text: string, { start, end }: SimpleCommand): boolean {
  return /\$\?|PIPESTATUS/.test(text.slice(start, end));
}

/** Whether a variable's value is looked at anywhere. */
function isRead(text: string, variable: string): boolean {
  return new RegExp(`\\$\\{?[#!]?${variable}\\b|\\(\\([^)]*\\b${variable}\\b`).test(text);
}
