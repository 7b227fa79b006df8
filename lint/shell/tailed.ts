import { base } from '../path.ts';
import type { Redirect, SimpleCommand } from './commands.ts';
import type { ShellReading } from './construct.ts';
import { isLoud, type Loss } from './output.ts';

/** A log that goes to a file or a variable which nobody keeps, and of which only an end is shown. */
export interface Tailed extends Loss {
  /** What sends it there, as written: `>/tmp/x.log 2>&1`, `out=$(…)`. */
  readonly into: string;
  /** The file, or `$out`. */
  readonly name: string;
}

/** Where all that is left of what some work says is its end, taken from a variable: `out=$(./x 2>&1); echo "$out" | tail -20`. */
export function tailedValues(text: string, { commands, constructs }: ShellReading): readonly Tailed[] {
  return constructs.flatMap((values): readonly Tailed[] => {
    if (values.kind !== 'values' || values.context.trap) return [];
    const outer = commands[values.by];
    const variable = outer?.kind === 'assignment' && outer.assigns.length === 1 ? outer.assigns[0]!.name : undefined;
    const command = commands.slice(values.body.from, values.body.to).find(isLoud);
    if (!outer || variable === undefined || !command) return [];
    // What goes to a file as well, or only its errors, is not lost with the variable.
    const [before, ...after] = text.slice(outer.start, outer.end).split('2>&1');
    if (after.length === 0 || [before, ...after].some(part => />|\btee\b/.test(part!))) return [];
    const name = `$${variable}`;
    const uses = [...text.matchAll(new RegExp(`\\$\\{?[#!]?${variable}\\b`, 'g'))];
    const at = uses.length === 1 ? uses[0]!.index : -1;
    const holds = (span: { readonly start: number; readonly end: number }) => span.start <= at && at < span.end;
    const said = commands.find(one => one.kind === 'command' && !one.calls && holds(one));
    const pipe = constructs.find(one => one.kind === 'pipe' && one.parts.length === 2 && holds(one.parts[0]!));
    const last = pipe?.kind === 'pipe' ? commands[pipe.parts[1]!.from] : said;
    const prints = pipe ? /^(echo|printf)$/.test(said?.words[0]?.value ?? '') : said?.redirects.some(isFed);
    if (!said || said.conditional || said.context.value || !last || !prints || !shows(last)) return [];
    const { start, end } = pipe ?? last;
    const written = text.slice(start, end);
    return [{ how: 'cut', command, written, start, end, beside: false, toFile: false, name, into: `${variable}=$(…)` }];
  });
}

function isFed({ operator }: Redirect): boolean {
  return operator === '<<<';
}

/** Where all that is left of what some work says is `tail` or `head` of a file below /tmp: `./x >/tmp/x.log 2>&1; tail -50 /tmp/x.log`. */
export function tailedLogs(text: string, reading: ShellReading): readonly Tailed[] {
  return reading.commands.flatMap((command, index): readonly Tailed[] => {
    const sent = logOf(command, text);
    if (sent === undefined || command.context.trap || command.context.value || !isLoud(command)) return [];
    const name = sent.target.value ?? sent.target.text.replace(/["{}]/g, '');
    // Where it is shown when all has failed, nobody asks for what it says else.
    const uses = reading.commands.filter(
      other => other !== command && !(other.conditional && shows(other)) && mentions(other, name),
    );
    const [shown] = uses;
    // Whoever copies, searches or uploads it has it whole.
    if (uses.length !== 1 || !shows(shown!) || reading.commands.indexOf(shown!) < index) return [];
    const last = command.redirects.at(-1)!.target.end;
    return [
      {
        how: 'cut',
        command,
        written: text.slice(shown!.start, shown!.end),
        start: shown!.start,
        end: shown!.end,
        beside: false,
        toFile: false,
        name,
        into: text.slice(beginOf(text, command, sent), last),
      },
    ];
  });
}

/** Where all that it prints and its errors go, if that is a file of no stage's. */
function logOf({ redirects }: SimpleCommand, text: string): Redirect | undefined {
  const isTemporary = ({ value, text: written }: Redirect['target']) => {
    const variable = /^"?\$\{?(\w+)\}?"?$/.exec(written)?.[1];
    if (value === undefined && variable !== undefined)
      return new RegExp(`(?<![\\w$])${variable}="?\\$\\(mktemp( -t \\S+| "?/tmp/\\S+)?\\)`).test(text);
    return /^\/(var\/)?tmp\/[^*?$]+$/.test(value ?? '');
  };
  const file = redirects.find(
    ({ operator, descriptor, target }) => /^(&?>{1,2}\|?)$/.test(operator) && descriptor !== 2 && isTemporary(target),
  );
  const joins = redirects.some(
    ({ operator, descriptor, target }) => operator === '>&' && descriptor === 2 && target.value === '1',
  );
  return file !== undefined && (joins || file.operator.startsWith('&')) ? file : undefined;
}

/** By its name, by that of its file in another directory's place, by a pattern, or with the directory that it lies in. */
function mentions({ words, redirects }: SimpleCommand, name: string): boolean {
  const file = base(name);
  if (/^(mkdir|rm|df|cd)$/.test(words[0]?.value ?? '')) return false;
  return [...words, ...redirects.map(({ target }) => target)].some(({ value, text, glob }) => {
    const said = value ?? text.replace(/["{}]/g, '');
    return said.includes(file) || (glob && said.startsWith('/tmp/')) || name.startsWith(`${said.replace(/\/$/, '')}/`);
  });
}

/** `tail -50 FILE`, into the log. */
function shows({ words, redirects }: SimpleCommand): boolean {
  const [program, ...args] = words.map(({ value }) => value ?? '');
  return (
    /^(tail|head)$/.test(program ?? '') &&
    redirects.every(isFed) &&
    !args.some(word => /^(-n)?\+\d|^-[a-z]*[fF]|^--follow/.test(word))
  );
}

function beginOf(text: string, { start }: SimpleCommand, { target }: Redirect): number {
  const before = /(?:\d|&)?>{1,2}[|&]?\s*$/.exec(text.slice(start, target.start));
  return before ? start + before.index : target.start;
}
