import type { Repository } from '../case.ts';

export const xarray: Repository = {
  name: 'pydata/xarray',
  commit: 'b1c1dc549b62bdfc8de0bdded24f56464cf0db1a',
  cases: [
    ['python', 'whole', 'pixi run -e test-py314 pytest xarray/tests/test_backends.py', 'a part of job test'],
    ['python', 'whole', 'pixi run test', 'the task is pytest'],
    ['python', 'whole', 'python -m pytest --doctest-modules xarray --ignore xarray/tests', 'job doctest'],
    ['lint', 'whole', 'python -m mypy', 'job mypy'],
    ['lint', 'whole', 'pixi run mypy', 'job mypy'],
    ['python', 'none', 'pixi run doc', 'no job calls it'],
    ['word by word', 'none', 'asv run --python=same', 'benchmarks compare only behind a label'],
  ],
};
