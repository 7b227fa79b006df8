import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { DiagnosticCode } from '../schema/diagnostic.ts';
import type { Campaign } from '../schema/model.ts';
import type { Reading } from '../schema/read.ts';
import type { Place } from '../schema/source.ts';
import type { Example } from './example.ts';
import type { RepositoryFacts, ScriptSize } from './facts.ts';
import type { Fix, Severity } from './finding.ts';
import type { Ignore } from './ignore.ts';

export type { Example } from './example.ts';

/**
 * A rule, all of it: what it finds, why that matters, what to write instead, examples that are its tests, and the check.
 * One file in `rules/<family>/` holds one rule as its default export; `npm run generate` puts it into the index and into docs/.
 */
export interface RuleDefinition<M extends Messages> {
  /** Public and fixed: it stands in output, in `lint:` settings and in `# campaign-ignore:` comments. */
  readonly id: string;
  readonly severity: Severity;
  /** The release that brought it. */
  readonly since: string;
  /** One line: what it finds. */
  readonly summary: string;
  /** What it cost someone, or would. Markdown. */
  readonly why: string;
  /** What to write instead. Markdown. */
  readonly instead: string;
  /** `bad` ones give exactly their `expect`; `good` ones, the nearest legal neighbours, give no finding of any rule. */
  readonly examples: { readonly bad: readonly Example[]; readonly good: readonly Example[] };
  /** Every sentence that the rule can say, by name: what is wrong, naming the value, without a final dot. */
  readonly messages: M;
  /** Runs once for the base and once for every profile; findings that are the same in several plans become one. */
  check?(context: RuleContext<M>): void;
  /** It needs the answers of another program, which work beside this one: it comes after the other rules. */
  readonly asks?: 'shellcheck';
  /** In place of a check: the rule's findings are the faults of this kind that reading and planning found. */
  readonly faults?: DiagnosticCode;
  /** In place of a check: runs last, over the `# campaign-ignore:` comments and what they covered. */
  checkIgnores?(context: IgnoreContext<M>): void;
}

export type Rule = RuleDefinition<Messages>;

/** A message takes one object of arguments, or nothing. */
export type Messages = Readonly<Record<string, (args: never) => string>>;

export interface Reporter<M extends Messages> {
  /**
   * States a finding. It is dropped where a fault of the reader lies at its place (that fault explains it), and where an
   * ignore comment reaches it; equal findings become one.
   */
  report(report: Report<M>): void;
}

export interface RuleContext<M extends Messages> extends Reporter<M> {
  readonly reading: Reading;
  /** What is planned: the base, or a profile laid over it (`plan.profile`). */
  readonly plan: Plan;
  /** `plan.campaign`: the model that the plan was made from. */
  readonly campaign: Campaign;
  readonly facts: RepositoryFacts;
  /** Bytes of the compiled script; absent where the caller does not compile, or the plan is too faulty to. */
  scriptSize(): ScriptSize | undefined;
  /** Whether a fault of the reader lies inside the place. With `about`, only one whose text (message, then help) matches it. */
  faulty(place: Place, about?: RegExp): boolean;
  /** Computes something from the repository once for all plans and rules; the function itself is the key. */
  once<T>(read: (facts: RepositoryFacts) => T): T;
}

export interface IgnoreContext<M extends Messages> extends Reporter<M> {
  readonly ignores: readonly Ignore[];
  /** The ids of all rules there are. */
  readonly known: ReadonlySet<string>;
  /** The ids of the rules that were run on this file. */
  readonly ran: ReadonlySet<string>;
}

export type Report<M extends Messages> = {
  readonly [K in keyof M & string]: { readonly message: K } & MessageArguments<M[K]> & ReportDetails;
}[keyof M & string];

type MessageArguments<F> = F extends () => string
  ? { readonly args?: undefined }
  : F extends (args: infer A) => string
    ? { readonly args: A }
    : never;

export interface ReportDetails {
  readonly place: Place;
  /** The instance concerned; the finding names the stage alone where all of its instances have it. */
  readonly stage?: PlannedStage | undefined;
  readonly related?: readonly { readonly place: Place; readonly message: string }[] | undefined;
  /** What to write instead: the sentence that a tired person acts on. */
  readonly help?: string | undefined;
  /** What it would have cost: time, money or data, in words. */
  readonly cost?: string | undefined;
  readonly fix?: Fix | undefined;
  /** Only to say less than the rule's own severity: a rule that cannot decide says so, it does not guess. */
  readonly severity?: 'warning' | 'note' | undefined;
}

/** Types a rule's messages against its check, and forgets the types for the index. */
export function defineRule<const M extends Messages>(definition: RuleDefinition<M>): Rule {
  return definition as unknown as Rule;
}
