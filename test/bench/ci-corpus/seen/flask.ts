import type { Repository } from '../case.ts';

export const flask: Repository = {
  name: 'pallets/flask',
  commit: '2ac89889f4cc330eabd50f295dcef02828522c69',
  cases: [
    ['python', 'whole', 'pytest', 'tox runs pytest without a selection'],
    ['python', 'whole', 'pytest tests/test_blueprints.py -k nested', 'a part of what tox runs'],
    ['python', 'whole', 'python -m pytest -n auto tests/test_cli.py', 'xdist changes only the speed'],
    ['python', 'whole', 'tox -e py3.13', 'an environment of the matrix'],
    ['python', 'whole', 'uv run tox run -e typing', 'job typing'],
    ['lint', 'whole', 'mypy && pyright', 'the tox environment typing runs both'],
    ['python', 'none', 'tox -e docs', 'no job builds the documentation'],
    ['lint', 'whole', 'pre-commit run --all-files', 'pre-commit.yaml'],
    ['lint', 'whole', 'ruff check', 'a hook of pre-commit'],
    ['lint', 'whole', 'tox -e style', 'that is pre-commit over all files'],
    ['python', 'none', 'pytest examples/tutorial/tests', 'testpaths is tests'],
    ['word by word', 'none', 'python -m timeit -s "import flask" "flask.Flask(__name__)"', 'no step measures'],
  ],
};
