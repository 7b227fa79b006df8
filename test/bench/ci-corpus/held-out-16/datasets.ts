import type { Repository } from '../case.ts';

export const datasets: Repository = {
  name: 'huggingface/datasets',
  commit: 'b7cb10b0e38ab8bbefdb142d0279bc85ac8c7ab8',
  cases: [
    ['python', 'whole', 'python -m pytest -m unit -n 16 --dist loadfile ./tests/', 'ci.yml, job test'],
    ['python', 'whole', 'pytest tests/test_arrow_dataset.py -m unit -x --tb=short', 'of job test'],
    [
      'python',
      'whole',
      'python -m pytest tests/packaged_modules -m "unit and not integration"',
      'less than the unit tests of job test',
    ],
    [
      'python',
      'whole',
      'pytest -m "not integration" -n auto tests/features',
      'conftest.py marks as unit what is not integration',
    ],
    ['python', 'whole', 'uv run --extra tests pytest tests/test_table.py -m unit --durations=20', 'of job test'],
    ['python', 'part', 'make test', 'the integration tests may fail in CI'],
    ['python', 'part', 'pytest -n 8 tests/test_load.py', 'a part of the file is integration, which may fail'],
    ['python', 'none', 'pytest -m integration tests/test_upstream_hub.py', 'continue-on-error for integration'],
    [
      'python',
      'none',
      'HF_DATASETS_IN_MEMORY_MAX_SIZE=20000000000 pytest -m unit tests/test_arrow_dataset.py',
      'a mode that CI has not',
    ],
    ['lint', 'whole', 'make quality', 'job check_code_quality has both commands'],
    ['lint', 'whole', 'ruff check src/datasets tests/io', 'of job check_code_quality'],
    ['lint', 'whole', 'ruff format --check --diff benchmarks', 'of job check_code_quality'],
    ['lint', 'part', 'pre-commit run --all-files', 'CI looks at fewer directories than the hooks'],
    ['lint', 'none', 'ruff check docs templates notebooks', 'directories that CI leaves out'],
    ['lint', 'none', 'mypy src/datasets', 'nobody checks types'],
    [
      'word by word',
      'none',
      'for b in array_xd getitem_100B indices_mapping iterating map_filter; do\n  PYTHONPATH=./ time python benchmarks/benchmark_$b.py\ndone',
      'nobody measures',
    ],
    ['word by word', 'none', 'python benchmarks/benchmark_iterating.py | tee iterating.json', 'nobody measures'],
  ],
};
