import type { Repository } from '../case.ts';

export const paradedb: Repository = {
  name: 'paradedb/paradedb',
  commit: '12ddb8a9e2912c6ae86a797df8bd1b97383e8326',
  cases: [
    [
      'cargo',
      'whole',
      'export DATABASE_URL=postgresql://$(whoami)@localhost:28817/postgres\nexport PG_CONFIG=/usr/lib/postgresql/17/bin/pg_config\nRUST_BACKTRACE=1 cargo test --jobs 16 --package tests --package tokenizers |& tee integration.log',
      'test-pg_search.yml, the integration tests (system)',
    ],
    [
      'word by word',
      'whole',
      'PGVER=18.1 ./scripts/pg_search_test.sh --release',
      'the script runs the same integration tests',
    ],
    [
      'cargo',
      'whole',
      'cargo test --no-default-features --features pg16 -- postgres::',
      'the unit tests (system), of which these are some',
      { cwd: 'pg_search' },
    ],
    [
      'cargo',
      'none',
      'cargo test -p pg_search --no-default-features --features pg18,io_stats',
      'no job gives io_stats',
    ],
    [
      'cargo',
      'whole',
      'cargo pgrx regress -p pg_search --auto -- pg18 aggregate_join',
      'the regression tests (pgrx-managed), of which this is one',
    ],
    ['cargo', 'none', 'cargo pgrx regress --package pg_search pg15 --auto', 'the regression tests run on 18 only'],
    [
      'cargo',
      'none',
      'PROPTEST_CASES=5000 cargo test -p tests --test qgen -- generated_joins_small generated_joinscan --nocapture',
      'CI draws the default number of cases',
    ],
    ['cargo', 'none', 'cargo test --release -p stressgres -p benchmarks', 'their own tests run nowhere'],
    ['cargo', 'whole', 'cargo test -p dst --features enabled', 'test-dst-crate.yml'],
    [
      'cargo',
      'whole',
      'cd benchmarks && cargo run --release -- benchmark --url "postgresql://$(whoami)@localhost:28818/postgres" --dataset stackoverflow --index bm25 --size 1m --runs 10 --output json --fail-on-error true',
      'benchmark-pg_search-queries.yml, at every push to main',
    ],
    [
      'cargo',
      'none',
      'cd benchmarks && cargo run --release -- benchmark --url postgresql://localhost:28818/postgres --dataset cohere --index vchord --size 10m --runs 50 --output json',
      'cohere is for labels, and with ten runs',
    ],
    [
      'word by word',
      'whole',
      'cargo install --path stressgres\nfor suite in bulk-updates wide-table background-merge; do\n  stressgres headless stressgres/suites/$suite.toml --log-file $suite.log --pgversion pg18 --runtime 600000\ndone',
      'benchmark-pg_search-stressgres.yml, at every push to main',
    ],
    [
      'cargo',
      'none',
      'cd stressgres && cargo run --release -- headless suites/vanilla-postgres.toml --runtime=3600000 --log-file=vanilla.log',
      'not one of the suites of CI',
    ],
    [
      'lint',
      'whole',
      'RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items',
      'lint-rust.yml',
    ],
    [
      'lint',
      'part',
      'cargo clippy --workspace --all-targets -- -D warnings --no-deps && cargo audit && cargo deny check licenses',
      'lint-rust.yml does the first two',
    ],
  ],
};
