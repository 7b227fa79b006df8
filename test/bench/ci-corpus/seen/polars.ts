import type { Repository } from '../case.ts';

export const polars: Repository = {
  name: 'pola-rs/polars',
  commit: '4db92c12c08c390f95b517a00ae0afe818e1abf6',
  cases: [
    [
      'python',
      'whole',
      'pytest -n auto -m "not release and not benchmark and not docs"',
      'test-python.yml',
      { cwd: 'py-polars' },
    ],
    ['python', 'whole', 'pytest', 'what addopts leaves is a part of what CI selects', { cwd: 'py-polars' }],
    ['python', 'whole', 'pytest -m slow tests/unit/operations', 'CI runs slow tests', { cwd: 'py-polars' }],
    [
      'python',
      'whole',
      'POLARS_AUTO_STREAMING=1 pytest -n auto -m "not may_fail_auto_streaming and not release and not benchmark and not docs" tests/unit/io',
      'a step has that mode',
      { cwd: 'py-polars' },
    ],
    ['cargo', 'whole', 'cargo test --lib --tests --all-features -p polars-core', 'test-rust.yml'],
    [
      'cargo',
      'whole',
      'MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks -Zmiri-disable-stacked-borrows" POLARS_ALLOW_EXTENSION=1 cargo miri test --features object -p polars-core',
      'lint-rust.yml',
    ],
    ['make, just, task', 'whole', 'make -C crates integration-tests', 'the same as a step of test-rust.yml'],
    ['lint', 'whole', 'mypy', 'lint-python.yml', { cwd: 'py-polars' }],
    ['lint', 'whole', 'cargo deny check', 'lint-rust.yml'],
    [
      'lint',
      'whole',
      'cargo clippy --workspace --all-targets --all-features --locked -- -W clippy::dbg_macro',
      'lint-rust.yml, through tools/cargo-fail-warning.py',
    ],
    ['cargo', 'none', 'cargo bench --features=random -p polars', 'no step measures so'],
  ],
};
