import type { Repository } from '../case.ts';

export const vite: Repository = {
  name: 'vitejs/vite',
  commit: 'a98c8d95d552c6fa98ab66fb810f5b39ad5abf49',
  cases: [
    ['npm', 'whole', 'pnpm run test-unit', 'ci.yml'],
    ['npm', 'whole', 'npx vitest run packages/vite/src/node/__tests__/build.spec.ts', 'test-unit is vitest run'],
    ['npm', 'whole', 'pnpm test', 'its three parts are three steps'],
    [
      'npm',
      'whole',
      'VITE_TEST_BUILD=1 pnpm exec vitest run -c vitest.config.e2e.ts playground/css',
      'a part of test-build',
    ],
    ['npm', 'none', 'pnpm debug-serve', 'VITE_DEBUG_SERVE is a mode that CI does not run'],
    ['lint', 'whole', 'pnpm lint', 'job lint'],
    ['lint', 'whole', 'npx eslint .', 'the script lint'],
    ['npm', 'whole', 'pnpm typecheck', 'job lint'],
    ['npm', 'none', 'npx vitest bench', 'no job measures'],
    ['lint', 'whole', 'npx oxfmt --check', 'pnpm format && git diff --exit-code'],
    ['npm', 'whole', "pnpm -r --filter='./packages/*' run build", 'the script build, with nothing made of it'],
    ['word by word', 'none', 'npx tsx scripts/publishCI.ts', 'no job calls it'],
  ],
};
