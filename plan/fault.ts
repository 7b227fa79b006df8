import type { Diagnostic, DiagnosticCode } from '../schema/diagnostic.ts';
import type { Place } from '../schema/source.ts';

/** So many faults are told of one place: the instances of a large matrix would all repeat theirs. */
const MOST_AT_A_PLACE = 5;

/** Collects what is wrong with a campaign while its plan is made; the same fault at the same place is kept once. */
export class Faults {
  readonly list: Diagnostic[] = [];
  readonly #profile: string | undefined;
  readonly #seen = new Map<string, Set<string>>();

  constructor(profile?: string) {
    this.#profile = profile;
  }

  /** `stage` is the stage or instance concerned, where there is one. */
  add(code: DiagnosticCode, place: Place, message: string, more: { help?: string; stage?: string } = {}): void {
    const key = `${code} ${place.source.path} ${place.range.start}`;
    const told = this.#seen.get(key) ?? new Set();
    if (told.has(message) || told.size === MOST_AT_A_PLACE) return;
    this.#seen.set(key, told.add(message));
    this.list.push({ code, message, place, ...more, ...(this.#profile !== undefined && { profile: this.#profile }) });
  }
}
