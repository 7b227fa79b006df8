import type { Repository } from '../case.ts';

export const typeorm: Repository = {
  name: 'typeorm/typeorm',
  commit: '281bfba42a5813b106bcf5ba79bc7f7251bd1e73',
  cases: [
    ['npm', 'whole', 'pnpm test', 'jobs build and tests-linux'],
    ['npm', 'whole', 'pnpm run test:fast', 'tests-linux.yml'],
    ['npm', 'whole', 'npx mocha --grep "query builder"', 'tests-linux.yml'],
    ['npm', 'whole', 'pnpm run typecheck', 'job build compiles all of it'],
    ['npm', 'whole', 'cd packages/codemod && pnpm test', 'job tests-codemod'],
    ['npm', 'whole', 'pnpm run package', 'preview.yml'],
    ['npm', 'whole', 'cd docs && pnpm run build', 'the action build-docs'],
    ['npm', 'scheduled', 'pnpm exec stryker run', 'mutation-test.yml'],
    ['lint', 'whole', 'pnpm run format:ci', 'job format'],
    ['lint', 'whole', 'pnpm exec prettier --check src', 'job format'],
    ['lint', 'whole', 'pnpm exec eslint', 'job lint'],
    [
      'word by word',
      'none',
      'node --expose-gc build/compiled/test/benchmark/bulk-save-case1/bulk-save-case1.js',
      'nobody measures',
    ],
  ],
};
