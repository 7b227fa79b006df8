import type { Repository } from '../case.ts';

export const sqlparserRs: Repository = {
  name: 'apache/datafusion-sqlparser-rs',
  commit: 'bef86dd6826ea0d87143f59403b12aa3a588bd4f',
  cases: [
    ['cargo', 'whole', 'cargo test --release --all-features', 'rust.yml, job test'],
    ['cargo', 'whole', 'cargo +nightly test --all-features --test sqlparser_postgres', 'of job test'],
    [
      'cargo',
      'whole',
      'for d in bigquery snowflake duckdb; do cargo test --all-features --test "sqlparser_$d"; done',
      'of job test',
    ],
    ['cargo', 'part', 'cargo test --all-features && cargo test --no-default-features', 'job test has the first'],
    ['cargo', 'none', 'cargo test --no-default-features --features std', 'CI tests with all features only'],
    [
      'cargo',
      'whole',
      'rustup target add thumbv6m-none-eabi && cargo check --target thumbv6m-none-eabi --no-default-features --features visitor',
      'job compile-no-std',
    ],
    [
      'cargo',
      'none',
      'cargo check --target thumbv6m-none-eabi --no-default-features --features serde',
      'job compile-no-std has no serde',
    ],
    ['cargo', 'whole', 'RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps --all-features', 'job docs'],
    ['lint', 'whole', 'cd sqlparser_bench && cargo clippy --all-targets', 'job benchmark-lint'],
    ['lint', 'whole', 'cargo clippy --all-features --tests -- -D warnings', 'of job lint'],
    ['lint', 'whole', 'cargo fmt --all --check', 'job codestyle'],
    ['lint', 'whole', 'cargo audit', 'audit.yml, in the merge queue'],
    ['lint', 'none', 'cargo clippy --manifest-path fuzz/Cargo.toml', 'no job goes to fuzz'],
    ['word by word', 'whole', './dev/release/run-rat.sh .', 'license.yml'],
    ['cargo', 'none', 'cd sqlparser_bench && cargo bench -- --save-baseline main', 'CI only lints it'],
    ['cargo', 'none', 'cargo test --manifest-path derive/Cargo.toml', 'a package of its own which no job tests'],
    ['word by word', 'none', 'cd fuzz && cargo hfuzz run fuzz_parse_sql', 'no job fuzzes'],
  ],
};
