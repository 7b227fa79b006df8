import type { Fix } from './fix.ts';
import { distance, simplify } from './nearest.ts';
import type { ScalarNode } from './node.ts';
import type { Place } from './source.ts';

/** Writes the name that is meant in place of another. Safe only where the one is plainly a slip of the other. */
export function renaming(place: Place, written: string, meant: string, known: Iterable<string>): Fix {
  return {
    title: `write \`${meant}\` for \`${written}\``,
    safety: isSlip(written, meant, known) ? 'safe' : 'unsafe',
    edits: [{ place, replacement: meant }],
  };
}

/** The letters of a scalar without its quotes, as far as `length` of them; for texts without escapes. */
export function lettersOf(node: ScalarNode, length = node.text.length): Place {
  return { source: node.source, range: { start: node.offsetAt(0), end: node.offsetAt(length) } };
}

/**
 * Whether nothing else can be meant: the same letters in another case or with other separators, or one or two letters wrong in a
 * name long enough for that, and no other name as near. Two names that differ in a number are two names.
 */
function isSlip(written: string, meant: string, known: Iterable<string>): boolean {
  if (simplify(written) === simplify(meant)) return true;
  if (written.replace(/\D/g, '') !== meant.replace(/\D/g, '')) return false;
  const allowed = written.length < 4 ? 0 : written.length < 6 ? 1 : 2;
  const steps = distance(written, meant, allowed + 1);
  if (steps > allowed) return false;
  for (const other of known) if (other !== meant && distance(written, other, steps + 1) <= steps) return false;
  return true;
}
