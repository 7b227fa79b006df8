import type { Campaign, Expectation, Output, Prebuilt, Requirement, Stage } from '../schema/model.ts';
import type { Scalar } from '../schema/node.ts';
import type { Place } from '../schema/source.ts';
import type { PathSet } from './path-set.ts';

/** What a campaign means for one profile and one set of parameters: stages expanded, ordered and priced. */
export interface Plan {
  readonly campaign: Campaign;
  /** Absent: the base, without a profile. */
  readonly profile?: string;
  /** Every declared parameter; `undefined` where it is required and not given (it then stands for any value). */
  readonly params: ReadonlyMap<string, Scalar | undefined>;
  readonly repository: PlannedRepository;
  readonly siblings: readonly PlannedRepository[];
  readonly machine: PlannedMachine;
  readonly limits: PlannedLimits;
  readonly store: PlannedStore;
  /** Every declared secret, in file order. */
  readonly secrets: readonly PlannedSecret[];
  /** Every artifact, in file order. */
  readonly prebuilt: readonly PlannedPrebuilt[];
  /** Execution order: stable, topological, file order among equals. Stages that are off are in it, with `off` set. */
  readonly stages: readonly PlannedStage[];
  /**
   * Circles of stages that wait for each other, each listed once; their members come last in `stages`, in file order.
   */
  readonly cycles: readonly (readonly Edge[])[];
  readonly time: PlannedTime;
}

export interface PlannedRepository {
  /** Absent: this repository's origin is used and the caller knows it (see `Revision`). */
  readonly repo?: string;
  /** The full commit where the caller resolved it; absent when linting outside a repository. */
  readonly commit?: string;
  readonly ref: string;
  /** Absolute, normalised. */
  readonly dir: string;
  /** `dir` is a working tree that the run uses as it is: nothing is checked out. */
  readonly inPlace?: true;
}

export interface PlannedMachine {
  readonly type?: string;
  readonly image?: string;
  readonly market: 'spot' | 'on-demand';
  readonly user?: string;
  readonly diskBytes?: number;
  readonly packages: readonly string[];
  readonly services: readonly string[];
  readonly setup?: string;
  /** US dollars an hour for one machine; absent when neither stated nor in the table. */
  readonly price?: { readonly usdPerHour: number; readonly from: 'stated' | 'table' };
  readonly count: number;
}

export interface PlannedLimits {
  /** Seconds; absent only where `limits.wall` is (the linter rejects that). */
  readonly wall?: number;
  readonly stage?: number;
  /** US dollars. */
  readonly cost?: number;
  /** Seconds; 1,800 where not written. */
  readonly hold: number;
  readonly maxLoss?: number;
}

export interface PlannedStore {
  /** Absent when the campaign declares none (`run` then uses `.campaign/`). */
  readonly url?: string;
  readonly region?: string;
  /** Seconds; 30 where not written. */
  readonly checkpoint: number;
}

export interface PlannedSecret {
  readonly name: string;
  /** `ssm:/path` or `secretsmanager:name`. */
  readonly from: string;
  readonly place: Place;
}

export interface PlannedPrebuilt {
  readonly prebuilt: Prebuilt;
  readonly url: string;
  readonly provides: readonly PathSet[];
  readonly build?: string;
  readonly missing: 'build' | 'fail';
}

export interface PlannedTime {
  /**
   * Seconds: timeouts × attempts, exclusive stages one after another, the others as the scheduler would overlap them.
   */
  readonly worstCase: number;
  /** US dollars for min(worst case, wall) on all machines; absent when the price is unknown. */
  readonly worstCost?: number;
  /** Names of the stages on the longest chain of dependencies, in order. */
  readonly criticalPath: readonly string[];
  readonly criticalSeconds: number;
  /** What derived stages can add where a `prebuilt` artifact is missing; in none of the figures above. */
  readonly buildSeconds: number;
}

