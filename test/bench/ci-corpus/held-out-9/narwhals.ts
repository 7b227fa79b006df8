import type { Repository } from '../case.ts';

export const narwhals: Repository = {
  name: 'narwhals-dev/narwhals',
  commit: '7880b36c45051dd6dea3c1b878bdc2f913d8efec',
  cases: [
    ['make, just, task', 'whole', 'make doctest', 'pytest.yml'],
    ['make, just, task', 'whole', 'make test-full-coverage', 'pytest.yml'],
    ['python', 'whole', 'pytest src --doctest-modules', 'of make doctest'],
    [
      'python',
      'whole',
      'uv run --group core-tests --extra modin pytest tests --constructors=modin[pyarrow]',
      'pytest-modin.yml',
    ],
    [
      'python',
      'whole',
      'uv run --extra dask --extra pandas --group core-tests pytest tpch/tests',
      'check_tpch_queries.yml',
    ],
    ['make, just, task', 'whole', 'make docs-build', 'check_docs_build.yml'],
    ['python', 'none', 'pytest tests --constructors=cudf', 'CI has no such machine'],
    ['python', 'none', 'python -m tpch.generate_data --scale-factor 10', 'data at another scale'],
    ['python', 'none', 'uv run tpch/execute.py q1 --iterations 100', 'nobody measures'],
  ],
};
