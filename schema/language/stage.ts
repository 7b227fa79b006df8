import { list, map, object, ref, type Schema } from './schema.ts';

const requirement: Schema = {
  'x-expected':
    'a path, or a map with one of `path`, `tool`, `env`, `cpu`, `cores`, `memory`, `disk`, `service`, `url`, `stage`',
  oneOf: [
    ref('path'),
    object(
      {
        path: { ...ref('path'), description: 'A path.' },
        from: { const: 'machine', description: 'An absolute path that the image brings.', 'x-expected': '`machine`' },
      },
      { required: ['path'] },
    ),
    object(
      {
        tool: { ...ref('text'), description: 'A command on `PATH`.', examples: ['cargo'] },
        version: { ...ref('text'), description: 'Versions that will do.', examples: ['>=1.80'] },
      },
      { required: ['tool'] },
    ),
    object(
      {
        env: {
          ...ref('variable'),
          'x-template': 'plan',
          description: 'A variable of the box, or the name of a secret.',
        },
      },
      { required: ['env'] },
    ),
    object(
      { cpu: { ...ref('text'), description: 'A CPU feature as in /proc/cpuinfo.', examples: ['avx512f'] } },
      { required: ['cpu'] },
    ),
    object({ cores: { ...ref('positive'), description: 'At least so many cores.' } }, { required: ['cores'] }),
    object({ memory: { ...ref('size'), description: 'At least so much memory.' } }, { required: ['memory'] }),
    object({ disk: { ...ref('size'), description: 'At least so much free space.' } }, { required: ['disk'] }),
    object(
      { service: { ...ref('text'), description: 'A service that runs.', examples: ['docker'] } },
      { required: ['service'] },
    ),
    object({ url: { ...ref('url'), description: 'Something that can be fetched.' } }, { required: ['url'] }),
    object(
      { stage: { ...ref('text'), description: 'Another stage, for its effect and not for a file.' } },
      { required: ['stage'] },
    ),
  ],
};

const output: Schema = {
  'x-expected': 'a path, or a map with `path`',
  oneOf: [
    ref('path'),
    object(
      {
        path: { ...ref('path'), description: 'What is left: a file, a directory with a trailing `/`, or a glob.' },
        upload: { ...ref('flag'), default: true, description: 'Whether it goes to the store.' },
        checkpoint: {
          description: 'Whether, or how often, it is saved while the stage runs. Default: every `store.checkpoint`.',
          'x-expected': '`true`, `false` or a duration such as `30s`',
          oneOf: [ref('flag'), ref('duration')],
        },
        expect: { ...ref('expect') },
        as: { ...ref('path'), description: "Its path under the stage's `outputs/` in the store, in place of `path`." },
      },
      { required: ['path'] },
    ),
  ],
};

const cell: Schema = map(ref('identifier'), ref('templateScalar'), {
  minProperties: 1,
  'x-expected': 'a map from axis to value',
});

const matrix: Schema = {
  type: 'object',
  minProperties: 1,
  propertyNames: ref('identifier'),
  properties: {
    include: list(cell, {
      minItems: 1,
      description: "Combinations to add, or to extend, by GitHub's rule.",
      'x-expected': 'a list of maps',
    }),
    exclude: list(cell, { minItems: 1, description: 'Combinations to leave out.', 'x-expected': 'a list of maps' }),
  },
  additionalProperties: list(ref('templateScalar'), { minItems: 1, 'x-expected': 'a list of values' }),
  description:
    'Values to expand over. Each combination is a stage of its own, named `generate[sf=10]`; `${{ matrix.sf }}` is its value. What `include` adds stands in the name only where the axes alone do not tell instances apart.',
  examples: [{ sf: [1, 10] }, { include: [{ sf: 1, queries: 22 }] }],
  'x-expected': 'a map from axis to a list of values',
};

