import type { Repository } from '../case.ts';

export const attrs: Repository = {
  name: 'python-attrs/attrs',
  commit: 'c1dc5dcba16ed827aa6dcad896b41a3afedb4e32',
  cases: [
    [
      'python',
      'whole',
      'uv run --only-group tox tox run -e 3.13-tests',
      'ci.yml, job tests: one of the versions that the package names',
    ],
    ['python', 'whole', 'uv run pytest tests/test_make.py -q', 'of the environment tests'],
    ['python', 'whole', 'tox run -e docs-doctests', 'ci.yml, job docs'],
    [
      'python',
      'whole',
      'coverage run -m pytest -n auto && coverage combine && coverage report --fail-under=100',
      'the environments 3.10-tests and 3.14-tests, and the job coverage',
    ],
    ['lint', 'whole', 'uv run ruff check . && uv run ruff format --check .', 'tox run -f lint: lint-ruff'],
    ['lint', 'whole', 'prek run --all-files 2>&1 | tee prek.log', 'tox run -f lint: lint-pre-commit'],
    ['lint', 'whole', 'uv run codespell src docs', 'a hook of lint-pre-commit'],
    ['lint', 'whole', 'uv run pyright', 'tox run -f typing: typing-pyright'],
    ['lint', 'whole', 'uv run ty check typing_tests/baseline.py', 'tox run -f typing: typing-ty'],
    ['python', 'whole', 'time uv run --only-group tox tox run -e codspeed', "codspeed.yml, through the action's run"],
    [
      'python',
      'none',
      'uv run pytest bench/test_benchmarks.py -n 0 --codspeed --codspeed-warmup-time=2 --codspeed-max-rounds=200',
      'another scale than in codspeed.yml',
    ],
    ['python', 'none', 'tox run -e docs-linkcheck', 'no job does'],
    ['python', 'none', 'tox run -e docset', 'build-docset.yml starts on tags only'],
    [
      'python',
      'none',
      'for seed in 1 2 3 4 5; do\n  PYTHONHASHSEED=$seed uv run pytest tests/test_functional.py -n 0\ndone',
      'nobody sets seeds',
    ],
    [
      'word by word',
      'none',
      "python -X importtime -c 'import attrs' 2> importtime.log",
      'no job reads import times so',
    ],
  ],
};
