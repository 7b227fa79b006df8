import { mutants } from './mutants.ts';

mutants(
  'no-timeout',
  [
    [
      'rust',
      {
        swap: [
          ['limits: { wall: 5h, stage: 1h, cost: 5 USD }', 'limits: { wall: 5h, cost: 5 USD }'],
          ['    timeout: 1h\n', ''],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          ['stage: 1h, ', ''],
          ['    timeout: 5m\n', ''],
        ],
      },
    ],
    [
      'node',
      {
        swap: [
          ['stage: 1h, ', ''],
          ['    timeout: 20m\n', ''],
        ],
      },
    ],
  ],
  [
    ['rust', { swap: [['    timeout: 1h\n', '']] }],
    ['go', { swap: [['stage: 1h, ', '']] }],
  ],
);

mutants(
  'no-wall-limit',
  [
    ['rust', { swap: [['wall: 5h, ', '']] }],
    ['go', { swap: [['limits: { wall: 5h, stage: 1h, cost: 5 USD }\n', '']] }],
    ['cpp', { swap: [['limits: { wall: 5h, stage: 1h, cost: 5 USD }', 'limits:\n  stage: 1h']] }],
  ],
  [],
);

mutants(
  'over-budget',
  [
    ['rust', { swap: [['cost: 5 USD', 'cost: 0.10 USD']] }],
    ['go', { swap: [['wall: 5h', 'wall: 1h']] }],
    ['cpp', { swap: [['type: c7i.2xlarge', 'type: x99.huge']] }],
    ['node', { swap: [['timeout: 1h', 'timeout: 1h\n    retry: { attempts: 9, on: [exit] }']] }],
    ['python', { swap: [['type: c7i.2xlarge', 'type: p5.48xlarge']] }],
    [
      'rust',
      {
        swap: [
          ['  bench:\n', '  bench:\n    matrix: { n: [1,2,3,4,5,6,7,8] }\n'],
          ['path: results/sf1.csv', 'path: "results/sf1.csv${{ matrix.n }}"'],
        ],
      },
      ['missing-input', 'undeclared-output'],
    ],
  ],
  [
    ['rust', { swap: [['cost: 5 USD', 'cost: 1 USD']] }],
    ['go', { swap: [['wall: 5h', 'wall: 90m']] }],
    ['cpp', { swap: [['type: c7i.2xlarge', 'type: x99.huge\n  price: 0.4 USD/h']] }],
    ['node', { swap: [['timeout: 1h', 'timeout: 1h\n    retry: { attempts: 3, on: [exit] }']] }],
  ],
);

mutants(
  'spot-without-retry',
  [
    ['rust', { swap: [['market: on-demand', 'market: spot']] }],
    [
      'go',
      {
        swap: [
          ['market: on-demand', 'market: spot'],
          ['timeout: 1h', 'timeout: 90m\n    retry: { attempts: 2, on: [exit] }'],
        ],
      },
    ],
    [
      'node',
      {
        swap: [
          ['market: on-demand', 'market: spot'],
          ['timeout: 1h', 'timeout: 2h'],
        ],
      },
    ],
  ],
  [
    [
      'rust',
      {
        swap: [
          ['market: on-demand', 'market: spot'],
          ['timeout: 1h', 'timeout: 1h\n    retry: { attempts: 2, on: [spot] }'],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          ['market: on-demand', 'market: spot'],
          ['timeout: 1h', 'timeout: 20m'],
        ],
      },
    ],
    ['node', {}],
  ],
);

mutants(
  'userdata-size',
  [
    [
      'rust',
      {
        swap: [['url: "s3://${{ params.bucket }}/results", region: us-east-2, ', 'url: "file:///mnt/results", ']],
        world: { scriptSize: { plain: 40000, gzip: 20000, own: 15000 } },
      },
    ],
    [
      'go',
      {
        swap: [['url: "s3://${{ params.bucket }}/results", region: us-east-2, ', 'url: file:///srv/x, ']],
        world: { scriptSize: { plain: 90000, gzip: 16500, own: 9000 } },
      },
    ],
  ],
  [
    ['rust', { world: { scriptSize: { plain: 40000, gzip: 20000, own: 15000 } } }],
    [
      'go',
      {
        swap: [['url: "s3://${{ params.bucket }}/results", region: us-east-2, ', 'url: file:///srv/x, ']],
        world: { scriptSize: { plain: 30000, gzip: 9000, own: 5000 } },
      },
    ],
  ],
);
