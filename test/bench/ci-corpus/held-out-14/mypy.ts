import type { Repository } from '../case.ts';

export const mypy: Repository = {
  name: 'python/mypy',
  commit: '8b3e7d8b9f63543374e53d1c389ea443dd65bc46',
  cases: [
    ['python', 'whole', 'tox run -e py -- -n 4', 'test.yml, job main'],
    ['python', 'whole', 'pytest mypy/test/testcheck.py -n 8 --durations=50 | tee testcheck.log', 'of job main'],
    ['python', 'whole', 'python -m pytest mypyc/test/test_run.py -k TestRun', 'of job main'],
    ['python', 'whole', 'pytest mypy/test/testpep561.py', 'of job main'],
    [
      'python',
      'whole',
      'MYPYC_OPT_LEVEL=3 MYPY_USE_MYPYC=1 pip install -e .\npython -m pytest mypy/test/testsemanal.py',
      'of job main, compiled too',
    ],
    ['python', 'whole', 'tox run -e type', 'test.yml, job main'],
    ['word by word', 'whole', 'python runtests.py self', 'of the environment type'],
    [
      'lint',
      'whole',
      'python -m mypy --config-file mypy_self_check.ini -p mypy -p mypyc',
      'what runtests.py self does',
    ],
    ['lint', 'whole', 'python -m mypy mypyc/lib-rt', 'of the environment type'],
    ['lint', 'whole', 'pre-commit run --all-files', 'the environment lint'],
    ['lint', 'whole', 'black --check mypy mypyc && ruff check mypy', 'hooks of the environment lint'],
    ['python', 'whole', 'VERIFY_MYPY_ERROR_CODES=1 tox run -e docs', 'docs.yml'],
    ['word by word', 'whole', 'bash misc/test-stubgenc.sh', 'test_stubgenc.yml'],
    ['word by word', 'none', 'python misc/perf_compare.py --num-runs 20 master HEAD', 'nobody measures'],
    ['word by word', 'none', 'python misc/incremental_checker.py commit HEAD~20 --limit 20', 'no job does'],
    [
      'python',
      'none',
      'valgrind --error-exitcode=1 python -m pytest -n0 mypyc/test/test_run.py -k dict',
      'nobody runs under valgrind',
    ],
    [
      'word by word',
      'none',
      'hyperfine --warmup 1 --runs 10 \'mypy --no-incremental --cache-dir=/dev/null -c "import torch"\'',
      'nobody measures',
    ],
  ],
};
