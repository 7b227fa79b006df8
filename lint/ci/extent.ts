import type { WorkUnit } from './coverage.ts';
import type { Overlap } from './overlap.ts';
import { and, code } from './wording.ts';

/**
 * How much of a command CI does of which only what it runs in turn was looked at: the whole where CI does all of that, a part where
 * something is left. `units`: all that stand where the command stands; `known`: what CI does of each.
 */
export function ofCommand(
  overlap: Overlap,
  units: readonly WorkUnit[],
  known: ReadonlyMap<WorkUnit, Overlap>,
): Overlap {
  const done = new Set([...known].flatMap(([unit, one]) => (one.coverage.covers === 'whole' ? [unit.command] : [])));
  const callers = new Set(units.map(({ command }) => command.caller));
  const left = units.filter(unit => {
    if (callers.has(unit.command) || (unit.nature !== 'check' && unit.nature !== 'run')) return false;
    for (let at: typeof unit.command | undefined = unit.command; at !== undefined; at = at.caller)
      if (done.has(at)) return false;
    return true;
  });
  if (left.length === 0 || overlap.coverage.covers === 'part') return overlap;
  const names = [...new Set(left.map(({ command }) => shown(command.words.join(' '))))];
  const more = names.length > 3 ? [`${names.length - 2} others`] : [];
  const rest = and([...names.slice(0, more.length > 0 ? 2 : 3).map(code), ...more]);
  return {
    ...overlap,
    coverage: { covers: 'part', why: overlap.coverage.why, rest: `the only new part is ${rest}` },
  };
}

function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('`', "'").replaceAll('\u{F0002}', '…');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
