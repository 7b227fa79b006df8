import { type AndOr, type CommandNode, type CompoundList, type PipelineNode, parse, type Statement } from 'unbash';
import { credentialsIn, isLiteral, namesSecret } from '../lint/credentials.ts';
import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import type { ShellReading } from '../lint/shell/construct.ts';
import { lostOutput } from '../lint/shell/output.ts';
import { matters } from '../lint/shell/purpose.ts';
import { type Needed, skipped } from '../lint/shell/skipped.ts';
import { swallowed } from '../lint/shell/swallowed.ts';
import type { Variables } from '../lint/shell/words.ts';
import { extentOf } from './extent.ts';
import type { FaultKind } from './remarks.ts';
import { roleOf } from './roles.ts';
import { shown } from './texts.ts';

/** A change of a stage's text, and why. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
  readonly fault: FaultKind;
  readonly message: string;
  readonly now: string;
  /** What the stage requires instead. */
  readonly needs?: Needed;
  /** An upload that is declared instead. */
  readonly upload?: SimpleCommand;
  readonly secret?: { readonly name: string; readonly what: string };
}

/** All that is taken out of a stage's text, none inside another. */
export function editsOf(text: string, variables: Variables, uploaders: ReadonlySet<string>): readonly Edit[] {
  const reading = readShell(text, variables);
  const statements = [...allStatements(parse(text).commands)];
  const edits = [
    ...statementEdits(text, reading, statements, uploaders),
    ...skipEdits(text, reading, statements),
    ...swallowEdits(text, reading),
    ...lossEdits(text, reading),
    ...logEdits(text, reading),
  ];
  return disjoint(edits);
}

/** Credentials that stand in a text: their place is taken by a variable. */
export function secretEdits(text: string, reading: ShellReading = readShell(text)): readonly Edit[] {
  const edits: Edit[] = [];
  const add = (start: number, end: number, name: string, what: string) => {
    const quote = quoteAt(text, start);
    const by = quote === "'" ? `'"$${name}"'` : `\${${name}}`;
    const said = { fault: 'secret', message: `${what} stands in a command`, now: `\`secrets.${name}\`` } as const;
    edits.push({ start, end, by, secret: { name, what }, ...said });
  };
  for (const [index, { what, start, end }] of credentialsIn(text).entries()) {
    const at = what === 'a password in an address' ? text.indexOf('://', start) + 3 : start;
    const password = what === 'a password in an address' ? text.indexOf(':', at) + 1 : at;
    const until = what === 'a password in an address' ? text.lastIndexOf('@', end) : end;
    add(password, until, `SECRET_${index + 1}`, what);
  }
  const pairsIn = (start: number, end: number) => {
    for (const pair of text.slice(start, end).matchAll(PAIR)) {
      const [, before, key, secret] = pair as unknown as [string, string, string, string];
      if (!namesSecret(key) || !isLiteral(secret)) continue;
      const at = start + pair.index + before.length + key.length + 1;
      add(at, at + secret.length, variableOf(key), 'a credential');
    }
  };
  for (const { words, assigns } of reading.commands) {
    // A command that is kept in a variable.
    for (const { name, start, end } of assigns) pairsIn(start + name.length + 1, end);
    for (const { name, value, start, end } of assigns)
      if (value && namesSecret(name) && isLiteral(value)) {
        const at = text.indexOf(value, start + name.length);
        if (at >= 0 && at < end) add(at, at + value.length, variableOf(name), 'a credential');
      }
    for (const [index, { value, start, end }] of words.entries()) {
      pairsIn(start, end);
      const joined = joinedPassword(words[0]?.value, words[index - 1]?.value, value);
      if (joined !== undefined && isLiteral(joined)) {
        const at = text.lastIndexOf(joined, end - joined.length);
        if (at >= start) add(at, at + joined.length, 'PASSWORD', 'a credential');
      }
      const option = /^--?([\w-]+?)(?:=(.*))?$/s.exec(value ?? '');
      const next = words[index + 1];
      if (!option || !namesSecret(option[1]!)) continue;
      const secret = option[2] ?? next?.value;
      const [from, to] = option[2] !== undefined ? [start, end] : [next?.start ?? 0, next?.end ?? 0];
      if (!secret || !isLiteral(secret) || secret.includes('${{')) continue;
      const at = text.indexOf(secret, from);
      if (at >= 0 && at < to) add(at, at + secret.length, variableOf(option[1]!), 'a credential');
    }
  }
  return disjoint(edits);
}

