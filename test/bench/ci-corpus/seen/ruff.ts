import type { Repository } from '../case.ts';

export const ruff: Repository = {
  name: 'astral-sh/ruff',
  commit: 'fca5c7cf2cd2f8338f18b9485f936b8e9f07bd0b',
  cases: [
    ['cargo', 'whole', 'cargo nextest run --workspace --all-features', 'job cargo-test-other'],
    ['cargo', 'whole', 'cargo test -p ruff_linter --all-features', 'nextest and the doc tests of the workspace'],
    ['cargo', 'whole', 'cargo test', 'all features include the default ones'],
    ['cargo', 'none', 'cargo test -p ruff_linter -- --ignored', 'no job runs ignored tests'],
    ['cargo', 'none', 'cargo bench -p ruff_benchmark --bench linter', 'CI measures with another command, simulated'],
    ['cargo', 'none', 'cargo test -p ruff --no-default-features', 'CI has all features only'],
    ['lint', 'whole', 'cargo clippy --workspace --all-targets --all-features -- -D warnings', 'job cargo-clippy'],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job cargo-fmt'],
    ['cargo', 'whole', 'cargo doc --all --no-deps', 'job cargo-test-linux', { env: { RUSTDOCFLAGS: '-D warnings' } }],
    ['word by word', 'whole', 'scripts/formatter_ecosystem_checks.sh', 'job check-formatter-instability'],
    [
      'word by word',
      'whole',
      'uv run --python=3.14 --project=./python/py-fuzzer --locked fuzz --test-executable=target/debug/ruff --bin=ruff 0-500',
      'job fuzz-parser',
    ],
    [
      'word by word',
      'none',
      'uv run --python=3.14 --project=./python/py-fuzzer --locked fuzz --test-executable=target/debug/ruff --bin=ruff 0-100000',
      'CI has 500 seeds',
    ],
    ['cargo', 'whole', 'cargo test -p ty_python_semantic --test mdtest', 'a target of the workspace tests'],
    ['npm', 'whole', 'cd playground && npm run check', 'job check-playground'],
    ['cargo', 'none', 'hyperfine --warmup 3 "target/release/ruff check ./airflow --no-cache"', 'no job measures so'],
  ],
};
