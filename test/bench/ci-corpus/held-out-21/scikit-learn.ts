import type { Repository } from '../case.ts';

export const scikitLearn: Repository = {
  name: 'thomasjpfan/scikit-learn',
  commit: '0106c0f54aa9a48cda6a685f96972e4510198f35',
  cases: [
    [
      'python',
      'whole',
      'pip install --no-build-isolation .\ncd /tmp && pytest --pyargs -n 16 sklearn',
      'arm-unit-tests.yml, in the repository that is named there',
    ],
    ['python', 'whole', 'pytest sklearn/ensemble sklearn/tree -n auto -q', 'build_test_arm.sh tests the whole package'],
    [
      'python',
      'none',
      'SKLEARN_TESTS_GLOBAL_RANDOM_SEED=all pytest sklearn/linear_model -n 8',
      'the workflows have the default seed',
    ],
    ['python', 'none', 'SKLEARN_RUN_FLOAT32_TESTS=1 pytest -n 16 sklearn | tee float32.log', 'no workflow sets it'],
    ['lint', 'whole', './build_tools/linting.sh', 'arm-unit-tests.yml, job lint'],
    [
      'lint',
      'whole',
      'ruff check . && ruff format --check . && mypy sklearn/ && cython-lint sklearn/',
      'the four tools of linting.sh',
    ],
    ['lint', 'part', 'pre-commit run --all-files', 'linting.sh has four of its hooks'],
    ['python', 'none', 'SCIPY_ARRAY_API=1 pytest sklearn -k array_api -v', 'cuda-ci.yml, behind a label'],
    [
      'word by word',
      'none',
      'for b in bench_hist_gradient_boosting bench_glm bench_saga; do\n  python benchmarks/$b.py | tee $b.txt\ndone',
      'nobody measures',
    ],
    ['word by word', 'none', 'cd asv_benchmarks && asv run -b LogisticRegression HEAD^!', 'nobody measures'],
    [
      'word by word',
      'scheduled',
      'pip install check-sdist && check-sdist --inject-junk',
      'check-sdist.yml, every night',
    ],
    [
      'python',
      'whole',
      'pip install ninja meson scipy\npython build_tools/check-meson-openmp-dependencies.py',
      'a step of arm-unit-tests.yml',
    ],
  ],
};
