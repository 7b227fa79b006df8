import { mutants } from './mutants.ts';

mutants(
  'ci-overlap',
  [
    [
      'rust',
      { add: '  tests:\n    run: |\n      cargo test --release -p core\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo clippy --workspace -- -D warnings\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      { add: '  tests:\n    run: |\n      cargo +1.82.0 fmt --check\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      time nice cargo test --workspace --release 2>&1 | tee /tmp/x\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'python',
      { add: '  tests:\n    run: |\n      pytest tests/unit -k fast\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'python',
      { add: '  tests:\n    run: |\n      python -m pytest -q tests\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'python',
      {
        add: '  tests:\n    run: |\n      /opt/venv/bin/python -m pytest tests/unit\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    ['python', { add: '  tests:\n    run: |\n      ruff check bench\n    exclusive: false\n    timeout: 10m\n' }],
    ['go', { add: '  tests:\n    run: |\n      go test ./store/...\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'go',
      { add: '  tests:\n    run: |\n      make test\n    exclusive: false\n    timeout: 10m\n' },
      ['missing-package'],
    ],
    ['go', { add: '  tests:\n    run: |\n      go vet ./store\n    exclusive: false\n    timeout: 10m\n' }],
    ['node', { add: '  tests:\n    run: |\n      npx vitest run\n    exclusive: false\n    timeout: 10m\n' }],
    ['node', { add: '  tests:\n    run: |\n      npm test\n    exclusive: false\n    timeout: 10m\n' }],
    ['node', { add: '  tests:\n    run: |\n      npm run lint\n    exclusive: false\n    timeout: 10m\n' }],
    ['node', { add: '  tests:\n    run: |\n      npx eslint src\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'cpp',
      { add: '  tests:\n    run: |\n      ctest --test-dir build -j8\n    exclusive: false\n    timeout: 10m\n' },
      ['missing-package'],
    ],
    [
      'cpp',
      {
        add: '  tests:\n    run: |\n      cd build && ctest --output-on-failure\n    exclusive: false\n    timeout: 10m\n',
      },
      ['missing-package'],
    ],
  ],
  [
    ['rust', { add: '  tests:\n    run: |\n      cargo bench\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo test --release -p core -- --ignored\n    exclusive: false\n    timeout: 10m\n',
      },
      ['tests-in-campaign'],
    ],
    ['python', { add: '  tests:\n    run: |\n      RUN_GPU=1 pytest tests\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'go',
      { add: '  tests:\n    run: |\n      go test -run ^$ -bench . ./store\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'go',
      {
        add: '  tests:\n    run: |\n      go test -tags integration -run Integration ./store\n    exclusive: false\n    timeout: 10m\n',
      },
      ['tests-in-campaign'],
    ],
    ['node', { add: '  tests:\n    run: |\n      npm run bench\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'cpp',
      { add: '  tests:\n    run: |\n      build/bench/run_queries --check\n    exclusive: false\n    timeout: 10m\n' },
      ['tests-in-campaign'],
    ],
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo test --release -p codec --features simd-avx512 simd\n    exclusive: false\n    timeout: 10m\n',
      },
      ['compile-on-box', 'tests-in-campaign'],
    ],
  ],
);

mutants(
  'ci-overlap-scheduled',
  [
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo test -p core\n    exclusive: false\n    timeout: 10m\n',
        world: {
          files: {
            '.github/workflows/ci.yml':
              'name: nightly\non:\n  schedule: [{ cron: "0 3 * * *" }]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --workspace\n      - run: pytest tests\n      - run: go test ./...\n',
          },
        },
      },
      ['compile-on-box'],
    ],
    [
      'python',
      {
        add: '  tests:\n    run: |\n      pytest tests/unit\n    exclusive: false\n    timeout: 10m\n',
        world: {
          files: {
            '.github/workflows/ci.yml':
              'name: nightly\non:\n  schedule: [{ cron: "0 3 * * *" }]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --workspace\n      - run: pytest tests\n      - run: go test ./...\n',
          },
        },
      },
    ],
    [
      'go',
      {
        add: '  tests:\n    run: |\n      go test ./store\n    exclusive: false\n    timeout: 10m\n',
        world: {
          files: {
            '.github/workflows/ci.yml':
              'name: nightly\non:\n  schedule: [{ cron: "0 3 * * *" }]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --workspace\n      - run: pytest tests\n      - run: go test ./...\n',
          },
        },
      },
    ],
  ],
  [
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo bench\n    exclusive: false\n    timeout: 10m\n',
        world: {
          files: {
            '.github/workflows/ci.yml':
              'name: nightly\non:\n  schedule: [{ cron: "0 3 * * *" }]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --workspace\n      - run: pytest tests\n      - run: go test ./...\n',
          },
        },
      },
    ],
    [
      'python',
      {
        add: '  tests:\n    run: |\n      python bench/run.py\n    exclusive: false\n    timeout: 10m\n',
        world: {
          files: {
            '.github/workflows/ci.yml':
              'name: nightly\non:\n  schedule: [{ cron: "0 3 * * *" }]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --workspace\n      - run: pytest tests\n      - run: go test ./...\n',
          },
        },
      },
    ],
    [
      'go',
      {
        add: '  tests:\n    run: |\n      go test -bench . -run ^$ ./store\n    exclusive: false\n    timeout: 10m\n',
        world: {
          files: {
            '.github/workflows/ci.yml':
              'name: nightly\non:\n  schedule: [{ cron: "0 3 * * *" }]\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --workspace\n      - run: pytest tests\n      - run: go test ./...\n',
          },
        },
      },
    ],
  ],
);

mutants(
  'stale-ci-overlap',
  [
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo bench\n    ci-overlap: { allow: hardware, reason: "AVX-512 is not on runners" }\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'python',
      {
        add: '  tests:\n    run: |\n      python bench/run.py\n    ci-overlap: { allow: hardware, reason: "AVX-512 is not on runners" }\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  tests:\n    run: |\n      build/tools/dbgen -h\n    ci-overlap: { allow: hardware, reason: "AVX-512 is not on runners" }\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
  ],
  [
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo test -p core\n    ci-overlap: { allow: hardware, reason: "AVX-512 is not on runners" }\n    exclusive: false\n    timeout: 10m\n',
      },
      ['compile-on-box'],
    ],
    [
      'python',
      {
        add: '  tests:\n    run: |\n      pytest tests\n    ci-overlap: { allow: hardware, reason: "AVX-512 is not on runners" }\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  tests:\n    run: |\n      ctest --test-dir build\n    ci-overlap: { allow: hardware, reason: "AVX-512 is not on runners" }\n    exclusive: false\n    timeout: 10m\n',
      },
      ['missing-package'],
    ],
  ],
);

mutants(
  'tests-in-campaign',
  [
    [
      'rust',
      { add: '  tests:\n    run: |\n      cargo test -p core -- --ignored\n    exclusive: false\n    timeout: 10m\n' },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo nextest run --run-ignored only\n    exclusive: false\n    timeout: 10m\n',
      },
      ['compile-on-box'],
    ],
    [
      'python',
      { add: '  tests:\n    run: |\n      python -m pytest integration\n    exclusive: false\n    timeout: 10m\n' },
    ],
    ['python', { add: '  tests:\n    run: |\n      tox -e slow\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'go',
      { add: '  tests:\n    run: |\n      go test -tags e2e ./e2e/...\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'node',
      { add: '  tests:\n    run: |\n      npx playwright test\n    exclusive: false\n    timeout: 10m\n' },
      ['unpinned'],
    ],
    ['cpp', { add: '  tests:\n    run: |\n      bazel test //slow/...\n    exclusive: false\n    timeout: 10m\n' }],
    [
      'node',
      { add: '  tests:\n    run: |\n      npx jest --selectProjects slow\n    exclusive: false\n    timeout: 10m\n' },
      ['unpinned'],
    ],
  ],
  [
    [
      'rust',
      {
        add: '  tests:\n    run: |\n      cargo test -- --ignored && target/release/examples/tpch_bench\n    exclusive: false\n    timeout: 10m\n',
      },
      ['compile-on-box'],
    ],
    [
      'python',
      {
        add: '  tests:\n    run: |\n      pytest integration\n    env: { S3_BUCKET: real }\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'go',
      { add: '  tests:\n    run: |\n      go test -bench . -run ^$ ./store\n    exclusive: false\n    timeout: 10m\n' },
    ],
    [
      'node',
      {
        add: '  tests:\n    run: |\n      npx playwright test\n    requires: [{ env: BASE_URL }]\n    exclusive: false\n    timeout: 10m\n',
      },
      ['unpinned'],
    ],
    [
      'cpp',
      {
        add: '  tests:\n    run: |\n      ctest --test-dir other\n    expect: { matches: { pattern: "100% tests passed" } }\n    exclusive: false\n    timeout: 10m\n',
      },
      ['ci-overlap', 'missing-package'],
    ],
    [
      'python',
      { add: '  tests:\n    run: |\n      pytest --benchmark-only bench\n    exclusive: false\n    timeout: 10m\n' },
    ],
  ],
);
