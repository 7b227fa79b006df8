import type { Repository } from '../case.ts';

export const psycopg: Repository = {
  name: 'psycopg/psycopg',
  commit: 'c079c37c959a89a8684a3d3858cbaff7e5543e71',
  cases: [
    ['python', 'whole', 'pytest tests/test_connection.py', 'tests.yml, job linux through ci_test.sh'],
    [
      'python',
      'whole',
      'PSYCOPG_IMPL=python PSYCOPG_TEST_DSN="host=127.0.0.1 user=postgres password=password" ./tools/ci/ci_test.sh',
      'job linux',
    ],
    ['python', 'whole', 'pytest -m "not slow and not timing"', 'job linux runs every marker'],
    ['python', 'whole', 'pytest -m pool', 'job linux, and job pool-integration'],
    ['python', 'whole', "pytest -m 'pool and not slow and not flakey'", 'job linux'],
    ['python', 'whole', 'PSYCOPG_IMPL=c python -m pytest tests/types -k numeric', 'job linux by its matrix'],
    ['lint', 'whole', 'pre-commit run -a', 'lint.yml'],
    ['lint', 'whole', 'mypy psycopg/psycopg', 'a hook of pre-commit'],
    ['lint', 'whole', 'black --check psycopg', 'a hook of pre-commit'],
    ['word by word', 'whole', './tools/async_to_sync.py --check --all', 'lint.yml'],
    ['word by word', 'whole', 'sphinx-build -W -T -b html docs docs/_build/html', 'lint.yml'],
    ['python', 'none', 'pytest --loop=uvloop tests', 'a loop that CI does not use'],
    ['python', 'none', 'PSYCOPG_TEST_DSN="host=db.internal user=bench" pytest -m slow', 'a real service'],
    ['word by word', 'none', 'python tests/scripts/bench-411.py psycopg async', 'nobody measures'],
  ],
};
