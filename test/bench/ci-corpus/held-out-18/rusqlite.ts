import type { Repository } from '../case.ts';

export const rusqlite: Repository = {
  name: 'rusqlite/rusqlite',
  commit: 'bc267609a4547e0c7bc156f424662ebaf05a06a7',
  cases: [
    [
      'cargo',
      'whole',
      "cargo test --workspace --release --features 'bundled-full session buildtime_bindgen fallible_uint preupdate_hook' |& tee full.log",
      'job test: all targets and the documentation',
    ],
    [
      'cargo',
      'whole',
      'timeout 20m cargo test -p rusqlite-macros && cargo test --features "bundled rusqlite-macros" --lib',
      'job test, the step macros',
    ],
    [
      'cargo',
      'part',
      'sudo apt-get install -y libsqlcipher-dev && cargo test --workspace --features sqlcipher',
      "job sqlcipher leaves the documentation's examples out",
    ],
    [
      'cargo',
      'whole',
      'for f in bundled-sqlcipher bundled-sqlcipher-vendored-openssl; do cargo test --features "modern-full $f" --lib --tests; done',
      'job test-sqlcipher-bundled',
    ],
    [
      'cargo',
      'none',
      'for f in backup blob functions hooks serialize; do\n  cargo test --lib --no-default-features --features "bundled $f"\ndone',
      'job test has no such features without the default ones',
    ],
    [
      'cargo',
      'whole',
      'export RUSTFLAGS="-Zsanitizer=address" RUSTDOCFLAGS="-Zsanitizer=address"\nexport ASAN_OPTIONS="detect_stack_use_after_return=1:detect_leaks=0"\ncargo +nightly -Z build-std test --target x86_64-unknown-linux-gnu --features "bundled-full session buildtime_bindgen preupdate_hook with-asan" --lib --tests',
      'job sanitizer',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS=-Zsanitizer=thread cargo +nightly test -Z build-std --target x86_64-unknown-linux-gnu --features bundled-full --lib -- unlock_notify busy',
      'job sanitizer has only asan',
    ],
    ['cargo', 'whole', 'rustup run nightly cargo miri test --lib --features bundled-full -- statement row', 'job miri'],
    [
      'cargo',
      'none',
      'taskset -c 3 cargo bench --features bundled --bench exec --bench cache',
      'job test only tries the benchmarks',
    ],
    [
      'cargo',
      'none',
      "LIBSQLITE3_FLAGS='-USQLITE_THREADSAFE -DSQLITE_THREADSAFE=2 -DSQLITE_DEFAULT_CACHE_SIZE=-65536' cargo test --release --features bundled-full",
      'SQLite is built otherwise than in CI',
    ],
    [
      'cargo',
      'none',
      'cargo test --features bundled --no-run\nvalgrind --error-exitcode=1 --leak-check=full $(ls -t target/debug/deps/rusqlite-* | grep -v "\\.d$" | head -1)',
      'nobody runs it under valgrind',
    ],
    [
      'cargo',
      'none',
      'rustup target add aarch64-unknown-linux-gnu && cross test --target aarch64-unknown-linux-gnu --features bundled-full',
      'no job has this target',
    ],
    ['word by word', 'whole', 'wasm-pack test --node --release --features modern-full', 'job test-sqlite-wasm'],
    [
      'word by word',
      'none',
      'wasm-pack test --headless --chrome --features modern-full',
      'job test-sqlite-wasm tests in node alone',
    ],
    [
      'cargo',
      'whole',
      'cargo build --example loadable_extension --features "loadable_extension functions trace"\ncargo run --example load_extension --features "load_extension bundled functions trace"',
      'job test, the step loadable extension',
    ],
    [
      'cargo',
      'whole',
      'rustup default nightly\ncargo update -Z direct-minimal-versions\ncargo test --workspace --all-targets --features bundled-full',
      'job direct-minimal-versions',
    ],
    [
      'lint',
      'part',
      "cargo fmt --all -- --check && cargo clippy --all-targets --features 'loadable_extension functions trace' -- -D warnings",
      'job fmt; job clippy has other features',
    ],
    [
      'cargo',
      'whole',
      "RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps --features 'bundled-full session buildtime_bindgen fallible_uint preupdate_hook'",
      'job doc',
    ],
  ],
};
