import type { Repository } from '../case.ts';

export const modin: Repository = {
  name: 'modin-project/modin',
  commit: '7ca200b08597ed6ecfd2db2d08bd322f83c2cec1',
  cases: [
    ['python', 'whole', 'python -m pytest modin/tests/config modin/tests/test_utils.py', 'ci.yml, job test-internals'],
    [
      'python',
      'whole',
      'MODIN_ENGINE=python python -m pytest -n 8 modin/tests/pandas/test_groupby.py',
      'job test-all, group_4; its list of engines always has python',
    ],
    [
      'python',
      'whole',
      'MODIN_ENGINE=ray python -m pytest modin/tests/pandas/test_series.py',
      'jobs test-all on a push and test-sanity on a pull request',
    ],
    [
      'python',
      'whole',
      'MODIN_RANGE_PARTITIONING=1 python -m pytest -n 4 modin/tests/pandas/test_groupby.py',
      'run-core-tests/group_3',
    ],
    [
      'python',
      'none',
      'MODIN_RANGE_PARTITIONING=1 python -m pytest -n 4 modin/tests/pandas/test_rolling.py',
      'CI has this mode for other files',
    ],
    [
      'python',
      'whole',
      'export MODIN_ENGINE=native MODIN_STORAGE_FORMAT=Native\npython -m pytest modin/tests/pandas/test_reshape.py',
      'job test-all with the engine native',
    ],
    [
      'python',
      'whole',
      'for engine in ray dask; do\n  MODIN_ENGINE=$engine python -m pytest modin/tests/experimental/test_fuzzydata.py -Wignore::UserWarning\ndone',
      'fuzzydata-test.yml',
    ],
    [
      'python',
      'whole',
      'MODIN_ENGINE=unidist UNIDIST_BACKEND=mpi mpiexec -n 1 python -m pytest modin/tests/numpy',
      'job test-sanity; test-all-unidist on a push',
    ],
    ['python', 'whole', 'python -m pytest modin/tests/test_docstring_urls.py', 'push-to-main.yml, job test-docs'],
    ['python', 'whole', 'cd scripts && python -m pytest test/test_doc_checker.py', 'job lint-pydocstyle'],
    ['python', 'none', 'python -m pytest modin/tests/core/storage_formats/cudf', 'no job names it'],
    [
      'python',
      'none',
      'MODIN_TEST_DATASET_SIZE=Big MODIN_ENGINE=ray python -m pytest modin/tests/pandas/test_general.py',
      'CI has only small and the default',
    ],
    ['python', 'none', 'bash stress_tests/run_stress_tests.sh ~/ray', 'nobody runs it'],
    ['lint', 'whole', 'sh contributing/pre-commit', 'CI has each of its four commands'],
    ['lint', 'whole', 'mypy --config-file mypy.ini --no-error-summary', 'job lint-mypy'],
    ['lint', 'whole', 'flake8 modin/core modin/pandas', 'job lint-flake8'],
    [
      'word by word',
      'part',
      'python scripts/doc_checker.py modin/core',
      'CI has most of its directories but not computation',
    ],
    ['word by word', 'whole', 'cd docs && sphinx-build -T -E -W -b html . build', 'ci-required.yml, job build-docs'],
    [
      'word by word',
      'whole',
      'cd asv_bench\nasv machine --yes\nMODIN_ASV_USE_IMPL=pandas asv run --quick --dry-run --python=same --strict --show-stderr --launch-method=spawn -b ^benchmarks -b ^io',
      'job test-asv-benchmarks, when the benchmarks change',
    ],
    [
      'word by word',
      'none',
      'cd asv_bench && asv machine --yes && asv run --launch-method=spawn -b ^benchmarks -b ^io -b ^scalability',
      'CI only tries the benchmarks quickly',
    ],
  ],
};
