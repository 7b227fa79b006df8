import type { Repository } from '../case.ts';

export const requests: Repository = {
  name: 'psf/requests',
  commit: '1f6589ec3a1ee910f9a65cc3ceac60b26677bc0e',
  cases: [
    ['python', 'whole', 'python -m pytest tests/test_requests.py -k redirects', 'make ci runs pytest tests'],
    ['make, just, task', 'whole', 'make coverage', 'the same tests with coverage'],
    ['make, just, task', 'whole', 'make test', 'the same tests'],
    ['python', 'whole', 'tox -e py312-default', 'tox runs pytest tests'],
    ['lint', 'whole', 'python -m pyright src/requests/', 'typecheck.yml'],
    ['lint', 'none', 'mypy --strict src/requests', 'CI types with pyright alone'],
    ['lint', 'whole', 'ruff check src', 'a hook of pre-commit'],
    ['python', 'none', 'pytest --doctest-modules src/requests', 'CI collects tests/ only'],
    ['make, just, task', 'none', 'make test-readme', 'no job calls it'],
    ['make, just, task', 'none', 'cd docs && make html', 'no job builds the documentation'],
    ['python', 'whole', 'for i in 1 2 3; do python -m pytest tests -x; done', 'the same tests, three times'],
  ],
};
