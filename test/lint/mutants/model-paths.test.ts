import { found } from './mutants.ts';

const BENCH_NEEDS = 'data/sf1/]\n    produces: [{ path: results/sf1.csv';
found(
  'missing-input',
  [
    ['rust', { swap: [[BENCH_NEEDS, `data/sf10/]\n    produces: [{ path: results/sf1.csv`]] }],
    ['go', { swap: [[BENCH_NEEDS, `./data/./sf2, data/sf1/]\n    produces: [{ path: results/sf1.csv`]] }],
    [
      'node',
      {
        swap: [
          [
            'requires: [scripts/report.sh, results/sf1.csv]',
            'requires: [scripts/report.sh, result/sf1.csv, results/sf1.csv]',
          ],
        ],
      },
    ],
    [
      'python',
      {
        swap: [
          [
            'results/sf1.csv]\n    produces: [{ path: report.md',
            'results/sf1.csv, "results/*.json"]\n    produces: [{ path: report.md',
          ],
        ],
      },
    ],
    [
      'cpp',
      {
        swap: [
          [
            'requires: [scripts/report.sh, results/sf1.csv]',
            'requires: [scripts/Report.sh, scripts/report.sh, results/sf1.csv]',
          ],
        ],
      },
    ],
    [
      'rust',
      {
        add: '  sweep:\n    matrix: { sf: [1, 10] }\n    run: |\n      wc -c "data/sf${{ matrix.sf }}/a.tbl" > size${{ matrix.sf }}.txt\n    requires: ["data/sf${{ matrix.sf }}/"]\n    produces: ["size${{ matrix.sf }}.txt"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  sweep:\n    matrix: { sf: [1], include: [{ sf: 3 }] }\n    run: |\n      wc -c "data/sf${{ matrix.sf }}/a.tbl" > size${{ matrix.sf }}.txt\n    requires: ["data/sf${{ matrix.sf }}/"]\n    produces: ["size${{ matrix.sf }}.txt"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'node',
      {
        swap: [
          ['params: { bucket', 'params: { sf: { type: integer, default: 30 }, bucket'],
          [BENCH_NEEDS, 'data/sf1/, "data/sf${{ params.sf }}/"]\n    produces: [{ path: results/sf1.csv'],
        ],
      },
    ],
    [
      'python',
      { swap: [['requires: [bench/run.py, data/sf1/]', 'requires: [bench/run.py, bench/queries.py, data/sf1/]']] },
    ],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, target/debug/examples/tpch_bench]']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, /opt/campaign/other/testdata/]']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, ../duckdb/build/release/duckdb]']] }],
  ],
  [
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [./data/sf1]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/tmp/../sf1/]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/]']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: ["data/sf*/"]']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/lineitem.tbl]']] }],
    ['node', { swap: [['requires: [bench/run.mjs, data/sf1/]', 'requires: ["bench/*.mjs", src/, data/sf1/]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, target/release/examples/tpch_bench]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, /opt/campaign/engine/core/examples/]']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { path: /usr/bin/perf, from: machine }]']] }],
    [
      'python',
      {
        swap: [
          ['requires: [bench/run.py, data/sf1/]', 'requires: [bench/run.py, "data/${{ params.set }}/"]'],
          ['params: { bucket', 'params: { set: { type: string, required: true }, bucket'],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          ['requires: [data/sf1/]', 'requires: ["data/${{ params.set }}/"]'],
          ['params: { bucket', 'params: { set: { type: string, default: sf1 }, bucket'],
        ],
      },
    ],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, sql/, "sql/q??.sql", { stage: generate }]']] }],
  ],
);

