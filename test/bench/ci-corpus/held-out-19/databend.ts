import type { Repository } from '../case.ts';

export const databend: Repository = {
  name: 'databendlabs/databend',
  commit: '43b24ec040cc1f346c65dd03f836fe5d37e2acee',
  cases: [
    [
      'cargo',
      'whole',
      'ulimit -n 10000\ncargo nextest run --workspace --no-fail-fast 2>&1 | tee unit.log',
      'reuse.linux.yml, job test_unit',
    ],
    ['make, just, task', 'whole', 'time make unit-test', 'the default members of the same workspace'],
    [
      'cargo',
      'whole',
      'RUST_BACKTRACE=1 cargo test --release -p databend-common-functions -p databend-common-expression --test it',
      'two packages of the same job',
    ],
    [
      'cargo',
      'none',
      'for p in databend-common-expression databend-common-functions databend-common-ast; do cargo bench -p $p --bench bench | tee $p.txt; done',
      'nobody measures',
    ],
    [
      'cargo',
      'none',
      'cargo nextest run -p databend-query -p databend-common-io --run-ignored ignored-only',
      'the tests that CI leaves out',
    ],
    [
      'word by word',
      'whole',
      'export BUILD_PROFILE=release TEST_HANDLERS=http\nfor suite in tpch tpcds; do\n  bash ./scripts/ci/ci-run-sqllogic-tests.sh $suite\ndone',
      'reuse.sqllogic.yml, two rows of standalone',
    ],
    [
      'word by word',
      'none',
      'TEST_HANDLERS=http BUILD_PROFILE=release bash ./scripts/ci/ci-run-sqllogic-tests.sh tpch_spill',
      'no row names that directory',
    ],
    ['make, just, task', 'whole', 'make stateless-test', 'job test_stateless_standalone'],
    [
      'make, just, task',
      'none',
      'make stateless-cluster-test-tls',
      'the cluster is tested without certificates: another mode of it',
    ],
    ['word by word', 'none', 'timeout 2h bash scripts/ci/ci-run-fuzz-tests.sh', 'its job is commented out'],
    [
      'word by word',
      'scheduled',
      'cd benchmark && BENCHMARK_DATASET=internal ./benchmark_local.sh',
      'release.yml on Sundays, through reuse.benchmark.yml',
    ],
    ['make, just, task', 'none', 'make meta-bench', 'CI builds databend-metabench and starts no such cluster'],
    [
      'python',
      'whole',
      'cd src/bendpy\nuv venv .venv --python python3.12 && source .venv/bin/activate\nuv pip install maturin pytest pandas polars pyarrow\nmaturin develop -E test\npython -m pytest tests/ -q',
      'dev.yml, job test_bendpy, when it changes',
    ],
    [
      'lint',
      'whole',
      "bash -c 'cargo fmt --all -- --check && cargo clippy --workspace --all-targets --all-features -- -D warnings'",
      'the action check',
    ],
    [
      'lint',
      'part',
      'cargo machete\ntaplo fmt --check\nyamllint -f auto .\nshfmt -d scripts',
      'the second and, by make lint-yaml, the third',
    ],
  ],
};
