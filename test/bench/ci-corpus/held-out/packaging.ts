import type { Repository } from '../case.ts';

export const packaging: Repository = {
  name: 'pypa/packaging',
  commit: '053c884615f2e83d80705251b447769ec2599653',
  cases: [
    ['python', 'whole', 'nox -s tests', 'test.yml'],
    ['python', 'whole', 'pytest', 'the session tests, and job musl'],
    ['python', 'whole', 'python -m pytest -n 8 tests/test_version.py', 'a part of that'],
    ['python', 'whole', 'pytest -m property', 'the session property_tests'],
    ['lint', 'whole', 'nox -s lint', 'lint.yml'],
    ['lint', 'whole', 'ruff format --check src', 'a hook of pre-commit, which the session lint runs'],
    ['python', 'whole', 'nox -s docs', 'docs.yml'],
    ['python', 'none', 'nox -s release', 'no job calls it'],
    ['python', 'whole', 'nox -s "downstream(project=\'pip\')"', 'by its matrix'],
    ['word by word', 'none', 'asv run --python=same HEAD^!', 'perf.yml compares, and its failure is swallowed'],
  ],
};
