import type { Repository } from '../case.ts';

export const opendal: Repository = {
  name: 'apache/opendal',
  commit: '68a76e499f57fbf707de0bee9b33e47721c45eb6',
  cases: [
    ['cargo', 'whole', 'cd core && cargo nextest run --workspace --all-features', 'job unit'],
    ['cargo', 'whole', 'cd core && cargo test --workspace --doc --all-features', 'job doc-test'],
    ['cargo', 'whole', 'cd core && cargo test --workspace --all-features', 'both together'],
    [
      'lint',
      'whole',
      'cd core && cargo clippy --workspace --all-targets --all-features -- -D warnings',
      'job check_clippy',
    ],
    ['cargo', 'whole', 'cd core && cargo doc --workspace --lib --no-deps --all-features', 'job check_docs'],
    ['cargo', 'whole', 'cd core && cargo run -p opendal-examples-getting-started', 'job run_examples'],
    ['lint', 'whole', './scripts/workspace.py cargo fmt -- --check', 'ci_check.yml'],
    ['lint', 'whole', 'taplo format --check', 'ci_check.yml'],
    ['word by word', 'whole', 'python3 ./scripts/dependencies.py check', 'ci_check.yml'],
    ['npm', 'whole', 'cd bindings/nodejs && pnpm exec prettier --check .', 'ci_bindings_nodejs.yml'],
    ['jvm', 'whole', 'cd bindings/java && ./mvnw verify', 'ci_bindings_java.yml'],
    ['jvm', 'whole', 'cd bindings/java && ./mvnw test -Dtest=MetadataTest', 'of verify'],
    ['cargo', 'none', 'cd core && cargo bench -p opendal-benchmark-vs-fs', 'nobody measures'],
    [
      'cargo',
      'none',
      'cd core && OPENDAL_TEST=s3 OPENDAL_S3_BUCKET=bench cargo test behavior --features tests,services-s3',
      'a real service',
    ],
  ],
};