/** The keys of a stage; a profile may override each of them. */
const keys: Readonly<Record<string, Schema>> = {
  run: { ...ref('script'), description: 'Bash, under `bash -euo pipefail` in a process tree of its own.' },
  requires: list(ref('requirement'), {
    description:
      'What must be there before it starts. What is missing on the box makes the stage `blocked`, never passed.',
    examples: [['target/release/bench', { tool: 'cargo', version: '>=1.80' }, { cpu: 'avx512f' }]],
    'x-expected': 'a list of paths and of maps such as `{ tool: cargo }`',
  }),
  produces: list(ref('output'), {
    description:
      'What it leaves. Each must exist, be new, be non-empty and meet its `expect`, or the stage has failed.',
    examples: [['results/', { path: 'report.md', expect: { lines: { min: 10 } } }]],
    'x-expected': 'a list of paths and of maps with `path`',
  }),
  expect: { ...ref('expect'), description: "What the stage's own log must hold." },
  'ci-overlap': {
    default: 'none',
    description:
      '`none` claims that CI does nothing of this, and the linter holds the stage to it. An allowance says what is new here, and why.',
    examples: ['none', { allow: 'hardware', reason: "CI's runners have no AVX-512" }],
    'x-expected': '`none`, or `{ allow: …, reason: … }`',
    oneOf: [
      { const: 'none', 'x-expected': '`none`' },
      object(
        {
          allow: {
            enum: ['hardware', 'scale', 'real-service', 'data', 'profile'],
            description: 'In what the stage differs from CI.',
          },
          reason: { ...ref('words'), description: 'What it shows that CI cannot.' },
        },
        { required: ['allow', 'reason'] },
      ),
    ],
  },
  matrix: ref('matrix'),
  if: {
    type: ['string', 'boolean'],
    description:
      'A condition over `params`, `matrix`, `profile` and `env.NAME` of the box. A stage that is off is `skipped`.',
    examples: ["params.mode == 'full' && matrix.sf != 1"],
    'x-expected': "a condition such as `params.mode == 'full'`",
  },
  timeout: {
    ...ref('duration'),
    description: 'What one attempt may take. Default: `limits.stage`.',
    examples: ['20m'],
  },
  retry: object(
    {
      attempts: { ...ref('positive'), description: 'How often it runs at most, the first time included.' },
      on: list(
        { enum: ['exit', 'timeout', 'spot'] },
        {
          minItems: 1,
          description: 'After what: a failing exit, its timeout, or the loss of a spot machine.',
          'x-expected': 'a list of `exit`, `timeout`, `spot`',
        },
      ),
      backoff: { ...ref('wait'), description: 'The pause between attempts.', examples: ['30s'] },
    },
    {
      description: 'Whether to try again.',
      examples: [{ attempts: 3, on: ['exit', 'spot'], backoff: '30s' }],
      'x-expected': 'a map with `attempts`, `on`, `backoff`',
    },
  ),
  exclusive: {
    ...ref('flag'),
    default: true,
    description: 'Nothing else runs beside it, so that what it measures is its own.',
  },
  warmup: { ...ref('flag'), default: false, description: 'It only prepares what others share.' },
  user: { ...ref('text'), description: 'Whom it runs as. Default: `machine.user`.' },
  cwd: {
    ...ref('path'),
    description: 'Where `run` starts. Default: `source.dir`. Paths in `requires` and `produces` do not move with it.',
  },
  env: { ...ref('environment'), description: 'Variables of this stage, over those of the campaign.' },
  secrets: list(ref('variable'), {
    description: 'Names from the top-level `secrets` that it gets.',
    examples: [['HF_TOKEN']],
    'x-expected': 'a list of names',
  }),
  'on-failure': {
    enum: ['continue', 'stop'],
    default: 'continue',
    description: 'When it does not pass: go on with independent stages, or finish the uploads and end the run.',
  },
  on: { ...ref('name'), description: 'The role of `hosts` that it runs on.' },
};

export const stageParts: Readonly<Record<string, Schema>> = {
  requirement,
  output,
  matrix,
  stage: object(keys, { required: ['run'], 'x-expected': 'a map with `run`' }),
  stageOverlay: object(keys, { 'x-expected': "a map with a stage's keys" }),
};
