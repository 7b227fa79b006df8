import type { Repository } from '../case.ts';

export const pydantic: Repository = {
  name: 'pydantic/pydantic',
  commit: '2151025aa51263f3016502b00010b78e4481eaa1',
  cases: [
    ['python', 'whole', 'uv run pytest', 'make test runs pytest'],
    ['make, just, task', 'whole', 'make test', 'job test'],
    ['python', 'whole', 'pytest tests/test_main.py -n auto', 'a part of that'],
    ['python', 'none', 'pytest --benchmark-enable tests/benchmarks', 'no job of ci.yml measures so'],
    ['cargo', 'whole', 'cd pydantic-core && cargo bench', 'job core-bench runs that very command'],
    ['cargo', 'whole', 'cd pydantic-core && cargo test', 'job core-test-os'],
    ['python', 'whole', 'pytest tests/mypy --test-mypy', 'job test-mypy'],
    ['make, just, task', 'whole', 'make test-typechecking-pyright', 'job test-typechecking-integration'],
    ['python', 'whole', 'pytest --ignore=tests/mypy/ --ignore=tests/test_docs.py --memray', 'job test-memray'],
    ['python', 'whole', 'TEST_PLUGIN=1 pytest tests/plugin', 'job test-plugin'],
    ['make, just, task', 'none', 'make test-examples', 'no job calls it'],
  ],
};
