import type { Repository } from '../case.ts';

export const icebergPython: Repository = {
  name: 'apache/iceberg-python',
  commit: '30730987d43db2081692646a8f19506bd78a3f32',
  cases: [
    ['make, just, task', 'whole', 'make install && make test', 'python-ci.yml, job lint-and-unit-test'],
    [
      'python',
      'whole',
      'uv run pytest tests/ -m "(unmarked or parametrize) and not integration" -q --durations=20',
      'the same job, through make test',
    ],
    ['python', 'part', 'uv run pytest tests/table tests/expressions', 'the same job leaves some markers out'],
    ['python', 'whole', 'uv run python -m pytest tests/avro/test_decoder.py -v', 'job cibw-dev-env-smoke-test'],
    ['python', 'none', 'UV_RESOLUTION=lowest-direct make test', 'nobody tests the lowest versions'],
    [
      'python',
      'whole',
      'docker compose -f dev/docker-compose-integration.yml up -d --build --wait\nuv run python dev/provision.py\nuv run pytest tests/integration/test_writes -m integration',
      'python-integration.yml, job integration-test',
    ],
    [
      'make, just, task',
      'whole',
      'KEEP_COMPOSE=1 make test-integration 2>&1 | tee integration.log',
      'job integration-test',
    ],
    ['make, just, task', 'whole', 'for m in s3 adls gcs; do make test-$m; done', 'a job each'],
    [
      'python',
      'whole',
      'sh ./dev/run-minio.sh && uv run python -m pytest tests/io -m s3 -x',
      'job integration-test-s3',
    ],
    ['make, just, task', 'whole', 'make test-coverage', 'the jobs of both workflows together'],
    ['make, just, task', 'none', 'make test-notebook', 'no job runs the notebooks'],
    [
      'python',
      'none',
      'uv run pytest tests/benchmark/test_memory_benchmark.py -v -s -m benchmark',
      'these are neither unmarked nor parametrized',
    ],
    [
      'python',
      'none',
      'AWS_TEST_BUCKET=$BUCKET uv run pytest tests/catalog/integration_test_glue.py',
      'pytest does not collect the file by itself',
    ],
    ['lint', 'whole', 'uvx pre-commit run --all-files', 'make lint: prek runs the same hooks'],
    ['lint', 'whole', 'uv run mypy --config=pyproject.toml pyiceberg', 'make lint: a hook'],
    ['word by word', 'whole', './dev/check-license', 'license_check.yml'],
    [
      'word by word',
      'whole',
      'uv run --group docs mkdocs build -f mkdocs/mkdocs.yml --strict',
      'python-ci-docs.yml: make docs-build',
    ],
    ['python', 'scheduled', 'uv build --sdist', 'nightly-pypi-build.yml, through pypi-build-artifacts.yml'],
  ],
};
