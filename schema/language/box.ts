import { map, object, ref, type Schema } from './schema.ts';

export const machine: Schema = object(
  {
    type: { ...ref('text'), description: 'The instance type.', examples: ['c7i.2xlarge'] },
    image: {
      ...ref('text'),
      description: 'The machine image: `al2023`, `ubuntu-24.04`, or an AMI id.',
      examples: ['al2023'],
    },
    market: {
      enum: ['spot', 'on-demand'],
      default: 'on-demand',
      description:
        'How the machine is bought. A `spot` machine is cheaper and can be taken away with two minutes of notice.',
    },
    price: {
      ...ref('price'),
      description: 'What an hour costs, where you know better than the dated table that ships with the tool.',
      examples: ['0.357 USD/h'],
    },
    disk: { ...ref('size'), description: 'The size of the root volume.', examples: ['100GB'] },
    user: { ...ref('text'), description: 'The user that stages run as.', examples: ['ec2-user'] },
    packages: {
      ...ref('texts'),
      description: "Packages of the image's own package manager.",
      examples: [['cmake', 'git']],
    },
    services: {
      ...ref('texts'),
      description: 'Services that must run before the first stage.',
      examples: [['docker']],
    },
    setup: { ...ref('text'), description: 'Bash that runs once, as root, before the first stage.' },
  },
  {
    description: 'What the box is, and what it needs before the first stage.',
    examples: [{ type: 'c7i.2xlarge', image: 'al2023', market: 'spot', disk: '100GB', user: 'ec2-user' }],
    'x-expected': 'a map with `type`, `image`, `market` and so on',
  },
);

export const limits: Schema = object(
  {
    wall: {
      ...ref('duration'),
      description: 'The whole run ends by then, whatever happens. Every campaign needs it.',
      examples: ['5h'],
    },
    stage: {
      ...ref('duration'),
      description: 'The `timeout` of stages that have none of their own.',
      examples: ['1h'],
    },
    cost: {
      ...ref('money'),
      description: 'A cap: a plan that can cost more is an error, and so is a cap without a known price.',
      examples: ['5 USD'],
    },
    hold: {
      ...ref('wait'),
      default: '30m',
      description: 'How long the box is kept, inside `wall`, when something could not be uploaded.',
    },
    'max-loss': { ...ref('wait'), description: 'The most work that a rehearsed fault may lose.', examples: ['2m'] },
  },
  {
    description: 'What ends the run, and what it may cost.',
    examples: [{ wall: '5h', stage: '1h', cost: '5 USD' }],
    'x-expected': 'a map with `wall`, `stage`, `cost`, `hold`, `max-loss`',
  },
);

export const store: Schema = object(
  {
    url: {
      type: 'string',
      pattern: '^(?:s3://[^/\\s]+(?:/\\S*)?|file:///\\S*)$|\\$\\{\\{',
      'x-template': 'plan',
      'x-expected': '`s3://bucket/prefix` or `file:///directory`',
      description: '`s3://bucket/prefix` or `file:///directory`. A run lies in `<url>/<campaign>/<run-id>/`.',
      examples: ['s3://my-bucket/results'],
    },
    region: { ...ref('text'), description: 'The region of the bucket.', examples: ['us-east-2'] },
    checkpoint: {
      ...ref('duration'),
      default: '30s',
      description: 'How often the logs and outputs of running stages are saved.',
    },
  },
  {
    required: ['url'],
    description: 'Where results go.',
    examples: [{ url: 's3://my-bucket/results', region: 'us-east-2', checkpoint: '30s' }],
    'x-expected': 'a map with `url`',
  },
);

export const secrets: Schema = map(
  ref('variable'),
  {
    type: 'string',
    pattern: '^(?:ssm:/|secretsmanager:)\\S+$|\\$\\{\\{',
    'x-template': 'plan',
    'x-expected': '`ssm:/path` or `secretsmanager:name`',
  },
  {
    description:
      'Values that the box reads at run time from SSM Parameter Store or Secrets Manager. A stage gets those that its `secrets` names; they are in no script and no log.',
    examples: [{ HF_TOKEN: 'ssm:/campaign/hf-token' }],
    'x-expected': 'a map from variable to where its value is kept',
  },
);

export const hosts: Schema = map(
  ref('name'),
  object(
    { count: { ...ref('positive'), default: 1, description: 'How many machines have this role.' } },
    { 'x-expected': 'a map with `count`' },
  ),
  {
    description: 'Roles of machines, for a campaign that needs more than one. A stage says `on: <role>`.',
    examples: [{ workers: { count: 3 } }],
    'x-expected': 'a map from role to `{ count: … }`',
  },
);
