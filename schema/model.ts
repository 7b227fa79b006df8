import type { Condition } from './condition.ts';
import type { MapNode, Node, Scalar } from './node.ts';
import type { Place, Range, Source } from './source.ts';
import type { Template } from './template.ts';

/**
 * The model: what the author wrote, checked and typed, nothing added. A field that was not written is absent; defaults are
 * the plan's business. Quantities stay templates because they may hold expressions (`disk: "${{ matrix.sf }}GB"`); a
 * quantity without an expression has been checked to parse, and `plan/` parses them all (schema/quantity.ts).
 */
export interface Campaign {
  readonly source: Source;
  readonly root: MapNode;
  readonly name: Located<string>;
  readonly params: ReadonlyMap<string, Param>;
  readonly repository: Repository;
  readonly ci?: CiDeclaration;
  readonly machine?: Machine;
  readonly limits?: Limits;
  readonly store?: StoreSpec;
  readonly prebuilt: readonly Prebuilt[];
  readonly env: readonly Assignment[];
  readonly secrets: readonly Assignment[];
  readonly stages: readonly Stage[];
  readonly profiles: readonly Profile[];
  readonly hosts: readonly Host[];
  /** `lint:`, a rule's id to the severity it shall have here. */
  readonly lint: readonly { readonly rule: Located<string>; readonly severity: Located<LintSetting> }[];
}

export type LintSetting = 'error' | 'warning' | 'note' | 'off';

/** Something with a place. `place.range` covers the value as written, quotes included. */
export interface HasPlace {
  readonly place: Place;
}

export interface Located<T> extends HasPlace {
  readonly value: T;
}

/** A key of a user's map and the template it is given: one variable of `env`, one name of `secrets`. */
export interface Assignment {
  readonly name: Located<string>;
  readonly value: Template;
}

export interface Param extends HasPlace {
  readonly name: Located<string>;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'enum';
  readonly values?: readonly string[];
  readonly default?: Located<Scalar>;
  readonly required: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A JavaScript regular expression that the whole value must match. */
  readonly pattern?: string;
  readonly description?: string;
}

export interface Repository {
  /** The place of `source:`; of the campaign's name when absent. */
  readonly place: Place;
  readonly repo?: Template;
  readonly ref?: Template;
  readonly dir?: Template;
  readonly siblings: readonly Sibling[];
}

export interface Sibling extends HasPlace {
  readonly repo: Template;
  readonly ref?: Template;
  readonly dir: Template;
}

export type CiDeclaration =
  | (HasPlace & { readonly workflows: readonly Located<string>[] })
  | (HasPlace & { readonly none: true; readonly reason: Located<string> });

export interface Machine extends HasPlace {
  readonly type?: Template;
  readonly image?: Template;
  readonly market?: Located<'spot' | 'on-demand'>;
  /** For example `0.357 USD/h`. */
  readonly price?: Template;
  readonly disk?: Template;
  readonly user?: Template;
  readonly packages: readonly Template[];
  readonly services: readonly Template[];
  readonly setup?: Template;
}

export interface Limits extends HasPlace {
  readonly wall?: Template;
  readonly stage?: Template;
  readonly cost?: Template;
  readonly hold?: Template;
  readonly maxLoss?: Template;
}

export interface StoreSpec extends HasPlace {
  readonly url: Template;
  readonly region?: Template;
  readonly checkpoint?: Template;
}

export interface Prebuilt extends HasPlace {
  readonly url: Template;
  readonly provides: readonly Template[];
  readonly build?: Template;
  readonly missing?: Located<'build' | 'fail'>;
}

export interface Stage extends HasPlace {
  /** `place` of the stage itself is its name's key to the end of its body. */
  readonly name: Located<string>;
  readonly body: MapNode;
  readonly run: Template;
  readonly requires: readonly Requirement[];
  readonly produces: readonly Output[];
  readonly expect?: Expectation;
  readonly ciOverlap?: CiOverlap;
  readonly matrix?: Matrix;
  readonly if?: Condition;
  readonly timeout?: Template;
  readonly retry?: Retry;
  readonly exclusive?: Located<boolean>;
  readonly warmup?: Located<boolean>;
  readonly user?: Template;
  readonly cwd?: Template;
  readonly env: readonly Assignment[];
  readonly secrets: readonly Located<string>[];
  readonly onFailure?: Located<'continue' | 'stop'>;
  /** The role of `hosts` that it runs on. */
  readonly on?: Located<string>;
}

