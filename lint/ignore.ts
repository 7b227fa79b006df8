import type { Place, Range } from '../schema/source.ts';

/** One rule named by one `# campaign-ignore:` comment. */
export interface Ignore {
  /** The rule's id as written. */
  readonly rule: string;
  /** Where the id stands. */
  readonly place: Place;
  /** The whole comment. */
  readonly comment: Place;
  /** What follows `--`; empty when nothing does. */
  readonly reason: string;
  /** The stretch of the file that it reaches; absent when nothing follows the comment. */
  readonly reach?: Range;
  /** Whether it kept back a finding. */
  used: boolean;
}
