import { mutants } from './mutants.ts';

mutants(
  'syntax',
  [
    ['rust', { swap: [['version: 1', 'version: 1\n\tx: 2']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/']] }],
    ['node', { swap: [['campaign: parser', 'campaign: "parser']] }],
  ],
  [],
);

mutants(
  'schema',
  [
    ['rust', { swap: [['exclusive: false', 'exclusive: yes']] }],
    ['go', { swap: [['timeout: 20m', 'timeout: 20 minutes please']] }],
    ['node', { swap: [['version: 1', 'version: 2']] }],
    ['python', { swap: [['disk: 100GB', 'disk: 100 gigs']] }],
    ['cpp', { swap: [['expect: { files: 8 }', 'expect: { files: eight }']] }],
  ],
  [],
);

mutants(
  'unknown-key',
  [
    ['rust', { swap: [['timeout: 20m', 'time-out: 20m']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'require: [data/sf1/]']] }, ['undeclared-input']],
    ['cpp', { swap: [['services: [docker]', 'service: [docker]']] }],
    ['cpp', { swap: [['expect: { files: 8 }', 'expects: { files: 8 }']] }],
  ],
  [['rust', { swap: [['exclusive: false', 'exclusive: false\n    on-failure: stop']] }]],
);

mutants(
  'duplicate-key',
  [
    ['rust', { swap: [['exclusive: false', 'exclusive: false\n    exclusive: true']] }],
    ['go', { swap: [['version: 1', 'version: 1\nversion: 1']] }],
    ['go', { add: '  bench:\n    run: |\n      ls\n    exclusive: false\n    timeout: 10m\n' }],
  ],
  [],
);

mutants(
  'unknown-name',
  [
    ['rust', '@B ${{ params.trials }}'],
    ['go', '@B ${{ matrix.sf }}'],
    ['node', '@B ${{ secrets.TOKEN }}'],
    ['python', { swap: [['data/sf1/]', 'data/sf1/, { stage: generat }]']] }],
    [
      'python',
      {
        add: '  x:\n    run: |\n      ls\n    secrets: [NOPE]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
  ],
  [
    ['rust', '@B ${BUCKET:-x} $HOME $${{ literal }}'],
    ['go', '@B --bucket ${{ params.bucket }} --run ${{ run.id }} --sha ${{ source.commit }} --of ${{ campaign }}'],
  ],
);

mutants(
  'ignore-without-reason',
  [
    ['rust', { swap: [['  bench:\n', '  # campaign-ignore: no-timeout\n  bench:\n']] }, ['unused-ignore']],
    ['rust', { swap: [['  bench:\n', '  # campaign-ignore: swallowed-failure --\n  bench:\n']] }, ['unused-ignore']],
    [
      'rust',
      { swap: [['  bench:\n', '  # campaign-ignore: swallowed-failure - because\n  bench:\n']] },
      ['unused-ignore'],
    ],
    [
      'rust',
      { swap: [['  bench:\n', '  # campaign-ignore: swallowed-failure -- todo\n  bench:\n']] },
      ['unused-ignore'],
    ],
    ['go', '# campaign-ignore: swallowed-failure\n@B || true'],
    ['go', '@B || true # campaign-ignore: swallowed-failure'],
  ],
  [
    ['go', '@B || true # campaign-ignore: swallowed-failure -- the harness writes its own status line'],
    ['go', '# campaign-ignored tests are listed in the readme\n@B'],
  ],
);

mutants(
  'unused-ignore',
  [
    ['go', '@B # campaign-ignore: swallowed-failure -- the harness writes its own status line'],
    ['rust', { swap: [['  bench:\n', '  # campaign-ignore: no-timeout -- it ends by itself\n  bench:\n']] }],
    ['rust', { swap: [['  bench:\n', '  # campaign-ignore: no-timout -- it ends by itself\n  bench:\n']] }],
    ['cpp', '@B || true # campaign-ignore: swallowed-failure, truncated-log -- the harness writes its own status'],
  ],
  [
    [
      'rust',
      {
        swap: [
          ['  bench:\n', '  # campaign-ignore: no-completeness-check -- checked by hand, see notes\n  bench:\n'],
          ['produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]', 'produces: [results/sf1.csv]'],
        ],
      },
    ],
    ['go', '# campaign-ignore: swallowed-failure -- the harness writes its own status line\n@B || true'],
  ],
);
