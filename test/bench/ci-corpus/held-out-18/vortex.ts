import type { Repository } from '../case.ts';

export const vortex: Repository = {
  name: 'vortex-data/vortex',
  commit: '890704f432c5b3267b4e7ceedfa9a2edf613bf42',
  cases: [
    [
      'cargo',
      'whole',
      'cargo nextest run -p vortex-array -p vortex-layout --all-features --cargo-profile release',
      'rust-instrumented.yml, job rust-coverage, of the workspace',
    ],
    [
      'cargo',
      'part',
      'cargo test -p vortex-buffer --all-features && cargo bench -p vortex-buffer',
      'the tests; codspeed.yml simulates the benchmarks',
    ],
    [
      'cargo',
      'whole',
      './vortex-sqllogictest/slt/tpch/generate_data.sh\ntime cargo nextest run -p vortex-sqllogictest --release',
      'ci.yml, job sqllogic-test',
    ],
    [
      'cargo',
      'whole',
      'export VORTEX_SKIP_SLOW_TESTS=1\nexport RUSTFLAGS="-A warnings -Cunsafe-allow-abi-mismatch=sanitizer -Zsanitizer=address,leak"\ncargo +nightly nextest run --all-features --target x86_64-unknown-linux-gnu -Zbuild-std -p vortex-array -p vortex-fsst',
      'job rust-test-sanitizer',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-Cunsafe-allow-abi-mismatch=sanitizer -Zsanitizer=thread" cargo +nightly nextest run --all-features --target x86_64-unknown-linux-gnu -Zbuild-std -p vortex-file -p vortex-layout -p vortex-io',
      'the sanitizers see other crates',
    ],
    [
      'cargo',
      'whole',
      'MIRIFLAGS="-Zmiri-strict-provenance -Zmiri-symbolic-alignment-check -Zmiri-disable-isolation -Zmiri-env-forward=RUST_BACKTRACE" cargo +nightly miri nextest run --no-fail-fast -p vortex-buffer',
      'job miri',
    ],
    [
      'cargo',
      'scheduled',
      'cargo +nightly fuzz run --release --debug-assertions file_io fuzz/corpus/file_io -- -fork=4 -max_total_time=18000 -rss_limit_mb=0 2>&1 | tee fuzz_output.log',
      'fuzz.yml every six hours',
    ],
    [
      'word by word',
      'scheduled',
      `RUSTFLAGS="-C target-cpu=native" cargo build --bin data-gen --bin datafusion-bench --bin duckdb-bench --bin lance-bench --profile release_debug --features unstable_encodings
export VORTEX_EXPERIMENTAL_PATCHED_ARRAY=1 FLAT_LAYOUT_INLINE_ARRAY_NODE=1
uv run --project bench-orchestrator vx-bench prepare-data tpch --formats-json '["parquet","vortex"]' --opt scale-factor=100
bash scripts/bench-taskset.sh uv run --project bench-orchestrator vx-bench run tpch --targets-json '[{"engine":"datafusion","format":"parquet"},{"engine":"datafusion","format":"vortex"},{"engine":"duckdb","format":"parquet"},{"engine":"duckdb","format":"vortex"}]' --output results.json --gh-json-v3 results.v3.jsonl --no-build --opt scale-factor=100`,
      'nightly-bench.yml through sql-benchmarks.yml',
    ],
    [
      'word by word',
      'whole',
      'RUSTFLAGS="-C target-cpu=native" cargo build --bin compress-bench --profile release_debug --features lance --features unstable_encodings\nexport VORTEX_EXPERIMENTAL_PATCHED_ARRAY=1 FLAT_LAYOUT_INLINE_ARRAY_NODE=1\nbash scripts/bench-taskset.sh target/release_debug/compress-bench --formats parquet,lance,vortex -d gh-json -o results.json --gh-json-v3 results.v3.jsonl',
      'bench.yml, at every push to develop',
    ],
    [
      'cargo',
      'none',
      'cargo bench -p vortex-fastlanes --features _test-harness --bench canonicalize_bench --bench bitpacking_take',
      'codspeed.yml simulates',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-C target-cpu=native" cargo nextest run --cargo-profile release -p vortex-alp -p vortex-fastlanes',
      'other code than in the tests of CI',
    ],
    [
      'cargo',
      'none',
      'VORTEX_EXPERIMENTAL_PATCHED_ARRAY=1 cargo nextest run -p vortex-array -p vortex-fastlanes --all-features',
      'only benchmarks and the fuzzer have this mode',
    ],
    [
      'cargo',
      'none',
      'export CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="compute-sanitizer --tool racecheck --error-exitcode 1"\ncargo test --release -p vortex-cuda --all-features --target x86_64-unknown-linux-gnu',
      'cuda.yaml, where racecheck is commented out',
    ],
    [
      'cargo',
      'whole',
      'cargo xtask generate-fbs && cargo xtask generate-proto && git diff --exit-code',
      'ci.yml, job generated-files',
    ],
    [
      'jvm',
      'whole',
      'cd java && ./gradlew :vortex-jni:test :vortex-spark_2.13:test --no-daemon',
      'job build-java: gradlew check',
    ],
    [
      'python',
      'whole',
      'uv run --all-packages pytest --benchmark-disable test/test_scan.py test/test_file.py -q',
      'job python-test',
      { cwd: 'vortex-python' },
    ],
    [
      'python',
      'none',
      './vortex-python/run_benchmarks.sh -k test_scan --benchmark-json=scan.json',
      'job python-test measures a build of the profile ci',
    ],
    [
      'lint',
      'whole',
      'cargo clippy --all-features --all-targets -- -D warnings',
      'job rust-lint, whose last step fails for it',
    ],
  ],
};
