import type { Repository } from '../case.ts';

export const distributed: Repository = {
  name: 'dask/distributed',
  commit: '40fcd99a8cd41c39071a16a546e93a9298f1b64d',
  cases: [
    ['python', 'whole', 'pixi run -e py312 test-ci -m "not ci1" | tee pytest-stdout.log', 'tests.yaml, job test'],
    [
      'python',
      'whole',
      'source continuous_integration/scripts/set_ulimit.sh\nset -o pipefail\npixi run -e py314 test-ci 2>&1 | tee all.log',
      'both partitions of job test together',
    ],
    ['python', 'whole', 'pytest distributed/shuffle --runslow', 'of test-ci, by both partitions'],
    [
      'python',
      'whole',
      'pytest distributed/tests/test_scheduler.py -m ci1 --runslow --leaks=fds,processes,threads',
      'of test-ci in its first partition',
    ],
    [
      'python',
      'whole',
      'pixi run pytest distributed/tests/test_active_memory_manager.py -k retire -x',
      'of test-ci; without slow tests it is less',
    ],
    [
      'python',
      'whole',
      'coverage run -m pytest distributed/comm --runslow && coverage xml',
      'of test-ci, by both partitions',
    ],
    ['python', 'whole', 'pixi run -e nightly test-ci -m ci1', 'upstream.yml, on every pull request too'],
    [
      'python',
      'whole',
      'DASK_DISTRIBUTED__SCHEDULER__WORKER_SATURATION=inf pytest distributed/tests/test_steal.py --runslow',
      'the task test-noqueue sets that value',
    ],
    [
      'python',
      'none',
      'DASK_DISTRIBUTED__SCHEDULER__WORKER_SATURATION=1.5 pytest distributed/tests/test_scheduler.py --runslow',
      'another value than that of test-noqueue',
    ],
    ['python', 'none', 'pixi run -e cuda test-cuda', 'CI has no such machine'],
    ['python', 'none', 'pixi run -e py314t test-ci', 'the rows of free threading are comments'],
    ['python', 'none', 'pytest --doctest-modules distributed/utils.py', 'nobody runs doctests'],
    ['lint', 'whole', 'pixi run -e lint lint', 'pre-commit of ci-pre-commit.yml'],
    ['lint', 'whole', 'ruff check distributed && ruff format --check distributed', 'two hooks of pre-commit'],
    ['lint', 'whole', 'pre-commit run mypy --all-files', 'a hook of pre-commit'],
    ['lint', 'none', 'ruff check --select ALL distributed', 'more rules than CI has'],
    [
      'word by word',
      'whole',
      'bash continuous_integration/scripts/conda_build.sh',
      'the task conda-build in conda.yml',
    ],
    [
      'word by word',
      'none',
      'python -X importtime -c "import distributed" 2> import.log\ntail -n 40 import.log',
      'nobody measures',
    ],
  ],
};
