import { AskedLook } from './asked.ts';
import type { SimpleCommand } from './commands.ts';
import type { Construct, ShellReading, Span } from './construct.ts';
import { isProbe, isWork, Look, nameOf, type Swallow } from './look.ts';
import { isOwn, purposeOf } from './purpose.ts';
import { ShellsLook } from './shells.ts';

export type { Swallow };

/** Where a text goes on as if nothing had happened though something that matters has failed. */
export function swallowed(text: string, reading: ShellReading): readonly Swallow[] {
  const look = new StructuresLook(text, reading);
  const found = reading.constructs.flatMap(construct => look.at(construct));
  const all = [...found, ...look.each(), ...new ShellsLook(text, reading).shells()].filter(unique());
  return [...all, ...new AskedLook(text, reading).functions(all)];
}

function unique(): (swallow: Swallow) => boolean {
  const seen = new Set<string>();
  return ({ how, start, command }) => {
    const key = `${how === 'or' ? start : command.start}:${how === 'or' ? 'or' : ''}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  };
}

type Loop = Extract<Construct, { kind: 'loop' }>;

class StructuresLook extends Look {
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

  #list(list: Extract<Construct, { kind: 'list' }>): readonly Swallow[] {
    const { parts, operators, marks, context, end } = list;
    const last = operators.lastIndexOf('||');
    if (last < 0) return this.#chain(list);
    const left = { ...parts[0]!, to: parts[last]!.to, end: parts[last]!.end };
    const right = { ...parts[last + 1]!, to: parts.at(-1)!.to, end: parts.at(-1)!.end };
    // `test && work || echo`: what is tested decides, and what is done may fail; `work || exit 0` is ours, `test || exit 0` is not.
    const command = this.work(left) ?? this.#awaited(left);
    const accepts = command !== undefined && this.#accepts(right);
    if (!command || !(accepts || this.forgives(right, context.value))) return [];
    if (context.asked && !context.fatal && context.errexit && this.#isPolled(list)) return [];
    if (this.#failsAnyway(list)) return [];
    const start = marks[last]!;
    const said = { command, start, end, written: this.slice(start, end) };
    // `x=$(git describe || echo none)` gives a value of last resort.
    if (context.value)
      return this.commands(right).some(one => /^(echo|printf)$/.test(nameOf(one))) ? [] : [{ how: 'default', ...said }];
    return [{ how: accepts ? 'status' : 'or', ...said }];
  }

  /** `|| [ $? -eq 1 ]`: with 1 most programs end whatever went wrong. */
  #accepts(right: Span): boolean {
    const [test, ...more] = this.commands(right);
    if (!test || more.length > 0 || !(test.kind === 'test' || /^(test|\[)$/.test(nameOf(test)))) return false;
    return /^\W*(test )?\W*\$\?"?\s*((-eq|={1,2}|-le|<=)\s*"?1|(-lt|<)\s*"?2|(-ge|>=|-ne|!=)\s*"?[01]|(-gt|>)\s*"?0)(?!\d)/.test(
      this.text.slice(test.start, test.end),
    );
  }

  /** `wait "$pid"` has the status of what it waits for; what is killed before is a server. */
  #awaited({ from, to }: Span): SimpleCommand | undefined {
    const waits = this.reading.commands.slice(from, to).some(one => nameOf(one) === 'wait' && one.words.length > 1);
    if (!waits || this.reading.commands.some(one => /^(kill|pkill|killall)$/.test(nameOf(one)))) return undefined;
    const begun = this.reading.constructs.findLast(one => one.kind === 'background' && one.body.to <= from);
    return begun?.kind === 'background' ? this.work(begun.body) : undefined;
  }

  /** `./bench || { upload || true; exit 1; }`: what comes on the way out changes nothing. */
  #failsAnyway({ at, context }: Construct): boolean {
    const holds = ({ from, to }: Span) => from <= at && at < to;
    return this.reading.constructs.some(one => {
      const branches =
        one.kind === 'list' && one.at < at
          ? [one.parts.at(-1)!]
          : one.kind === 'if'
            ? [one.then, ...(one.otherwise ? [one.otherwise] : [])]
            : [];
      const around = branches.find(holds);
      const end = around && this.commands(around).at(-1);
      return (
        end !== undefined &&
        /^(exit|return)$/.test(nameOf(end)) &&
        end.context.shell === context.shell &&
        end.words[1] !== undefined &&
        !/^(0|"?\$\?"?)$/.test(end.words[1].text)
      );
    });
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
    const command = this.work(left);
    if (!command) return [];
    const written = this.slice(start, end);
    const final = this.commands(parts.at(-1)!);
    if (context.loops > 0 && final.some(one => /^(break|return|exit)$/.test(nameOf(one)))) {
      const loop = this.#loopAround(at);
      return loop && (this.#isEndless(loop) || this.checkedAfter(loop.body))
        ? []
        : [{ how: 'retries', command, start, end, written }];
    }
    return context.last || this.checkedAfter(parts.at(-1)) ? [] : [{ how: 'chain', command, start, end, written }];
  }

  /** The innermost loop around a place. */
  #loopAround(at: number): Loop | undefined {
    return this.reading.constructs.find(
      (other): other is Loop => other.kind === 'loop' && other.body.from <= at && at < other.body.to,
    );
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
    const waits = how === 'until' || (how === 'while' && clause && /^!\s/.test(this.text.slice(clause.start)));
    if (!waits || !clause || context.value) return [];
    const command = this.commands(clause).find(one => isWork(one) && !isProbe(one));
    const leaves = this.commands(body).some(one => nameOf(one) === 'break');
    if (!command || !leaves || this.checkedAfter(body)) return [];
    return [{ how: 'retries', command, start, end: clause.end, written: this.slice(start, clause.end) }];
  }

  #if({
    negated,
    clause,
    then,
    otherwise,
    context,
    start,
    at,
  }: Extract<Construct, { kind: 'if' }>): readonly Swallow[] {
    if (context.value) return [];
    const command = this.commands(clause).find(one => isWork(one) && !isProbe(one));
    if (!command) return [];
    const failed = negated ? then : otherwise;
    const said = { command, start, end: clause.end, written: this.slice(start, clause.end) };
    if (failed) return this.forgives(failed) ? [{ how: 'branch', ...said }] : [];
    // A poll: on success it leaves the loop or the function; where the attempts are counted, the last may fail as well.
    const leaves = this.commands(then).some(one => /^(break|return|exit|continue)$/.test(nameOf(one)));
    const sets = this.commands(then).some(({ kind }) => kind === 'assignment');
    const ends = this.commands(then).some(one => /^(break|return|exit)$/.test(nameOf(one)));
    const loop = ends && !sets && context.errexit && !context.asked ? this.#loopAround(at) : undefined;
    if (loop && !negated && !this.#isEndless(loop) && !this.checkedAfter(loop.body))
      return [{ how: 'retries', ...said }];
    return leaves || sets || (context.last && context.loops > 0) ? [] : [{ how: 'silent-branch', ...said }];
  }

  #negated({ negated, parts, context, start, end }: Extract<Construct, { kind: 'pipe' }>): readonly Swallow[] {
    if (!negated || context.asked || context.value) return [];
    const command = this.work({ ...parts[0]!, to: parts.at(-1)!.to });
    return command && !isProbe(command)
      ? [{ how: 'negated', command, start, end, written: this.slice(start, end) }]
      : [];
  }

  /** `a & wait`: `wait` without a name always succeeds. `a &` at the end: nobody waits at all. */
  #background({ body, end, context }: Extract<Construct, { kind: 'background' }>): readonly Swallow[] {
    const command = this.work(body);
    if (!command) return [];
    const later = this.reading.commands.slice(body.to);
    const wait = later.find(one => nameOf(one) === 'wait' && one.words.length === 1);
    const seen = this.reading.commands.some(
      one =>
        /^(kill|pkill|killall|jobs)$/.test(nameOf(one)) ||
        (nameOf(one) === 'wait' && one.words.length > 1) ||
        /\bstop\b/.test(one.words[1]?.value ?? ''),
    );
    if (seen || wait?.context.trap) return [];
    const ends = !later.some(one => isWork(one) || nameOf(one) === 'exec' || one.context.trap);
    if (
      !wait &&
      this.reading.commands[body.from]?.context.kind !== 'string' &&
      ends &&
      context.kind === 'text' &&
      !context.value
    )
      return [{ how: 'unawaited', command, start: body.start, end, written: '' }];
    if (!wait) return [];
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
    return command ? [{ how: 'trap', command, start, end, written: this.slice(start, end) }] : [];
  }
}
