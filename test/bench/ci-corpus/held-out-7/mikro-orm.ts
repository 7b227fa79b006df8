import type { Repository } from '../case.ts';

export const mikroOrm: Repository = {
  name: 'mikro-orm/mikro-orm',
  commit: 'a6b9730585e467720b90390a1de706e0f4b8726c',
  cases: [
    ['npm', 'whole', 'yarn test', 'job test by its shards'],
    ['npm', 'whole', 'npx vitest run tests/features/embeddables', 'job test'],
    ['npm', 'whole', 'yarn test:sqlite', 'its job'],
    ['npm', 'whole', 'yarn lint', 'job lint'],
    ['lint', 'whole', 'npx oxfmt packages tests --check', 'job lint'],
    ['npm', 'whole', 'yarn bench:types', 'its job plainly runs that very command'],
    ['npm', 'none', 'npx vitest bench', 'nobody measures so'],
  ],
};
