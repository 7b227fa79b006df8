import type { Repository } from '../case.ts';

export const arrowRs: Repository = {
  name: 'apache/arrow-rs',
  commit: 'cd7c6b83abd6605a83014b3d043930a592542510',
  cases: [
    ['cargo', 'whole', 'cargo test -p parquet --all-features', 'parquet.yml, job linux-test'],
    [
      'cargo',
      'whole',
      'cargo test --release -p arrow-array --all-features -- --nocapture',
      'arrow.yml, job linux-test',
    ],
    ['cargo', 'whole', 'cargo test --workspace', 'rust.yml, job macos'],
    [
      'cargo',
      'part',
      'cargo test --workspace --all-features',
      'package by package with all features, except for arrow and a few small ones',
    ],
    ['cargo', 'whole', 'cargo nextest run -p arrow-cast -p arrow-ord --all-features', 'two steps of job linux-test'],
    ['cargo', 'whole', 'cargo test -p arrow-data --features force_validate', 'of --all-features'],
    [
      'cargo',
      'whole',
      'cargo test -p parquet --features crc,async,object_store --test arrow_reader',
      'of --all-features',
    ],
    ['cargo', 'whole', 'cargo test -p arrow-flight --features flight-sql,tls-ring --examples', 'arrow_flight.yml'],
    [
      'cargo',
      'whole',
      'MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri nextest run -p arrow-buffer -p arrow-array --features ffi',
      'miri.sh in six partitions',
    ],
    ['cargo', 'whole', 'bash .github/workflows/miri.sh', 'job miri-checks, in six partitions'],
    ['cargo', 'whole', 'cargo +nightly doc --document-private-items --no-deps --workspace --all-features', 'docs.yml'],
    [
      'cargo',
      'whole',
      'cargo check -p arrow --no-default-features --features ffi',
      'job linux-features with --all-targets',
    ],
    ['lint', 'whole', 'cargo clippy -p parquet --all-targets --all-features -- -D warnings', 'parquet.yml, job clippy'],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'rust.yml, job lint'],
    ['lint', 'whole', 'cd parquet/pytest && black --check *.py', 'parquet.yml, job pyspark-integration-test'],
    ['python', 'whole', 'cd arrow-pyarrow-integration-testing && maturin develop && pytest -v .', 'integration.yml'],
    ['cargo', 'none', 'RUSTFLAGS="-C target-cpu=native" cargo test -p arrow-arith --all-features', 'other hardware'],
    [
      'cargo',
      'none',
      'cd parquet && cargo bench --bench arrow_writer --features arrow,async -- --save-baseline main',
      'nobody measures',
    ],
    [
      'cargo',
      'none',
      'cargo run --release -p parquet --features=cli --bin parquet-concat -- /mnt/out.parquet /mnt/a.parquet /mnt/b.parquet',
      'data',
    ],
  ],
};
