import type { Repository } from '../case.ts';

export const turso: Repository = {
  name: 'tursodatabase/turso',
  commit: '9e8a19aeb52ca508cbfad17a6d81fd0cd8e08143',
  cases: [
    [
      'cargo',
      'whole',
      "cargo nextest run --workspace --all-features --exclude memory-benchmark -E 'not binary(fuzz_tests) and not binary(pending_byte_tests)'",
      'rust.yml',
    ],
    ['cargo', 'part', 'cargo nextest run --workspace --all-features', 'rust.yml leaves some out'],
    ['cargo', 'part', 'cargo test -p turso_core --release --all-features', 'nextest, some left out, and the doc tests'],
    ['cargo', 'whole', 'cargo test --workspace --all-features --doc --exclude memory-benchmark', 'rust.yml'],
    ['cargo', 'whole', 'cargo nextest run -p turso_core --features conn_raw_api', 'job conn-raw-api-tests'],
    ['cargo', 'whole', "cargo nextest run -p core_tester -E 'test(integrity_check)'", 'job integrity-corruption-tests'],
    ['cargo', 'whole', 'cargo test -p turso_whopper --test regression_tests', 'job concurrent-simulator'],
    [
      'lint',
      'whole',
      'cargo clippy --workspace --all-features --all-targets --exclude memory-benchmark -- --deny=warnings',
      'job clippy',
    ],
    ['lint', 'whole', 'cargo fmt --check && (cd fuzz && cargo fmt --check)', 'job cargo-fmt-check'],
    ['lint', 'whole', 'cargo deny check licenses', 'job license-check'],
    ['make, just, task', 'whole', 'make test-shuttle', 'job shuttle-tests'],
    ['make, just, task', 'whole', 'make test', 'job test-limbo'],
    ['make, just, task', 'whole', 'SQLITE_EXEC=sqlite3 make test-compat', 'job test-sqlite'],
    ['cargo', 'whole', 'cargo bench --bench tpc_h_benchmark --locked', 'rust_perf.yml plainly runs that very command'],
    ['make, just, task', 'whole', 'make clickbench', 'rust_perf.yml'],
    ['python', 'whole', 'cd bindings/python && uv run pytest tests/test_database_aio.py', 'python.yml'],
    ['lint', 'whole', 'uvx ruff check', 'python.yml'],
    ['make, just, task', 'none', 'make test-fuzz SEED=42 N=100000', 'no job calls it'],
    ['make, just, task', 'none', 'make whopper-coverage WHOPPER_RUNS=10000', 'no job calls it'],
    ['cargo', 'none', 'cargo test -p core_tester --release -- fuzz --ignored', 'no job runs them'],
  ],
};
