import type { Repository } from '../case.ts';

export const uvicorn: Repository = {
  name: 'encode/uvicorn',
  commit: 'e6c7ce791fc634b6eedee40e0d0207faa8a9aefd',
  cases: [
    ['python', 'whole', './scripts/test', 'test-suite.yml; what it does outside of GitHub are two steps more'],
    ['python', 'whole', 'python -m pytest', 'scripts/test'],
    ['python', 'whole', 'time pytest tests/protocols -x -n 0', 'of scripts/test'],
    ['python', 'whole', 'pytest -k websocket --durations=20', 'of scripts/test'],
    ['python', 'whole', 'uv run --python 3.12 pytest tests/supervisors', 'of scripts/test'],
    [
      'python',
      'whole',
      'pip install -r requirements.txt && pytest tests/test_server.py tests/test_ssl.py 2>&1 | tee server.log',
      'of scripts/test',
    ],
    [
      'python',
      'whole',
      'coverage run -m pytest && coverage combine && coverage report',
      'scripts/test and scripts/coverage',
    ],
    ['lint', 'whole', 'bash scripts/check', 'test-suite.yml'],
    ['lint', 'whole', 'mypy uvicorn tests', 'scripts/check'],
    ['lint', 'whole', 'ruff check uvicorn && ruff format --check uvicorn tests', 'scripts/check'],
    ['word by word', 'whole', 'python -m build && twine check dist/*', 'scripts/build'],
    ['word by word', 'whole', 'mkdocs build', 'scripts/build'],
    ['word by word', 'none', 'mkdocs gh-deploy --force', 'only on a tag'],
    ['python', 'none', 'PYTHONASYNCIODEBUG=1 pytest tests', 'a mode that CI has not'],
    ['lint', 'none', 'pyright uvicorn', 'nobody runs that'],
    ['lint', 'none', 'bandit -r uvicorn', 'nobody runs that'],
    [
      'word by word',
      'none',
      'python -m uvicorn bench.app:app --port 8000 --no-access-log & sleep 2; wrk -t4 -c256 -d60s http://127.0.0.1:8000/; kill %1',
      'nobody measures so',
    ],
    [
      'word by word',
      'none',
      'for n in 1 2 4 8; do timeout 120 python bench/throughput.py --workers $n --out results/workers-$n.json; done',
      'nobody measures so',
    ],
  ],
};
