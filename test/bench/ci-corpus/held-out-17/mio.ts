import type { Repository } from '../case.ts';

export const mio: Repository = {
  name: 'tokio-rs/mio',
  commit: '7654f571f2474a1774a4f6e1004a4c17c50f64c7',
  cases: [
    ['make, just, task', 'whole', 'time make test', 'ci.yml, job Test: cargo test --all-features'],
    ['cargo', 'whole', 'cargo nextest run --all-features --release', 'job Test'],
    ['cargo', 'whole', 'cargo test', 'job Test with more features'],
    [
      'cargo',
      'whole',
      'RUSTFLAGS="--cfg mio_unsupported_force_poll_poll" cargo test --all-features --test poll --test tcp_stream',
      'job TestPoll',
    ],
    [
      'cargo',
      'whole',
      'for c in mio_unsupported_force_poll_poll mio_unsupported_force_waker_pipe; do\n  RUSTFLAGS="--cfg $c" cargo test --release --all-features\ndone',
      'jobs TestPoll and TestWakerPipe',
    ],
    [
      'cargo',
      'none',
      'export RUSTFLAGS="--cfg mio_unsupported_force_poll_poll --cfg mio_unsupported_force_waker_pipe"\ncargo test --all-features',
      'no job has both',
    ],
    ['make, just, task', 'whole', 'rustup default nightly && make test_sanitizer SAN=thread', 'job Sanitizer'],
    [
      'make, just, task',
      'none',
      'rustup default nightly && make test_sanitizer SAN=hwaddress',
      'not in the matrix of job Sanitizer',
    ],
    [
      'cargo',
      'whole',
      'export RUSTFLAGS="-Z sanitizer=address" RUSTDOCFLAGS="-Z sanitizer=address"\ncargo +nightly test -Z build-std --all-features --target x86_64-unknown-linux-gnu',
      'job Sanitizer through make test_sanitizer; the origins are of memory alone',
    ],
    [
      'cargo',
      'whole',
      'MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-strict-provenance" cargo +nightly miri test --all-features --test tcp_listener',
      'job Miri',
    ],
    [
      'cargo',
      'none',
      'MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-many-seeds=0..64" cargo +nightly miri test --all-features --test waker',
      'job Miri has one seed',
    ],
    [
      'cargo',
      'part',
      'cargo hack test --feature-powerset',
      'job Test checks every combination and tests that of all features',
    ],
    [
      'cargo',
      'none',
      'cargo test --no-default-features --features os-poll,net',
      'job Test only checks this combination',
    ],
    [
      'make, just, task',
      'whole',
      'make install_targets && make check_all_targets',
      'job CheckTargets has each of them',
    ],
    ['cargo', 'none', 'cargo test --all-features --target i686-unknown-linux-gnu', 'job CheckTargets only checks it'],
    ['lint', 'part', 'cargo clippy --all-targets --all-features -- -D warnings', 'job Clippy allows three lints'],
    ['lint', 'whole', 'find src tests -name "*.rs" -print0 | xargs -0 rustfmt --check', 'job Rustfmt'],
    ['cargo', 'whole', 'cargo +1.71 check --all-features', 'job MSRV'],
  ],
};
