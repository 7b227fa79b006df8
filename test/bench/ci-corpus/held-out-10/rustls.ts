import type { Repository } from '../case.ts';

export const rustls: Repository = {
  name: 'rustls/rustls',
  commit: '6868ee84dd62b4292b760cb7ba487cb37f86a95f',
  cases: [
    ['cargo', 'whole', 'cargo test --release --all-features --all-targets', 'job build'],
    [
      'cargo',
      'whole',
      'time cargo test --release -p rustls --lib 2>&1 | tee rustls-lib.log',
      'of the tests of job build',
    ],
    ['cargo', 'whole', 'cargo nextest run -p rustls-provider-test --all-features', 'job build, without doc tests'],
    ['word by word', 'whole', 'cd bogo && BOGO_SHIM_PROVIDER=ring ./runme', 'job bogo'],
    [
      'word by word',
      'none',
      'cd bogo && BOGO_SHIM_PROVIDER=post-quantum ./runme',
      'job bogo has three other providers',
    ],
    ['cargo', 'whole', 'cd openssl-tests && timeout 1h cargo test --release -- --include-ignored', 'job openssl-tests'],
    ['lint', 'whole', './admin/clippy', 'job clippy'],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job format'],
    ['cargo', 'whole', 'cargo check --lib --all-features -p rustls', 'job msrv'],
    ['cargo', 'whole', './admin/coverage --html', 'job coverage, another output'],
    ['cargo', 'whole', 'cargo test --test bogo -- --ignored --test-threads 1', 'admin/coverage'],
    [
      'cargo',
      'whole',
      'RUSTFLAGS=--cfg=bench RUSTC_BOOTSTRAP=1 cargo bench --all-features',
      'job benchmarks, that very command',
    ],
    ['cargo', 'scheduled', 'cross test --package rustls --target s390x-unknown-linux-gnu', 'cross.yml by its matrix'],
    ['cargo', 'scheduled', 'cargo hack check --package rustls --feature-powerset --no-dev-deps', 'daily-tests.yml'],
    ['cargo', 'scheduled', 'cargo test -p rustls-connect-tests', 'daily-tests.yml; no default member'],
    [
      'cargo',
      'none',
      'numactl -N0 -m0 cargo run -p rustls-bench --profile=bench --features aws-lc-rs -- --multiplier 10',
      'CI has a hundredth of it',
    ],
    ['make, just, task', 'none', 'make -f admin/bench-measure.mk measure', 'nobody measures so'],
    ['cargo', 'none', 'cd ci-bench && cargo run --release -- run-all --output-dir results', 'nobody measures so'],
    ['cargo', 'none', 'cargo +nightly fuzz run client -- -max_total_time=3600', 'CI has ten seconds'],
    ['cargo', 'none', 'RUSTFLAGS="-C target-cpu=native" cargo test --release --all-features', 'other code'],
  ],
};
