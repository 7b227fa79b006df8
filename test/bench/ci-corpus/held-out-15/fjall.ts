import type { Repository } from '../case.ts';

export const fjall: Repository = {
  name: 'fjall-rs/fjall',
  commit: '7870992c9b61e2110caf5483785a866edd05c921',
  cases: [
    ['cargo', 'whole', 'cargo test --lib --tests', 'test.yml, job test, with nextest; lz4 is a default feature'],
    ['cargo', 'whole', 'cargo nextest run --test keyspace_recover --test memtable_recover --no-capture', 'of job test'],
    ['cargo', 'whole', 'rustup toolchain install 1.90.0\ncargo +1.90.0 nextest run', 'job test by its matrix'],
    ['cargo', 'whole', 'cargo llvm-cov nextest --features lz4 --html', 'job codecov'],
    ['cargo', 'whole', 'cargo test --doc 2>&1 | tee doc.log', 'job test'],
    [
      'cargo',
      'whole',
      'cargo test --features __internal_whitebox whitebox_ -- --test-threads=1 --nocapture',
      'job test, the filter behind the dashes',
    ],
    ['cargo', 'part', 'cargo test --lib --features __internal_whitebox', 'job test runs those called whitebox_'],
    [
      'cargo',
      'whole',
      'cargo build --no-default-features --features bytes_1,metrics',
      'job test: cargo build-all-features builds every combination',
    ],
    ['cargo', 'none', 'cargo test --features metrics,bytes_1', 'job test only builds with these'],
    ['cargo', 'part', 'cargo nextest run --run-ignored all', 'job test runs all but the ignored ones'],
    ['cargo', 'none', 'cargo +nightly miri nextest run --lib', 'no miri'],
    [
      'cargo',
      'none',
      'export RUSTFLAGS=-Zsanitizer=thread\ncargo +nightly test -Zbuild-std --target x86_64-unknown-linux-gnu --test write_during_read',
      'no sanitizer',
    ],
    ['lint', 'whole', 'cargo fmt --all --check && cargo clippy', 'job test'],
    ['lint', 'none', 'cargo clippy --features metrics', 'job test looks at the default features'],
    ['word by word', 'whole', 'time node compile_examples.mjs', 'job examples'],
    [
      'cargo',
      'whole',
      'for ex in basic rolling-log structured; do\n  (cd "examples/$ex" && cargo test)\ndone',
      'job examples: compile_examples.mjs does so in each',
    ],
    ['cargo', 'none', 'cd examples/axum-kv && cargo run --release', 'compile_examples.mjs runs those with a .run only'],
    ['lint', 'none', 'typos', 'no job looks for them'],
  ],
};
