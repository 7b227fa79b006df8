import type { Repository } from '../case.ts';

export const dbtCore: Repository = {
  name: 'dbt-labs/dbt-core',
  commit: '43aa6e8a621e703984cfcb84259a81be32518878',
  cases: [
    ['lint', 'whole', 'cargo fmt --all --check', 'ci.yml, job fmt'],
    ['lint', 'whole', 'cargo clippy --workspace --all-targets -- -D warnings', 'ci.yml, job clippy'],
    ['lint', 'whole', 'cargo clippy -p dbt-parser', 'of job clippy'],
    ['cargo', 'whole', 'cargo check --workspace --all-targets', 'clippy checks the same'],
    ['cargo', 'whole', 'cargo nextest run --workspace --release', 'ci.yml, job test'],
    ['cargo', 'whole', 'cargo install cargo-nextest --locked && cargo nextest run -p dbt-adapter', 'of job test'],
    ['cargo', 'whole', 'RUST_MIN_STACK=8388608 cargo nextest run -p dbt-adapter --test duckdb_attach', 'of job test'],
    ['cargo', 'whole', 'cargo test -p dbt-jinja-utils --lib', 'of job test'],
    ['cargo', 'part', 'cargo test --release -p dbt-schemas', 'job test has no doc tests'],
    [
      'cargo',
      'whole',
      'run() { numactl -N0 -m0 cargo nextest run -p "$1" --no-fail-fast; }; run dbt-parser && run dbt-scheduler',
      'of job test',
    ],
    ['cargo', 'whole', 'cargo llvm-cov nextest --workspace --html', 'job test with coverage'],
    ['cargo', 'none', 'cargo test --workspace --doc', 'nextest has no doc tests'],
    ['cargo', 'none', 'cargo nextest run --workspace --run-ignored only', 'nobody runs those'],
    ['cargo', 'none', 'cd crates/dbt-jinja/benchmarks && cargo bench', 'nobody measures so'],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-Zsanitizer=address" cargo +nightly nextest run -p dbt-adapter --target x86_64-unknown-linux-gnu',
      'nobody runs that',
    ],
    ['cargo', 'none', 'cargo +nightly miri test -p minijinja', 'nobody runs that'],
    [
      'cargo',
      'none',
      'SNOWFLAKE_ACCOUNT=bench cargo nextest run -p dbt-adapter --test snowflake_adbc_client_cancel --run-ignored only',
      'a real service, and ignored tests',
    ],
    [
      'word by word',
      'none',
      'for n in 1000 10000; do /usr/bin/time -v ./target/release/dbt parse --project-dir /data/projects/$n --no-partial-parse; done',
      'nobody measures so',
    ],
  ],
};
