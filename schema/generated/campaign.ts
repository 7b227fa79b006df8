/** A campaign file as written. Generated from schema/language/ by `npm run generate`. */

export type Words = string;
export type Text = string;
/**
 * Packages of the image's own package manager.
 */
export type Texts = Text[];
/**
 * Services that must run before the first stage.
 */
export type Texts1 = Text[];
/**
 * Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.
 */
export type Path = string;
/**
 * The paths that unpacking it brings, under `source.dir`.
 *
 * @minItems 1
 */
export type Paths = Path[];
export type Requirement =
  | Path
  | {
      /**
       * Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.
       */
      path: string;
      /**
       * An absolute path that the image brings.
       */
      from?: 'machine';
    }
  | {
      /**
       * A command on `PATH`.
       */
      tool: string;
      /**
       * Versions that will do.
       */
      version?: string;
    }
  | {
      /**
       * A variable of the box, or the name of a secret.
       */
      env: string;
    }
  | {
      /**
       * A CPU feature as in /proc/cpuinfo.
       */
      cpu: string;
    }
  | {
      /**
       * At least so many cores.
       */
      cores: number | string;
    }
  | {
      /**
       * At least so much memory.
       */
      memory: string | number;
    }
  | {
      /**
       * At least so much free space.
       */
      disk: string | number;
    }
  | {
      /**
       * A service that runs.
       */
      service: string;
    }
  | {
      /**
       * Something that can be fetched.
       */
      url: string;
    }
  | {
      /**
       * Another stage, for its effect and not for a file.
       */
      stage: string;
    };
export type Output =
  | Path
  | {
      /**
       * Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.
       */
      path: string;
      /**
       * Whether it goes to the store.
       */
      upload?: boolean;
      /**
       * Whether, or how often, it is saved while the stage runs. Default: every `store.checkpoint`.
       */
      checkpoint?: Flag | Duration;
      expect?: Expect;
      /**
       * Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.
       */
      as?: string;
    };
export type Flag = boolean;
export type Duration = string | number;
export type Count = number | string;
export type TemplateScalar = string | number | boolean;
export type Variable = string;
export type Scalar = string | number | boolean;
/**
 * Packages of the image's own package manager.
 */
export type Texts2 = Text[];
/**
 * Services that must run before the first stage.
 */
export type Texts3 = Text[];

/**
 * A paid benchmark or validation campaign: what runs where, what it needs, what it leaves.
 */
