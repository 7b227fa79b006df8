import type { Repository } from '../case.ts';

export const ripgrep: Repository = {
  name: 'BurntSushi/ripgrep',
  commit: '3fce3b5bb0236da2df6d99672afb8a719642eca7',
  cases: [
    ['cargo', 'whole', 'cargo test --workspace --features pcre2', 'job test, through the variable CARGO'],
    ['cargo', 'whole', 'cargo test -p grep-searcher', 'a package of the workspace'],
    ['cargo', 'whole', 'cargo test --release --test integration -- regression', 'a target of the workspace tests'],
    ['cargo', 'none', 'cargo test --workspace -- --ignored', 'no step runs ignored tests'],
    ['cargo', 'none', 'cargo bench -p globset', 'no step measures'],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-C target-cpu=native" cargo test --workspace --features pcre2',
      'built for the hardware of the box',
    ],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job rustfmt'],
    ['lint', 'none', 'cargo clippy --workspace', 'no job runs clippy'],
    [
      'cargo',
      'whole',
      'RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --workspace',
      'job docs',
    ],
    ['cargo', 'whole', 'cd fuzz && cargo check', 'job fuzz_testing'],
    ['word by word', 'whole', 'ci/test-complete', 'job test'],
    ['word by word', 'none', 'benchsuite/benchsuite --dir /data/subtitles', 'no step measures'],
  ],
};
