import type { Repository } from '../case.ts';

export const zarrPython: Repository = {
  name: 'zarr-developers/zarr-python',
  commit: 'd44f9f92ab4f12a8008de2553a7c9988669e3910',
  cases: [
    ['python', 'whole', 'hatch env run --env test.py3.12-minimal run-coverage', 'test.yml by its matrix'],
    ['python', 'whole', 'hatch run test.py3.12-optional:run', 'the same without coverage'],
    ['python', 'whole', 'pytest tests/test_array.py', 'test.yml'],
    [
      'python',
      'whole',
      'ZARR_BENCHMARK_CLEAR_CACHE=1 hatch run test.py3.13-minimal:run-benchmark',
      'job benchmarks plainly runs that',
    ],
    ['python', 'whole', 'pytest --run-slow-hypothesis tests/test_properties.py', 'hypothesis.yaml'],
    [
      'python',
      'scheduled',
      'HYPOTHESIS_PROFILE=nightly pytest --run-slow-hypothesis tests/test_properties.py',
      'hypothesis.yaml takes that profile on the schedule',
    ],
    [
      'python',
      'scheduled',
      'ZARR_BENCHMARK_CLEAR_CACHE=1 hatch run test.py3.12-minimal:pytest tests/benchmarks --codspeed',
      'codspeed.yml',
    ],
    ['python', 'whole', 'hatch run doctest:test', 'job doctests'],
    ['python', 'whole', 'pytest -m gpu', 'gpu_test.yml'],
    ['make, just, task', 'whole', 'cd packages/zarr-metadata && just test', 'zarr-metadata.yml'],
    ['python', 'whole', 'cd packages/zarr-metadata && uv run --group test pytest tests -k chunk', 'of just test'],
    ['make, just, task', 'whole', 'cd packages/zarr-indexing && just check', 'five steps of zarr-indexing.yml'],
    ['make, just, task', 'whole', 'cd packages/zarr-http-server && just typecheck', 'zarr-http-server.yml'],
    ['lint', 'whole', 'ruff check', 'lint.yml, a hook that prek runs'],
    ['lint', 'whole', 'uv run --frozen mypy', 'lint.yml, a hook that prek runs'],
    ['word by word', 'whole', 'uv run mkdocs build --strict', 'docs.yml'],
    ['word by word', 'whole', 'uv run python ci/lint_docs.py', 'docs.yml'],
  ],
};
