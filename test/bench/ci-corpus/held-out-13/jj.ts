import type { Repository } from '../case.ts';

export const jj: Repository = {
  name: 'jj-vcs/jj',
  commit: '9d905d5432869c7aa9539e6e5c7fece5842bed37',
  cases: [
    [
      'cargo',
      'whole',
      'cargo nextest run --workspace --all-targets --profile ci --all-features',
      'ci.yml, job test by its matrix',
    ],
    ['cargo', 'whole', 'cargo nextest run -p jj-lib --all-features test_revset > revset.log 2>&1', 'of job test'],
    ['cargo', 'whole', 'cargo test -p jj-cli --test runner -- test_git_clone', 'of job test on macOS'],
    ['cargo', 'whole', 'cargo test --workspace --doc', 'job check-doctests'],
    ['cargo', 'whole', 'cargo build -p jj-cli --no-default-features', 'job no-git'],
    ['cargo', 'whole', 'RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --no-deps', 'job check-doctests'],
    ['cargo', 'whole', 'cargo build --release --target x86_64-unknown-linux-musl', 'binaries.yml on a push to main'],
    ['cargo', 'none', 'cargo test -p jj-cli --no-default-features', 'job no-git builds it and tests nothing'],
    ['cargo', 'none', 'cargo bench -p jj-core --bench diff_bench', 'nobody measures'],
    [
      'cargo',
      'none',
      'cargo build --release -p jj-cli --features bench\n./target/release/jj -R /data/linux bench revset --file cli/testing/bench-revsets-git.txt',
      'nobody measures',
    ],
    ['cargo', 'none', 'PROPTEST_CASES=100000 cargo nextest run -p jj-lib --release', 'CI tries the usual number'],
    ['lint', 'whole', 'cargo +nightly fmt --all -- --check', 'job check-rustfmt'],
    ['lint', 'whole', 'cargo clippy --all-features --workspace --all-targets -- -D warnings', 'job check-clippy'],
    ['lint', 'whole', 'cargo deny check bans sources', 'job check-cargo-deny through the action'],
    ['lint', 'whole', 'uv run codespell', 'job check-codespell'],
    ['word by word', 'whole', 'cargo run -p gen-protos && git diff --exit-code', 'job check-protos'],
    ['word by word', 'whole', 'nix flake check -L', 'job build-nix'],
    ['word by word', 'whole', 'uv run -- mkdocs build --strict', 'job check-mkdocs'],
  ],
};
