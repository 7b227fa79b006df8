import type { Repository } from '../case.ts';

export const redb: Repository = {
  name: 'cberner/redb',
  commit: '599626be21ad8f58f9b737c9caaba7d6454e8333',
  cases: [
    ['cargo', 'whole', 'cargo test --release --all --all-features', 'just test_all_no_sandbox'],
    ['make, just, task', 'whole', 'just test_all_no_sandbox', 'the step itself'],
    ['cargo', 'whole', 'cargo test -p redb --release --test integration_tests', 'of all packages with all features'],
    ['cargo', 'whole', 'cargo nextest run --workspace --all-features', 'the same tests, without doc tests'],
    ['cargo', 'whole', 'cargo llvm-cov --all-features --html', 'job coverage'],
    ['cargo', 'whole', 'cargo test --release --test crash_consistency -- --nocapture', 'one of all tests'],
    ['lint', 'whole', 'cargo clippy --workspace --all-targets -- -D warnings', 'the clippy step'],
    ['lint', 'whole', 'cargo fmt --all --check', 'the format step'],
    [
      'lint',
      'whole',
      'cargo deny --workspace --all-features check licenses',
      'just fuzz_ci and the others call _audit',
    ],
    ['make, just, task', 'whole', 'just test_py', 'both CPython steps'],
    ['python', 'whole', 'python3 -m pytest crates/redb-python/test/test_smoke.py', 'just test_py'],
    ['cargo', 'whole', 'cargo doc --all --no-deps', 'test_all_no_sandbox documents them'],
    ['cargo', 'none', 'cargo bench -p redb-bench --bench redb_benchmark', 'nobody measures'],
    ['make, just, task', 'none', 'just bench lmdb_benchmark', 'nobody measures'],
    ['cargo', 'none', 'cargo test --all-features -- --ignored', 'nobody runs the ignored ones'],
    ['cargo', 'none', "RUSTFLAGS='-C target-cpu=native' cargo test --release --all-features", 'other code'],
    [
      'cargo',
      'none',
      "RUSTFLAGS='-Z sanitizer=address' cargo +nightly test --target x86_64-unknown-linux-gnu",
      'no sanitizer in CI',
    ],
    [
      'cargo',
      'none',
      'cargo fuzz run --sanitizer=none fuzz_redb -- -max_len=10000 -max_total_time=7200',
      'CI fuzzes for a minute',
    ],
    [
      'cargo',
      'none',
      'for i in $(seq 20); do REDB_BENCHMARK_DIR=/mnt/nvme cargo bench -p redb-bench --bench savepoint_benchmark; done',
      'a measurement',
    ],
  ],
};
