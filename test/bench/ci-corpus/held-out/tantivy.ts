import type { Repository } from '../case.ts';

export const tantivy: Repository = {
  name: 'quickwit-oss/tantivy',
  commit: '70f0b039f5ea92ec6c38be4904f774b9d3444e65',
  cases: [
    [
      'cargo',
      'whole',
      'cargo nextest run --workspace --no-default-features --lib',
      'the matrix value without features',
    ],
    [
      'cargo',
      'whole',
      'cargo nextest run --workspace --no-default-features --features mmap,quickwit,failpoints',
      'the matrix value quickwit',
    ],
    [
      'cargo',
      'whole',
      'cargo llvm-cov --all-features --workspace --doctests --lcov --output-path cov.info',
      'coverage.yml, on a push to main',
    ],
    ['cargo', 'whole', 'cargo test --all-features --workspace', 'coverage.yml runs them all'],
    ['cargo', 'whole', 'cargo test indexing_unsorted -- --ignored', 'long_running.yml, on a push to main'],
    ['cargo', 'part', 'cargo test --workspace --all-features -- --ignored', 'CI runs two of the ignored tests'],
    [
      'cargo',
      'none',
      'NUM_FUNCTIONAL_TEST_ITERATIONS=500000 cargo test indexing_sorted -- --ignored',
      'CI makes 20000 iterations',
    ],
    ['cargo', 'none', 'cargo bench --bench agg_bench', 'CI only builds benches'],
    ['lint', 'whole', 'cargo +nightly fmt --all -- --check', 'job check'],
    ['lint', 'whole', 'cargo clippy --tests', 'clippy-check, by its arguments'],
  ],
};
