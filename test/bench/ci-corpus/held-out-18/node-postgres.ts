import type { Repository } from '../case.ts';

export const nodePostgres: Repository = {
  name: 'brianc/node-postgres',
  commit: 'c9e57617bc92c2ded23a75345f50eadc527bd131',
  cases: [
    ['npm', 'whole', 'yarn install --frozen-lockfile\nset -o pipefail\nyarn test |& tee test.log', 'ci.yml, job build'],
    ['npm', 'whole', 'npx lerna exec --scope pg-cursor --scope pg-pool --concurrency 1 yarn test', 'yarn test'],
    ['npm', 'whole', 'yarn workspace pg-pool test', 'yarn test goes to every package'],
    [
      'npm',
      'whole',
      'cd packages/pg-query-stream && npx mocha -r ts-node/register test/close.ts test/pool.ts',
      'yarn test',
    ],
    [
      'npm',
      'whole',
      "cd packages/pg-protocol && yarn build && npx mocha --reporter dot 'dist/**/*.test.js'",
      'yarn test, through pretest',
    ],
    [
      'npm',
      'whole',
      'cd packages/pg-connection-string && npx nyc --reporter=text mocha && npx nyc check-coverage --statements 100 --branches 100 --lines 100 --functions 100',
      'its script test',
    ],
    ['make, just, task', 'whole', 'make -C packages/pg test-unit', 'make test-all, through yarn test'],
    [
      'make, just, task',
      'whole',
      'export PGUSER=postgres PGPASSWORD=postgres PGHOST=localhost PGDATABASE=ci_db_test PGTESTNOSSL=true\ncd packages/pg\ntime make test-integration test-native',
      'make test-all with the same variables',
    ],
    [
      'make, just, task',
      'whole',
      'cd packages/pg && TEST_SKIP_NATIVE=true make test-unit test-integration test-native',
      'the variable only leaves out a part of make test-all',
    ],
    ['make, just, task', 'none', 'cd packages/pg && make test-binary', 'test-all has no binary mode'],
    ['npm', 'none', 'PGSSLMODE=require yarn workspace pg test', 'CI tests without SSL'],
    ['npm', 'none', 'cd packages/pg-pool && bunx --bun mocha', 'CI has node only'],
    [
      'word by word',
      'none',
      'cd packages/pg && for i in 1 2 3 4 5; do taskset -c 4 node bench.js | tee -a bench.txt; done',
      'nobody measures',
    ],
    ['word by word', 'none', 'node --expose-gc packages/pg-native/bench/leaks.js', 'nobody looks for leaks'],
    ['lint', 'whole', "yarn eslint 'packages/pg-protocol/**/*.{js,ts}' 'packages/pg-cursor/**/*.js'", 'yarn lint'],
    ['npm', 'none', 'cd docs && yarn && yarn build', 'docs/ is no package of the workspace, and no job builds it'],
  ],
};
