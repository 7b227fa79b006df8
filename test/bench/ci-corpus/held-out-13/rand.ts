import type { Repository } from '../case.ts';

export const rand: Repository = {
  name: 'rust-random/rand',
  commit: 'bb1262f703ca04e4ce56be78e1dc4e204cd6a998',
  cases: [
    ['cargo', 'whole', 'cargo test --features=serde,log', 'test.yml, job test'],
    ['cargo', 'whole', 'cargo +nightly test --all-features -- --nocapture', 'job test on nightly'],
    [
      'cargo',
      'whole',
      'cargo test --lib --no-default-features --features=alloc,sys_rng seq:: > seq.log 2>&1',
      'of job test',
    ],
    ['cargo', 'whole', 'cargo test --release --lib --tests --no-default-features', 'job test'],
    ['cargo', 'whole', 'cargo test --examples', 'job test'],
    ['cargo', 'whole', 'cargo miri test --features=log', 'job test-miri'],
    ['cargo', 'none', 'cargo +nightly miri test --all-features', 'miri takes one feature'],
    [
      'cargo',
      'whole',
      'rustup target add thumbv6m-none-eabi\ncargo build --target=thumbv6m-none-eabi --no-default-features',
      'job test-no-std',
    ],
    [
      'cargo',
      'whole',
      'cross test --no-fail-fast --target powerpc-unknown-linux-gnu --features=serde,log',
      'job test-cross by its matrix',
    ],
    ['cargo', 'whole', 'RUSTFLAGS=-Dwarnings cargo test --benches', 'benches.yml, job benches', { cwd: 'benches' }],
    ['cargo', 'whole', 'cd benches && cargo test --bench shuffle', 'of benches.yml, job benches'],
    ['cargo', 'none', 'cd benches && cargo bench --bench shuffle -- --warm-up-time 5', 'CI does not measure'],
    [
      'cargo',
      'none',
      'cd benches\nfor b in uniform_float weighted; do\n  RUSTFLAGS="-C target-cpu=native" cargo bench --bench "$b"\ndone',
      'CI does not measure',
    ],
    ['cargo', 'none', 'cargo run --release --example monte-carlo', 'CI builds examples and runs none'],
    ['lint', 'whole', 'cargo clippy --workspace --lib --bins --tests -- -D warnings', 'job clippy'],
    ['lint', 'whole', 'cd benches && cargo clippy --all-targets -- -D warnings', 'benches.yml, job clippy-fmt'],
    ['lint', 'whole', 'typos', 'job typos through the action'],
  ],
};
