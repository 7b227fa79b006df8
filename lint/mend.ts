import type { Source } from '../schema/source.ts';
import type { Edit, Fix } from './finding.ts';

/** Of fixes to one text those that can be written at once: by place, the first of any that touch each other. */
export function apart(fixes: readonly Fix[]): readonly Fix[] {
  const starting = [...fixes].sort((a, b) => startOf(a) - startOf(b));
  const taken: Edit[] = [];
  return starting.filter(({ edits }) => {
    if (edits.some(edit => taken.some(other => meets(edit, other)))) return false;
    taken.push(...edits);
    return true;
  });
}

/** The text with edits that lie apart, in any order; what they write gets the line ends that the text has. */
export function mended({ text }: Source, fixes: readonly Fix[]): string {
  const newline = /\r\n|\n/.exec(text)?.[0] ?? '\n';
  const edits = fixes.flatMap(fix => fix.edits).sort((a, b) => a.place.range.start - b.place.range.start);
  let at = 0;
  let whole = '';
  for (const { place, replacement } of edits) {
    whole += text.slice(at, place.range.start) + replacement.replaceAll('\n', newline);
    at = place.range.end;
  }
  return whole + text.slice(at);
}

/** What a fix does, so that the same one is known again; places in a text that has changed are others. */
export function fixText({ title, safety, edits }: Fix): string {
  return JSON.stringify([
    title,
    safety,
    edits.map(({ place, replacement }) => [place.source.path, place.range.start, place.range.end, replacement]),
  ]);
}

function startOf({ edits }: Fix): number {
  return edits[0]!.place.range.start;
}

/** Two edits that overlap or border on each other: what one does may be no longer right beside the other. */
function meets({ place: { range: a } }: Edit, { place: { range: b } }: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
