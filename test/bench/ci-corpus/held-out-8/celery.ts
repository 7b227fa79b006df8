import type { Repository } from '../case.ts';

export const celery: Repository = {
  name: 'celery/celery',
  commit: '5dc781f0bd5f36186bfcc74e0a4f9f654452c69b',
  cases: [
    ['python', 'whole', 'tox -e 3.12-unit', 'job Unit through tox-gh-actions'],
    ['python', 'whole', 'pytest t/unit/worker', 'job Unit'],
    ['python', 'whole', 'pytest t/unit -k canvas -x', 'job Unit'],
    ['make, just, task', 'whole', 'make cov', 'job Unit, the unit tests'],
    [
      'python',
      'whole',
      'TEST_PATH=t/integration/test_canvas.py tox -e 3.12-integration-redis',
      'integration-tests.yml, file by file',
    ],
    [
      'python',
      'whole',
      'TEST_BROKER=redis:// TEST_BACKEND=redis:// pytest -xsvv t/integration -k chord',
      'integration-tests.yml, file by file',
    ],
    ['python', 'whole', 'tox -e 3.12-smoke -- -n auto', 'smoke-tests.yml, file by file'],
    ['lint', 'whole', 'tox -e lint', 'linter.yml'],
    ['lint', 'whole', 'pre-commit run --all-files', 'linter.yml'],
    ['lint', 'whole', 'flake8 celery t', 'a hook of pre-commit'],
    ['lint', 'whole', 'python -m mypy --config-file pyproject.toml', 'a hook of pre-commit'],
    ['make, just, task', 'whole', 'make docker-build', 'docker.yml'],
    ['lint', 'none', 'tox -e bandit', 'no job calls it'],
    ['word by word', 'none', 'tox -e apicheck', 'no job calls it'],
    ['python', 'none', 'TEST_BROKER=pyamqp://mq.internal pytest -xsvv t/integration', 'a real service'],
    ['word by word', 'none', 'python t/benchmarks/bench_worker.py 100000', 'nobody measures'],
  ],
};
