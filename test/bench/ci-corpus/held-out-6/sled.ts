import type { Repository } from '../case.ts';

export const sled: Repository = {
  name: 'spacejam/sled',
  commit: 'e72f725be0f20e3e6e53a9d84cdbefa0dcbcde1c',
  cases: [
    [
      'cargo',
      'whole',
      'cargo test --release --no-default-features --features=for-internal-testing-only',
      'job default',
    ],
    [
      'cargo',
      'whole',
      'cargo test --no-default-features --features=for-internal-testing-only --test test_tree',
      'of it',
    ],
    ['cargo', 'whole', 'cargo run --example playground', 'job examples'],
    ['word by word', 'whole', 'scripts/sanitizers.sh', 'job sanitizers'],
    ['word by word', 'whole', 'scripts/cross_compile.sh', 'job cross-compile'],
    ['lint', 'whole', 'cargo clippy --all-features', 'job clippy_check'],
    ['cargo', 'none', 'cargo bench', 'nobody measures'],
    [
      'word by word',
      'none',
      'cd benchmarks/stress2 && cargo build --release && ./target/release/stress2 --duration=3600',
      'another scale',
    ],
  ],
};
