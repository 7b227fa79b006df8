import type { Repository } from '../case.ts';

export const wasmtime: Repository = {
  name: 'bytecodealliance/wasmtime',
  commit: 'e6b33de5139d915a48127fc78b790e2d306cf896',
  cases: [
    [
      'cargo',
      'whole',
      'cargo test -p wasmtime-wasi -p wasmtime-wasi-http --all-features 2>&1 | tee wasi.log',
      'job test: ci/run-tests.py in buckets that together are the workspace',
    ],
    [
      'cargo',
      'whole',
      'export RUSTFLAGS="--cfg gc_zeal"\nexport WASMTIME_TEST_GC_KEYWORDS="gc drc any eq struct array i31 extern exn ref rec"\ncargo test --release --test wast |& tee gc-zeal.log',
      'job gc_zeal',
    ],
    [
      'cargo',
      'part',
      'RUSTFLAGS="--cfg gc_zeal" timeout 2h cargo test --release --test all',
      'job gc_zeal runs those with its keywords',
    ],
    [
      'cargo',
      'whole',
      'rustup default nightly\nRUSTFLAGS="--cfg pulley_assume_llvm_makes_tail_calls" cargo test -p pulley-interpreter --all-features --release',
      'job test_nightly',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="--cfg pulley_disable_interp_simd" cargo +nightly test -p pulley-interpreter --all-features',
      'job test_nightly only checks it',
    ],
    [
      'word by word',
      'whole',
      'export MIRIFLAGS=-Zmiri-permissive-provenance\nfor c in null copying drc; do\n  ./ci/miri-wast.sh ./tests/spec_testsuite/struct.wast -Ccollector=$c\ndone',
      'job miri, a row for each',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -G Ninja -S examples -B examples/build -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-fsanitize=address -DCMAKE_CXX_FLAGS=-fsanitize=address -DBUILD_SHARED_LIBS=ON -DBUILD_TESTS=ON\nninja -C examples/build\nCTEST_OUTPUT_ON_FAILURE=1 ninja -C examples/build test',
      'job test_capi, the row with ASAN',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -G Ninja -S examples -B build-tsan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-fsanitize=thread -DCMAKE_CXX_FLAGS=-fsanitize=thread -DBUILD_SHARED_LIBS=ON -DBUILD_TESTS=ON && ninja -C build-tsan && ninja -C build-tsan test',
      'job test_capi has only ASAN',
    ],
    ['cargo', 'whole', 'cargo test --release --bench call --bench wasi', 'job bench: cargo test --benches --release'],
    [
      'cargo',
      'none',
      'taskset -c 2-9 cargo bench --bench instantiation -- --save-baseline main',
      'job bench only tries the benchmarks',
    ],
    [
      'cargo',
      'none',
      'cargo build --release -p wasmtime-bench-api\ncd ../sightglass\ncargo run --release -- benchmark --engine ../wasmtime/target/release/libwasmtime_bench_api.so --processes 10',
      'performance.yml does so in another repository',
    ],
    [
      'cargo',
      'none',
      'cargo +nightly fuzz run --no-default-features differential -- -max_total_time=7200 -fork=32',
      'job test_nightly only checks that the fuzzers build',
    ],
    [
      'cargo',
      'whole',
      'WASI_SDK_PATH=/opt/wasi-sdk LLDB=lldb-18 cargo test --release --test all -- --ignored --test-threads 1 native_debug::lldb',
      'job test_debug_dwarf runs all of native_debug',
    ],
    [
      'cargo',
      'none',
      'cargo test --release -p wasmtime --lib -- --ignored --test-threads 1 mpk',
      'nobody runs these ignored tests',
    ],
    [
      'cargo',
      'none',
      'cargo run --release -p cranelift-isle-veri --bin veri -- --config cranelift/isle/veri/configs/aarch64-fast.args --timeout 60',
      'job isle_veri_basic_check skips the solver',
    ],
    [
      'cargo',
      'whole',
      'for gc in gc-drc gc-null gc-copying; do cargo check -p wasmtime --no-default-features --features runtime,$gc; done',
      'job micro_checks',
    ],
    [
      'lint',
      'whole',
      'cargo fmt --all -- --check && cargo clippy --workspace --all-targets --features p3,component-model-async -- -D warnings',
      'jobs rustfmt and clippy; install-rust denies warnings',
    ],
    ['lint', 'part', 'cargo deny check', 'job cargo_deny looks at bans and licenses'],
  ],
};
