import type { Repository } from '../case.ts';

export const msgspec: Repository = {
  name: 'msgspec/msgspec',
  commit: '593ec549a99cf3928f1763f92798fe444d3e5c03',
  cases: [
    ['make, just, task', 'whole', 'just test', 'ci.yml, job test calls pytest on tests/unit in the same environment'],
    ['python', 'whole', 'uv run pytest tests/unit/test_json.py -q', 'of job test'],
    ['python', 'whole', 'python -m pytest tests/unit -k struct --durations=20', 'of job test'],
    [
      'python',
      'whole',
      'for v in 3.11 3.13; do\n  uv run --python "$v" --group test-unit pytest tests/unit\ndone',
      'job test by its matrix',
    ],
    ['python', 'whole', 'uv run pytest --doctest-modules --pyargs msgspec', 'just test-doc in job test-integration'],
    ['make, just, task', 'whole', 'just test-typing', 'job test-integration'],
    ['make, just, task', 'whole', 'just test-all', 'the unit tests and the doc tests add up'],
    ['make, just, task', 'whole', 'just doc-build', 'docs.yml, called on pull requests'],
    ['lint', 'whole', 'uv run pyright tests/typing', 'of test-typing'],
    ['lint', 'whole', 'ruff check .', 'just hooks-check in prepare-build.yml: the hook python-lint-check'],
    ['lint', 'whole', 'ruff format --check && codespell', 'just hooks-check'],
    [
      'python',
      'whole',
      'uv run pytest tests/prof/perf --codspeed --randomly-seed=3485796098 -k arm',
      "codspeed.yml, through the action's run",
    ],
    [
      'make, just, task',
      'none',
      'just test-perf all --calibrate --rounds 10000',
      'profile.yml is started by hand only',
    ],
    ['make, just, task', 'none', 'just bench-run encodings', 'nobody measures'],
    ['word by word', 'none', 'python -m benchmarks.bench_validation --versions', 'nobody measures'],
    ['python', 'none', 'MSGSPEC_DEBUG=1 uv run pytest tests/prof/perf/test_gc.py', 'CI has a selection of it'],
    ['lint', 'none', 'mypy --strict src/msgspec', 'CI checks tests/typing'],
  ],
};
