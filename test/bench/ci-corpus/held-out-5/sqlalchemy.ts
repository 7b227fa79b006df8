import type { Repository } from '../case.ts';

export const sqlalchemy: Repository = {
  name: 'sqlalchemy/sqlalchemy',
  commit: 'f35da7e2b9349a08b8de1f6bd3b07c8bf8616790',
  cases: [
    ['python', 'whole', 'nox -s github-cext-greenlet', 'run-on-pr.yaml'],
    ['python', 'whole', 'nox -s mypy', 'run-nox'],
    ['python', 'whole', 'pytest -m mypy', 'the mypy session'],
    ['python', 'whole', 'nox -s pep8 pep484', 'run-nox'],
    ['lint', 'whole', 'black --check ./lib/ ./test/', 'the pep8 session'],
    ['lint', 'whole', 'slotscheck -m sqlalchemy', 'the pep8 session'],
    ['lint', 'whole', 'mypy ./lib/sqlalchemy', 'the pep484 session'],
    ['python', 'none', "nox -s 'tests(py-postgresql)' -- --dburi postgresql://db.internal/test", 'CI has sqlite only'],
    ['python', 'none', 'pytest -m memory_intensive test/aaa_profiling/test_memusage.py', 'CI leaves them out'],
    ['python', 'none', "TOX_POSTGRESQL='--dburi postgresql+psycopg://scott@db/test' nox -s tests", 'a real database'],
    ['python', 'none', 'python -m test.perf orm2010', 'nobody measures'],
    ['python', 'none', 'python -m build --wheel', 'on a release only'],
  ],
};
