import type { PlannedStage } from '../../plan/plan.ts';
import { readable } from '../../plan/symbol.ts';
import type { Place } from '../../schema/source.ts';
import { spokenTime } from '../spoken.ts';
import type { CiUnit } from './ci.ts';
import { type Command, UNKNOWN } from './command.ts';
import type { WorkUnit } from './coverage.ts';
import type { Overlap } from './overlap.ts';
import { and, code } from './wording.ts';

/** A command for people: on one line, not too long. */
export function shownCommand(text: string): string {
  const line = readable(text)
    .replaceAll(UNKNOWN, '…')
    .replaceAll(/\\?\s*\n\s*/g, ' ')
    .replaceAll('`', "'")
    .trim();
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

/** The command of a stage that overlaps, as its author wrote it; what it runs in turn is named with the way to it. */
export function whatOfStage({ stage }: Overlap, place: Place): string {
  const written = code(shownCommand(place.source.text.slice(place.range.start, place.range.end)));
  const { caller, text, via } = stage.command;
  if (caller === undefined || via.length === 0) return written;
  const inner = code(shownCommand(text));
  return stage.command.source === undefined
    ? `${written}, which runs ${inner},`
    : `${inner} of ${via.map(hop => code(hop.label)).join(', ')}`;
}

/** Workflow, job and step of a command of CI, and the way from the step to it. */
export function whereInCi({ step, unit }: CiUnit): string {
  const name = shownCommand(step.label);
  const way = wayInCi({ step, unit });
  const through = way.length === 0 ? '' : ` through ${way.map(code).join(' → ')}`;
  return `${code(step.workflow)}, job ${code(step.job)}, step ${code(name)}${through}`;
}

/** What the step calls to come to the command, as far as its name does not say so. */
function wayInCi({ step, unit }: Pick<CiUnit, 'step' | 'unit'>): readonly string[] {
  const hops = [...step.via, ...unit.command.via].map(hop => shownCommand(hop.label));
  return hops[0] === shownCommand(step.label) ? hops.slice(1) : hops;
}

/** What else CI does it with, apart from the workflow where the job's name says enough. */
function whoInCi({ step, unit }: CiUnit): string {
  return `step ${code(shownCommand(step.label))} of job ${code(step.job)} (${code(shownCommand(unit.command.text))})`;
}

/** The sentence on what is the same, and the one on what is new. */
export function reasons(overlap: Overlap): { readonly why: string; readonly rest: string } {
  const { coverage, also, ci } = overlap;
  const others = also.length > 0 ? `, and ${and(also.map(whoInCi))} ${also.length > 1 ? 'do' : 'does'} the rest` : '';
  const command = shownCommand(ci.unit.command.text);
  const last = [shownCommand(ci.step.label), ...wayInCi(ci)].at(-1) ?? '';
  const isNamed = last === command || (last.endsWith('…') && command.startsWith(last.slice(0, -1)));
  const why = isNamed
    ? coverage.why
    : coverage.why.replace(/^CI (?!')|^it (?=is the same command)/, `CI's ${code(command)} `);
  return { why: why + others, rest: coverage.covers === 'part' ? coverage.rest : '' };
}

/** The step of CI, and where the command itself stands when that is a file of its own. */
export function relatedPlaces(overlap: Overlap): readonly { readonly place: Place; readonly message: string }[] {
  return [overlap.ci, ...overlap.also].flatMap(unit => {
    const { command } = unit.unit;
    const step = { place: unit.step.place, message: `CI runs ${code(shownCommand(command.text))} here` };
    if (command.source === undefined) return [step];
    return [step, { place: { source: command.source, range: command.range }, message: 'which runs this' }];
  });
}

/** What to do with a stage whose work CI does: all of it, or what of it `overlap` is about. */
export function helpFor(
  overlap: Overlap,
  stage: string,
  overlaps: readonly Overlap[],
  units: readonly WorkUnit[],
): string {
  const keep = `if it needs this machine, say why under \`${stage}:\` with ${allowance()}`;
  if (overlap.coverage.covers === 'part') return `run only the new part in \`${stage}\`; ${keep}`;
  const done = overlaps.filter(({ coverage }) => coverage.covers === 'whole').map(one => rootOf(one.stage.command));
  const isAll = units.every(({ nature, command }) => nature === 'setup' || done.includes(rootOf(command)));
  return isAll ? `delete the stage \`${stage}\`; ${keep}` : `delete this command from \`${stage}\`; ${keep}`;
}

/** What to write where a stage repeats CI's work on purpose. */
export function allowance(): string {
  return '`ci-overlap: { allow: hardware, reason: "…" }` (instead of `hardware`: `scale`, `real-service`, `data` or `profile`)';
}

/** The place of the command that a stage's author wrote, from which another came to be run. */
function rootOf(command: Command): string {
  let root = command;
  while (root.caller !== undefined) root = root.caller;
  return `${root.source?.path ?? ''}:${root.range.start}`;
}

/** What a stage that repeats CI's work may cost. */
export function paidTime({ timeout, attempts }: PlannedStage): string {
  return timeout === undefined
    ? 'paid time for what CI does free'
    : `up to ${spokenTime(timeout * attempts)} of paid time for what CI does free`;
}
