import type { Repository } from '../case.ts';

export const urllib3: Repository = {
  name: 'urllib3/urllib3',
  commit: '6a8536b6e1b0cbe69ae801337c599951e527ae29',
  cases: [
    ['python', 'whole', 'nox -s test-3.12', 'ci.yml, by its matrix'],
    ['python', 'whole', 'pytest test/test_retry.py', 'the session test runs pytest over test/'],
    ['lint', 'whole', 'nox -s lint', 'lint.yml'],
    ['python', 'none', 'nox -s docs', 'no job calls it'],
    ['python', 'whole', 'nox -s downstream_requests', 'downstream.yml, by its matrix'],
    ['word by word', 'none', 'python dummyserver/socketserver.py', 'no job starts it'],
  ],
};
