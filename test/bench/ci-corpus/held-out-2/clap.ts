import type { Repository } from '../case.ts';

export const clap: Repository = {
  name: 'clap-rs/clap',
  commit: '6982fb1c98c7247e38a6d4f04191b94e30497e7b',
  cases: [
    ['cargo', 'whole', 'cargo test --workspace', 'make test-default, by the matrix'],
    ['make, just, task', 'whole', 'make test-full', 'by the matrix'],
    ['cargo', 'whole', 'cargo test --workspace --no-default-features --features std', 'make test-minimal'],
    ['cargo', 'whole', 'cargo test -p clap_complete -F unstable-dynamic', 'job test'],
    [
      'cargo',
      'whole',
      'cargo test -p clap_complete -F unstable-dynamic -F unstable-shell-tests',
      'job shell-integration',
    ],
    ['lint', 'part', 'cargo fmt --all -- --check', 'job rustfmt formats the root package alone'],
    ['make, just, task', 'whole', 'make clippy-full', 'job clippy'],
    ['cargo', 'none', 'cargo bench -p clap_bench', 'no job measures'],
    [
      'cargo',
      'whole',
      'RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps --document-private-items',
      'make doc',
    ],
    ['cargo', 'none', 'cargo test --workspace -- --ignored', 'no job runs ignored tests'],
  ],
};
