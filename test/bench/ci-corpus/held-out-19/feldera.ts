import type { Repository } from '../case.ts';

export const feldera: Repository = {
  name: 'feldera/feldera',
  commit: '5c7931d09fc37e0976143e50a81169dbd98ec0cc',
  cases: [
    [
      'cargo',
      'whole',
      'cargo test -p dbsp --lib --release |& tee dbsp.log',
      'test-unit.yml starts the binary that build-rust.yml made',
    ],
    [
      'cargo',
      'none',
      'cargo test -p dbsp --lib --release -- --ignored commit_restore_bounds',
      'a test that CI leaves out',
    ],
    [
      'cargo',
      'none',
      'cargo test --release -p feldera-buffer-cache -p feldera-adapterlib --lib',
      'their tests are built and never started',
    ],
    [
      'cargo',
      'part',
      'for crate in feldera-sqllib feldera-storage feldera-rest-api; do\n  cargo test --release -p $crate --tests\ndone',
      'those of the third are built and never started',
    ],
    [
      'cargo',
      'whole',
      'export WEBCONSOLE_BUILD_DIR="$(mktemp -d)"\ntouch $WEBCONSOLE_BUILD_DIR/index.html\ncargo test --doc --workspace --locked',
      'build-rust.yml, the step "Run Rust doc tests"',
    ],
    [
      'cargo',
      'none',
      'cargo test -p dbsp_adapters --lib --features delta-s3-test,iceberg-tests-rest -- delta_table iceberg',
      'features that CI does not give',
    ],
    [
      'cargo',
      'none',
      'cargo bench -p dbsp_nexmark --bench nexmark -- --max-events=100000000 --cpu-cores 16 --num-event-generators 16 --csv nexmark.csv',
      'CI has a million events',
    ],
    [
      'word by word',
      'none',
      'cd benchmark && ./run-nexmark.sh --runner=feldera --language=sql --events=100M --cores=16 --output=nexmark.csv',
      'nobody measures so',
    ],
    [
      'jvm',
      'whole',
      'cd sql-to-dbsp-compiler\n./build.sh\nmvn test -B -pl SQL-compiler -Dtest=TpchTest -Dsurefire.failIfNoSpecifiedTests=false',
      'test-java.yml, of the whole module',
    ],
    [
      'jvm',
      'scheduled',
      'mvn test -q -B -Dsurefire.failIfNoSpecifiedTests=false -Dtest="RotateTests#rotate" > slt.log',
      'test-java-nightly.yml; on a change only RotateTests#quick',
      { cwd: 'sql-to-dbsp-compiler' },
    ],
    [
      'python',
      'whole',
      'cd python && FELDERA_HOST=http://localhost:8080 uv run --locked pytest -n 8 tests/workloads/test_tpch.py --timeout=3600 -vv',
      'test-integration-runtime.yml in the merge queue',
    ],
    ['python', 'whole', 'uv run --locked pytest tests/unit -q', 'test-unit.yml', { cwd: 'python' }],
    [
      'python',
      'none',
      'cd python/dbt-feldera\nuv venv && uv pip install -e ".[dev]"\nuv run pytest integration_tests -v',
      'test-unit.yml runs its tests/unit',
    ],
    [
      'npm',
      'whole',
      'bun install --frozen-lockfile\n(cd js-packages/web-console && bun run test-unit)\n(cd js-packages/profiler-layout && bun run test-unit)',
      'test-web-console-unit.yml',
    ],
    [
      'lint',
      'whole',
      'cargo clippy --locked --no-deps -- -D warnings && RUSTDOCFLAGS="-D warnings" cargo doc --no-deps',
      'ci-pre-mergequeue.yml, two hooks of pre-commit',
    ],
  ],
};
