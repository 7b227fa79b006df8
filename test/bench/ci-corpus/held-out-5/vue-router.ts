import type { Repository } from '../case.ts';

export const vueRouter: Repository = {
  name: 'vuejs/router',
  commit: 'b19cce24aaf561b154b23cd475ca112bd61f2d10',
  cases: [
    ['npm', 'whole', 'pnpm run lint', 'test.yml'],
    ['lint', 'whole', 'npx oxlint', 'pnpm run lint'],
    ['lint', 'whole', 'npx oxfmt --check', 'pnpm run lint'],
    ['npm', 'whole', 'pnpm run -r test:unit', 'test.yml'],
    ['npm', 'whole', 'pnpm -C packages/router test:unit', 'of -r'],
    ['npm', 'whole', 'cd packages/router && npx vitest run __tests__/guards', 'a part of test:unit'],
    ['npm', 'whole', 'pnpm --filter vue-router test:types', 'of -r'],
    ['npm', 'whole', 'cd packages/router && pnpm exec playwright test --project=chromium', 'playwright.yml'],
    ['npm', 'whole', 'pnpm test', 'CI does the unit, type and browser tests'],
    ['npm', 'whole', 'cd packages/router && pnpm test:e2e', 'playwright.yml by its projects'],
    ['npm', 'none', 'pnpm build:size', 'no job calls it'],
    ['npm', 'none', 'pnpm run size', 'no job calls it'],
    ['npm', 'none', 'pnpm docs:build', 'no job calls it'],
    ['npm', 'none', 'cd packages/router && npx vitest bench', 'nobody measures'],
    ['npm', 'none', 'cd packages/router && pnpm exec playwright test --project=webkit', 'no such project in CI'],
  ],
};
