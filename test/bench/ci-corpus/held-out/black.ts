import type { Repository } from '../case.ts';

export const black: Repository = {
  name: 'psf/black',
  commit: '8947c48ef2077c3a301b03c1e814dc2e3f78436e',
  cases: [
    ['python', 'whole', 'tox -e py312', 'the same commands as ci-py312'],
    ['python', 'whole', 'pytest tests --run-optional no_jupyter', 'tox runs it'],
    ['python', 'whole', 'pytest tests/test_format.py -n auto', 'a part of that'],
    ['lint', 'whole', 'pre-commit run --all-files', 'pre-commit/action'],
    ['lint', 'whole', 'flake8 src/black', 'a hook of pre-commit'],
    ['python', 'whole', 'tox -e fuzz', 'fuzz.yml also runs on a push to main'],
    ['python', 'whole', 'tox -e run_self', 'lint.yml'],
    ['lint', 'whole', 'black --check .', 'job uvloop'],
    ['word by word', 'whole', 'sphinx-build -a -b html -W --keep-going docs/ docs/_build', 'docs.yml'],
    ['python', 'whole', 'python scripts/fuzz.py', 'the tox environment fuzz runs it under coverage'],
    ['word by word', 'none', 'python -m cProfile -o out.prof -m black profiling/', 'no job profiles'],
  ],
};
