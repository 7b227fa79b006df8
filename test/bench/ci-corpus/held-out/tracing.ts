import type { Repository } from '../case.ts';

export const tracing: Repository = {
  name: 'tokio-rs/tracing',
  commit: 'f40ccdaa03cf114c7ee1ef14949207626bf6be57',
  cases: [
    ['cargo', 'whole', 'cargo nextest run --workspace', 'job test'],
    ['cargo', 'whole', 'cargo test --workspace', 'nextest and the doc tests add up to it'],
    ['cargo', 'whole', 'cargo test -p tracing-subscriber --all-features', 'job test-features-stable'],
    ['cargo', 'whole', 'cargo test -p tracing-mock --all-features', 'job test-features-stable'],
    ['cargo', 'whole', 'cargo test -p tracing-attributes --test async_fn', 'a target of the workspace tests'],
    ['cargo', 'none', 'cargo bench -p tracing', 'CI only checks that benches compile'],
    ['cargo', 'whole', 'cargo check --all --tests --benches', 'job check'],
    [
      'lint',
      'whole',
      'cargo clippy --all --examples --tests --benches -- -D warnings',
      'clippy-check, by its arguments',
    ],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job style'],
    [
      'cargo',
      'none',
      'cargo hack test --feature-powerset -p tracing-core',
      'CI checks the powerset, it does not test it',
    ],
    ['cargo', 'none', 'cargo test --workspace -- --ignored', 'no step runs ignored tests'],
    ['cargo', 'whole', 'cd tracing/test_static_max_level_features && cargo test --release', 'job test-features-stable'],
  ],
};
