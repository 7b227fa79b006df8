import type { Repository } from '../case.ts';

export const knex: Repository = {
  name: 'knex/knex',
  commit: 'e25d54bcb707714a17f5a5744eba5c4246bb4d1d',
  cases: [
    ['npm', 'whole', 'npm run test:unit', 'unit-tests.yml'],
    ['npm', 'whole', 'npm run test:unit-only', 'of test:unit'],
    ['npm', 'whole', 'DB=postgres npm run test:db', 'integration-tests.yml by its matrix'],
    ['npm', 'whole', 'npm run test:sqlite', 'integration-tests.yml by its matrix'],
    [
      'npm',
      'whole',
      'DB=cockroachdb npx mocha --exit -t 10000 --config test/mocha-integration-config-test.js',
      'integration-tests.yml by its matrix',
    ],
    ['npm', 'none', 'npm run test:oracledb', 'its step may fail'],
    ['npm', 'none', 'npm run test:mysql2', 'a database that is in no matrix'],
    ['npm', 'none', 'npm run test:tape', 'only in a step that may fail'],
    ['npm', 'part', 'npm run test:coverage', 'its step may fail, but test:cli runs in unit-tests.yml'],
    ['npm', 'whole', 'npm run lint:everything', 'linting.yml'],
    ['npm', 'whole', 'npx tsd && npx tstyche --target 5.4', 'of lint:everything'],
    ['lint', 'whole', 'npm run format:check', 'linting.yml'],
    ['npm', 'none', 'npm run stress:test', 'nobody measures'],
  ],
};
