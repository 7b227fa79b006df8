import type { Repository } from '../case.ts';

export const diesel: Repository = {
  name: 'diesel-rs/diesel',
  commit: '04cc1b0bc6578021db542464e6cd1a21e0d39235',
  cases: [
    ['cargo', 'whole', 'cargo xtask run-tests sqlite', 'job check_and_test by its matrix'],
    [
      'cargo',
      'whole',
      'cargo +stable test --manifest-path diesel_bench/Cargo.toml --no-default-features --features "sqlite" --bench benchmarks',
      'job check_and_test, as a test',
    ],
    ['cargo', 'whole', 'cargo test --manifest-path diesel_compile_tests/Cargo.toml', 'job compile_tests'],
    ['cargo', 'whole', 'cd diesel_compile_tests && cargo test --release', 'job compile_tests'],
    [
      'cargo',
      'whole',
      'cargo test --manifest-path diesel_cli/Cargo.toml --no-default-features --features sqlite-bundled',
      'job sqlite_bundled',
    ],
    ['cargo', 'whole', 'cargo xtask tidy', 'job rustfmt_and_clippy'],
    [
      'cargo',
      'whole',
      'RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Zsanitizer=address ASAN_OPTIONS=detect_stack_use_after_return=1 cargo +stable -Z build-std test --manifest-path diesel_tests/Cargo.toml --no-default-features --features "postgres pq-sys pq-sys/bundled pq-src/with-asan" --target x86_64-unknown-linux-gnu',
      'job postgres_bundled',
    ],
    ['cargo', 'whole', 'cargo +nightly miri test -p diesel -F postgres check_as_ref_', 'job Miri'],
    [
      'cargo',
      'whole',
      'cargo +1.88.0 minimal-versions check -p diesel --features "postgres mysql mariadb sqlite extras"',
      'job minimal_rust_version',
    ],
    ['cargo', 'whole', 'cargo xtask semver-checks', 'job Semver-Checks'],
    ['cargo', 'whole', 'cd examples/sqlite/wasm && cargo test --target wasm32-unknown-unknown', 'job sqlite_wasm'],
    [
      'cargo',
      'none',
      'cargo bench --manifest-path diesel_bench/Cargo.toml --no-default-features --features sqlite',
      'CI runs them as tests only',
    ],
    ['cargo', 'none', 'cargo +nightly miri test -p diesel -F sqlite', 'CI has postgres and one filter'],
  ],
};
