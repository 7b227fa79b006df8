import type { Repository } from '../case.ts';

export const hyper: Repository = {
  name: 'hyperium/hyper',
  commit: '8fcaf1a62787b824fdd7b95a3e7c9ea81acd3449',
  cases: [
    ['cargo', 'whole', 'cargo test --release --features full', 'job test'],
    ['cargo', 'whole', 'cargo test --features full --test integration', 'of job test'],
    ['cargo', 'whole', 'cargo nextest run --features full --lib', 'of job test'],
    [
      'cargo',
      'whole',
      'RUSTFLAGS="--cfg hyper_unstable_ffi" cargo test --features client,http1,http2,ffi --lib',
      'job ffi',
    ],
    [
      'cargo',
      'whole',
      'RUSTFLAGS="--cfg hyper_unstable_ffi" cargo rustc --release --features client,http1,http2,ffi --crate-type cdylib && make -C capi/examples client',
      'job ffi',
    ],
    ['cargo', 'whole', 'cargo +nightly test --benches --features full,nightly', 'job test on nightly'],
    ['lint', 'whole', 'cargo clippy --features full', 'job lint'],
    ['lint', 'whole', "rustfmt --check --edition 2021 $(git ls-files '*.rs')", 'job style'],
    [
      'cargo',
      'whole',
      'export MIRIFLAGS=-Zmiri-disable-isolation; cargo +nightly miri test --features http1,http2,client,server,nightly',
      'job miri',
    ],
    [
      'cargo',
      'whole',
      'cargo hack --no-dev-deps check --feature-powerset --depth 2 --skip ffi,tracing',
      'job features',
    ],
    ['cargo', 'whole', 'cargo minimal-versions check --features full', 'job minimal-versions'],
    ['lint', 'whole', 'cargo audit', 'cargo-audit.yml, an action that is this command'],
    [
      'cargo',
      'whole',
      'taskset -c 2 cargo +nightly bench --features full --bench pipeline',
      'bench.yml on a push to master',
    ],
    ['cargo', 'none', 'cargo +nightly bench --features full --bench connect', 'bench.yml has two others'],
    ['cargo', 'none', 'cargo test --features full -- --ignored', 'nobody runs the ignored ones'],
    [
      'cargo',
      'none',
      'RUSTFLAGS="--cfg hyper_unstable_tracing" cargo test --features full,tracing',
      'CI only checks that',
    ],
    [
      'word by word',
      'none',
      'cargo build --release --features full --example hello && (./target/release/examples/hello & sleep 1; wrk -t4 -c200 -d60s http://127.0.0.1:3000/; kill %1)',
      'CI only builds the examples, as tests',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-Zsanitizer=thread" cargo +nightly test --features full --target x86_64-unknown-linux-gnu',
      'nobody runs that',
    ],
  ],
};