found(
  'cycle',
  [
    ['rust', { swap: [['requires: [{ disk: 10GB }]', 'requires: [report.md, { disk: 10GB }]']] }],
    ['go', { swap: [['requires: [{ disk: 10GB }]', 'requires: [{ stage: report }, { disk: 10GB }]']] }],
    [
      'node',
      { swap: [['requires: [bench/run.mjs, data/sf1/]', 'requires: [bench/run.mjs, data/sf1/, ./results/sf1.csv]']] },
    ],
    ['python', { swap: [['requires: [bench/generate.py, ', 'requires: [bench/generate.py, results/, ']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { stage: report }]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { stage: bench }]']] }],
    ['go', { swap: [['requires: [{ disk: 10GB }]', 'requires: ["results/*.csv", { disk: 10GB }]']] }],
    ['node', { swap: [['requires: [bench/generate.mjs, ', 'requires: [bench/generate.mjs, scripts/../report.md, ']] }],
  ],
  [
    [
      'rust',
      {
        swap: [
          ['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh, results/sf1.csv, data/]'],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          [
            'requires: [scripts/report.sh, results/sf1.csv]',
            'requires: [scripts/report.sh, results/sf1.csv, { stage: generate }]',
          ],
        ],
      },
    ],
    [
      'node',
      {
        swap: [['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/, results/, { stage: bench }]']],
      },
    ],
    [
      'python',
      { swap: [['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh, "**/sf1.csv"]']] },
    ],
    [
      'cpp',
      {
        add: '  plot:\n    run: |\n      cut -d, -f2 results/sf1.csv > results/seconds.txt\n    requires: [results/]\n    produces: [results/seconds.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
  ],
);

found(
  'output-collision',
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      date > results/sf1.csv\n    produces: [./results/sf1.csv]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      mkdir -p results/x; date > results/x/now\n    produces: [results/]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      date > data/sf1/now.txt\n    produces: [data/sf1/now.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      date > results/sf10.csv\n    produces: ["results/sf*.csv"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > results/a1.csv\n    produces: ["results/?*1.csv"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    ['rust', { swap: [['  bench:\n', '  bench:\n    matrix: { threads: [1, 8] }\n']] }],
    ['go', { swap: [['  generate:\n', '  generate:\n    matrix: { seed: [1, 2] }\n']] }],
    [
      'node',
      {
        swap: [
          ['  bench:\n', '  bench:\n    matrix: { mode: [a, b], sf: [1, 2] }\n'],
          ['produces: [{ path: results/sf1.csv', 'produces: [{ path: "results/sf${{ matrix.sf }}.csv"'],
        ],
      },
    ],
    [
      'python',
      {
        add: '  again:\n    matrix: { sf: [1, 10] }\n    run: |\n      date > "results/sf${{ matrix.sf }}.csv"\n    produces: ["results/sf${{ matrix.sf }}.csv"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > /opt/campaign/duckish/report.md\n    produces: [/opt/campaign/duckish/report.md]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'rust',
      {
        swap: [['params: { bucket', 'params: { name: { type: string, default: sf1 }, bucket']],
        add: '  again:\n    run: |\n      date > "results/${{ params.name }}.csv"\n    produces: ["results/${{ params.name }}.csv"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    cwd: results\n    run: |\n      date > sf1.csv\n    produces: [scratch/../results/sf1.csv]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
  ],
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      date > results/sf1.csv.txt\n    produces: [results/sf1.csv.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      date > results/SF1.csv\n    produces: [results/SF1.csv]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      mkdir -p data/sf10; date > data/sf10/now.txt\n    produces: [data/sf10/]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      date > results/sf1.json\n    produces: ["results/*.json"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > results/sf12.csv\n    produces: ["results/sf??.csv"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'rust',
      {
        swap: [
          ['  bench:\n', '  bench:\n    matrix: { threads: [1, 8] }\n'],
          ['produces: [{ path: results/sf1.csv', 'produces: [{ path: "results/t${{ matrix.threads }}.csv"'],
          ['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh, results/]'],
        ],
        run: 'target/release/examples/tpch_bench --data data/sf1 --output results/t${{ matrix.threads }}.csv',
        runs: { report: 'cat results/*.csv > report.md' },
      },
    ],
    [
      'go',
      {
        swap: [
          ['  bench:\n', '  bench:\n    if: "params.mode == \'a\'"\n'],
          ['params: { bucket', 'params: { mode: { type: enum, values: [a, b], default: a }, bucket'],
        ],
        add: '  bench-b:\n    if: "params.mode == \'b\'"\n    run: |\n      bin/kvbench -b -data data/sf1 -out results/sf1.csv\n    requires: [data/sf1/]\n    produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]\n    timeout: 1h\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      mkdir -p data/sf1-copy; date > data/sf1-copy/now.txt\n    produces: [data/sf1-copy/]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    matrix: { sf: [1, 10], exclude: [{ sf: 1 }] }\n    run: |\n      date > "results/sf${{ matrix.sf }}.csv"\n    produces: ["results/sf${{ matrix.sf }}.csv"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > /tmp/report.md\n    produces: [/tmp/report.md]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
  ],
);

found(
  'output-overwrites-source',
  [
    [
      'rust',
      {
        swap: [['produces: [{ path: report.md', 'produces: [{ path: Cargo.lock']],
        runs: { report: 'scripts/report.sh results/sf1.csv > Cargo.lock' },
      },
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      date > go.sum\n    produces: [./go.sum]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      date > src/now.ts\n    produces: [src/]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      date > bench/now.py\n    produces: ["bench/*.py"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > ../out.txt\n    produces: [../out.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      date > data/../../x.txt\n    produces: [data/../../x.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    matrix: { name: [a, report] }\n    run: |\n      date > "scripts/${{ matrix.name }}.sh"\n    produces: ["scripts/${{ matrix.name }}.sh"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'node',
      {
        swap: [['params: { bucket', 'params: { out: { type: string, default: package.json }, bucket']],
        add: '  again:\n    run: |\n      date > "${{ params.out }}"\n    produces: ["${{ params.out }}"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      date > /opt/campaign/frames/pyproject.toml\n    produces: [/opt/campaign/frames/pyproject.toml]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > sql/q09.sql\n    produces: ["sql/q*.sql"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'rust',
      { add: '  again:\n    run: |\n      date > x\n    produces: [.]\n    exclusive: false\n    timeout: 5m\n' },
    ],
  ],
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      date > cargo.lock\n    produces: [cargo.lock]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      date > store/new.txt\n    produces: [store/new.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      date > bench/out.json\n    produces: ["bench/*.json"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      date > bench/../now.txt\n    produces: [bench/../now.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > /var/tmp/x.txt\n    produces: [/var/tmp/x.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      date > /opt/campaign/engine/now.txt\n    produces: [/opt/campaign/engine/now.txt]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      mkdir -p cmd/out; date > cmd/out/x\n    produces: [cmd/out/]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      date > sql/r01.sql\n    produces: ["sql/r*.sql"]\n    exclusive: false\n    timeout: 5m\n',
      },
    ],
  ],
);

const UNUSED = (path: string) =>
  `  extra:\n    run: |\n      mkdir -p extra; date > extra/now.txt\n    produces: [${path}]\n    exclusive: false\n    timeout: 5m\n`;
found(
  'unused-output',
  [
    ['rust', { add: UNUSED('{ path: extra/now.txt, upload: false }') }],
    ['go', { add: UNUSED('{ path: extra/, upload: false }') }],
    ['node', { add: UNUSED('{ path: "extra/*.txt", upload: false }') }],
    [
      'python',
      {
        swap: [['requires: [bench/run.py, data/sf1/]', 'requires: [bench/run.py]']],
        run: '/opt/venv/bin/python bench/run.py --output results/sf1.csv',
      },
    ],
    [
      'cpp',
      {
        add: `${UNUSED('{ path: extra/now.txt, upload: false }').replace('  extra:\n', '  extra:\n    matrix: { n: [1] }\n')}`,
      },
    ],
    ['rust', { swap: [['path: report.md, expect', 'path: report.md, upload: false, expect']] }],
  ],
  [
    ['rust', { add: UNUSED('extra/now.txt') }],
    [
      'go',
      {
        add: `${UNUSED('{ path: extra/, upload: false }')}  use:\n    run: |\n      cat extra/now.txt > used.txt\n    requires: [extra/now.txt]\n    produces: [used.txt]\n    exclusive: false\n    timeout: 5m\n`,
      },
    ],
    [
      'node',
      {
        add: `${UNUSED('{ path: extra/, upload: false }')}  use:\n    run: |\n      cat extra/now.txt > used.txt\n    requires: ["extra/*"]\n    produces: [used.txt]\n    exclusive: false\n    timeout: 5m\n`,
      },
    ],
    [
      'python',
      {
        add: `${UNUSED('{ path: extra/, upload: false }')}  use:\n    run: |\n      cat extra/now.txt > used.txt\n    requires: [{ stage: extra }]\n    produces: [used.txt]\n    exclusive: false\n    timeout: 5m\n`,
      },
    ],
    ['cpp', { add: UNUSED('{ path: extra/, as: x }') }],
  ],
);
