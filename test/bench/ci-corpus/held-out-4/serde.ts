import type { Repository } from '../case.ts';

export const serde: Repository = {
  name: 'serde-rs/serde',
  commit: '1023d077510b4aef36a41ef56fdb7798568a2654',
  cases: [
    ['cargo', 'whole', 'cd test_suite && cargo test --features unstable', 'job test'],
    ['cargo', 'whole', 'cd test_suite && cargo test --test test_de', 'a target of that, with fewer features'],
    ['cargo', 'whole', 'cd serde_core && cargo test --features rc,unstable', 'job nightly'],
    [
      'cargo',
      'whole',
      'cd test_suite && MIRIFLAGS=-Zmiri-strict-provenance cargo miri test --features unstable',
      'job miri',
    ],
    [
      'lint',
      'whole',
      'cd serde && cargo clippy --features rc,unstable -- -Dclippy::all -Dclippy::pedantic',
      'job clippy, on a push',
    ],
    ['cargo', 'whole', 'cd serde && cargo build --no-default-features', 'job stable, with nothing made of it'],
    ['cargo', 'none', 'cd test_suite && cargo test --features unstable -- --ignored', 'no job runs ignored tests'],
    ['cargo', 'none', 'cd serde_derive && cargo expand', 'no job calls it'],
  ],
};
