import type { Example } from '../../../lint/example.ts';

export type Ecosystem = 'rust' | 'python' | 'go' | 'node' | 'cpp';

/** What the measuring stage runs. */
export const BENCH: Readonly<Record<Ecosystem, string>> = {
  rust: 'target/release/examples/tpch_bench --data data/sf1 --output results/sf1.csv',
  python: '/opt/venv/bin/python bench/run.py --data data/sf1 --output results/sf1.csv',
  go: 'bin/kvbench -data data/sf1 -out results/sf1.csv',
  node: 'node bench/run.mjs --data data/sf1 --out results/sf1.csv',
  cpp: 'build/bench/run_queries --data data/sf1 --output results/sf1.csv',
};

/** What makes its data. */
export const GENERATE: Readonly<Record<Ecosystem, string>> = {
  rust: 'target/release/examples/tpch_generate --sf 1 --out data/sf1',
  python: '/opt/venv/bin/python bench/generate.py --sf 1 --out data/sf1',
  go: 'bin/loadgen --rows 1000000 --dir data/sf1',
  node: 'node bench/generate.mjs --sf 1 --out data/sf1',
  cpp: 'build/tools/dbgen -s 1 -o data/sf1',
};

const head = (name: string, more: string) => `campaign: ${name}
version: 1
params: { bucket: { type: string, required: true } }
source: { repo: https://github.com/example/${name}.git, ref: HEAD, dir: /opt/campaign/${name} }
ci: { workflows: [".github/workflows/*.yml"] }
${more}limits: { wall: 5h, stage: 1h, cost: 5 USD }
store: { url: "s3://\${{ params.bucket }}/results", region: us-east-2, checkpoint: 30s }
`;
const machine = (packages: string, more = '') => `machine:
  type: c7i.2xlarge
  image: al2023
  market: on-demand
  disk: 100GB
  user: ec2-user
  packages: [${packages}]
${more}`;
const stages = (gen: string, bench: string, genNeeds: string, benchNeeds: string, report: string) => `stages:
  generate:
    run: |
      ${gen}
    requires: [${genNeeds}{ disk: 10GB }]
    produces: [{ path: data/sf1/, upload: false, expect: { files: 8 } }]
    exclusive: false
    timeout: 20m
  bench:
    run: |
      ${bench}
    requires: [${benchNeeds}data/sf1/]
    produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]
    timeout: 1h
  report:
    run: |
      ${report}
    requires: [scripts/report.sh, results/sf1.csv]
    produces: [{ path: report.md, expect: { lines: { min: 5 } } }]
    exclusive: false
    timeout: 5m
`;
const SH = '#!/usr/bin/env bash\nset -euo pipefail\n';
const report = 'scripts/report.sh results/sf1.csv > report.md';
const reportSh = `${SH}printf '| query | seconds |\\n'\ncut -d, -f1,2 "$1"\n`;

/** Clean campaigns as people write them, with the repositories around them: no rule finds anything. */
export const ecosystems: Readonly<Record<Ecosystem, Example>> = {
  rust: {
    campaign:
      head('engine', machine('gcc')) +
      `prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release --workspace --examples
    missing: fail
env: { RUST_BACKTRACE: "1" }
` +
      stages(GENERATE.rust, BENCH.rust, '', '', report),
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["core", "codec"]\n',
      'core/Cargo.toml':
        '[package]\nname = "core"\nversion = "0.1.0"\nedition = "2021"\n[features]\nparallel = []\ntriangulation = []\n',
      'codec/Cargo.toml': '[package]\nname = "codec"\nversion = "0.1.0"\nedition = "2021"\n',
      'core/src/lib.rs': '',
      'codec/src/lib.rs': '',
      'core/examples/tpch_bench.rs': '',
      'core/examples/tpch_generate.rs': '',
      'Cargo.lock': '[[package]]\nname = "core"\nversion = "0.1.0"\n',
      'scripts/report.sh': reportSh,
      '.github/workflows/ci.yml':
        'name: CI\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cargo fmt --all -- --check\n      - run: cargo clippy --workspace --all-targets -- -D warnings\n      - run: cargo test --workspace --all-targets\n',
    },
    executable: ['scripts/report.sh'],
  },
  python: {
    campaign:
      head(
        'frames',
        machine(
          'python3.12',
          '  setup: |\n    python3.12 -m venv /opt/venv\n    /opt/venv/bin/pip install --require-hashes -r requirements.txt\n',
        ),
      ) + stages(GENERATE.python, BENCH.python, 'bench/generate.py, ', 'bench/run.py, ', report),
    files: {
      'requirements.txt': 'numpy==2.1.0 --hash=sha256:aa\npolars==1.9.0 --hash=sha256:bb\n',
      'pyproject.toml': '[project]\nname = "frames"\nversion = "0.1.0"\n',
      'bench/generate.py': 'import sys\n',
      'bench/run.py': 'import sys\n',
      'tests/test_a.py': '',
      'tests/unit/test_b.py': '',
      'scripts/report.sh': reportSh,
      '.github/workflows/ci.yml':
        'name: CI\non:\n  push: { branches: [main] }\n  pull_request:\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: ruff check .\n      - run: pytest tests\n',
    },
    executable: ['scripts/report.sh'],
  },
  go: {
    campaign:
      head('kvstore', machine('git')) +
      `prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [bin/]
    build: go build -o bin/ ./cmd/...
    missing: fail
` +
      stages(GENERATE.go, BENCH.go, '', '', report),
    files: {
      'go.mod': 'module example.org/kvstore\n\ngo 1.22\n',
      'go.sum': '',
      'cmd/kvbench/main.go': '',
      'cmd/loadgen/main.go': '',
      'store/store.go': '',
      'store/store_test.go': '',
      Makefile: 'build:\n\tgo build -o bin/ ./cmd/...\ntest:\n\tgo test ./...\n.PHONY: build test\n',
      'scripts/report.sh': reportSh,
      '.github/workflows/ci.yml':
        'name: CI\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-go@v5\n      - run: go vet ./...\n      - run: make test\n',
    },
    executable: ['scripts/report.sh'],
  },
  node: {
    campaign:
      head('parser', machine('nodejs20, nodejs20-npm')) +
      stages(GENERATE.node, BENCH.node, 'bench/generate.mjs, ', 'bench/run.mjs, ', report),
    files: {
      'package.json':
        '{ "name": "parser", "scripts": { "test": "vitest run", "lint": "eslint .", "bench": "node bench/run.mjs", "build": "tsc -p ." } }\n',
      'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }\n',
      'bench/generate.mjs': '',
      'bench/run.mjs': '',
      'src/index.ts': '',
      'test/a.test.ts': '',
      'scripts/report.sh': reportSh,
      '.github/workflows/ci.yml':
        'name: CI\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n      - run: npm run lint\n      - run: npm test\n',
    },
    executable: ['scripts/report.sh'],
  },
  cpp: {
    campaign:
      head('duckish', machine('gcc-c++', '  services: [docker]\n')) +
      `prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [build/]
    build: cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j
    missing: fail
` +
      stages(GENERATE.cpp, BENCH.cpp, '', '', report),
    files: {
      'CMakeLists.txt': 'project(duckish)\n',
      'src/main.cpp': '',
      'sql/q01.sql': 'select 1;\n',
      'sql/load.sql': '',
      'scripts/report.sh': reportSh,
      '.github/workflows/ci.yml':
        'name: CI\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: cmake -S . -B build && cmake --build build\n      - run: ctest --test-dir build\n',
    },
    executable: ['scripts/report.sh'],
  },
};
