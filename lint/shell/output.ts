import { base } from '../path.ts';
import type { Redirect, ShellWord, SimpleCommand } from './commands.ts';
import type { Construct, ShellReading, Span } from './construct.ts';
import { type Purpose, purposeOf } from './purpose.ts';
import { isDetached, optionsBefore } from './terminals.ts';

/** Output of work that is cut or thrown away before it reaches the log. */
export interface Loss {
  /** `cut`: only its beginning or end is kept. `all`, `stdout`, `stderr`: what goes to /dev/null. */
  readonly how: 'cut' | 'all' | 'stdout' | 'stderr';
  readonly command: SimpleCommand;
  /** What does it, as written. */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  /** It goes on beside the stage, as a server does. */
  readonly beside: boolean;
  /** What is kept goes to a file, so that it may be a selection of data. */
  readonly toFile: boolean;
}

/** Where a text loses output of commands whose output matters. */
export function lostOutput(text: string, reading: ShellReading): readonly Loss[] {
  const slice = (start: number, end: number) => text.slice(start, end).replace(/\s+/g, ' ').trim();
  const found: Loss[] = [];
  for (const construct of reading.constructs) {
    if (construct.context.trap) continue;
    if (construct.context.value) {
      // `log=$(work 2>&1 | tail -20)`: no value is asked for, but the end of a log.
      const loss = construct.kind === 'pipe' ? cutBy(construct, reading, text, true) : undefined;
      if (
        loss &&
        !loss.toFile &&
        /2>&1|\|&/.test(text.slice(construct.start, loss.start + 2)) &&
        !/\D1\s*$/.test(loss.written)
      )
        found.push(loss);
    } else if (construct.kind === 'values') {
      const loss = cutFrom(construct, reading);
      if (loss) found.push(loss);
    } else if (construct.kind === 'pipe') {
      const loss = cutBy(construct, reading, text) ?? piped(construct, reading, text);
      if (loss) found.push(loss);
    } else if (construct.kind === 'redirected') {
      const command = workIn(construct.body, reading);
      const how = nowhere(construct.redirects);
      if (command && how) {
        const at = beginOf(text, construct.redirects.find(isNowhere)!, construct.body.end);
        found.push({
          how,
          command,
          written: slice(construct.body.end, construct.end),
          start: at,
          end: construct.end,
          beside: false,
          toFile: false,
        });
      }
    }
  }
  for (const [index, command] of reading.commands.entries()) {
    const { context, redirects, start, end } = command;
    if (context.trap || context.value || redirects.length === 0) continue;
    const execs = command.written[0]?.value === 'exec' && command.words.length === 0;
    const worker = execs
      ? workIn({ from: index, to: reading.commands.length, start, end }, reading)
      : isLoud(command)
        ? command
        : undefined;
    if (!worker) continue;
    const tail = redirects.find(
      ({ operator, target }) => operator.includes('>') && /^>\(\s*(tail|head)\b/.test(target.text),
    );
    const how = tail ? 'cut' : nowhere(redirects);
    if (!how) continue;
    // A server's own output, a question's answer, and an error that `|| true` hides are not the log, or another rule's.
    const beside = isBeside(index, reading);
    // A server that nobody waits for says nothing of a result.
    if (beside && !isAwaited(index, reading)) continue;
    if (isClause(index, reading) || (how === 'stderr' && context.asked)) continue;
    const first = tail ?? redirects.find(isNowhere)!;
    const from = beginOf(text, first, start);
    found.push({
      how,
      command: worker,
      written: slice(from, redirects.at(-1)!.target.end),
      start: from,
      end,
      beside,
      toFile: false,
    });
  }
  return found.filter((loss, index) => found.findIndex(other => other.start === loss.start) === index);
}

/** Where a redirection begins: its operator, and the number before it. */
function beginOf(text: string, { target }: Redirect, least: number): number {
  const before = /(?:\d|&)?>{1,2}[|&]?\s*$/.exec(text.slice(least, target.start));
  return before ? least + before.index : target.start;
}

function cutBy(
  { parts, start }: Extract<Construct, { kind: 'pipe' }>,
  reading: ShellReading,
  text: string,
  isValue = false,
): Loss | undefined {
  for (let index = 1; index < parts.length; index++) {
    const part = parts[index]!;
    const [cutter, ...more] = reading.commands.slice(part.from, part.to).filter(({ calls }) => !calls);
    if (!cutter || more.length > 0 || !cuts(cutter)) continue;
    const before = parts.slice(0, index);
    if (before.some(({ from, to }) => reading.commands.slice(from, to).some(keeps))) return undefined;
    const command = before
      .map(span => workIn(span, reading, isValue || reading.commands.slice(span.from, span.to).some(streams)))
      .find(Boolean);
    if (!command) return undefined;
    const last = reading.commands.slice(parts.at(-1)!.from, parts.at(-1)!.to).at(-1);
    const bar = text.slice(parts[index - 1]!.end, part.start).search(/\|/);
    const from = bar < 0 ? part.start : parts[index - 1]!.end + bar;
    const errors =
      before.some(({ from, to }) => reading.commands.slice(from, to).some(joins)) ||
      /\|&/.test(text.slice(start, part.start));
    const toFile =
      !errors &&
      (last?.redirects.some(({ operator, descriptor }) => operator.includes('>') && descriptor !== 2) ?? false);
    return {
      how: 'cut',
      command,
      written: text.slice(from, part.end).replace(/\s+/g, ' '),
      start: from,
      end: part.end,
      beside: false,
      toFile,
    };
  }
  return undefined;
}

/** `tail -20 <(work)`. */
function cutFrom({ by, body }: Extract<Construct, { kind: 'values' }>, reading: ShellReading): Loss | undefined {
  const cutter = reading.commands[by];
  if (!cutter || !streams(cutter) || !cuts({ ...cutter, words: cutter.words.filter(word => !isStream(word)) }))
    return undefined;
  const command = workIn(body, reading, true);
  const { start, end } = cutter;
  const [program, ...args] = cutter.words.map(({ text }) => text);
  const written = [program, ...args.filter(word => word.startsWith('-'))].join(' ');
  return command && { how: 'cut', command, written, start, end, beside: false, toFile: false };
}

/** It reads what another command prints as a file, in `<(…)`. */
function streams({ words }: SimpleCommand): boolean {
  return words.some(isStream);
}

function isStream({ text }: ShellWord): boolean {
  return text.startsWith('<(');
}

/** `work | cat > /dev/null`. */
function piped({ parts }: Extract<Construct, { kind: 'pipe' }>, reading: ShellReading, text: string): Loss | undefined {
  if (parts.length < 2) return undefined;
  const last = parts.at(-1)!;
  const end = reading.commands.slice(last.from, last.to).at(-1);
  const before = parts.slice(0, -1);
  if (!end || isLoud(end) || before.some(({ from, to }) => reading.commands.slice(from, to).some(keeps)))
    return undefined;
  if (
    keeps(end) ||
    !/^(cat|tee|grep|egrep)$/.test(end.words[0]?.value ?? '') ||
    /^-[a-zA-Z]*q/.test(end.words[1]?.value ?? '')
  )
    return undefined;
  const how = nowhere(end.redirects);
  const command = before.map(span => workIn(span, reading)).find(Boolean);
  if (!command || (how !== 'all' && how !== 'stdout')) return undefined;
  const from = beginOf(text, end.redirects.find(isNowhere)!, end.start);
  return { how, command, written: text.slice(from, end.end), start: from, end: end.end, beside: false, toFile: false };
}

/** The first command in a span whose output is what a stage is there for. */
function workIn({ from, to }: Span, { commands }: ShellReading, isValue = false): SimpleCommand | undefined {
  return commands
    .slice(from, to)
    .find(command => (isValue || !command.context.value) && !command.context.trap && isLoud(command));
}

const LOUD: ReadonlySet<Purpose> = new Set(['work', 'build', 'install', 'fetch']);

/** Whether what it prints is worth keeping: it works, and is not asked what it is. */
export function isLoud(command: SimpleCommand): boolean {
  if (command.calls || !LOUD.has(purposeOf(command))) return false;
  const [program = '', ...args] = command.words.map(({ value }) => value ?? '?');
  // A line of a language inside a command asks or computes a value.
  if (/^(python[\d.]*|node|perl|ruby)$/.test(program) && /^-[cep]$/.test(args[0] ?? '')) return false;
  if (/^(docker|podman|nerdctl)$/.test(program) && args[0] === 'run' && isDetached(optionsBefore(args))) return false;
  // `-h` may name a host.
  if (args.some((word, at) => /^(--help|--version)$/.test(word) || (word === '-h' && at === args.length - 1)))
    return false;
  return purposeOf(command) !== 'fetch' || !/^(curl|cp|mv|git|gzip|zstd|tar|unzip|wget|dd)$/.test(program);
}

/** `head`, `tail`, and what other filters do in their place; not those that only leave out a heading. */
function cuts({ words }: SimpleCommand): boolean {
  const [program = '', ...args] = words.map(({ value, text }) => value ?? (text.startsWith('-') ? text : '?'));
  const all = args.join(' ');
  switch (base(program)) {
    case 'tail':
      return (
        !/(^|\s)(-n\s*|--lines[= ])?\+\d/.test(all) &&
        !/(^|\s)(-[a-zA-Z]*[fF]\b|--follow|--pid)/.test(all) &&
        plain(args) === 0
      );
    case 'head':
      return !/(^|\s)(-n\s*-|--lines[= ]-|-c\s*-)\d/.test(all) && plain(args) === 0;
    case 'sed':
      return /(^|\s)(\d+q|-n\s+((\d+,)?\d+|\$)p|\d+,\$d)(\s|$)/.test(all);
    case 'awk':
    case 'gawk':
      return (/NR\s*(<|<=|==|>)\s*\d/.test(all) && !/NR\s*>\s*1\b/.test(all)) || /^END\s*\{\s*print[^}]*\}$/.test(all);
    case 'grep':
    case 'egrep':
    case 'rg':
      // One line is as often a value that is looked for.
      return (
        /(^|\s)(-[a-zA-Z]*m|--max-count)[= ]?([2-9]|\d{2,})(\s|$)/.test(all) &&
        !/(^|\s)(-[a-zA-Z]*[qc]|--quiet)/.test(all)
      );
    case 'perl':
      return /^-[a-z]*n/.test(args[0] ?? '') && /\$\.\s*(<|<=|==)\s*\d/.test(all);
    default:
      return false;
  }
}