/** `-e POSTGRES_PASSWORD=x`, `"host=db password=x"`: a name with its value inside a word. */
const PAIR = /(^|[\s"'?&;,]|--?)([A-Za-z][\w-]*)=([^\s"'`<>$;,&(){}]+)/g;

/** `mysql -pX`, `curl -u me:X`, `sshpass -p X`: the password of an option that does not say so. */
function joinedPassword(program = '', before = '', value = ''): string | undefined {
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (/^(mysql|mysqldump|mysqladmin|mariadb)$/.test(name)) return /^-p(.+)$/.exec(value)?.[1];
  if (name === 'curl' && /^(-u|--user)$/.test(before)) return /^[^:]+:(.+)$/.exec(value)?.[1];
  return name === 'sshpass' && before === '-p' ? value : undefined;
}

function variableOf(name: string): string {
  return name.toUpperCase().replace(/-/g, '_');
}

/** A text with its edits made. */
export function edited(text: string, edits: readonly Pick<Edit, 'start' | 'end' | 'by'>[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, by } of edits) {
    out += text.slice(at, start) + by;
    at = end;
    // A line of which nothing is left goes whole.
    const rest =
      by === '' && /(^|\n)[ \t]*$/.test(out) ? /^[ \t]*;?[ \t]*(\n|$)/.exec(text.slice(end))?.[0].length : undefined;
    if (rest !== undefined) at += rest;
  }
  return out + text.slice(at);
}

function disjoint(edits: readonly Edit[]): readonly Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Edit[] = [];
  for (const edit of sorted) if (edit.end > edit.start && edit.start >= (kept.at(-1)?.end ?? 0)) kept.push(edit);
  return kept;
}

interface Listed {
  readonly statement: Statement;
  readonly start: number;
  readonly end: number;
  /** It is the only one of its list, so that something must stay. */
  readonly alone: boolean;
}

function* allStatements(list: readonly Statement[], nested = false): Iterable<Listed> {
  for (const statement of list) {
    yield { statement, start: statement.pos, end: extentOf(statement), alone: nested && list.length === 1 };
    for (const inner of listsOf(statement.command)) yield* allStatements(inner.commands, true);
  }
}

function listsOf(node: PipelineNode | Statement['command'] | CommandNode | CompoundList): readonly CompoundList[] {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
      return node.commands.flatMap(part => listsOf(part));
    case 'Redirected':
      return listsOf(node.command);
    case 'CompoundList':
      return [node];
    case 'If':
      return [node.then, ...node.elif.map(({ then }) => then), ...(node.else ? [node.else] : [])];
    case 'Case':
      return node.items.flatMap(({ body }) => (body ? [body] : []));
    case 'Function':
      return listsOf(node.body);
    case 'BraceGroup':
    case 'Subshell':
    case 'For':
    case 'While':
    case 'Select':
    case 'ArithmeticFor':
      return [node.body];
    default:
      return [];
  }
}

