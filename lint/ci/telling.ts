import type { PlannedStage } from '../../plan/plan.ts';
import { readable } from '../../plan/symbol.ts';
import type { Place } from '../../schema/source.ts';
import { spokenTime } from '../spoken.ts';
import type { CiUnit } from './ci.ts';
import { UNKNOWN } from './command.ts';
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
  const way = [...step.via, ...unit.command.via].map(hop => code(shownCommand(hop.label)));
  const through = way.length === 0 ? '' : ` through ${way.join(', ')}`;
  return `${code(step.workflow)}, job ${code(step.job)}, step ${code(shownCommand(step.label))}${through}`;
}

/** What else CI does it with, apart from the workflow where the job's name says enough. */
function whoInCi({ step, unit }: CiUnit): string {
  return `step ${code(shownCommand(step.label))} of job ${code(step.job)} with ${code(shownCommand(unit.command.text))}`;
}

/** The sentence on what is the same, and the one on what is new. */
export function reasons(overlap: Overlap): { readonly why: string; readonly rest: string } {
  const { coverage, also } = overlap;
  const others = also.length > 0 ? `, and ${and(also.map(whoInCi))} the rest` : '';
  return { why: coverage.why + others, rest: coverage.covers === 'part' ? coverage.rest : '' };
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

/** What a stage that repeats CI's work may cost. */
export function paidTime({ timeout, attempts }: PlannedStage): string {
  return timeout === undefined
    ? 'paid time for what CI does free'
    : `up to ${spokenTime(timeout * attempts)} of paid time for what CI does free`;
}
