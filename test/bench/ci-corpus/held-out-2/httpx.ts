import type { Repository } from '../case.ts';

export const httpx: Repository = {
  name: 'encode/httpx',
  commit: 'ae1b9f66238f75ced3ced5e4485408435de10768',
  cases: [
    ['word by word', 'whole', 'scripts/test', 'test-suite.yml'],
    ['python', 'whole', 'pytest tests/client -k timeout', 'scripts/test runs pytest'],
    ['python', 'whole', 'coverage run -m pytest', 'scripts/test'],
    ['word by word', 'whole', 'scripts/check', 'test-suite.yml'],
    ['lint', 'whole', 'mypy httpx tests', 'scripts/check'],
    ['lint', 'whole', 'ruff check httpx', 'scripts/check'],
    ['lint', 'whole', 'ruff format --check httpx tests', 'scripts/check, with --diff'],
    ['word by word', 'none', 'scripts/docs', 'no job calls it'],
    ['python', 'none', 'python -X importtime -c "import httpx"', 'no job measures'],
  ],
};
