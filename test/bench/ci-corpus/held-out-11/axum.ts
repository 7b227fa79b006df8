import type { Repository } from '../case.ts';

export const axum: Repository = {
  name: 'tokio-rs/axum',
  commit: '3d78036dcac289d6c1d54934708acb6a5bd73686',
  cases: [
    ['cargo', 'whole', 'cargo test --workspace --all-features --all-targets', 'CI.yml, job test-versions'],
    ['cargo', 'whole', 'time cargo test --release -p axum --all-features routing::', 'CI.yml, job test-versions'],
    [
      'cargo',
      'whole',
      'cargo test -p axum-extra --all-features --doc',
      'CI.yml, job test-msrv: cargo test of the virtual workspace has doc tests',
    ],
    ['cargo', 'whole', 'cd axum-macros && cargo test 2>&1 | tee /tmp/macros.log', 'CI.yml, job test-nightly'],
    [
      'cargo',
      'whole',
      'set -euo pipefail\ncd examples\nfor p in example-testing example-hello-world; do\n  cargo test --release -p "$p" --all-features\ndone',
      'CI.yml, job test-versions of workspace examples',
    ],
    ['cargo', 'whole', 'cargo clippy --workspace --all-targets --all-features -- -D warnings', 'CI.yml, job check'],
    ['cargo', 'whole', 'cargo hack check --each-feature --no-dev-deps --all', 'CI.yml, job cargo-hack'],
    [
      'cargo',
      'whole',
      'cargo check --manifest-path examples/simple-router-wasm/Cargo.toml --target wasm32-unknown-unknown',
      'CI.yml, job wasm32-unknown-unknown',
    ],
    [
      'lint',
      'whole',
      'cargo fmt --all --check && cargo-sort --workspace --grouped --check',
      'CI.yml, jobs check and dependencies-are-sorted',
    ],
    [
      'lint',
      'part',
      'cargo deny --manifest-path axum/Cargo.toml check',
      'CI.yml, job deny-check: bans, licenses and sources; advisories may fail',
    ],
    [
      'lint',
      'none',
      'cargo deny --manifest-path axum/Cargo.toml check advisories',
      'CI.yml, job deny-check goes on when advisories fail',
    ],
    ['cargo', 'none', 'cargo bench -p axum --bench benches -- --output-format bencher', 'nobody measures'],
    ['cargo', 'none', 'cargo test -p axum --all-features -- --ignored', 'nobody runs ignored tests'],
    ['cargo', 'none', 'RUSTFLAGS="--cfg tokio_unstable" cargo test -p axum --all-features', 'no job has that cfg'],
    [
      'cargo',
      'none',
      'cd examples && cargo build --release -p example-hello-world --target aarch64-unknown-linux-gnu',
      'no job has that target',
    ],
    ['word by word', 'none', 'wrk -t4 -c64 -d30s http://127.0.0.1:3000/ | tee results.txt', 'load'],
  ],
};
