import type { Repository } from '../case.ts';

export const scrapy: Repository = {
  name: 'scrapy/scrapy',
  commit: '11079cb1c85b9e75a39a7269943c69d1a975d485',
  cases: [
    ['python', 'whole', 'tox -e py', 'tests-ubuntu.yml'],
    ['python', 'whole', 'pytest tests/test_crawler.py', 'a part of that'],
    ['python', 'whole', 'pytest scrapy tests --doctest-modules', 'the commands of tox'],
    ['python', 'whole', 'tox -e mypy', 'checks.yml'],
    ['lint', 'whole', 'mypy scrapy tests', 'tox -e mypy'],
    ['lint', 'whole', 'pre-commit run --all-files', 'pre-commit/action'],
    ['python', 'none', 'scrapy bench', 'no job measures so'],
  ],
};
