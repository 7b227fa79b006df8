import type { Repository } from '../case.ts';

export const crossbeam: Repository = {
  name: 'crossbeam-rs/crossbeam',
  commit: '7de845aa13ce5d80084ce0889e014ae0aa0d19ce',
  cases: [
    ['cargo', 'whole', 'ci/test.sh', 'job test'],
    ['cargo', 'whole', 'cargo test --all --all-features --exclude benchmarks --release', 'ci/test.sh'],
    [
      'cargo',
      'whole',
      'cargo test -p crossbeam-channel --all-features --test golang -- --test-threads=1',
      'ci/test.sh',
    ],
    [
      'cargo',
      'whole',
      'cd crossbeam-epoch && RUSTFLAGS="--cfg crossbeam_loom --cfg crossbeam_sanitize" LOOM_MAX_PREEMPTIONS=2 cargo test --test loom --release --features loom -- --nocapture',
      'ci/crossbeam-epoch-loom.sh',
    ],
    [
      'cargo',
      'none',
      'cd crossbeam-epoch && RUSTFLAGS="--cfg crossbeam_loom --cfg crossbeam_sanitize" LOOM_MAX_PREEMPTIONS=3 cargo test --test loom --release --features loom',
      'a deeper search than CI can afford',
    ],
    ['cargo', 'whole', 'ci/miri.sh channel', 'job miri by its matrix'],
    ['cargo', 'whole', 'bash ci/miri.sh others', 'job miri by its matrix'],
    ['cargo', 'whole', 'ci/san.sh', 'job san'],
    ['cargo', 'whole', 'cargo careful test --all --all-features --exclude benchmarks', 'ci/careful.sh'],
    [
      'cargo',
      'whole',
      'cargo hack build --all --feature-powerset --no-dev-deps --exclude benchmarks',
      'ci/check-features.sh',
    ],
    ['lint', 'whole', "shellcheck $(git ls-files '*.sh')", 'job tidy'],
    ['lint', 'whole', "taplo fmt --check $(git ls-files '*.toml')", 'job tidy'],
    ['lint', 'whole', 'cargo fmt --all --check', 'job tidy, rustfmt over every tracked file'],
    ['cargo', 'none', 'cargo bench -p crossbeam-channel --bench crossbeam', 'nobody measures'],
    [
      'cargo',
      'none',
      'cargo run --release --manifest-path crossbeam-channel/benchmarks/Cargo.toml --bin mpsc',
      'nobody measures',
    ],
    [
      'cargo',
      'none',
      'cargo test --all --all-features --exclude benchmarks -- --ignored',
      'nobody runs the ignored ones',
    ],
  ],
};