/** Statements that do nothing but what the run does itself: uploads, power-off, options of the shell. */
function statementEdits(
  text: string,
  { commands }: ShellReading,
  statements: readonly Listed[],
  uploaders: ReadonlySet<string>,
): readonly Edit[] {
  const edits: Edit[] = [];
  const roles = commands.map(command => (uploaders.has(command.words[0]?.value ?? '') ? 'upload' : roleOf(command)));
  for (const { statement, start, end, alone } of statements) {
    if (statement.command.type === 'Function') continue;
    if (statement.command.type === 'AndOr') edits.push(...chainedUploads(text, statement.command, commands, roles));
    const inside = commands.flatMap((command, index) =>
      start <= command.start && command.end <= end && !command.context.value ? [{ command, role: roles[index]! }] : [],
    );
    const main = inside.find(({ role }) => role === 'upload' || role === 'shutdown' || role === 'setting');
    if (!main) continue;
    const all = (allowed: RegExp) => inside.every(({ role }) => role === main.role || allowed.test(role));
    if (!all(main.role === 'setting' ? /(?!)/ : /^(say|ask|end|assign|prep)$/)) continue;
    const written = shown(text.slice(start, end));
    const whole = { start, end, by: alone ? ':' : '' };
    if (main.role === 'upload')
      for (const [index, { command }] of inside.filter(({ role }) => role === 'upload').entries())
        edits.push({
          ...(index === 0 ? whole : { start: end, end, by: '' }),
          fault: 'upload',
          message: `\`${written}\` is an upload by hand`,
          now: '`produces`: uploaded, retried and checked after the stage',
          upload: command,
        });
    else if (main.role === 'shutdown')
      edits.push({
        ...whole,
        fault: 'shutdown',
        message: `\`${written}\` ends the machine`,
        now: 'the run does, when all is in the store',
      });
    else
      edits.push({
        ...whole,
        fault: 'toggle',
        message: `\`${written}\` changes what a failure does`,
        now: 'a stage runs under `bash -euo pipefail`',
      });
  }
  return edits;
}

/** `bench && aws s3 cp …`: the upload behind `&&`. */
function chainedUploads(
  text: string,
  { commands: parts, operators }: AndOr,
  commands: readonly SimpleCommand[],
  roles: readonly string[],
): readonly Edit[] {
  return parts.flatMap((part, index): Edit[] => {
    const at = commands.findIndex(({ start, end }) => start === part.pos && end === part.end);
    if (index === 0 || operators[index - 1] !== '&&' || part.type !== 'Command' || roles[at] !== 'upload') return [];
    const message = `\`${shown(text.slice(part.pos, part.end))}\` is an upload by hand`;
    const now = '`produces`: uploaded, retried and checked after the stage';
    return [
      { start: parts[index - 1]!.end, end: part.end, by: '', fault: 'upload', message, now, upload: commands[at]! },
    ];
  });
}

function skipEdits(text: string, reading: ShellReading, statements: readonly Listed[]): readonly Edit[] {
  return skipped(text, reading).flatMap(({ how, question, needs, start, chooses }): Edit[] => {
    const found = statements.find(one => one.start === start);
    if (how !== 'exit' || chooses || !needs || !found) return [];
    const { statement, end, alone } = found;
    // What the other branch does would be lost with it.
    if (
      statement.command.type === 'If' &&
      reading.commands.some(one => start <= one.start && one.end <= end && matters(one))
    )
      return [];
    const now =
      needs.kind === 'path' ? `\`requires: [${needs.name}]\`` : `\`requires: [{ ${needs.kind}: ${needs.name} }]\``;
    const message = `when \`${question}\` fails, it ends with status 0`;
    return [{ start, end, by: alone ? ':' : '', fault: 'skip', message, now, needs }];
  });
}

function swallowEdits(text: string, reading: ShellReading): readonly Edit[] {
  return swallowed(text, reading).flatMap(({ how, start, end, written, command }): Edit[] => {
    if (how !== 'or') return [];
    const space = /\s*(\\\n\s*)?$/.exec(text.slice(0, start))![0].length;
    const message = `\`${written}\` hides a failure of \`${shown(text.slice(command.start, command.end))}\``;
    return [
      {
        start: start - space,
        end,
        by: '',
        fault: 'swallowed',
        message,
        now: 'a stage that fails is reported, the others go on',
      },
    ];
  });
}