export interface CampaignFile {
  /**
   * Its name; part of every key in the store.
   */
  campaign: string;
  /**
   * The version of the language.
   */
  version: 1;
  /**
   * Typed inputs. Set with `--param name=value`, a parameter file, or `CAMPAIGN_PARAM_NAME`; used as `${{ params.name }}`.
   */
  params?: {
    [k: string]: {
      /**
       * What values it takes. `enum` takes one of `values`.
       */
      type: 'string' | 'integer' | 'number' | 'boolean' | 'enum';
      /**
       * What an `enum` can be.
       *
       * @minItems 1
       */
      values?: Words[];
      /**
       * Its value where none is given.
       */
      default?: string | number | boolean;
      /**
       * There is no sensible default: a run must give it. Lint takes it for any value.
       */
      required?: boolean;
      /**
       * The least that an `integer` or `number` may be.
       */
      minimum?: number;
      /**
       * The most that an `integer` or `number` may be.
       */
      maximum?: number;
      /**
       * A JavaScript regular expression that the whole of a `string` must match.
       */
      pattern?: string;
      /**
       * What it is for; shown by `--help` and in errors.
       */
      description?: string;
    };
  };
  /**
   * The code that the box gets.
   */
  source?: {
    /**
     * What to clone. Default: the `origin` of the repository that the campaign lies in.
     */
    repo?: string;
    /**
     * Branch, tag or commit. It is pinned to a full commit when the campaign is compiled; the box checks out exactly that.
     */
    ref?: string;
    /**
     * Where the checkout lies on the box.
     */
    dir?: string;
    /**
     * Other repositories that the stages need beside the source.
     */
    siblings?: {
      /**
       * What to clone.
       */
      repo: string;
      /**
       * Branch, tag or commit, pinned like `source.ref`.
       */
      ref?: string;
      /**
       * Where it lies on the box.
       */
      dir: string;
    }[];
  };
  /**
   * Where the repository's CI is declared, so that the linter can tell when a stage repeats what CI does for free.
   */
  ci?:
    | {
        /**
         * Workflow files, as paths or globs from the root of the repository.
         *
         * @minItems 1
         */
        workflows: Words[];
      }
    | {
        /**
         * There is no CI.
         */
        none: true;
        /**
         * Why there is none.
         */
        reason: string;
      };
  /**
   * What the box is, and what it needs before the first stage.
   */
  machine?: {
    /**
     * The instance type.
     */
    type?: string;
    /**
     * The machine image: `al2023`, `ubuntu-24.04`, or an AMI id.
     */
    image?: string;
    /**
     * How the machine is bought. A `spot` machine is cheaper and can be taken away with two minutes of notice.
     */
    market?: 'spot' | 'on-demand';
    /**
     * What an hour costs, where you know better than the dated table that ships with the tool.
     */
    price?: string;
    /**
     * The size of the root volume.
     */
    disk?: string | number;
    /**
     * The user that stages run as.
     */
    user?: string;
    packages?: Texts;
    services?: Texts1;
    /**
     * Bash that runs once, as root, before the first stage.
     */
    setup?: string;
  };
  /**
   * What ends the run, and what it may cost.
   */
  limits?: {
    /**
     * The whole run ends by then, whatever happens. Every campaign needs it.
     */
    wall?: string | number;
    /**
     * The `timeout` of stages that have none of their own.
     */
    stage?: string | number;
    /**
     * A cap: a plan that can cost more is an error, and so is a cap without a known price.
     */
    cost?: string;
    /**
     * How long the box is kept, inside `wall`, when something could not be uploaded.
     */
    hold?: string | number;
    /**
     * The most work that a rehearsed fault may lose.
     */
    'max-loss'?: string | number;
  };
  /**
   * Where results go.
   */
  store?: {
    /**
     * `s3://bucket/prefix` or `file:///directory`. A run lies in `<url>/<campaign>/<run-id>/`.
     */
    url: string;
    /**
     * The region of the bucket.
     */
    region?: string;
    /**
     * How often the logs and outputs of running stages are saved.
     */
    checkpoint?: string | number;
  };
  /**
   * Artifacts that CI built, fetched and verified on the box instead of compiled there.
   */
  prebuilt?: {
    /**
     * The archive, keyed by commit.
     */
    url: string;
    provides: Paths;
    /**
     * The command that CI builds it with; also what `missing: build` runs.
     */
    build?: string;
    /**
     * What to do when the archive is not there: build it on the box, or fail before the first stage.
     */
    missing?: 'build' | 'fail';
  }[];
  env?: Environment;
  /**
   * Values that the box reads at run time from SSM Parameter Store or Secrets Manager. A stage gets those that its `secrets` names; they are in no script and no log.
   */
  secrets?: {
    [k: string]: string;
  };
  /**
   * The work, by name. Order in the file means nothing: it is computed from what stages require and produce.
   */
  stages: {
    [k: string]: Stage;
  };
  /**
   * Named overlays (`--profile local`), so that one file serves a laptop and the cloud. A field of a profile replaces the same field of the campaign; `params` and `env` are merged by key.
   */
  profiles?: {
    [k: string]: {
      /**
       * Values of parameters.
       */
      params?: {
        [k: string]: Scalar;
      };
      /**
       * Fields of `source` to replace.
       */
      source?: {
        /**
         * What to clone. Default: the `origin` of the repository that the campaign lies in.
         */
        repo?: string;
        /**
         * Branch, tag or commit. It is pinned to a full commit when the campaign is compiled; the box checks out exactly that.
         */
        ref?: string;
        /**
         * Where the checkout lies on the box.
         */
        dir?: string;
        /**
         * Other repositories that the stages need beside the source.
         */
        siblings?: {
          /**
           * What to clone.
           */
          repo: string;
          /**
           * Branch, tag or commit, pinned like `source.ref`.
           */
          ref?: string;
          /**
           * Where it lies on the box.
           */
          dir: string;
        }[];
      };
      /**
       * Replaces `ci`.
       */
      ci?:
        | {
            /**
             * Workflow files, as paths or globs from the root of the repository.
             *
             * @minItems 1
             */
            workflows: Words[];
          }
        | {
            /**
             * There is no CI.
             */
            none: true;
            /**
             * Why there is none.
             */
            reason: string;
          };
      /**
       * Fields of `machine` to replace.
       */
      machine?: {
        /**
         * The instance type.
         */
        type?: string;
        /**
         * The machine image: `al2023`, `ubuntu-24.04`, or an AMI id.
         */
        image?: string;
        /**
         * How the machine is bought. A `spot` machine is cheaper and can be taken away with two minutes of notice.
         */
        market?: 'spot' | 'on-demand';
        /**
         * What an hour costs, where you know better than the dated table that ships with the tool.
         */
        price?: string;
        /**
         * The size of the root volume.
         */
        disk?: string | number;
        /**
         * The user that stages run as.
         */
        user?: string;
        packages?: Texts2;
        services?: Texts3;
        /**
         * Bash that runs once, as root, before the first stage.
         */
        setup?: string;
      };
      /**
       * Fields of `limits` to replace.
       */
      limits?: {
        /**
         * The whole run ends by then, whatever happens. Every campaign needs it.
         */
        wall?: string | number;
        /**
         * The `timeout` of stages that have none of their own.
         */
        stage?: string | number;
        /**
         * A cap: a plan that can cost more is an error, and so is a cap without a known price.
         */
        cost?: string;
        /**
         * How long the box is kept, inside `wall`, when something could not be uploaded.
         */
        hold?: string | number;
        /**
         * The most work that a rehearsed fault may lose.
         */
        'max-loss'?: string | number;
      };
      /**
       * Fields of `store` to replace.
       */
      store?: {
        /**
         * `s3://bucket/prefix` or `file:///directory`. A run lies in `<url>/<campaign>/<run-id>/`.
         */
        url?: string;
        /**
         * The region of the bucket.
         */
        region?: string;
        /**
         * How often the logs and outputs of running stages are saved.
         */
        checkpoint?: string | number;
      };
      env?: Environment2;
      /**
       * Fields of stages to replace.
       */
      stages?: {
        [k: string]: StageOverlay;
      };
    };
  };
  /**
   * Roles of machines, for a campaign that needs more than one. A stage says `on: <role>`.
   */
  hosts?: {
    [k: string]: {
      /**
       * How many machines have this role.
       */
      count?: number | string;
    };
  };
  /**
   * How severe a finding of a rule is here; `off` switches the rule off.
   */
  lint?: {
    [k: string]: 'error' | 'warning' | 'note' | 'off';
  };
}
/**
 * Variables of every stage.
 */
