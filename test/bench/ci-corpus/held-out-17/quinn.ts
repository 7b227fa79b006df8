import type { Repository } from '../case.ts';

export const quinn: Repository = {
  name: 'quinn-rs/quinn',
  commit: 'a1931ab8c37e09d915ad1dcb846624ccd72e04a9',
  cases: [
    ['cargo', 'whole', 'cargo nextest run --workspace', 'codecov.yml runs the tests of the workspace with llvm-cov'],
    [
      'cargo',
      'whole',
      'cargo test -p quinn-proto -p quinn-udp',
      'rust.yml, job test, cargo test of the default members',
    ],
    ['cargo', 'whole', 'RUST_BACKTRACE=1 cargo test -p quinn --test many_connections -- --nocapture', 'job test'],
    ['cargo', 'whole', 'timeout 30m cargo test --release -- --ignored stress', 'job test'],
    ['cargo', 'part', 'cargo test --release -p quinn -- --ignored', 'job test runs those called stress'],
    ['cargo', 'whole', 'cd fuzz && cargo test && cargo clippy -- -D warnings', 'jobs test and lint'],
    ['cargo', 'none', 'cargo +nightly fuzz run streams -- -max_total_time=3600', 'nobody fuzzes'],
    ['cargo', 'whole', 'cargo test -p quinn-udp --benches 2>&1 | tee udp.log', 'job test'],
    ['cargo', 'none', 'cargo bench -p quinn-udp --bench throughput', 'job test only tries the benchmarks'],
    [
      'cargo',
      'whole',
      'cargo test --no-default-features --features rustls-aws-lc-rs',
      'job test-aws-lc-rs',
      { cwd: 'quinn-proto' },
    ],
    [
      'cargo',
      'none',
      'cargo test -p quinn --no-default-features --features rustls-ring,runtime-smol',
      'no job tests without tokio',
    ],
    ['cargo', 'whole', 'cargo test -p quinn --lib --tests --features lock_tracking,qlog', 'codecov.yml has both'],
    [
      'cargo',
      'whole',
      'cargo hack check --feature-powerset --depth 2 --optional-deps --no-dev-deps --ignore-private',
      'job features goes to depth 3',
    ],
    [
      'cargo',
      'none',
      'export RUSTFLAGS=-Zsanitizer=address\ncargo +nightly test --target x86_64-unknown-linux-gnu -p quinn-udp',
      'no sanitizer',
    ],
    [
      'cargo',
      'whole',
      'rustup toolchain install 1.88.0\ncargo +1.88.0 check --lib --all-features -p quinn-proto',
      'job msrv',
    ],
    ['cargo', 'none', 'cargo run --release -p bench -- --streams 100', 'nobody measures'],
    ['lint', 'whole', 'cargo clippy --all-targets -- -D warnings && cargo fmt --all --check', 'job lint'],
    ['lint', 'whole', 'cargo deny check advisories bans', 'job audit, whose action checks all'],
  ],
};
