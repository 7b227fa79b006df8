import type { Repository } from '../case.ts';

export const datafusionComet: Repository = {
  name: 'apache/datafusion-comet',
  commit: '2699f59b71788e17a2714910e166a3f83deed937',
  cases: [
    [
      'cargo',
      'whole',
      'cd native && RUST_BACKTRACE=1 cargo nextest run -p datafusion-comet-spark-expr',
      'pr_build_linux.yml, job linux-test-rust through an action',
    ],
    [
      'cargo',
      'whole',
      'cd native\ncargo test --lib -p datafusion-comet-shuffle',
      'of job linux-test-rust, with nextest',
    ],
    ['make, just, task', 'part', 'make test-rust', 'job linux-test-rust does all but the tests in documentation'],
    [
      'cargo',
      'none',
      'cargo test --manifest-path native/Cargo.toml -p datafusion-comet --features jemalloc',
      'a feature no job gives',
    ],
    ['cargo', 'none', 'cd native && cargo bench --bench cast_from_string', 'CI only checks that benchmarks compile'],
    [
      'cargo',
      'scheduled',
      'cd native && MIRIFLAGS="-Zmiri-disable-isolation" cargo +nightly miri test --lib -p datafusion-comet-common',
      'of miri.yml',
    ],
    ['lint', 'whole', 'cd native && cargo clippy --all-targets --workspace -- -D warnings', 'job linux-test-rust'],
    ['lint', 'whole', 'cd native && cargo machete', 'job linux-test-rust'],
    [
      'jvm',
      'whole',
      'cd native && cargo build && cd ..\nSPARK_HOME=$PWD ./mvnw -B install -Prelease -Pspark-4.0 -DwildcardSuites=org.apache.comet.CometExpressionSuite',
      'of job linux-test, which hands the suites over in MAVEN_OPTS',
    ],
    [
      'jvm',
      'whole',
      'SPARK_HOME=`pwd` ./mvnw test -Prelease -Pspark-3.5 -Pscala-2.13 -Dsuites=org.apache.comet.exec.CometShuffleSuite',
      'of job linux-test by its matrix',
    ],
    [
      'jvm',
      'none',
      'SPARK_HOME=`pwd` ./mvnw verify -Pspark-3.5 -Pscala-2.12',
      'job lint-java builds this pair, no job tests it',
    ],
    [
      'jvm',
      'whole',
      'export SPARK_TPCH_DATA=$PWD/tpch/sf1_parquet\nSPARK_HOME=$PWD ./mvnw -B -Prelease -Dsuites=org.apache.spark.sql.CometTPCHQuerySuite test',
      'job verify-benchmark-results-tpch',
    ],
    [
      'make, just, task',
      'none',
      'make benchmark-org.apache.spark.sql.benchmark.CometReadBenchmark PROFILES=-Pspark-3.5',
      'nobody measures',
    ],
    [
      'lint',
      'whole',
      './mvnw -B compile test-compile scalafix:scalafix -Dscalafix.mode=CHECK -Psemanticdb -Pspark-4.0',
      'pr_benchmark_check.yml',
    ],
    ['lint', 'whole', './mvnw -N apache-rat:check && prettier --check "**/*.md"', 'ci.yml, job preflight'],
    ['word by word', 'whole', 'bash dev/verify-contrib-delta-gate.sh', 'delta_build_gate.yml'],
    [
      'word by word',
      'whole',
      'for s in check-suites check-benchmark-runner; do python3 dev/ci/$s.py; done',
      'ci.yml, job preflight',
    ],
    ['word by word', 'none', './dev/regenerate-golden-files.sh --spark-version 3.5', 'no job does'],
    ['python', 'whole', 'pytest -v spark/src/test/resources/pyspark/test_pyarrow_udf.py', 'pyarrow_udf_test.yml'],
    [
      'cargo',
      'none',
      'cd native && cargo nextest run --workspace --no-default-features',
      'CI tests the default features',
    ],
    [
      'cargo',
      'none',
      'cd native && RUSTFLAGS="-Ctarget-cpu=native" cargo test --release -p datafusion-comet-shuffle',
      'another processor',
    ],
  ],
};
