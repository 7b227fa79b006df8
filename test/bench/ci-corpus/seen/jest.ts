import type { Repository } from '../case.ts';

export const jest: Repository = {
  name: 'jestjs/jest',
  commit: '52db46e50404c993d3f10dd1481e861cc04ae22e',
  cases: [
    ['npm', 'whole', 'yarn jest', 'four shards of four add up to it'],
    ['npm', 'whole', 'yarn jest packages/expect', 'a part of the shards'],
    ['npm', 'whole', 'yarn lint', 'job static-checks'],
    ['npm', 'whole', 'npx eslint . --ext js,jsx,cjs,mjs,ts,tsx,md', 'yarn lint is eslint over the repository'],
    ['npm', 'whole', 'yarn jest-jasmine-ci', 'test.yml, and the shards of its callers add up'],
    ['npm', 'whole', 'yarn test-leak', 'job test-leak'],
    ['npm', 'whole', 'yarn test-ts --selectProjects ts-integration', 'job ts-compatibility'],
    ['npm', 'whole', 'yarn lint:prettier:ci', 'job static-checks'],
    ['npm', 'whole', 'yarn typecheck', 'its two halves are two steps'],
    [
      'npm',
      'none',
      'node ./benchmarks/test-file-overhead/prepare.sh && yarn jest --config benchmarks/jest.config.js',
      'no job runs the benchmarks',
    ],
    ['npm', 'none', 'UPDATE_SNAPSHOTS=1 yarn jest packages/expect', 'a mode that CI does not set'],
    ['npm', 'whole', 'yarn workspace jest-environment-node test', 'test.yml'],
    ['npm', 'none', 'yarn clean-all', 'no job calls it'],
  ],
};
