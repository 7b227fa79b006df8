import type { Repository } from '../case.ts';

export const pandas: Repository = {
  name: 'jorisvandenbossche/pandas',
  commit: 'dc9241d488f6e4f1af63b94c2fe8a2e7c02b255c',
  cases: [
    [
      'python',
      'whole',
      'pytest pandas/tests/frame pandas/tests/groupby -n 8 -m "not slow and not network and not single_cpu"',
      'unit-tests.yml, through ci/run_tests.sh',
    ],
    [
      'python',
      'whole',
      'export PYTEST_WORKERS=auto PYTEST_TARGET=pandas PATTERN="not single_cpu"\nci/run_tests.sh |& tee tests.log',
      'the step "Test (not single_cpu)"',
    ],
    ['python', 'whole', 'taskset -c 0 python -m pytest pandas -m single_cpu -q', 'the step "Test (single_cpu)"'],
    [
      'python',
      'whole',
      'PANDAS_FUTURE_INFER_STRING=0 pytest pandas/tests/strings pandas/tests/io/parser -n 4',
      'a row of the matrix',
    ],
    [
      'python',
      'none',
      'PANDAS_COPY_ON_WRITE=warn pytest pandas/tests/copy_view pandas/tests/indexing -n 4',
      'no job sets that mode',
    ],
    [
      'python',
      'whole',
      'docker compose up -d postgres mysql moto\npytest pandas/tests/io -m "network or db"',
      'the four rows without a pattern of their own select all but single_cpu',
    ],
    [
      'python',
      'none',
      'python -m pip install -ve . --no-build-isolation -Csetup-args="-Db_sanitize=address"\nLD_PRELOAD=$(gcc -print-file-name=libasan.so) python -m pytest pandas/tests/libs pandas/tests/tslibs',
      'no sanitizer anywhere',
    ],
    [
      'word by word',
      'none',
      'cd asv_bench && asv continuous -f 1.1 -E virtualenv upstream/main HEAD -b ^groupby',
      'CI tries each benchmark once and compares nothing',
    ],
    [
      'word by word',
      'whole',
      'cd asv_bench\nasv machine --yes\nasv run --quick --dry-run --python=same --show-stderr',
      'job asv-benchmarks',
    ],
    [
      'word by word',
      'none',
      'asv run --python=same -b rolling -a rounds=5 -a repeat=20 | tee rolling.txt',
      'another scale',
      { cwd: 'asv_bench' },
    ],
    ['lint', 'whole', 'pre-commit run --hook-stage manual --all-files', 'the step Typing'],
    ['lint', 'whole', 'time ./ci/code_checks.sh', 'its five checks are five steps'],
    ['python', 'whole', 'python doc/make.py --num-jobs 8 --warnings-are-errors html', 'docbuild-and-upload.yml'],
    [
      'lint',
      'whole',
      'for c in doctests docstrings; do bash ci/code_checks.sh $c; done',
      'two steps of code-checks.yml',
    ],
  ],
};
