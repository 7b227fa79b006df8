import type { Repository } from '../case.ts';

export const bat: Repository = {
  name: 'sharkdp/bat',
  commit: '2ba8db9c14e5794572f5ea338c2b90404c9769cb',
  cases: [
    ['cargo', 'whole', 'cargo test --locked', 'job test_with_new_syntaxes_and_themes, with --release'],
    ['cargo', 'whole', 'cargo test --test integration_tests', 'a target of that'],
    ['lint', 'whole', 'cargo clippy --all-targets --all-features -- -D warnings', 'job lint'],
    ['lint', 'whole', 'cargo fmt -- --check', 'job lint'],
    ['cargo', 'whole', 'cargo test --release --test assets -- --ignored', 'job test_with_new_syntaxes_and_themes'],
    ['cargo', 'part', 'cargo test -- --ignored', 'CI runs the ignored tests of two targets'],
    ['word by word', 'whole', 'tests/syntax-tests/regression_test.sh', 'job test_with_new_syntaxes_and_themes'],
    ['word by word', 'none', 'tests/benchmarks/run-benchmarks.sh', 'no job measures'],
    [
      'cargo',
      'whole',
      'RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --all-features',
      'job documentation',
    ],
    ['lint', 'whole', 'cargo audit', 'job cargo-audit'],
  ],
};
