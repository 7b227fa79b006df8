import type { Repository } from '../case.ts';

export const neon: Repository = {
  name: 'neondatabase/neon',
  commit: '6a35a3e9f149798df1b1761ee64099d8d75fbe90',
  cases: [
    [
      'cargo',
      'whole',
      "export NEXTEST_RETRIES=3 LD_LIBRARY_PATH=$PWD/pg_install/v17/lib\ncargo nextest run --release --locked --features testing,rest_broker -E '!package(pageserver)' 2>&1 | tee nextest.log",
      '_build-and-test-locally.yml, the step "Run rust tests"',
    ],
    [
      'cargo',
      'whole',
      "NEON_PAGESERVER_UNIT_TEST_VIRTUAL_FILE_IOENGINE=tokio-epoll-uring cargo nextest run --features testing,rest_broker -E 'package(pageserver)'",
      'the same step',
    ],
    [
      'cargo',
      'none',
      'NEON_PAGESERVER_UNIT_TEST_VIRTUAL_FILE_IOENGINE=std-fs cargo nextest run --release -p pageserver --features testing',
      'CI has the other engine alone',
    ],
    [
      'cargo',
      'whole',
      'for p in safekeeper proxy utils; do cargo test --release -p $p --lib; done',
      'all packages but pageserver',
    ],
    [
      'cargo',
      'none',
      'ENABLE_REAL_S3_REMOTE_STORAGE=y REMOTE_STORAGE_S3_BUCKET=bench-bucket REMOTE_STORAGE_S3_REGION=us-east-2 cargo nextest run -p remote_storage -E "test(test_real_s3)"',
      'another bucket in another region',
    ],
    [
      'cargo',
      'none',
      'cargo bench -p pageserver --features testing --bench bench_layer_map --bench bench_walredo | tee bench.txt',
      'nobody measures so',
    ],
    [
      'cargo',
      'none',
      'cargo build --release --bin pagebench --bin pageserver\n./target/release/pagebench get-page-latest-lsn --mgmt-api-endpoint http://localhost:9898 --num-clients 64 --runtime 60s',
      'periodic_pagebench.yml has a program of its own for that',
    ],
    [
      'python',
      'whole',
      'DEFAULT_PG_VERSION=17 BUILD_TYPE=release ./scripts/pytest -n 12 test_runner/regress/test_branching.py test_runner/regress/test_compaction.py',
      'job regress-tests',
    ],
    [
      'python',
      'whole',
      'export DEFAULT_PG_VERSION=16 BUILD_TYPE=release\n./scripts/pytest test_runner/performance --splits 5 --group 3 --out-dir perf-report',
      'job benchmarks on each push to main',
    ],
    [
      'python',
      'none',
      'BENCHMARK_CONNSTR=postgres://bench@10.0.0.4/neondb ./scripts/pytest test_runner/performance/test_perf_olap.py -m remote_cluster -k clickbench',
      'a service of its own, and no such scale on changes',
    ],
    [
      'lint',
      'whole',
      'cargo clippy --locked --workspace --all-targets -- -A unknown_lints -D warnings -D clippy::todo',
      '_check-codestyle-rust.yml, through cargo hack',
    ],
    [
      'lint',
      'whole',
      'poetry run ruff check . && poetry run ruff format --check . && poetry run mypy test_runner',
      '_check-codestyle-python.yml',
    ],
    [
      'lint',
      'whole',
      'cargo fmt --all --check\ncargo hakari generate --diff\ncargo deny check bans licenses',
      '_check-codestyle-rust.yml and cargo-deny.yml',
    ],
  ],
};
