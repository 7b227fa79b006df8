import type { Repository } from '../case.ts';

export const dask: Repository = {
  name: 'dask/dask',
  commit: '817e5ffc1208346630b111860571024b0c6ec9bd',
  cases: [
    ['python', 'whole', 'pytest dask/dataframe', 'test-ci runs them with the slow ones'],
    ['python', 'whole', 'pytest dask --runslow -n 8', 'test-ci'],
    ['python', 'whole', 'pixi run -e py313 test-ci', 'a value of the matrix'],
    ['python', 'whole', 'pytest dask/array/tests/test_linalg.py -k svd', 'a part of test-ci'],
    ['python', 'whole', "pytest -m 'not network' dask/bag", 'a part of test-ci'],
    ['python', 'whole', 'DASK_ARRAY__QUERY_PLANNING=True pytest dask/array --runarrayexpr', 'test-array-expr'],
    ['python', 'whole', 'pixi run doctest', 'additional.yml'],
    [
      'python',
      'whole',
      "pytest --doctest-modules --ignore-glob='*/test_*.py' --ignore=dask/array/_array_expr/ dask",
      'the doctest task',
    ],
    ['python', 'whole', 'pytest --runslow dask/tests/test_spark_compat.py', 'test-spark'],
    ['lint', 'whole', 'pre-commit run --all-files', 'pre-commit.yml'],
    ['lint', 'whole', 'ruff check .', 'a hook'],
    ['lint', 'whole', 'black --check --target-version=py310 dask', 'a hook'],
    ['lint', 'whole', 'mypy dask', 'a hook'],
    ['python', 'none', 'DASK_DATAFRAME__CONVERT_STRING=False pytest dask/dataframe', 'a mode that CI does not set'],
    ['python', 'none', 'python benchmarks/shuffle.py --rows 1e9', 'nothing like that'],
    ['python', 'none', 'pytest dask/tests --benchmark-only', 'nobody measures'],
    ['python', 'none', 'asv run --bench array', 'nobody measures'],
  ],
};
