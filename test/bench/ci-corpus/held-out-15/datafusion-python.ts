import type { Repository } from '../case.ts';

export const datafusionPython: Repository = {
  name: 'apache/datafusion-python',
  commit: '2bd80eca6151917e02721dbb7025cfad6fcd74aa',
  cases: [
    ['lint', 'whole', 'bash ci/scripts/rust_fmt.sh', 'build.yml, job lint-rust, the same command'],
    ['lint', 'whole', 'ruff check python/ && ruff format --check python/', 'job lint-python'],
    ['lint', 'whole', 'uv run --no-project codespell --toml pyproject.toml', 'job lint-python'],
    ['lint', 'whole', 'taplo fmt --check', 'job lint-toml, under its other name'],
    [
      'lint',
      'whole',
      'ci/scripts/rust_clippy.sh',
      'job build-python-mac-win: all crates, the default features and one more',
    ],
    ['lint', 'part', 'pre-commit run --all-files', 'jobs lint-rust and lint-python do four of its hooks'],
    ['lint', 'none', 'dev/python_lint.sh', 'CI has neither flake8 nor black'],
    [
      'python',
      'whole',
      'maturin develop --uv\npython -m pytest python/tests -q --durations=20',
      'test.yml, by the testpaths of pyproject.toml',
    ],
    [
      'python',
      'whole',
      'uv run --no-project pytest -v --import-mode=importlib python/tests/test_dataframe.py python/tests/test_expr.py',
      'of test.yml',
    ],
    ['python', 'whole', 'pytest --doctest-modules python/datafusion', 'of test.yml, by testpaths and addopts'],
    [
      'python',
      'whole',
      'cd examples/datafusion-ffi-example && maturin develop && pytest python/tests/_test_scalar_udf.py',
      'of test.yml, step FFI unit tests',
    ],
    [
      'python',
      'whole',
      'mkdir -p examples/tpch/data && (cd examples/tpch/data && tpchgen-cli -s 1 --format=parquet)\ncd examples/tpch\npytest _tests.py -x',
      'test.yml, step Run TPC-H examples',
    ],
    [
      'word by word',
      'none',
      'cd benchmarks/tpch && ./tpch-gen.sh 10 && python tpch.py --data data --queries queries',
      'nobody measures',
    ],
    ['word by word', 'none', 'for f in examples/*.py; do python "$f" || exit 1; done', 'no job runs the examples'],
    ['cargo', 'none', 'cargo test --workspace --features substrait', 'no job runs tests of Rust'],
    ['word by word', 'whole', './dev/release/run-rat.sh .', 'dev.yml'],
    ['word by word', 'none', 'python3 dev/check_crates_patch.py', 'for tags only'],
    ['word by word', 'whole', 'cd docs && uv run --no-project bash build.sh', 'build.yml, job build-docs'],
    [
      'word by word',
      'whole',
      'uvx maturin@1.13.3 build --features substrait --out target/wheels',
      'the action build-wheel, which puts the words together in a step',
    ],
    [
      'lint',
      'none',
      'cargo clippy --workspace --all-targets --all-features -- -D warnings',
      'of pre-commit only; CI leaves protoc out',
    ],
  ],
};