export interface Environment {
  [k: string]: string | number | boolean;
}
export interface Stage {
  /**
   * Bash, under `bash -euo pipefail` in a process tree of its own.
   */
  run: string;
  /**
   * What must be there before it starts. What is missing on the box makes the stage `blocked`, never passed.
   */
  requires?: Requirement[];
  /**
   * What it leaves. Each must exist, be new, be non-empty and meet its `expect`, or the stage has failed.
   */
  produces?: Output[];
  expect?: Expect1;
  /**
   * `none` claims that CI does nothing of this, and the linter holds the stage to it. An allowance says what is new here, and why.
   */
  'ci-overlap'?:
    | 'none'
    | {
        /**
         * In what the stage differs from CI.
         */
        allow: 'hardware' | 'scale' | 'real-service' | 'data' | 'profile';
        /**
         * What it shows that CI cannot.
         */
        reason: string;
      };
  matrix?: Matrix;
  /**
   * A condition over `params`, `matrix`, `profile` and `env.NAME` of the box. A stage that is off is `skipped`.
   */
  if?: string | boolean;
  /**
   * What one attempt may take. Default: `limits.stage`.
   */
  timeout?: string | number;
  /**
   * Whether to try again.
   */
  retry?: {
    /**
     * How often it runs at most, the first time included.
     */
    attempts?: number | string;
    /**
     * After what: a failing exit, its timeout, or the loss of a spot machine.
     *
     * @minItems 1
     */
    on?: ('exit' | 'timeout' | 'spot')[];
    /**
     * The pause between attempts.
     */
    backoff?: string | number;
  };
  /**
   * Nothing else runs beside it, so that what it measures is its own.
   */
  exclusive?: boolean;
  /**
   * It only prepares what others share.
   */
  warmup?: boolean;
  /**
   * Whom it runs as. Default: `machine.user`.
   */
  user?: string;
  /**
   * Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.
   */
  cwd?: string;
  env?: Environment1;
  /**
   * Names from the top-level `secrets` that it gets.
   */
  secrets?: Variable[];
  /**
   * When it does not pass: go on with independent stages, or finish the uploads and end the run.
   */
  'on-failure'?: 'continue' | 'stop';
  /**
   * The role of `hosts` that it runs on.
   */
  on?: string;
}
/**
 * Completeness and behaviour, beyond the exit code. A bare number is exact; `{ min, max }` gives a range.
 */
