import type { Repository } from '../case.ts';

export const nextest: Repository = {
  name: 'nextest-rs/nextest',
  commit: 'b2a481b1ab77c9615742e5afbb8d831e3e1f6b0b',
  cases: [
    ['cargo', 'whole', 'cargo nextest run --profile ci', 'job test, compat'],
    ['cargo', 'whole', 'cargo local-nt run --profile ci', 'job test, local'],
    ['cargo', 'whole', 'cargo nextest run -p nextest-runner', 'a part of it'],
    ['cargo', 'whole', "cargo nextest run -E 'package(nextest-filtering)'", 'a part of it'],
    ['cargo', 'whole', 'cargo test --doc', 'job build-checks'],
    ['cargo', 'whole', 'cargo test -p nextest-metadata --release', 'nextest and the doc tests add up'],
    ['lint', 'whole', 'cargo clippy --all-features --all-targets -- -D warnings', 'job lint'],
    ['lint', 'whole', 'cargo xfmt --check', 'job lint'],
    [
      'lint',
      'whole',
      'cargo fmt --check -- --config imports_granularity=Crate --config group_imports=One --config format_code_in_doc_comments=true',
      'what the alias says',
    ],
    ['cargo', 'whole', 'cargo doc --all-features --workspace', 'job build-rustdoc'],
    ['cargo', 'whole', 'cargo llvm-cov nextest --lcov --output-path x.info', 'coverage.yml'],
    ['word by word', 'whole', 'cargo hakari generate --diff', 'hakari.yml'],
    ['word by word', 'whole', './scripts/build-site.sh', 'docs.yml'],
    ['cargo', 'none', 'cargo nextest run --run-ignored ignored-only', 'nobody runs the ignored ones'],
    ['cargo', 'none', 'cargo bench -p nextest-runner', 'nobody measures'],
    ['cargo', 'none', "RUSTFLAGS='--cfg loom' cargo nextest run -p nextest-runner", 'a mode that CI does not use'],
    ['cargo', 'none', 'cargo +nightly miri test -p nextest-filtering', 'no miri in CI'],
  ],
};
