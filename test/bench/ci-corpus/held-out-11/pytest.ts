import type { Repository } from '../case.ts';

export const pytest: Repository = {
  name: 'pytest-dev/pytest',
  commit: 'df87db7b0462fb764ef73fa00561adf8ad047572',
  cases: [
    ['python', 'whole', 'tox -e py312', 'test.yml: tox run -e py312-coverage runs the same tests'],
    ['python', 'whole', 'pytest testing', 'test.yml: tox'],
    ['python', 'whole', 'time python -m pytest testing/python -k fixture -x', 'test.yml: tox'],
    ['python', 'whole', 'pytest -n auto testing/test_assertrewrite.py testing/test_capture.py', 'test.yml: tox'],
    ['python', 'whole', 'tox run -e doctesting', 'test.yml, matrix doctesting'],
    ['python', 'whole', 'pytest doc/en', 'test.yml, matrix doctesting'],
    ['python', 'whole', 'pytest --doctest-modules --pyargs _pytest', 'test.yml, matrix doctesting'],
    ['python', 'whole', 'tox -e plugins', 'test.yml, matrix plugins'],
    [
      'python',
      'whole',
      'cd testing/plugins_integration && PYTHONPATH=. pytest bdd_wallet.py',
      'test.yml, matrix plugins',
    ],
    ['python', 'scheduled', 'tox -e docs-checklinks', 'doc-check-links.yml'],
    ['python', 'none', 'tox -e py310-freeze', 'test.yml goes on when that one fails'],
    ['lint', 'none', 'tox -e linting', 'no workflow does'],
    ['lint', 'none', 'pre-commit run mypy --all-files', 'no workflow does'],
    ['python', 'none', 'tox -e docs', 'no workflow does'],
    ['python', 'none', 'cd bench && python bench.py unit_test.py', 'nobody measures'],
    ['python', 'none', 'hyperfine --warmup 2 --runs 10 "pytest bench/manyparam.py"', 'nobody measures'],
  ],
};
