import type { Repository } from '../case.ts';

export const meilisearch: Repository = {
  name: 'meilisearch/meilisearch',
  commit: '5cb2f2e94befc717bbea60fec4a31ee64d2f60fd',
  cases: [
    ['cargo', 'whole', 'cargo test --locked --all --features enterprise', 'job test-linux by its matrix'],
    ['cargo', 'whole', 'cargo test --release -p milli search::', 'of --all'],
    ['cargo', 'whole', 'cargo nextest run -p index-scheduler -p dump', 'of --all'],
    [
      'cargo',
      'scheduled',
      'cargo test --workspace --locked --features "$(cargo xtask list-features --exclude-feature cuda,test-ollama)"',
      'job test-all-features runs only on the schedule',
    ],
    ['cargo', 'whole', 'cargo xtask test workloads/tests/*.json', 'job declarative-tests'],
    [
      'cargo',
      'whole',
      'cargo run --release --bin fuzz-indexing',
      'fuzzer-indexing.yml, on a push to main, that very command',
    ],
    [
      'cargo',
      'whole',
      'MEILI_TEST_OLLAMA_SERVER=http://localhost:11434 cargo test --locked -p meilisearch --features test-ollama ollama',
      'job ollama-ubuntu',
    ],
    [
      'cargo',
      'whole',
      'MEILI_EXPERIMENTAL_NO_EDITION_2024_FOR_SETTINGS=true cargo test --locked --all',
      'job test-legacy-indexer',
    ],
    ['cargo', 'whole', 'cargo run --release -p openapi-generator -- --check-docs', 'check-openapi-file.yml'],
    ['cargo', 'whole', 'cargo build --release --locked', 'job build'],
    ['word by word', 'scheduled', 'cd crates/index-scheduler && cargo flaky -i 100 --release', 'flaky-tests.yml'],
    [
      'lint',
      'whole',
      'cargo clippy --all-targets --features enterprise -- --deny warnings -D clippy::todo',
      'job clippy',
    ],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job fmt'],
    [
      'cargo',
      'none',
      'cargo xtask bench --no-dashboard -- workloads/movies.json',
      'another selection and destination than the push to main measures',
    ],
    ['cargo', 'none', 'cargo test -p meilisearch --test integration -- --ignored', 'nobody runs the ignored ones'],
    [
      'cargo',
      'none',
      'cargo run --release -p meilitool -- --db-path /data/meili export-dump --dump-dir /mnt/dumps',
      'data',
    ],
  ],
};
