import type { Repository } from '../case.ts';

export const cargo: Repository = {
  name: 'rust-lang/cargo',
  commit: 'af373f761aa4e42b093c2e453078fd73c8ce54dd',
  cases: [
    [
      'cargo',
      'whole',
      'CARGO_INCREMENTAL=0 cargo test -p cargo --release --no-fail-fast 2>&1 | tee test.log',
      'job test',
    ],
    [
      'cargo',
      'whole',
      "cargo nextest run -p cargo --test testsuite -E 'test(/^build_script/)'",
      'a part of the first step of job test',
    ],
    [
      'cargo',
      'whole',
      '__CARGO_USE_GITOXIDE_INSTEAD_OF_GIT2=1 cargo test -p cargo --test testsuite -- git',
      'job test_gitoxide',
    ],
    [
      'cargo',
      'none',
      'cargo test -p cargo --no-default-features --features http-transport-reqwest',
      'CI has the other transport',
    ],
    ['cargo', 'none', 'cargo test -p cargo --features all-static -- publish', 'no job has that feature'],
    [
      'cargo',
      'whole',
      'rustup component add rust-src --toolchain nightly\nCARGO_RUN_BUILD_STD_TESTS=1 cargo +nightly test -p cargo --test build-std',
      'job build_std',
    ],
    ['cargo', 'none', 'cargo test -p cargo --test testsuite -- --ignored old_cargos', 'the tests that CI leaves out'],
    [
      'cargo',
      'none',
      'cd benches/benchsuite\ncargo bench --bench resolve -- --save-baseline new\ncargo bench --bench workspace_initialization | tee init.txt',
      'CI tries them once, as tests',
    ],
    ['cargo', 'whole', 'time cargo test -p benchsuite --all-targets -- cargo', 'the step "Check benchmarks"'],
    [
      'cargo',
      'whole',
      'check() { cargo test -p "$1" --release; }\nfor c in cargo-util cargo-platform rustfix home; do check $c; done',
      'a step of job test, for all but three packages',
    ],
    ['lint', 'whole', 'RUSTFLAGS="-D warnings" cargo clippy --workspace --all-targets --no-deps', 'job clippy'],
    [
      'cargo',
      'none',
      'MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test -p cargo-util -p home',
      'nobody has miri',
    ],
    [
      'lint',
      'part',
      'cargo fmt --all --check\ncargo deny check bans licenses sources\ncargo audit',
      'job rustfmt and audit.yml, without the last',
    ],
    [
      'cargo',
      'whole',
      'timeout 1h cargo hack check --all-targets --rust-version --workspace --ignore-private --locked',
      'job msrv',
    ],
  ],
};
