import type { Repository } from '../case.ts';

export const ibis: Repository = {
  name: 'ibis-project/ibis',
  commit: '02de318597c39a532e36193fc07352ef62768e1b',
  cases: [
    ['python', 'whole', 'pytest -m core', 'job test_core with the benchmarks'],
    ['make, just, task', 'whole', 'just check -x', 'pytest -m core'],
    ['python', 'whole', 'uv run --extra duckdb pytest -m duckdb', 'a value of the matrix'],
    ['make, just, task', 'whole', 'just test duckdb', 'a value of the matrix'],
    ['python', 'whole', "pytest -m 'core or benchmark' -n auto", 'job test_core'],
    ['make, just, task', 'whole', 'just doctest', 'job test_doctests'],
    ['make, just, task', 'whole', 'just backend-doctests duckdb', 'a value of the matrix'],
    ['python', 'whole', 'pytest ibis/backends/bigquery/tests/unit', 'job test_bigquery_lite'],
    ['lint', 'whole', 'pre-commit run --all-files', 'ibis-lint.yml, in nix'],
    ['lint', 'whole', 'ruff check .', 'a hook'],
    ['python', 'none', 'pytest -m core --benchmark-only --benchmark-autosave', 'a measurement'],
    ['python', 'none', 'IBIS_TEST_SNOWFLAKE_DATABASE=prod pytest -m snowflake', 'a real service'],
  ],
};
