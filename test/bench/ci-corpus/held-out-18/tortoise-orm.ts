import type { Repository } from '../case.ts';

export const tortoiseOrm: Repository = {
  name: 'tortoise/tortoise-orm',
  commit: '3829267adeab10482fd1f089bafa9d3b748913f3',
  cases: [
    ['make, just, task', 'whole', 'make test', 'make ci: test_sqlite; the default branch is develop'],
    [
      'make, just, task',
      'whole',
      'TORTOISE_POSTGRES_PASS=123456 make test_postgres_asyncpg test_postgres_psycopg |& tee postgres.log',
      'make ci',
    ],
    [
      'make, just, task',
      'part',
      'for db in postgres_asyncpg mysql mssql oracle; do time make test_$db; done',
      'no job has Oracle',
    ],
    [
      'make, just, task',
      'none',
      'pip uninstall -y aiomysql && poetry install -E asyncmy\nmake test_mysql',
      'CI installs the driver aiomysql, never asyncmy',
    ],
    [
      'python',
      'whole',
      'pytest -n 16 -q tests/test_queryset.py tests/test_bulk.py tests/test_prefetching.py',
      'make ci: test_sqlite',
      { env: { TORTOISE_TEST_DB: 'sqlite://:memory:' } },
    ],
    [
      'python',
      'whole',
      'PYTHONDEVMODE=1 TORTOISE_TEST_DB="mysql://root:$TORTOISE_MYSQL_PASS@127.0.0.1:3306/test_\\{\\}?storage_engine=MYISAM" pytest -n auto tests/test_relations.py',
      'make ci: test_mysql_myisam',
    ],
    [
      'python',
      'none',
      "TORTOISE_TEST_DB='sqlite:///dev/shm/test-{}.sqlite3' pytest -n auto --tb=native -q",
      'CI has SQLite only in memory',
    ],
    [
      'python',
      'none',
      'pytest -W error::DeprecationWarning -W error::ResourceWarning tests/fields tests/schema',
      'CI takes warnings for no failures',
    ],
    [
      'python',
      'none',
      'PYTHONOPTIMIZE=2 pytest -n auto -p no:cacheprovider tests/utils tests/contrib',
      'a mode that CI has not',
    ],
    [
      'python',
      'whole',
      'for e in fastapi blacksheep; do\n  PYTHONPATH=examples/$e pytest -n auto examples/$e/_tests.py\ndone',
      'ci.yml, a step for each',
    ],
    [
      'python',
      'none',
      'for e in examples/*.py; do PYTHONPATH=. python -X dev "$e" || exit 1; done',
      'CI tests two other examples',
    ],
    [
      'word by word',
      'none',
      'git clone https://github.com/tortoise/orm-benchmarks\ncd orm-benchmarks && pip install -r requirements.txt && ITERATIONS=1000 ./bench.sh',
      'nobody measures',
    ],
    ['make, just, task', 'whole', 'timeout 2h make testall', 'make ci has its _testall'],
    ['make, just, task', 'part', 'make lint', 'make ci: all but bandit'],
    [
      'lint',
      'whole',
      'ruff check tortoise/ examples/ tests/ && mypy tortoise/ examples/ tests/ conftest.py',
      'make ci: _check',
    ],
    [
      'lint',
      'none',
      'isort --check-only --profile black tortoise tests && codespell tortoise docs',
      'no job has either',
    ],
    ['word by word', 'whole', 'poetry build && twine check dist/*', 'make ci: build and _check'],
    ['make, just, task', 'none', 'make docs', 'gh-pages.yml and gh-pages-release.yml: by hand and for a release'],
  ],
};
