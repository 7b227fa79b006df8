import { found } from './mutants.ts';

const swap = (...pairs: readonly (readonly [string, string])[]) => ({ swap: pairs });
const SPOT: readonly [string, string] = ['market: on-demand', 'market: spot'];
const LONG: readonly [string, string] = ['    timeout: 1h', '    timeout: 2h'];

found(
  'no-timeout',
  [
    ['rust', swap([', stage: 1h', ''], ['    timeout: 1h\n', ''])],
    ['go', swap([', stage: 1h', ''], ['    timeout: 20m\n', ''])],
    ['node', swap([', stage: 1h', ''], ['    timeout: 5m\n', '    retry: { attempts: 2, on: [timeout] }\n'])],
    [
      'python',
      {
        swap: [[', stage: 1h', '']],
        add: '  extra:\n    matrix: { n: [1, 2] }\n    run: |\n      date > "e${{ matrix.n }}.txt"\n    produces: ["e${{ matrix.n }}.txt"]\n    exclusive: false\n',
      },
    ],
    ['cpp', swap([', stage: 1h', ''], ['    timeout: 1h\n', '    warmup: true\n'])],
  ],
  [
    ['rust', swap(['    timeout: 1h\n', ''])],
    ['go', swap([', stage: 1h', ''])],
    ['node', swap(['stage: 1h', 'stage: 3600s'], ['    timeout: 1h\n', ''])],
    ['python', swap([', stage: 1h', ''], ['    timeout: 1h\n', '    timeout: 60m\n'])],
  ],
);

found(
  'no-wall-limit',
  [
    ['rust', swap(['wall: 5h, ', ''])],
    ['go', swap(['limits: { wall: 5h, stage: 1h, cost: 5 USD }\n', 'limits: { cost: 5 USD, stage: 1h }\n'])],
    ['node', swap(['limits: { wall: 5h, stage: 1h, cost: 5 USD }\n', ''])],
    ['python', swap(['limits: { wall: 5h, stage: 1h, cost: 5 USD }\n', 'limits:\n  stage: 1h\n'])],
    [
      'cpp',
      {
        swap: [['limits: { wall: 5h, stage: 1h, cost: 5 USD }\n', 'limits: { stage: 1h }\n']],
        top: 'profiles:\n  cloud: { limits: { wall: 5h } }\n',
      },
    ],
  ],
  [
    ['rust', swap(['wall: 5h', 'wall: 300m'])],
    ['go', swap(['limits: { wall: 5h, stage: 1h, cost: 5 USD }\n', 'limits:\n  wall: 2h30m\n'])],
    ['node', swap(['wall: 5h', 'wall: 18000s'])],
  ],
);

found(
  'over-budget',
  [
    ['rust', swap(['cost: 5 USD', 'cost: 0.30 USD'])],
    ['go', swap(['wall: 5h', 'wall: 1h'])],
    ['node', swap(['    timeout: 1h\n', '    timeout: 1h\n    retry: { attempts: 6, on: [exit] }\n'])],
    ['python', swap(['c7i.2xlarge', 'p5.48xlarge'])],
    ['cpp', swap(['c7i.2xlarge', 'quux9.large'])],
    ['rust', swap(['  type: c7i.2xlarge\n', '  type: c7i.2xlarge\n  price: 12 USD/h\n'])],
    [
      'go',
      swap(
        ['  bench:\n', '  bench:\n    matrix: { n: [1, 2, 3, 4, 5, 6] }\n'],
        ['path: results/sf1.csv', 'path: "results/${{ matrix.n }}.csv"'],
        ['[scripts/report.sh, results/sf1.csv]', '[scripts/report.sh, results/]'],
      ),
    ],
    ['node', { swap: [], top: 'hosts: { workers: { count: 30 } }\n' }],
    ['python', swap(['    timeout: 1h\n', '    timeout: 100h\n'])],
    ['cpp', swap(['wall: 5h', 'wall: 90m'], ['    timeout: 1h\n', '    timeout: 5400s\n'])],
    ['rust', swap([SPOT[0], SPOT[1]], ['cost: 5 USD', 'cost: 0.10 USD'])],
    ['rust', { swap: [], top: 'profiles:\n  big: { machine: { type: p5.48xlarge } }\n' }],
  ],
  [
    ['rust', swap(['cost: 5 USD', 'cost: 0.60 USD'])],
    ['go', swap(['wall: 5h', 'wall: 85m'])],
    ['node', swap(['    timeout: 1h\n', '    timeout: 1h\n    retry: { attempts: 3, on: [exit] }\n'])],
    ['python', swap(['c7i.2xlarge', 'quux9.large'], [', cost: 5 USD', ''])],
    ['cpp', swap(['  type: c7i.2xlarge\n', '  type: quux9.large\n  price: 0.5 USD/h\n'])],
    ['rust', swap(['wall: 5h', 'wall: 1h30m'])],
    ['go', swap(['wall: 5h', 'wall: 5100s'])],
  ],
);

found(
  'spot-without-retry',
  [
    ['rust', swap(SPOT, LONG)],
    ['go', swap(SPOT, LONG, ['    timeout: 2h', '    timeout: 2h\n    retry: { attempts: 2, on: [exit] }'])],
    ['node', swap(SPOT)],
    ['python', swap(SPOT, ['    timeout: 1h', '    timeout: 45m'], ['    timeout: 20m', '    timeout: 30m'])],
    ['cpp', swap(SPOT, LONG, ['    timeout: 2h', '    timeout: 2h\n    retry: { attempts: 1, on: [spot] }'])],
    ['rust', { swap: [], top: 'profiles:\n  cheap: { machine: { market: spot } }\n' }],
    ['go', swap(SPOT, ['    timeout: 1h\n', ''])],
  ],
  [
    ['rust', swap(SPOT, LONG, ['    timeout: 2h', '    timeout: 2h\n    retry: { attempts: 2, on: [spot] }'])],
    ['go', swap(LONG)],
    ['node', swap(SPOT, ['    timeout: 1h', '    timeout: 20m'])],
    [
      'python',
      swap(SPOT, LONG, [
        '    timeout: 2h',
        '    timeout: 2h\n    retry: { attempts: 3, on: [exit, timeout, spot], backoff: 30s }',
      ]),
    ],
    ['cpp', swap(SPOT, ['    timeout: 1h', '    timeout: 29m'])],
  ],
);

const FILE_STORE: readonly [string, string] = [
  'store: { url: "s3://${{ params.bucket }}/results", region: us-east-2, checkpoint: 30s }',
  'store: { url: "file:///srv/results", checkpoint: 30s }',
];
found(
  'userdata-size',
  [
    ['node', { swap: [FILE_STORE], world: { scriptSize: { plain: 90_000, gzip: 16_385, own: 9_000 } } }],
    ['python', { swap: [FILE_STORE], world: { scriptSize: { plain: 900_000, gzip: 40_000, own: 9_000 } } }],
  ],
  [
    ['node', { swap: [FILE_STORE], world: { scriptSize: { plain: 90_000, gzip: 12_000, own: 9_000 } } }],
    ['python', { swap: [], world: { scriptSize: { plain: 900_000, gzip: 40_000, own: 9_000 } } }],
  ],
);
