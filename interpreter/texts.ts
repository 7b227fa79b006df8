import { isUnknown, RUN_ID, readable } from '../plan/symbol.ts';
import type { Place } from '../schema/source.ts';

/** What this release cannot make a script of, as a value: the author can do something about it. */
export interface CompileFault {
  readonly code: 'unsupported' | 'unset-parameter' | 'unusable-text';
  /** One sentence without a final dot. */
  readonly message: string;
  readonly place: Place;
  readonly help?: string;
  /** The stage concerned; absent when the fault lies outside the stages. */
  readonly stage?: string;
}

/** Takes the plan's texts over into the script and gathers what stands against them. */
export class Texts {
  readonly faults: CompileFault[] = [];
  /** What stands in the script for the run's id; empty while no text holds it. */
  readonly mark: string;

  /** `all` is every text that the script may hold: the mark must not occur in it. */
  constructor(all: string) {
    let mark = '__RUN_ID__';
    for (let count = 2; all.includes(mark); count++) mark = `__RUN_ID_${count}__`;
    this.mark = all.includes(RUN_ID) ? mark : '';
  }

  take(text: string, place: Place, stage?: string): string {
    const where = { place, ...(stage !== undefined && { stage }) };
    if (isUnknown(text))
      this.faults.push({
        code: 'unset-parameter',
        message: `\`${readable(text.replaceAll(RUN_ID, '')).trim().slice(0, 80)}\` holds a parameter that is not set`,
        help: 'set it: --param NAME=VALUE',
        ...where,
      });
    if (text.includes('\0'))
      this.faults.push({
        code: 'unusable-text',
        message: 'the text holds a NUL character, which no shell can carry',
        ...where,
      });
    return readable(text.replaceAll(RUN_ID, this.mark));
  }

  unsupported(message: string, place: Place, help?: string, stage?: string): void {
    this.faults.push({
      code: 'unsupported',
      message,
      place,
      ...(help !== undefined && { help }),
      ...(stage !== undefined && { stage }),
    });
  }
}
