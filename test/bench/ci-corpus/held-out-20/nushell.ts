import type { Repository } from '../case.ts';

export const nushell: Repository = {
  name: 'nushell/nushell',
  commit: '3e1172d43cabb34afb798dfc9d8724839e18fe85',
  cases: [
    ['cargo', 'whole', 'cargo test --workspace --profile ci --all-targets', 'ci.yml, the step cargo test'],
    [
      'cargo',
      'whole',
      'cargo nextest run -p nu-command -p nu-parser --cargo-profile ci --no-fail-fast',
      'the step cargo test, of the whole workspace',
    ],
    ['cargo', 'whole', 'numactl -N 0 -m 0 cargo test --release -p nu-protocol --lib', 'the step cargo test'],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'the step cargo fmt'],
    ['lint', 'whole', 'cargo clippy --workspace --all-targets --profile ci -- -D warnings', 'the step cargo clippy'],
    [
      'lint',
      'whole',
      'cd crates/nu-path/fuzz && cargo clippy --workspace --all-targets',
      'the step cargo clippy, in the list of workspaces',
    ],
    [
      'cargo',
      'whole',
      'cargo check --no-default-features --target wasm32-unknown-unknown -p nu-cmd-lang -p nu-parser -p nu-protocol',
      'the step cargo check, for WASM',
    ],
    [
      'word by word',
      'whole',
      "cargo install --path . --locked --force\nnu -c 'use crates/nu-std/testing.nu; testing run-tests --path crates/nu-std'",
      'job std-lib-and-python-virtualenv',
    ],
    ['cargo', 'whole', 'bash scripts/coverage-local.sh', 'it tests the workspace as the step cargo test does'],
    [
      'cargo',
      'part',
      'cargo test --doc --workspace\ncargo hack check -p nu-cli --feature-powerset',
      'the step cargo test --doc; the powerset only by hand',
    ],
    [
      'cargo',
      'none',
      'cargo hack --all --feature-powerset --at-least-one-of rustls-tls,native-tls --mutually-exclusive-features rustls-tls,native-tls check',
      'pre-release-checkup.yml starts only by hand',
    ],
    ['cargo', 'none', 'cargo bench --bench benchmarks -- compare target/benchmarks/main', 'nobody measures'],
    [
      'cargo',
      'none',
      'cargo build --release\nfor i in 1 2 3; do ./target/release/nu scripts/parser-bench-throughput.nu; done | tee parser.txt',
      'nobody measures',
    ],
    ['cargo', 'none', 'cargo test --workspace --profile ci -- --ignored', 'CI runs none of the ignored'],
    [
      'cargo',
      'none',
      'cargo test -p nu-command --no-default-features --features sqlite',
      'CI tests the default features',
    ],
    [
      'word by word',
      'none',
      'cd crates/nu-parser/fuzz\ncargo +nightly fuzz run parse -- -max_total_time=7200',
      'CI only checks that workspace',
    ],
  ],
};
