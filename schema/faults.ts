import { entriesOf, Fields } from './build/fields.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Entry, Node } from './node.ts';
import { positionAt, type Source } from './source.ts';

/**
 * In file order, each once: what an anchor holds is looked at wherever it is used, and what a profile leaves alone is the
 * same with and without it. A fault inside a stage gets the stage's name, one inside
 * a profile the profile's.
 */
export function inOrder(diagnostics: readonly Diagnostic[], root: Node | undefined): readonly Diagnostic[] {
  const once = new Map<string, Diagnostic>();
  for (const each of diagnostics) {
    const { start, end } = each.place.range;
    const key = `${each.code} ${start} ${end} ${each.message}`;
    if (!once.has(key)) once.set(key, each);
  }
  const at = (key: 'stages' | 'profiles') =>
    root?.kind === 'map' ? new Fields<typeof key>(root).value(key) : undefined;
  const stages = sorted(at('stages'));
  const profiles = sorted(at('profiles'));
  return [...once.values()]
    .sort((a, b) => a.place.range.start - b.place.range.start || a.place.range.end - b.place.range.end)
    .map(each => {
      const offset = each.place.range.start;
      const profile = entryAt(profiles, offset);
      const overlaid = profile?.value.kind === 'map' ? new Fields<'stages'>(profile.value).value('stages') : undefined;
      const stage = entryAt(profile ? sorted(overlaid) : stages, offset);
      return {
        ...each,
        ...(stage && each.stage === undefined && { stage: stage.key.text }),
        ...(profile && each.profile === undefined && { profile: profile.key.text }),
      };
    });
}

function sorted(map: Node | undefined): readonly Entry[] {
  return [...entriesOf(map)].sort((a, b) => a.key.range.start - b.key.range.start);
}

/** The entry whose text an offset lies in, among entries in file order. */
function entryAt(entries: readonly Entry[], offset: number): Entry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.key.range.start <= offset) low = middle + 1;
    else high = middle;
  }
  const entry = entries[low - 1];
  return entry && offset <= Math.max(entry.key.range.end, entry.value.range.end) ? entry : undefined;
}

/** The faults that no syntax fault before them in the same line explains: there the tree is a guess. */
export function unexplained(
  source: Source,
  faults: readonly Diagnostic[],
  syntax: readonly Diagnostic[],
): readonly Diagnostic[] {
  const guessedFrom = new Map<number, number>();
  for (const { place } of syntax) {
    const { line, column } = positionAt(source, place.range.start);
    guessedFrom.set(line, Math.min(column, guessedFrom.get(line) ?? column));
  }
  return faults.filter(({ code, place }) => {
    const { line, column } = positionAt(source, place.range.start);
    const from = guessedFrom.get(line);
    return from === undefined || (code === 'unknown-key' && column < from);
  });
}