export type Requirement =
  /** `from: 'machine'`: an absolute path the image brings. */
  | (HasPlace & { readonly kind: 'path'; readonly path: Template; readonly from?: 'machine' })
  | (HasPlace & { readonly kind: 'tool'; readonly tool: Template; readonly version?: Template })
  | (HasPlace & { readonly kind: 'env'; readonly env: Template })
  | (HasPlace & { readonly kind: 'cpu'; readonly cpu: Template })
  | (HasPlace & { readonly kind: 'cores'; readonly cores: Template })
  | (HasPlace & { readonly kind: 'memory'; readonly memory: Template })
  | (HasPlace & { readonly kind: 'disk'; readonly disk: Template })
  | (HasPlace & { readonly kind: 'service'; readonly service: Template })
  | (HasPlace & { readonly kind: 'url'; readonly url: Template })
  | (HasPlace & { readonly kind: 'stage'; readonly stage: Template });

export interface Output extends HasPlace {
  readonly path: Template;
  readonly upload?: Located<boolean>;
  /** `false`: never saved while running; a duration: that often instead of `store.checkpoint`. */
  readonly checkpoint?: Located<boolean> | Template;
  readonly expect?: Expectation;
  /** The path its final copy has under the stage's `outputs/` in place of `path`. */
  readonly as?: Template;
}

export interface Expectation extends HasPlace {
  readonly minSize?: Template;
  readonly files?: Amount;
  readonly lines?: Amount;
  readonly matches: readonly (HasPlace & { readonly pattern: Template; readonly count?: Amount })[];
  readonly json: readonly JsonExpectation[];
  readonly sha256?: Template;
}

export interface JsonExpectation extends HasPlace {
  /** RFC 6901; empty means the whole document. */
  readonly pointer: Template;
  readonly equals?: Located<unknown>;
  readonly length?: Amount;
  readonly minimum?: Template;
  readonly maximum?: Template;
}

/** A bare number is exact: `min` and `max` are then the same template. */
export interface Amount extends HasPlace {
  readonly min?: Template;
  readonly max?: Template;
}

export type CiOverlap =
  | (HasPlace & { readonly none: true })
  | (HasPlace & {
      readonly none?: never;
      readonly allow: Located<'hardware' | 'scale' | 'real-service' | 'data' | 'profile'>;
      readonly reason: Located<string>;
    });

export interface Matrix extends HasPlace {
  /** In file order; empty when the matrix is `include` only. */
  readonly axes: readonly { readonly name: Located<string>; readonly values: readonly Template[] }[];
  readonly include: readonly MatrixEntry[];
  readonly exclude: readonly MatrixEntry[];
}

export interface MatrixEntry extends HasPlace {
  readonly values: readonly { readonly name: Located<string>; readonly value: Template }[];
}

export interface Retry extends HasPlace {
  /** How often it runs at most, the first time included. */
  readonly attempts?: Template;
  readonly on: readonly Located<'exit' | 'timeout' | 'spot'>[];
  readonly backoff?: Template;
}

/**
 * A named overlay. `overlay(campaign, name)` (schema/profile.ts) gives the campaign as if the author had written it so:
 * a field of the overlay replaces the same field, maps (`params`, `env`) are merged by key.
 */
export interface Profile extends HasPlace {
  readonly name: Located<string>;
  readonly params: readonly { readonly name: Located<string>; readonly value: Located<Scalar> }[];
  readonly body: MapNode;
}

export interface Host extends HasPlace {
  readonly name: Located<string>;
  readonly count?: Template;
  readonly body: Node;
}

export type { Condition, Range, Template };
