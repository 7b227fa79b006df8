import { expect, test } from 'vitest';
import { type Tree, verdict } from './world.ts';

/** The origin's CI and workspace as shared facts describe them; the names are its own, the files are ours. */
const ORIGIN: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["flow", "parquet"]\n',
  'flow/Cargo.toml': '[package]\nname = "flow"\n',
  'parquet/Cargo.toml': '[package]\nname = "parquet"\n',
  'pyproject.toml': '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
  'tests/test_a.py': '',
  '.github/workflows/ci.yml': `name: CI
on: [push, pull_request]
jobs:
  rust:
    strategy: { matrix: { os: [ubuntu-latest, macos-latest] } }
    runs-on: \${{ matrix.os }}
    steps:
      - uses: actions/checkout@v4
      - run: cargo fmt --all -- --check
      - run: cargo clippy --workspace --all-targets -- -D warnings
      - run: cargo test --workspace --all-targets
  python:
    runs-on: ubuntu-latest
    steps:
      - run: maturin develop --release
      - run: ruff check python tests
      - run: pytest
`,
  '.github/workflows/coverage.yml': `name: Coverage
on:
  pull_request:
  push: { branches: [main] }
  schedule: [{ cron: "0 3 * * *" }]
jobs:
  coverage:
    runs-on: ubuntu-latest
    steps:
      - run: cargo llvm-cov --no-report --workspace --tests --no-fail-fast -- --include-ignored
      - run: cargo llvm-cov report --lcov --output-path lcov.info
`,
};

const STAGES: readonly (readonly [name: string, run: string, verdict: string])[] = [
  ['00-host-info', 'uname -a\nlscpu\nfree -g\ndf -h\ncargo --version', 'no'],
  ['01-cargo-test', 'cargo test --release --workspace', 'part: the only new part is the doc tests (`--doc`)'],
  ['02-cargo-test-integration', 'cargo test --release -p flow --test containers -- --ignored', 'whole'],
  ['03-avx', 'cargo run --release -p parquet --example bench_decode_avx -- --data d', 'no'],
  ['03b-parallel', 'cargo run --release --features parallel --example bench_parallel_scaling', 'no'],
  ['04-generate', 'cargo run --release --example tpch_generate -- --sf 1 --out examples/tpch/data/sf1', 'no'],
  [
    '06-triangulation',
    'cargo run --release --features triangulation --example tpch_triangulation_bench -- --output B.md',
    'no',
  ],
  ['08-dict', 'cargo test --release -p flow --test dict_preservation_end_to_end', 'whole'],
  ['08-dict, only the one', 'cargo test dict_preservation_end_to_end', 'whole'],
  ['10-s3-runlog', 'python3.12 infra/tests/test_s3_runlog_real.py', 'no'],
  ['20-lambda', 'infra/lambda/package.sh', 'no'],
  ['99-summary', 'echo "campaign complete"', 'no'],
];

for (const [name, run, expected] of STAGES)
  test(`${name} → ${expected}`, () => expect(verdict(ORIGIN, run)).toBe(expected));