export interface PlannedStage {
  /** Its key in the store and in every record: `name`, or `name[axis=value,…]` for a matrix instance. */
  readonly name: string;
  readonly stage: Stage;
  /** Set on a stage that the compiler derives, such as building a prebuilt artifact that is missing. */
  readonly derived?: { readonly from: Prebuilt };
  readonly matrix: readonly { readonly name: string; readonly value: Scalar }[];
  /** Bash, expressions replaced; may hold `RUN_ID` (plan/symbol.ts), which only the run knows. */
  readonly run: string;
  /** The campaign's and the stage's own, the latter winning, in name order of first appearance. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly secrets: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly user?: string;
  /** Seconds for one attempt: its own `timeout`, else `limits.stage`; absent where neither is written. */
  readonly timeout?: number;
  readonly attempts: number;
  readonly retryOn: readonly ('exit' | 'timeout' | 'spot')[];
  /** Seconds between attempts. */
  readonly backoff: number;
  readonly exclusive: boolean;
  readonly warmup: boolean;
  readonly onFailure: 'continue' | 'stop';
  readonly requires: readonly PlannedRequirement[];
  readonly produces: readonly PlannedOutput[];
  /** On the stage's log. */
  readonly expect?: PlannedExpectation;
  /** What it waits for, deduplicated by stage, in plan order; a stage that runs does not wait for one that is off. */
  readonly needs: readonly Edge[];
  /**
   * Absent: it runs. `condition`: its `if` is false when compiled. `input`: the only producers of an input are off.
   * A stage whose `if` reads the box's `env` has `boxCondition` instead.
   */
  readonly off?: { readonly why: 'condition' | 'input'; readonly text: string };
  readonly boxCondition?: BoxCondition;
  /** Its `if` hangs on a parameter that is not set; it is planned as if it ran. */
  readonly undecided?: true;
}

/** What is left of an `if` once params, matrix and profile are known. */
export type BoxCondition =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: BoxCondition }
  | {
      readonly kind: 'binary';
      readonly operator: '==' | '!=' | '&&' | '||';
      readonly left: BoxCondition;
      readonly right: BoxCondition;
    };

/** `from` waits for `to`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Where the waiting stage asks for it, and where the other produces it (absent for `{ stage: … }`). */
  readonly required: Place;
  readonly produced?: Place;
  /** What is asked for, as the user wrote it. */
  readonly what: string;
}

export type PlannedRequirement = { readonly requirement: Requirement; readonly place: Place } & (
  | {
      readonly kind: 'path';
      readonly path: PathSet;
      readonly fromMachine: boolean;
      /**
       * Names of the stages that produce it, in file order, also those that are off; empty when something else has to.
       */
      readonly producers: readonly string[];
      /** It lies under what this `prebuilt` provides. */
      readonly prebuilt?: Prebuilt;
    }
  | { readonly kind: 'tool'; readonly tool: string; readonly version?: string }
  | { readonly kind: 'env'; readonly env: string }
  | { readonly kind: 'cpu'; readonly cpu: string }
  | { readonly kind: 'cores'; readonly cores: number }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'disk'; readonly bytes: number }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'stage'; readonly stage: string; readonly stages: readonly string[] }
);

export interface PlannedOutput {
  readonly output: Output;
  readonly place: Place;
  readonly path: PathSet;
  readonly upload: boolean;
  /** Seconds; 0 means never while running. */
  readonly checkpoint: number;
  readonly as?: string;
  readonly expect?: PlannedExpectation;
}

export interface PlannedExpectation {
  readonly expectation: Expectation;
  readonly minBytes?: number;
  readonly files?: PlannedAmount;
  readonly lines?: PlannedAmount;
  readonly matches: readonly { readonly pattern: string; readonly count?: PlannedAmount }[];
  readonly json: readonly {
    readonly pointer: string;
    /** Compared as JSON values. */
    readonly equals?: { readonly value: unknown };
    readonly length?: PlannedAmount;
    readonly minimum?: number;
    readonly maximum?: number;
  }[];
  /** Lower-case hex. */
  readonly sha256?: string;
}

/** Both ends belong to it; an absent end is open. */
export interface PlannedAmount {
  readonly min?: number;
  readonly max?: number;
}
