import type { Repository } from '../case.ts';

export const vueCore: Repository = {
  name: 'vuejs/core',
  commit: 'e2bede96134f757aad5c5b33ac9be055022dbfc8',
  cases: [
    ['npm', 'whole', 'pnpm run test-unit', 'test.yml, called by ci.yml'],
    ['npm', 'whole', 'pnpm vitest run --project unit', 'one of the projects of test-unit'],
    ['npm', 'whole', 'pnpm test-coverage', 'the same projects'],
    ['npm', 'whole', 'pnpm vitest run --project unit-jsdom packages/vue/__tests__', 'a part of that'],
    ['npm', 'none', 'pnpm bench', 'no job measures'],
    ['npm', 'whole', 'pnpm test-e2e', 'job e2e-test'],
    ['npm', 'whole', 'npx tsc --noEmit', 'pnpm run check'],
    ['npm', 'whole', 'pnpm test-dts', 'job lint-and-test-dts'],
    ['word by word', 'whole', 'node scripts/verify-treeshaking.js', 'job e2e-test'],
    ['npm', 'none', 'pnpm vitest bench --project=unit packages/reactivity', 'no job measures'],
  ],
};