export interface Expect {
  /**
   * At least so many bytes.
   */
  'min-size'?: string | number;
  /**
   * How many files are in it, counted recursively.
   */
  files?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * How many lines it has; a last one without a line end counts.
   */
  lines?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * Lines that must be there.
   */
  matches?: Match | Match[];
  /**
   * What a JSON document must say.
   */
  json?: JsonMatch | JsonMatch[];
  /**
   * The digest of the file.
   */
  sha256?: string;
}
export interface Match {
  /**
   * A regular expression, tried on each line. Written as in JavaScript; it runs on the box as a POSIX extended one, so look-around, back-references and lazy quantifiers are errors.
   */
  pattern: string;
  /**
   * How many lines match. Default: at least one.
   */
  count?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
}
export interface JsonMatch {
  /**
   * Where to look (RFC 6901); an empty text means the whole document.
   */
  pointer: string;
  /**
   * The value there, compared as JSON.
   */
  equals?: {
    [k: string]: unknown;
  };
  /**
   * How many items or keys are there.
   */
  length?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * The least that the number there may be.
   */
  minimum?: number | string;
  /**
   * The most that the number there may be.
   */
  maximum?: number | string;
}
/**
 * Completeness and behaviour, beyond the exit code. A bare number is exact; `{ min, max }` gives a range.
 */
export interface Expect1 {
  /**
   * At least so many bytes.
   */
  'min-size'?: string | number;
  /**
   * How many files are in it, counted recursively.
   */
  files?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * How many lines it has; a last one without a line end counts.
   */
  lines?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * Lines that must be there.
   */
  matches?: Match | Match[];
  /**
   * What a JSON document must say.
   */
  json?: JsonMatch | JsonMatch[];
  /**
   * The digest of the file.
   */
  sha256?: string;
}
/**
 * Values to expand over. Each combination is a stage of its own, named `generate[sf=10]`; `${{ matrix.sf }}` is its value. What `include` adds stands in the name only where the axes alone do not tell instances apart.
 */
