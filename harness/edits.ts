import { type AndOr, parse } from 'unbash';
import { readShell, type SimpleCommand } from '../lint/shell/commands.ts';
import type { ShellReading } from '../lint/shell/construct.ts';
import { matters } from '../lint/shell/purpose.ts';
import { skipped } from '../lint/shell/skipped.ts';
import { swallowed } from '../lint/shell/swallowed.ts';
import type { Variables } from '../lint/shell/words.ts';
import { disjoint, type Edit, edited } from './edit.ts';
import { logEdits, lossEdits } from './output-edits.ts';
import { roleOf } from './roles.ts';
import { stampEdits } from './stamps.ts';
import { allStatements, type Listed } from './statements.ts';
import { shown } from './texts.ts';

/** All that is taken out of a stage's text, none inside another; `around` is the harness that it is a part of. */
export function editsOf(
  text: string,
  variables: Variables,
  uploaders: ReadonlySet<string>,
  around: string,
): readonly Edit[] {
  const stamps = disjoint(stampEdits(text, around));
  // What a path is once its stamp is gone decides what an upload has uploaded.
  const plain = edited(text, stamps);
  const reading = readShell(plain, variables);
  const statements = [...allStatements(parse(plain).commands)];
  const edits = [
    ...statementEdits(plain, reading, statements, uploaders),
    ...skipEdits(plain, reading, statements),
    ...swallowEdits(plain, reading),
    ...lossEdits(plain, reading),
    ...logEdits(plain, reading),
  ];
  const before = placesBefore(stamps);
  return disjoint([...edits.map(edit => ({ ...edit, start: before(edit.start), end: before(edit.end) })), ...stamps]);
}

/** From a place in a text with its edits made to the same place before them; what an edit has written is where it begins. */
function placesBefore(edits: readonly Edit[]): (at: number) => number {
  return at => {
    let shift = 0;
    for (const { start, end, by } of edits) {
      if (at <= start + shift) break;
      if (at < start + shift + by.length) return start;
      shift += by.length - (end - start);
    }
    return at - shift;
  };
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
    // `|| break` is what ends a loop.
    if (how !== 'or' || /\b(break|continue)\b/.test(written)) return [];
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
