import type { Diagnostic } from '../schema/diagnostic.ts';
import type { Place, Source } from '../schema/source.ts';

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

/** Faults by their place, so that a file of nothing but faults is judged as fast as any other. */
export class FaultIndex {
  readonly #bySource = new Map<Source, Diagnostic[]>();
  /** For each source, the furthest end among its faults up to an index. */
  readonly #reaches = new Map<Source, number[]>();

  constructor(faults: readonly Diagnostic[]) {
    for (const fault of faults) {
      const { source } = fault.place;
      const known = this.#bySource.get(source);
      if (known) known.push(fault);
      else this.#bySource.set(source, [fault]);
    }
    for (const [source, list] of this.#bySource) {
      list.sort((a, b) => a.place.range.start - b.place.range.start);
      let reach = 0;
      this.#reaches.set(
        source,
        list.map(({ place }) => (reach = Math.max(reach, place.range.end))),
      );
    }
  }

  /** The faults that lie wholly in a place, by their beginning. */
  *inside(place: Place): Iterable<Diagnostic> {
    const list = this.#bySource.get(place.source) ?? [];
    for (let at = firstFrom(list, place.range.start); at < list.length; at++) {
      const fault = list[at]!;
      if (fault.place.range.start > place.range.end) return;
      if (covering(place, fault.place)) yield fault;
    }
  }

  /** Whether a fault touches a place. */
  touches(place: Place): boolean {
    const list = this.#bySource.get(place.source) ?? [];
    const reaches = this.#reaches.get(place.source) ?? [];
    for (let at = firstFrom(list, place.range.end + 1) - 1; at >= 0 && reaches[at]! >= place.range.start; at--)
      if (touching(list[at]!.place, place)) return true;
    return false;
  }
}

/** The index of the first of sorted faults that begins at an offset or after it. */
function firstFrom(sorted: readonly Diagnostic[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.place.range.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
