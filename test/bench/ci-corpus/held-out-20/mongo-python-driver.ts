import type { Repository } from '../case.ts';

export const mongoPythonDriver: Repository = {
  name: 'mongodb/mongo-python-driver',
  commit: 'ebc4bffcc842464e48a3edbd04802d1a42bc818a',
  cases: [
    ['python', 'whole', 'uv run --extra test pytest -v --durations=20', 'test-python.yml, job build'],
    [
      'python',
      'whole',
      'uv run --extra test python -m pytest test/test_bson.py test/test_son.py test/test_json_util.py',
      'job build tests all of test',
    ],
    ['make, just, task', 'whole', 'just typing-mypy 2>&1 | tee mypy.log', 'job static, by just typing'],
    ['make, just, task', 'whole', 'just lint', 'just lint-manual runs these hooks and those of its stage'],
    ['make, just, task', 'whole', 'just integration-tests', 'job integration_tests'],
    ['make, just, task', 'whole', 'just docs', 'job docs'],
    ['make, just, task', 'whole', 'just test-coverage', 'job coverage, by a variable instead of an option'],
    ['word by word', 'whole', 'cppcheck --force bson\ncppcheck pymongo', 'job static'],
    ['make, just, task', 'part', 'just typing\nuvx bandit -r pymongo bson gridfs', 'job static; nobody calls bandit'],
    [
      'python',
      'none',
      'FASTBENCH=1 python test/performance/perf_test.py -v TestRunCommand TestFindManyAndEmptyCursor',
      'nobody measures',
    ],
    [
      'make, just, task',
      'none',
      'just setup-tests perf sync\njust run-tests',
      'CI sets up the default tests and doctest',
    ],
    ['python', 'none', 'NO_EXT=1 uv run --extra test pytest -v', 'CI builds the extensions'],
    [
      'python',
      'none',
      'uv run --extra test --extra encryption pytest -m encryption test/test_encryption.py',
      'CI has the markers default and default_async',
    ],
    ['make, just, task', 'none', 'just test-numpy', 'no workflow installs numpy for tests'],
    ['make, just, task', 'none', 'just docs-linkcheck', 'no workflow follows the links'],
  ],
};
