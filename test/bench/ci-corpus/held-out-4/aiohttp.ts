import type { Repository } from '../case.ts';

export const aiohttp: Repository = {
  name: 'aio-libs/aiohttp',
  commit: '495e778360d1924da63e16dba0f0d76baf56a56a',
  cases: [
    ['python', 'whole', "pytest -m 'not dev_mode and not autobahn'", 'job test'],
    ['python', 'whole', "pytest tests/test_client_session.py -m 'not dev_mode and not autobahn'", 'a part of that'],
    ['python', 'whole', 'PYTHONDEVMODE=1 pytest -m dev_mode', 'job test'],
    ['make, just, task', 'whole', 'make mypy', 'job lint-from-sdist'],
    ['lint', 'whole', 'mypy', 'make mypy'],
    ['make, just, task', 'whole', 'make doc-spelling', 'job lint-from-git'],
    ['word by word', 'whole', 'slotscheck -v -m aiohttp', 'job lint-from-sdist'],
    ['make, just, task', 'none', 'make doc', 'no job calls it'],
  ],
};
