import type { Repository } from '../case.ts';

export const deltaRs: Repository = {
  name: 'delta-io/delta-rs',
  commit: '2c996fa9bc1a765f6d829ce3b40008710a4888d7',
  cases: [
    [
      'cargo',
      'part',
      'cargo test -p deltalake-core --features datafusion',
      'llvm-cov of the workspace, without doc tests',
    ],
    ['cargo', 'whole', 'cargo nextest run -p deltalake-aws --features integration_test', 'job cloud, by its matrix'],
    ['lint', 'whole', 'cargo clippy --features azure,datafusion,s3,gcs,glue,hdfs --tests', 'job check'],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'the action rustfmt'],
    ['make, just, task', 'whole', 'cd python && make unit-test', 'job test-minimal'],
    ['make, just, task', 'whole', 'cd python && make check-python', 'job test-minimal'],
    ['lint', 'whole', 'cd python && uv run mypy', 'make check-python'],
    [
      'python',
      'whole',
      "cd python && uv run pytest tests/test_benchmark.py -m '(benchmark and pyarrow)' --benchmark-json out.json",
      'python_benchmark.yml, on a push to main',
    ],
    [
      'python',
      'whole',
      'cd python && DELTALAKE_RUN_DATAFUSION_TESTS=1 uv run pytest tests/test_datafusion.py -m datafusion',
      'job test-datafusion',
    ],
    ['cargo', 'none', 'cargo bench -p deltalake-core', 'no job measures so'],
    ['cargo', 'none', 'cargo run --profile profiling -p delta-benchmarks -- merge', 'no job runs it'],
  ],
};
