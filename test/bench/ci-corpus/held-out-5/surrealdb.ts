import type { Repository } from '../case.ts';

export const surrealdb: Repository = {
  name: 'surrealdb/surrealdb',
  commit: 'a97d3af85d79aa7101238bbe389d211284e7cd98',
  cases: [
    ['lint', 'whole', 'cargo make ci-clippy', 'job clippy'],
    [
      'lint',
      'whole',
      'cargo clippy --workspace --all-targets -- -D warnings',
      'cargo make ci-clippy, with more features',
    ],
    ['lint', 'whole', 'cargo fmt --all --check', 'cargo make ci-fmt'],
    ['cargo', 'whole', 'cargo make ci-workspace-test', 'the action test-workspace'],
    ['make, just, task', 'whole', 'make ci-http-integration', 'make passes it to cargo make'],
    [
      'cargo',
      'whole',
      'cargo test --no-default-features --features storage-mem,jwks --test http_integration -- http_integration',
      'cargo make ci-http-integration',
    ],
    [
      'cargo',
      'whole',
      'cargo test --locked --no-default-features --features storage-mem --workspace --test ws_integration -- ws_integration',
      'cargo make ci-ws-integration',
    ],
    ['cargo', 'whole', 'cargo make ci-kvs-rocksdb', 'a value of the matrix'],
    ['cargo', 'whole', 'cargo make ci-lang-test-surrealkv', 'a value of the matrix'],
    [
      'cargo',
      'whole',
      'cargo nextest run --no-default-features --features storage-mem,storage-rocksdb,scripting,http,jwks -p surrealdb-core',
      'ci-workspace-test with more',
    ],
    ['cargo', 'whole', 'cargo make ci-lang-test-coverage', 'lang-tests of mem'],
    ['word by word', 'whole', 'revision-lock --check', 'job check-revision'],
    ['lint', 'whole', 'cargo machete', 'cargo make ci-unused-deps'],
    ['cargo', 'whole', 'cargo make ci-feature-check', 'on a push to main'],
    ['cargo', 'scheduled', 'cargo make ci-workspace-coverage-with-server', 'coverage.yml'],
    ['cargo', 'none', 'cargo make ci-lang-test-tikv', 'its failure is ignored'],
    ['cargo', 'none', 'cargo make ci-lang-test-mem', 'the matrix value mem runs the coverage task'],
    [
      'cargo',
      'none',
      'cargo bench --package surrealdb --no-default-features --features kv-mem,kv-fdb --bench sdb',
      'other features than the bench tasks',
    ],
    ['cargo', 'none', 'cargo run --release -- start --log info rocksdb:///mnt/db', 'no job runs it'],
  ],
};
