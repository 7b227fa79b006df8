import type { Diagnostic, DiagnosticCode } from '../schema/diagnostic.ts';
import type { Place } from '../schema/source.ts';

/** Collects what is wrong with a campaign while its plan is made; the same fault at the same place is kept once. */
export class Faults {
  readonly list: Diagnostic[] = [];
  readonly #profile: string | undefined;
  readonly #seen = new Set<string>();

  constructor(profile?: string) {
    this.#profile = profile;
  }

  /** `stage` is the stage or instance concerned, where there is one. */
  add(code: DiagnosticCode, place: Place, message: string, more: { help?: string; stage?: string } = {}): void {
    const key = `${code} ${place.source.path} ${place.range.start} ${message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push({ code, message, place, ...more, ...(this.#profile !== undefined && { profile: this.#profile }) });
  }
}