export interface Matrix {
  /**
   * Combinations to add, or to extend, by GitHub's rule.
   *
   * @minItems 1
   */
  include?: {
    [k: string]: TemplateScalar;
  }[];
  /**
   * Combinations to leave out.
   *
   * @minItems 1
   */
  exclude?: {
    [k: string]: TemplateScalar;
  }[];
  /**
   * @minItems 1
   */
  [k: string]:
    | TemplateScalar[]
    | {
        [k: string]: TemplateScalar;
      }[]
    | undefined;
}
/**
 * Variables of this stage, over those of the campaign.
 */
export interface Environment1 {
  [k: string]: string | number | boolean;
}
/**
 * Variables to add or replace.
 */
export interface Environment2 {
  [k: string]: string | number | boolean;
}
export interface StageOverlay {
  /**
   * Bash, under `bash -euo pipefail` in a process tree of its own.
   */
  run?: string;
  /**
   * What must be there before it starts. What is missing on the box makes the stage `blocked`, never passed.
   */
  requires?: Requirement[];
  /**
   * What it leaves. Each must exist, be new, be non-empty and meet its `expect`, or the stage has failed.
   */
  produces?: Output[];
  expect?: Expect2;
  /**
   * `none` claims that CI does nothing of this, and the linter holds the stage to it. An allowance says what is new here, and why.
   */
  'ci-overlap'?:
    | 'none'
    | {
        /**
         * In what the stage differs from CI.
         */
        allow: 'hardware' | 'scale' | 'real-service' | 'data' | 'profile';
        /**
         * What it shows that CI cannot.
         */
        reason: string;
      };
  matrix?: Matrix;
  /**
   * A condition over `params`, `matrix`, `profile` and `env.NAME` of the box. A stage that is off is `skipped`.
   */
  if?: string | boolean;
  /**
   * What one attempt may take. Default: `limits.stage`.
   */
  timeout?: string | number;
  /**
   * Whether to try again.
   */
  retry?: {
    /**
     * How often it runs at most, the first time included.
     */
    attempts?: number | string;
    /**
     * After what: a failing exit, its timeout, or the loss of a spot machine.
     *
     * @minItems 1
     */
    on?: ('exit' | 'timeout' | 'spot')[];
    /**
     * The pause between attempts.
     */
    backoff?: string | number;
  };
  /**
   * Nothing else runs beside it, so that what it measures is its own.
   */
  exclusive?: boolean;
  /**
   * It only prepares what others share.
   */
  warmup?: boolean;
  /**
   * Whom it runs as. Default: `machine.user`.
   */
  user?: string;
  /**
   * Relative to `source.dir`. A trailing `/` is a directory with all that is in it; `*`, `?`, `[…]`, `{a,b}` and `**` make a glob.
   */
  cwd?: string;
  env?: Environment3;
  /**
   * Names from the top-level `secrets` that it gets.
   */
  secrets?: Variable[];
  /**
   * When it does not pass: go on with independent stages, or finish the uploads and end the run.
   */
  'on-failure'?: 'continue' | 'stop';
  /**
   * The role of `hosts` that it runs on.
   */
  on?: string;
}
/**
 * Completeness and behaviour, beyond the exit code. A bare number is exact; `{ min, max }` gives a range.
 */
export interface Expect2 {
  /**
   * At least so many bytes.
   */
  'min-size'?: string | number;
  /**
   * How many files are in it, counted recursively.
   */
  files?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * How many lines it has; a last one without a line end counts.
   */
  lines?:
    | Count
    | {
        /**
         * At least.
         */
        min?: number | string;
        /**
         * At most.
         */
        max?: number | string;
      };
  /**
   * Lines that must be there.
   */
  matches?: Match | Match[];
  /**
   * What a JSON document must say.
   */
  json?: JsonMatch | JsonMatch[];
  /**
   * The digest of the file.
   */
  sha256?: string;
}
/**
 * Variables of this stage, over those of the campaign.
 */
export interface Environment3 {
  [k: string]: string | number | boolean;
}
