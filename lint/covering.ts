import type { Place } from '../schema/source.ts';

/** Whether two places touch: one lies in the other, or they overlap. A point touches what surrounds it and what it borders on. */
export function touching(a: Place, b: Place): boolean {
  if (a.source !== b.source) return false;
  if (a.range.start === a.range.end || b.range.start === b.range.end)
    return a.range.start <= b.range.end && b.range.start <= a.range.end;
  return a.range.start < b.range.end && b.range.start < a.range.end;
}

/** Whether `inner` lies wholly in `outer`. */
export function covering(outer: Place, inner: Place): boolean {
  return outer.source === inner.source && outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
}
