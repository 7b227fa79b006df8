import type { Repository } from '../case.ts';

export const express: Repository = {
  name: 'expressjs/express',
  commit: 'a3714473feb3d2908add734d340e7755fd85e0a3',
  cases: [
    ['npm', 'whole', 'npm test', 'nyc runs it'],
    ['npm', 'whole', 'npx mocha --require test/support/env test/app.router.js', 'a part of that'],
    ['npm', 'whole', 'npm run test-cov', 'the same tests'],
    ['lint', 'whole', 'npm run lint', 'job lint'],
    ['lint', 'whole', 'npx eslint lib', 'a part of that'],
    ['make, just, task', 'none', 'cd benchmarks && make', 'no job measures'],
    ['npm', 'none', 'npx autocannon -d 30 http://localhost:3000', 'no job measures'],
  ],
};