/** How many words are files: neither options nor their values. */
function plain(args: readonly string[]): number {
  return args.filter(
    (word, index) =>
      !word.startsWith('-') &&
      !/^-[nc]$|^--(lines|bytes)$/.test(args[index - 1] ?? '') &&
      !/^\+?\d+[kKMGb]?$/.test(word),
  ).length;
}

/** It writes all it gets into a file as well. */
function keeps({ words, redirects }: SimpleCommand): boolean {
  const [program, ...args] = words.map(({ value }) => value);
  return (
    (program === 'tee' && args.some(word => word === undefined || (!word.startsWith('-') && word !== '/dev/null'))) ||
    (program === 'tee' && redirects.length > 0)
  );
}

/** `2>&1`. */
function joins({ redirects }: SimpleCommand): boolean {
  return redirects.some(
    ({ operator, descriptor, target }) =>
      (descriptor === 2 && operator === '>&' && target.value === '1') || operator.startsWith('&>'),
  );
}

function isNowhere({ operator, target }: Redirect): boolean {
  return (operator.includes('>') && target.value === '/dev/null') || (operator === '>&' && target.value === '-');
}

function nowhere(redirects: readonly Redirect[]): 'all' | 'stdout' | 'stderr' | undefined {
  const gone = redirects.filter(
    one => isNowhere(one) && (one.descriptor === undefined || one.descriptor === 1 || one.descriptor === 2),
  );
  if (gone.length === 0) return undefined;
  const both = gone.some(
    ({ operator, descriptor }) => operator.startsWith('&>') || (operator === '>&' && descriptor === undefined),
  );
  const out = both || gone.some(({ operator, descriptor }) => !operator.startsWith('&') && (descriptor ?? 1) === 1);
  const err =
    both ||
    gone.some(({ descriptor }) => descriptor === 2) ||
    (out && redirects.some(one => one.operator === '>&' && one.descriptor === 2 && one.target.value === '1'));
  const swapped =
    !out && redirects.some(one => one.operator === '>&' && one.descriptor === 1 && one.target.value === '2');
  return (out && err) || (err && swapped) ? 'all' : out ? 'stdout' : 'stderr';
}

function isBeside(index: number, { constructs }: ShellReading): boolean {
  return constructs.some(one => one.kind === 'background' && one.body.from <= index && index < one.body.to);
}

function isAwaited(index: number, { commands }: ShellReading): boolean {
  return commands.slice(index + 1).some(({ words }) => words[0]?.value === 'wait');
}

/** It is the condition of an `if` or a loop. */
function isClause(index: number, { constructs }: ShellReading): boolean {
  return constructs.some(one => {
    const clause = one.kind === 'if' || one.kind === 'loop' ? one.clause : undefined;
    return clause !== undefined && clause.from <= index && index < clause.to;
  });
}
