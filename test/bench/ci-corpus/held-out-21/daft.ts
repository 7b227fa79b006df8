import type { Repository } from '../case.ts';

export const daft: Repository = {
  name: 'Eventual-Inc/Daft',
  commit: '4c85eda10f9582cc9435fd764284a87baba74772',
  cases: [
    [
      'python',
      'whole',
      'source .venv/bin/activate\nmaturin develop --uv --release\nDAFT_RUNNER=native pytest -n 8 --ignore tests/integration --durations=50 |& tee unit.log',
      'pr-test-suite.yml, job unit-test',
    ],
    ['python', 'whole', 'DAFT_RUNNER=ray pytest tests/dataframe tests/sql -n 4 -x', 'a row of unit-test'],
    [
      'python',
      'whole',
      'for r in native ray; do\n  DAFT_RUNNER=$r pytest ./tests/integration/test_tpch.py --durations=0\ndone',
      'job integration-test-tpch',
    ],
    [
      'python',
      'whole',
      "export DAFT_RUNNER=native\npytest -n auto tests/integration/io -m 'integration and not benchmark'\npytest -n auto tests/io -m integration",
      'job integration-test-io',
    ],
    [
      'python',
      'scheduled',
      "DAFT_RUNNER=native HYPOTHESIS_MAX_EXAMPLES=10000 pytest -n auto tests/property_based_testing -m 'hypothesis' --hypothesis-seed=0",
      'property-based-tests.yml, every night',
    ],
    [
      'python',
      'whole',
      'pytest tests/benchmarks/test_local_tpch.py -m benchmark --codspeed',
      'job benchmark-codspeed, one of its files',
    ],
    [
      'python',
      'none',
      'pytest tests/benchmarks/test_streaming_writes.py tests/benchmarks/test_parquet_writes.py -m benchmark --benchmark-json writes.json',
      'benchmark-codspeed has other files',
    ],
    [
      'python',
      'none',
      'DAFT_RUNNER=native pytest tests/microbenchmarks -m benchmark --benchmark-only',
      'nobody measures so',
    ],
    [
      'python',
      'none',
      'python benchmarking/tpch/data_generation.py --scale_factor=100 --num_parts=64 --generate_parquet\npython -m benchmarking.tpch --scale_factor=100 --num_parts=64 --skip_warmup --output_csv=tpch.csv',
      'daft-profiling.yml has another scale, and ignores a failure',
    ],
    [
      'cargo',
      'whole',
      'cargo nextest run --no-default-features -p daft-core -p daft-parquet -p daft-local-execution --release',
      'job rust-tests-platform',
    ],
    ['cargo', 'none', 'cargo test --workspace --all-features', 'CI tests without the features'],
    ['make, just, task', 'whole', 'make doctests', 'job doctests'],
    [
      'lint',
      'whole',
      'cargo clippy --workspace --all-features --all-targets -- -D warnings\ncargo machete --with-metadata',
      'a hook of job style, and check-unused-cargo-deps',
    ],
    [
      'lint',
      'part',
      'make precommit && DAFT_RUNNER=native .venv/bin/pytest tests/microbenchmarks -m benchmark',
      'job style runs all hooks',
    ],
  ],
};
