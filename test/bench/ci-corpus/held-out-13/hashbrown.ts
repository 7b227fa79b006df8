import type { Repository } from '../case.ts';

export const hashbrown: Repository = {
  name: 'rust-lang/hashbrown',
  commit: '33adaf60bc14bf6a9060909bb4900289380b050e',
  cases: [
    [
      'word by word',
      'whole',
      'TARGET=x86_64-unknown-linux-gnu CHANNEL=nightly ci/run.sh',
      'rust.yml, job test by its matrix',
    ],
    ['cargo', 'whole', 'cargo test --features rustc-internal-api,serde,rayon', 'ci/run.sh of job test'],
    ['cargo', 'whole', 'time cargo test --release 2>&1 | tee release.log', 'ci/run.sh of job test'],
    [
      'cargo',
      'whole',
      'cargo +nightly test --release --features rustc-internal-api,serde,rayon,nightly --test rayon',
      'ci/run.sh of job test with the channel nightly',
    ],
    ['cargo', 'whole', 'cargo build --release --no-default-features', 'ci/run.sh of job test'],
    [
      'cargo',
      'whole',
      'MIRIFLAGS=-Zmiri-strict-provenance cargo +nightly miri test --features nightly map::',
      'of ci/miri.sh, job miri',
    ],
    [
      'cargo',
      'none',
      'MIRIFLAGS="-Zmiri-tree-borrows -Zmiri-many-seeds=0..16" cargo +nightly miri test --features nightly',
      'miri runs under other rules',
    ],
    [
      'cargo',
      'whole',
      'RUSTFLAGS="-Zforce-unstable-if-unmarked" cargo +nightly build --features rustc-dep-of-std',
      'job dep_of_std',
    ],
    ['cargo', 'whole', 'cargo doc --no-deps --features serde,rayon', 'ci/tools.sh, job rustfmt_clippy'],
    ['cargo', 'none', 'cargo bench --bench bench -- insert', 'nobody measures'],
    [
      'cargo',
      'none',
      'for b in general_ops set_ops; do cargo +nightly bench --features nightly -- "$b" --save-baseline main; done',
      'nobody measures',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-C target-cpu=x86-64-v3" cargo test --release --features serde,rayon',
      'CI tests for the baseline',
    ],
    [
      'lint',
      'whole',
      'cargo clippy --all --tests --features serde,rayon -- -D warnings',
      'ci/tools.sh, job rustfmt_clippy',
    ],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'ci/tools.sh'],
    ['lint', 'whole', 'taplo fmt --check --diff', 'ci/tools.sh, the job installs taplo'],
    ['word by word', 'whole', 'cargo install cargo-msrv && cargo msrv --workspace verify', 'job msrv'],
  ],
};
