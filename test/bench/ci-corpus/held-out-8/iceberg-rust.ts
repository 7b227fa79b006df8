import type { Repository } from '../case.ts';

export const icebergRust: Repository = {
  name: 'apache/iceberg-rust',
  commit: 'e03179f2f5a18c04e7f4ab0c39e3a73c7cf290bf',
  cases: [
    ['make, just, task', 'whole', 'make check', 'four steps of ci.yml'],
    ['cargo', 'whole', 'cargo nextest run --all-targets --all-features --workspace', 'job tests by its matrix'],
    [
      'cargo',
      'whole',
      'cargo test -p iceberg --all-features',
      'nextest, and the doc tests of the other half of the matrix',
    ],
    ['cargo', 'whole', 'cd crates/integrations/datafusion && cargo test --lib', 'of the workspace'],
    ['make, just, task', 'whole', 'make unit-test', 'job tests, both halves'],
    ['make, just, task', 'whole', 'make check-msrv', 'job msrv'],
    ['cargo', 'whole', 'cargo doc --no-deps --workspace --all-features', 'website.yml'],
    [
      'cargo',
      'whole',
      'for pkg in iceberg iceberg-catalog-rest; do cargo check -p "$pkg" --all-targets || exit 1; done',
      'job check_standalone does it for every package',
    ],
    ['python', 'whole', 'cd bindings/python && make test', 'bindings_python_ci.yml'],
    ['python', 'whole', 'cd bindings/python && uv run pytest tests/test_transform.py', 'of make test'],
    ['lint', 'whole', 'taplo fmt --check', 'job lint'],
    ['lint', 'whole', 'cd bindings/python && uvx ruff check .', 'job check-python'],
    [
      'cargo',
      'none',
      'ICEBERG_TEST_S3_BUCKET=bench-bucket cargo nextest run -p iceberg-storage-opendal --all-features',
      'a real service',
    ],
    ['cargo', 'none', 'cargo run -p iceberg-examples --example rest-catalog-table', 'nobody runs it'],
    ['cargo', 'none', 'cargo bench -p iceberg', 'nobody measures'],
  ],
};
