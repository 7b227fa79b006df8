import type { Repository } from '../case.ts';

export const greptimedb: Repository = {
  name: 'GreptimeTeam/greptimedb',
  commit: '7fd0a7bb9877b218943429296ad442efcf309f7c',
  cases: [
    ['make, just, task', 'whole', 'make fmt-check', 'rust.yml, job fmt'],
    ['make, just, task', 'whole', 'make clippy', 'rust.yml, job clippy'],
    ['lint', 'whole', 'cargo clippy --workspace --all-targets --all-features', 'make clippy'],
    [
      'cargo',
      'whole',
      'cargo nextest run --workspace -F dashboard -F pg_kvbackend -F mysql_kvbackend -F vector_index',
      'rust.yml, job test',
    ],
    ['cargo', 'whole', 'cargo nextest run --release -p mito2', 'of job test'],
    ['cargo', 'part', 'cargo test --release -p promql', 'job test has no doc tests'],
    ['make, just, task', 'whole', 'make test RETRY_COUNT=0', 'of job test'],
    ['make, just, task', 'whole', 'make check-udeps', 'rust.yml'],
    ['make, just, task', 'whole', 'make check-toml', 'checks.yml, taplo format --check'],
    [
      'cargo',
      'whole',
      'cargo check --workspace --all-targets --features servers/dashboard --target riscv64gc-unknown-linux-gnu',
      'job check-riscv64',
    ],
    [
      'cargo',
      'whole',
      'cargo test -p cli data::export_v2::tests --lib -- --ignored --test-threads=1',
      'integration.yml, job export-import-v2-e2e',
    ],
    [
      'cargo',
      'none',
      'GT_S3_BUCKET=bench-export GT_S3_REGION=eu-west-1 cargo test -p cli data::export_v2::tests --lib -- --ignored',
      'another service than CI',
    ],
    [
      'make, just, task',
      'whole',
      'make sqlness-test',
      'integration.yml, job sqlness, with the binary that job build made',
    ],
    ['word by word', 'whole', 'python3 .github/scripts/run-compat.py --preserve-state', 'integration.yml, job compat'],
    ['cargo', 'whole', 'cargo doc --workspace --no-deps --document-private-items', 'apidoc.yml'],
    [
      'cargo',
      'whole',
      'cargo llvm-cov nextest --workspace --html -F dashboard -F pg_kvbackend -F mysql_kvbackend -F vector_index',
      'job coverage, another output',
    ],
    ['cargo', 'none', 'cargo bench -p mito2 --bench memtable_bench', 'nobody measures so'],
    [
      'cargo',
      'none',
      'cargo fuzz run fuzz_create_table --fuzz-dir tests-fuzz -D -s none -- -max_total_time=7200',
      'CI has two minutes',
    ],
    ['make, just, task', 'none', 'make fuzz FUZZ_TARGET=fuzz_insert RUNS=100000', 'another scale'],
    ['cargo', 'none', 'cargo nextest run -p mito2 --run-ignored only', 'nobody runs those'],
  ],
};
