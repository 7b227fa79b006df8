import type { Repository } from '../case.ts';

export const tanstackQuery: Repository = {
  name: 'TanStack/query',
  commit: '40321a0b1b3bdd0afa11f0e439642ab84cdf6afe',
  cases: [
    ['npm', 'whole', 'pnpm run test:ci', 'pr.yml, the same targets of what is affected'],
    ['npm', 'whole', 'pnpm run test:lib', 'of test:pr'],
    ['npm', 'whole', 'cd packages/query-core && npx vitest run', 'of test:pr'],
    ['npm', 'whole', 'npx nx run-many --target=test:types', 'of test:pr'],
    ['npm', 'whole', 'npx nx affected --targets=test:lib --exclude=examples/**', 'of test:pr'],
    ['npm', 'whole', 'pnpm --filter @tanstack/query-core test:eslint', 'of test:pr'],
    ['npm', 'whole', 'pnpm run build:all', 'pr.yml, job preview'],
    ['lint', 'whole', 'pnpm run test:knip', 'of test:pr'],
    ['npm', 'none', 'cd packages/query-core && npx vitest bench', 'nobody measures'],
    ['npm', 'none', 'node scripts/load.mjs --users=1000', 'nobody measures'],
  ],
};
