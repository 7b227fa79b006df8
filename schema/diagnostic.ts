import type { Fix } from './fix.ts';
import type { Place } from './source.ts';

/** The faults that reading a campaign can find. The codes are rule ids: public and fixed. */
export type DiagnosticCode = 'syntax' | 'schema' | 'unknown-key' | 'duplicate-key' | 'unknown-name';

/** A user's fault as a value: reading never throws for one. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** One sentence without a final dot: what is wrong, naming the value at fault. */
  readonly message: string;
  readonly place: Place;
  /** Other places that explain it, such as the first of two equal keys. */
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  /** What to write instead. */
  readonly help?: string;
  /** How it is mended without a person typing; absent where there is no one right way. */
  readonly fix?: Fix;
  /** The stage concerned, as the user named it; absent when the fault lies outside the stages. */
  readonly stage?: string;
  /** The profile in which it shows; absent when it shows without one. */
  readonly profile?: string;
}
