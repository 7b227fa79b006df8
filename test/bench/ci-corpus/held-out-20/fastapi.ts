import type { Repository } from '../case.ts';

export const fastapi: Repository = {
  name: 'fastapi/fastapi',
  commit: 'c3f316b7e814667e8ee81e03a7330d00ee61e45c',
  cases: [
    ['python', 'whole', 'bash scripts/test.sh', 'test.yml, by scripts/test-cov.sh'],
    ['python', 'whole', 'uv run --no-sync bash scripts/test-cov-html.sh', 'test.yml, by scripts/test-cov.sh'],
    ['python', 'whole', 'PYTHONPATH=./docs_src pytest -n 8 tests/test_tutorial', 'test.yml tests all of tests'],
    [
      'python',
      'whole',
      'for v in 3.10 3.13 3.14t; do\n  uv sync --python $v --no-dev --group tests --extra all\n  uv run --python $v --no-sync bash scripts/test.sh -q | tee test-$v.log\ndone',
      'the list in test.yml has these versions',
    ],
    ['python', 'whole', 'uv run --no-sync pytest tests/benchmarks --codspeed', 'job benchmark, word by word'],
    [
      'lint',
      'whole',
      'bash scripts/lint.sh',
      'pre-commit.yml, the hooks mypy, ty and ruff; a later step fails for them',
    ],
    ['lint', 'whole', 'uv run mypy fastapi', 'pre-commit.yml, the hook local-mypy'],
    [
      'python',
      'whole',
      'python -m build --sdist\ncd dist\ntar xvf fastapi*.tar.gz\ncd fastapi*/\nbash scripts/test.sh',
      'test-redistribute.yml',
    ],
    [
      'word by word',
      'whole',
      'uv run ./scripts/docs.py build-lang en',
      'build-docs.yml, job build-docs, for each language',
    ],
    [
      'python',
      'part',
      'PYTHONPATH=./docs_src pytest tests/test_openapi_schema_type.py tests/test_openapi_servers.py\nPYTHONPATH=./docs_src python -m memray run -o mem.bin -m pytest tests/memory_benchmarks',
      'tested as in CI; nobody calls memray',
    ],
    [
      'word by word',
      'none',
      'uvicorn docs_src.first_steps.tutorial001_py310:app --workers 4 &\nsleep 2\nwrk -t8 -c256 -d60s --latency http://127.0.0.1:8000/ | tee wrk.txt\nkill %1',
      'nobody puts load on it',
    ],
    [
      'word by word',
      'none',
      'for f in scripts/playwright/*/*.py; do uv run --with playwright python "$f"; done',
      'no workflow takes pictures',
    ],
    ['python', 'none', 'UV_PYTHON=pypy3.11 uv run --no-sync bash scripts/test.sh', 'CI has CPython only'],
    ['lint', 'none', 'bandit -r fastapi -ll', 'no workflow calls it'],
    [
      'python',
      'none',
      'pyperf command --processes 20 -o import.json -- python -X importtime -c "import fastapi"',
      'nobody measures',
    ],
  ],
};
