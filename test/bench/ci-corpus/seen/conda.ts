import type { Repository } from '../case.ts';

export const conda: Repository = {
  name: 'conda/conda',
  commit: '0f64223fb8da4328457a69fe6483959dbb783152',
  cases: [
    ['python', 'whole', "pytest -m 'not integration and not benchmark'", 'two groups of two splits add up to it'],
    ['python', 'whole', "pytest tests/core -m 'not integration and not benchmark'", 'a part of that'],
    ['python', 'whole', "pytest -m 'integration and not benchmark' tests/test_create.py", 'three groups of three'],
    ['python', 'whole', 'pytest -k memray --memray', 'job linux-memray'],
    [
      'python',
      'whole',
      'python -m pytest -m benchmark --benchmark-json out.json',
      'job linux-benchmarks runs that very selection',
    ],
    ['lint', 'none', 'mypy', 'CI learns nothing of it: `mypy … || true`'],
    ['word by word', 'none', "hyperfine --warmup 2 'conda create -n x --dry-run python numpy'", 'no job measures so'],
  ],
};
