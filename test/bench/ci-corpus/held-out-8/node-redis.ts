import type { Repository } from '../case.ts';

export const nodeRedis: Repository = {
  name: 'redis/node-redis',
  commit: '2a92b2e51aea18b31776ede15e022217e7ea9b37',
  cases: [
    ['npm', 'whole', 'npm run test -ws --if-present', 'the action run-tests'],
    ['npm', 'whole', 'npm test', 'the action run-tests'],
    ['npm', 'whole', 'npm test -w packages/bloom', 'the action run-tests'],
    ['npm', 'whole', 'cd packages/client && npm run test:types', 'of its test script'],
    ['npm', 'whole', "cd packages/client && npx mocha -r tsx './lib/cluster/*.spec.ts'", 'of its test script'],
    ['npm', 'whole', 'npm run build', 'the action run-tests'],
    ['npm', 'whole', 'npm run lint', 'job lint'],
    ['npm', 'whole', 'npm run check:command-jsdoc', 'jsdoc-check.yml'],
    ['npm', 'whole', 'npm run documentation', 'documentation.yml, on a push to master'],
    [
      'npm',
      'none',
      'npm run test -w packages/search -- --redis-tag=7.2-alpine --redis-version=7.2',
      'a server that is in no matrix',
    ],
    ['npm', 'none', 'cd benchmark && npm ci && npm run start -- --times 1000000', 'nobody measures'],
  ],
};
