import type { Fix } from '../schema/fix.ts';
import type { Place } from '../schema/source.ts';

export type { Edit, Fix, Safety } from '../schema/fix.ts';

export type Severity = 'error' | 'warning' | 'note';

/** One thing that is wrong, as data; report/ makes it text. */
export interface Finding {
  /** The rule's public id. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without a final dot. */
  readonly message: string;
  readonly place: Place;
  /** The stage as the user wrote it, with the instance where it differs between instances. */
  readonly stage?: string;
  /** The profiles it shows in, separated by `, `; absent when the base shows it too. */
  readonly profile?: string;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  /** What to write instead. */
  readonly help?: string;
  /** What it would have cost: time, money or data, in words. */
  readonly cost?: string;
  /** How it is mended without a person typing; absent where there is no one right way. */
  readonly fix?: Fix;
  /** The comment that keeps it back; absent for a finding that is told. */
  readonly ignored?: { readonly reason: string; readonly place: Place };
}
