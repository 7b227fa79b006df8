import type { Repository } from '../case.ts';

export const pyo3: Repository = {
  name: 'PyO3/pyo3',
  commit: '34f08c32dec2a3170fbe2e177910352489678816',
  cases: [
    [
      'python',
      'whole',
      'uvx nox -s test-rust 2>&1 | tee test-rust.log\nuvx nox -s test-py 2>&1 | tee test-py.log',
      'build.yml, the steps Run Rust tests and Test python examples and tests',
    ],
    [
      'cargo',
      'whole',
      'time cargo test --release -p pyo3-macros-backend -p pyo3-build-config',
      'the session test-rust tests both packages',
    ],
    [
      'cargo',
      'whole',
      'cargo test --no-fail-fast --no-default-features --features full,multiple-pymethods --test test_class_basics --test test_gc',
      'the session test-rust, whose sets of features have this one',
    ],
    ['lint', 'whole', 'uv run ruff format . --check && uv run ruff check .', 'ci.yml, the session ruff'],
    ['lint', 'whole', 'cargo fmt --all --check', 'ci.yml, the session rustfmt'],
    [
      'lint',
      'whole',
      'cargo clippy --manifest-path=pyo3-benches/Cargo.toml',
      'the session clippy-all ends with the workspaces of their own',
    ],
    [
      'python',
      'whole',
      'for py in 3.10 3.14 3.14t; do\n  UV_PYTHON=$py uvx nox -s test-py 2>&1 | tee py-$py.log\ndone',
      'build.yml is called for each of them',
    ],
    ['python', 'whole', 'cd pytests\nnox -s test', 'the session test-py calls this file, whose default session it is'],
    [
      'python',
      'whole',
      "export CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER='valgrind --leak-check=no --error-exitcode=1' UI_TEST=skip\nuvx nox -s test-rust -- release skip-full",
      'job valgrind, in the merge queue',
    ],
    [
      'python',
      'part',
      'uvx nox -s rustfmt clippy-all\ncargo deny check advisories licenses',
      'jobs fmt and clippy; nobody calls cargo deny',
    ],
    [
      'cargo',
      'none',
      'cargo bench --manifest-path=pyo3-benches/Cargo.toml --bench bench_call --bench bench_list -- --save-baseline main',
      'benches.yml counts instructions with codspeed',
    ],
    ['python', 'none', 'nox -s bench -- --bench bench_dict | tee bench.txt', 'no job calls the session'],
    [
      'python',
      'none',
      'cd pytests\nnox -s bench -- --benchmark-json=../bench.json',
      'benches.yml calls pytest with --codspeed',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-Zsanitizer=thread" cargo +nightly test --no-default-features --features full -Zbuild-std --target x86_64-unknown-linux-gnu --test test_gc --test test_init_race',
      'no job has that sanitizer',
    ],
    [
      'cargo',
      'none',
      'MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test -p pyo3-build-config',
      'nobody calls miri',
    ],
    [
      'word by word',
      'none',
      'cd pytests && maturin develop --release\nhyperfine --warmup 3 --runs 50 "python -c \'import pyo3_pytests\'"',
      'nobody measures the import',
    ],
  ],
};