function lossEdits(text: string, reading: ShellReading): readonly Edit[] {
  return lostOutput(text, reading).flatMap(({ how, start, end, written, beside, toFile }): Edit[] => {
    if (beside || toFile) return [];
    const before = text.slice(0, start);
    const space = /(\s*2>&1)?\s*(\\\n\s*)?$/.exec(before)![0].length;
    const cut = how === 'cut';
    const message = `\`${shown(written)}\` ${cut ? 'cuts' : 'throws away'} the log`;
    const from = cut ? start - space : start - (/[ \t]*$/.exec(before)?.[0].length ?? 0);
    return [{ start: from, end, by: '', fault: 'cut', message, now: 'the whole log is kept' }];
  });
}

/** `> bench.log 2>&1` and `2>&1 | tee bench.log`, where nothing looks at that file. */
function logEdits(text: string, { commands, constructs }: ShellReading): readonly Edit[] {
  const edits: Edit[] = [];
  const isLog = (value: string | undefined, written: string) => {
    const name = value ?? written.replace(/["']/g, '');
    return (
      (/\.log$/.test(name) || /^\$\{?(LOG|LOGFILE|LOG_FILE|log|logfile|log_file)\}?$/.test(name)) &&
      text.split(written).length === 2
    );
  };
  const now = 'the run keeps the log of every stage';
  for (const one of constructs) {
    if (one.kind !== 'pipe' || one.parts.length < 2 || one.context.value) continue;
    const last = one.parts.at(-1)!;
    const tee = commands[last.from];
    const files = tee?.words.slice(1).filter(({ value }) => !value?.startsWith('-')) ?? [];
    if (
      tee?.words[0]?.value !== 'tee' ||
      last.to - last.from !== 1 ||
      !files.every(({ value, text: written }) => isLog(value, written))
    )
      continue;
    const before = text.slice(0, last.start);
    const bar = /\s*(2>&1)?\s*\|&?\s*(\\?\n\s*)?(sudo\s+)?$/.exec(before);
    if (!bar) continue;
    const message = `\`${shown(text.slice(last.start, last.end))}\` keeps a log by hand`;
    edits.push({ start: bar.index, end: last.end, by: '', fault: 'log', message, now });
  }
  for (const { words, redirects, end, context } of commands) {
    if (words.length === 0 || context.value || !matters({ kind: 'command', words, redirects })) continue;
    const first = redirects.find(
      ({ operator, target, descriptor }) =>
        /^(>|>>|&>|&>>)$/.test(operator) && descriptor !== 2 && isLog(target.value, target.text),
    );
    if (!first) continue;
    const from = /\s*\d?&?>>?\s*$/.exec(text.slice(0, first.target.start))?.index;
    const rest = /^\s*2>&1/.exec(text.slice(first.target.end))?.[0].length ?? 0;
    if (from === undefined || first.target.end > end) continue;
    const message = `\`${shown(text.slice(from, first.target.end + rest))}\` keeps a log by hand`;
    edits.push({ start: from, end: first.target.end + rest, by: '', fault: 'log', message, now });
  }
  return edits;
}

/** The quote in which a position stands. */
function quoteAt(text: string, at: number): "'" | '"' | undefined {
  let quote: "'" | '"' | undefined;
  for (let index = 0; index < at; index++) {
    const letter = text[index];
    if (letter === '\\' && quote !== "'") index++;
    else if ((letter === "'" || letter === '"') && (quote === undefined || quote === letter))
      quote = quote ? undefined : letter;
    else if (letter === '#' && quote === undefined && /(^|\s)$/.test(text.slice(Math.max(0, index - 1), index))) {
      const line = text.indexOf('\n', index);
      if (line < 0 || line >= at) return quote;
      index = line;
    }
  }
  return quote;
}
