import type { Repository } from '../case.ts';

export const just: Repository = {
  name: 'casey/just',
  commit: '4f41f609278edb6f1024e3dd7a9912946e1e7bc3',
  cases: [
    ['cargo', 'whole', 'cargo test --all', 'job test'],
    ['cargo', 'whole', 'cargo test --release --test integration', 'a target of the workspace tests'],
    ['lint', 'whole', 'cargo clippy --all --all-targets -- -D warnings', 'job lint, warnings denied by RUSTFLAGS'],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job lint'],
    ['word by word', 'whole', './bin/forbid', 'job lint'],
    ['make, just, task', 'whole', 'just shellcheck', 'the same as a step'],
    ['make, just, task', 'none', 'just outdated', 'no job calls it'],
    ['make, just, task', 'none', 'just unused', 'no job calls it'],
    ['cargo', 'none', 'cargo test --all -- --ignored', 'no job runs ignored tests'],
    ['word by word', 'whole', 'mdbook build book/en', 'job pages'],
  ],
};
