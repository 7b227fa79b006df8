import type { Repository } from '../case.ts';

export const datafusionBallista: Repository = {
  name: 'apache/datafusion-ballista',
  commit: '5f2491e991e2c1b310ef97d90af88d9a360a9c65',
  cases: [
    ['cargo', 'whole', 'cargo test --release', 'rust.yml, job macos-test'],
    ['cargo', 'whole', 'cargo test --release -p ballista-scheduler 2>&1 | tee scheduler.log', 'of job macos-test'],
    [
      'cargo',
      'whole',
      'export RUST_LOG=info; timeout 2h cargo nextest run --workspace',
      'of job macos-test, without doc tests',
    ],
    ['cargo', 'whole', 'cd ballista && cargo test --no-default-features --features standalone', 'job ballista-test'],
    [
      'cargo',
      'whole',
      'cargo test --package ballista-benchmarks --release --features=ci -- --test-threads=1',
      'job verify-benchmark-results',
    ],
    ['cargo', 'whole', 'cargo check --workspace --all-targets', 'job build-lib'],
    [
      'cargo',
      'whole',
      'cargo build --release -p ballista-scheduler -p ballista-executor -p ballista-benchmarks',
      'tpch.yml in another profile',
    ],
    ['lint', 'whole', './ci/scripts/rust_clippy.sh', 'job clippy'],
    [
      'lint',
      'whole',
      'cargo clippy --all-targets -p ballista-scheduler --all-features -- -D warnings',
      'of rust_clippy.sh',
    ],
    [
      'lint',
      'part',
      'cargo clippy --workspace --all-targets --all-features -- -D warnings',
      'rust_clippy.sh leaves out three packages',
    ],
    ['lint', 'whole', 'cargo fmt --all -- --check && taplo format --check', 'rust_fmt.sh and rust_toml_fmt.sh'],
    [
      'python',
      'whole',
      'cd python && uv sync --dev --no-install-package ballista && uv run pytest',
      'build.yml, job test-release',
    ],
    ['lint', 'whole', 'cd python && uv run ruff check .', 'build.yml, job build'],
    ['python', 'none', 'cd python && uv run --no-project maturin build --release --strip', 'only on a tag'],
    [
      'cargo',
      'whole',
      'CHAOS_BACKEND=kind cargo test -p ballista-chaos --features k8s --test k8s -- --test-threads=1',
      'k8s-chaos.yml',
    ],
    [
      'word by word',
      'none',
      'tpchgen-cli --scale-factor 100 --parts 64 --format=parquet --output-dir /data/tpch100',
      'data, and ten times as much',
    ],
    ['word by word', 'none', 'ITERATIONS=5 PARTITIONS=64 ./benchmarks/run.sh', 'nobody runs that'],
    [
      'word by word',
      'none',
      'for q in 1 2 3 5 8; do ./target/release/tpch benchmark ballista --host 127.0.0.1 --port 50050 --query $q --path /data/sf100 --format parquet --partitions 64 --iterations 5; done',
      'another scale than tpch.yml',
    ],
    ['cargo', 'none', 'cargo test -p ballista-core --features force_hash_collisions', 'a feature that CI has not'],
    ['cargo', 'none', 'cargo bench -p ballista-benchmarks', 'nobody measures so'],
  ],
};
