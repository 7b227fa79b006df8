import type { Repository } from '../case.ts';

export const qdrant: Repository = {
  name: 'qdrant/qdrant',
  commit: '74f3e85b9473c62560006c043e13737ce6b48412',
  cases: [
    ['cargo', 'whole', 'cargo nextest run --workspace --profile ci --locked', 'rust.yml'],
    ['cargo', 'whole', 'cargo nextest run -p segment --release', 'of the workspace'],
    ['cargo', 'part', 'cargo test --release -p collection', 'nextest does all but doc tests'],
    ['cargo', 'whole', 'cargo nextest run --workspace --features gpu', 'rust-gpu.yml on a push to master'],
    ['lint', 'whole', 'cargo clippy --workspace --all-targets --all-features -- -D warnings', 'rust-lint.yml'],
    ['lint', 'whole', 'cargo clippy -p shard -- -D warnings', 'of the workspace'],
    ['lint', 'whole', 'cargo +nightly fmt --all -- --check', 'rust-lint.yml'],
    ['word by word', 'whole', 'sg scan --config tools/ast-grep/sgconfig.yml', 'rust-lint.yml'],
    ['python', 'whole', 'uv --project tests run pytest tests/consensus_tests -n 4', 'integration-tests.yml'],
    [
      'python',
      'whole',
      'uv --project tests run pytest tests/consensus_tests/test_consensus_compaction.py',
      'of all consensus tests',
    ],
    ['python', 'whole', "uv --project tests run pytest tests/e2e_tests -m 'not longrunning'", 'integration-tests.yml'],
    ['word by word', 'whole', './tests/openapi_consistency_check.sh', 'integration-tests.yml'],
    ['word by word', 'whole', 'bash ./tests/integration-tests.sh distributed', 'integration-tests.yml'],
    ['word by word', 'scheduled', 'RUN_PER_PACKAGE=true tools/unit-test-coverage.sh', 'coverage.yml at midnight'],
    ['cargo', 'none', 'cargo bench -p segment --bench hnsw_search_graph', 'nobody measures'],
    ['cargo', 'none', 'cargo test --release -p segment -- --ignored', 'nobody runs the ignored ones'],
    ['cargo', 'none', "RUSTFLAGS='-C target-cpu=native' cargo nextest run -p quantization --release", 'other code'],
  ],
};
