import type { RepositoryFacts } from '../lint/facts.ts';
import type { Finding } from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../schema/read.ts';
import type { Range, Source } from '../schema/source.ts';

/** All that is known of one text of one open campaign. What takes long is worked out when it is first asked for. */
export interface Study {
  readonly reading: Reading;
  /** The base, without a profile; absent when the text leaves no campaign to speak of. */
  readonly plan: Plan | undefined;
  /** The repository around it; absent for a text that lies on no disk. */
  readonly facts: RepositoryFacts | undefined;
  /** Files of the repository that the shell code of the campaign's own text names. */
  readonly files: readonly NamedPath[];
  /** Where the simple commands of the campaign's own shell code stand. */
  readonly commands: readonly Range[];
  /** Every rule there is. */
  readonly rules: readonly Rule[];
  /** What the linter finds in this very text; absent while it has not been judged. */
  readonly findings: readonly Finding[] | undefined;
  /** The address of a text that the repository names. */
  uriOf(source: Pick<Source, 'path'>): string;
  /** The address of a rule's page; absent where the pages are not installed. */
  pageOf(rule: string): string | undefined;
}

/** A file that exists, relative to the repository's root, and where the campaign names it. */
export interface NamedPath {
  readonly path: string;
  readonly range: Range;
}
