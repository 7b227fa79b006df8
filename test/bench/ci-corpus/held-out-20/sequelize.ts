import type { Repository } from '../case.ts';

export const sequelize: Repository = {
  name: 'sequelize/sequelize',
  commit: 'c7700944925914dd936e96ad2dabb4dbdf7e9477',
  cases: [
    ['npm', 'whole', 'yarn install --immutable\nyarn build\nyarn test-unit', 'ci.yml, job unit-test'],
    [
      'npm',
      'whole',
      'cd packages/core\nyarn test-unit-postgres 2>&1 | tee unit.log\nyarn test-unit-mysql 2>&1 | tee -a unit.log',
      'job unit-test',
    ],
    [
      'npm',
      'whole',
      'yarn lerna run test-unit --scope=@sequelize/utils --scope=@sequelize/validator.js',
      'job unit-test',
    ],
    ['npm', 'whole', 'yarn test-integration-sqlite3', 'job test-win; only core has the script'],
    [
      'npm',
      'whole',
      'yarn start-postgres-latest\nDIALECT=postgres yarn lerna run test-integration --scope=@sequelize/core',
      'job test-postgres',
    ],
    [
      'npm',
      'whole',
      'for d in mysql mariadb; do\n  yarn start-$d-latest\n  DIALECT=$d yarn workspace @sequelize/core test-integration\ndone',
      'job test-oldest-latest',
    ],
    ['npm', 'whole', 'cd packages/core && DIALECT=sqlite3 yarn cover-unit', 'job unit-test has these tests'],
    ['lint', 'whole', 'yarn eslint . --quiet\nyarn prettier --check .', 'job lint, by test:format'],
    ['npm', 'whole', 'yarn docs', 'job docs'],
    ['npm', 'part', 'yarn test-typings && yarn test-exports', 'job test-typings; nobody calls test-exports'],
    ['npm', 'none', 'yarn test-exports', 'no job calls it'],
    ['npm', 'none', 'cd packages/core\nDIALECT=postgres yarn test-smoke', 'no job calls it'],
    [
      'npm',
      'none',
      'DIALECT=snowflake yarn lerna run test-integration --scope=@sequelize/core',
      'no job has that server',
    ],
    [
      'word by word',
      'none',
      'yarn build\nfor n in 100 1000 10000; do DIALECT=sqlite3 node --expose-gc /opt/bench/bulk-create.mjs --rows $n; done | tee bench.txt',
      'nobody measures',
    ],
    [
      'npm',
      'none',
      'yarn workspace @sequelize/core add pg@next\nDIALECT=postgres yarn lerna run test-integration --scope=@sequelize/core',
      'CI has the driver of the lock file',
    ],
  ],
};
