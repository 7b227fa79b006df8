import { list, object, ref, type Schema } from './schema.ts';

const dir: Schema = {
  type: 'string',
  pattern: '^/|\\$\\{\\{',
  'x-template': 'plan',
  'x-expected': 'an absolute path',
};

export const source: Schema = object(
  {
    repo: {
      ...ref('text'),
      description: 'What to clone. Default: the `origin` of the repository that the campaign lies in.',
    },
    ref: {
      ...ref('text'),
      default: 'HEAD',
      description:
        'Branch, tag or commit. It is pinned to a full commit when the campaign is compiled; the box checks out exactly that.',
    },
    dir: { ...dir, default: '/opt/campaign/source', description: 'Where the checkout lies on the box.' },
    siblings: list(
      object(
        {
          repo: { ...ref('text'), description: 'What to clone.' },
          ref: { ...ref('text'), default: 'HEAD', description: 'Branch, tag or commit, pinned like `source.ref`.' },
          dir: { ...dir, description: 'Where it lies on the box.' },
        },
        { required: ['repo', 'dir'], 'x-expected': 'a map with `repo`, `ref` and `dir`' },
      ),
      {
        description: 'Other repositories that the stages need beside the source.',
        'x-expected': 'a list of repositories',
      },
    ),
  },
  {
    description: 'The code that the box gets.',
    examples: [{ repo: 'https://github.com/example/engine.git', ref: 'v1.4.0', dir: '/opt/campaign/engine' }],
    'x-expected': 'a map with `repo`, `ref`, `dir`, `siblings`',
  },
);

export const ci: Schema = {
  description:
    "Where the repository's CI is declared, so that the linter can tell when a stage repeats what CI does for free.",
  examples: [{ workflows: ['.github/workflows/*.yml'] }, { none: true, reason: 'a private fork without CI' }],
  'x-expected': '`{ workflows: […] }`, or `{ none: true, reason: … }`',
  oneOf: [
    object(
      {
        workflows: list(ref('words'), {
          minItems: 1,
          description: 'Workflow files, as paths or globs from the root of the repository.',
          'x-expected': 'a list of paths',
        }),
      },
      { required: ['workflows'] },
    ),
    object(
      {
        none: { const: true, description: 'There is no CI.', 'x-expected': '`true`' },
        reason: { ...ref('words'), description: 'Why there is none.' },
      },
      { required: ['none', 'reason'] },
    ),
  ],
};

export const prebuilt: Schema = list(
  object(
    {
      url: { ...ref('url'), description: 'The archive, keyed by commit.' },
      provides: {
        ...ref('paths'),
        minItems: 1,
        description: 'The paths that unpacking it brings, under `source.dir`.',
      },
      build: { ...ref('text'), description: 'The command that CI builds it with; also what `missing: build` runs.' },
      missing: {
        enum: ['build', 'fail'],
        default: 'fail',
        description: 'What to do when the archive is not there: build it on the box, or fail before the first stage.',
      },
    },
    { required: ['url', 'provides'], 'x-expected': 'a map with `url` and `provides`' },
  ),
  {
    description: 'Artifacts that CI built, fetched and verified on the box instead of compiled there.',
    examples: [
      [
        {
          url: 's3://bucket/prebuilt/${{ source.commit }}.tar.zst',
          provides: ['target/release/'],
          build: 'cargo build --release',
          missing: 'build',
        },
      ],
    ],
    'x-expected': 'a list of archives',
  },
);
