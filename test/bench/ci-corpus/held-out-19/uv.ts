import type { Repository } from '../case.ts';

export const uv: Repository = {
  name: 'astral-sh/uv',
  commit: '26a9dd4b2125bc271b47855e1fa0c49af3365db5',
  cases: [
    [
      'cargo',
      'whole',
      'cargo nextest run --workspace --features test-python-patch,native-auth,secret-service --no-fail-fast |& tee nextest.log',
      'test.yml, job cargo-test-linux',
    ],
    [
      'cargo',
      'whole',
      'time cargo nextest run --cargo-profile fast-build -p uv-resolver -p uv-pep440 -p uv-pep508',
      'three crates of the same job',
    ],
    [
      'cargo',
      'whole',
      'cargo test -p uv --test pip_compile -- --test-threads 8',
      'one target of the same job, with the features that are the default',
    ],
    [
      'cargo',
      'none',
      "cargo nextest run -p uv --features self-update --test it -E 'test(self_update)'",
      'no job gives that feature, without which these tests are not there',
    ],
    ['cargo', 'none', 'cargo nextest run --workspace --run-ignored only', 'the tests that CI leaves out'],
    [
      'cargo',
      'none',
      'taskset -c 2-5 cargo bench -p uv-bench --bench uv_pep440 --bench uv_pypi_types',
      'bench.yml only simulates these two',
    ],
    [
      'cargo',
      'whole',
      'cargo codspeed build -m walltime --profile profiling -p uv-bench --bench uv --bench workspace_discovery\ncargo codspeed run',
      'bench.yml on main, in the two jobs benchmarks-walltime',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-C target-cpu=native" cargo nextest run --cargo-profile release -p uv-pep440 -p uv-distribution-filename',
      'no job compiles for its own machine',
    ],
    [
      'word by word',
      'none',
      "cargo build --profile profiling --bin uv\nhyperfine --warmup 2 --runs 20 'target/profiling/uv pip compile test/requirements/airflow.in --universal --exclude-newer 2024-08-08 --cache-dir .cache -o /dev/null'",
      'bench.yml only fills the cache so, once and in the debug profile',
    ],
    [
      'python',
      'none',
      'uv run resolver --uv-pip --poetry --benchmark resolve-cold ../../test/requirements/trio.in --json',
      'nobody compares with other tools',
      { cwd: 'scripts/benchmark' },
    ],
    [
      'cargo',
      'whole',
      "bash -c 'cargo dev generate-all --mode dry-run && cargo dev generate-scenario-tests --mode check'",
      'check-generated-files.yml',
    ],
    [
      'word by word',
      'whole',
      'cargo build --profile no-debug\n./target/no-debug/uv run --no-project scripts/smoke-test',
      'build-dev-binaries.yml and test-smoke.yml',
    ],
    [
      'lint',
      'whole',
      'CARGO_TARGET_DIR=/mnt/nvme/target cargo clippy --workspace --all-targets --all-features --locked -- -D warnings',
      'check-lint.yml, job clippy-ubuntu',
    ],
    [
      'lint',
      'whole',
      'uv run --only-group=check ruff check .\nuv run --only-group=check ruff format --diff .\nuv run --only-group=check ty check python/uv',
      'check-lint.yml and check-fmt.yml',
    ],
    [
      'lint',
      'part',
      'cargo fmt --all --check\ncargo deny --manifest-path crates/uv-build/Cargo.toml check bans\ncargo deny check advisories licenses',
      'the format and the bans of uv-build; nobody checks advisories',
    ],
  ],
};
