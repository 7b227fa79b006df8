import type { Repository } from '../case.ts';

export const reactRouter: Repository = {
  name: 'remix-run/react-router',
  commit: 'cab1a69054aa7dfba08a81b6e4b4d13957c82a38',
  cases: [
    ['npm', 'whole', 'pnpm install --frozen-lockfile && pnpm build && pnpm test', 'test-unit.yml'],
    ['npm', 'whole', 'pnpm test packages/react-router/__tests__/dom', 'of the script test'],
    ['npm', 'whole', 'pnpm jest --projects packages/react-router --coverage', 'of the script test'],
    [
      'npm',
      'whole',
      'node --experimental-vm-modules ./node_modules/jest/bin/jest.js -t useFetcher',
      'of the script test',
    ],
    ['npm', 'whole', 'pnpm --filter react-router typecheck', 'of the script typecheck'],
    ['npm', 'whole', 'cd packages/react-router-dev && npx tsc', 'of the script typecheck'],
    ['lint', 'whole', 'npx eslint packages/react-router-dev -f json > eslint.json', 'of the script lint'],
    ['npm', 'whole', 'time pnpm build', 'test-unit.yml'],
    [
      'npm',
      'whole',
      'npx playwright install --with-deps chromium && pnpm test:integration --project=chromium',
      'test-integration-run.yml, called for chromium',
    ],
    [
      'npm',
      'whole',
      'pnpm playwright:integration --project=firefox integration/fetcher-test.ts',
      'of the call for firefox',
    ],
    [
      'npm',
      'whole',
      "pnpm playwright test --config ./integration/playwright.config.ts --project=chromium --grep 'prefetch'",
      'of the call for chromium',
    ],
    ['npm', 'whole', 'pnpm test:integration', 'the calls for the four browsers add up'],
    ['npm', 'whole', 'pnpm vite-ecosystem-ci:test', 'the call for chromium'],
    ['word by word', 'none', 'node scripts/changes/validate.ts', 'no job does'],
    [
      'npm',
      'none',
      'pnpm --filter @playground/perf-routes build && pnpm --filter @playground/perf-routes bench',
      'nobody measures',
    ],
    ['npm', 'none', 'pnpm --filter "./playground/**" build', 'CI builds packages only'],
    ['word by word', 'none', 'npx autocannon -c 50 -d 60 http://localhost:3000/', 'nobody measures'],
  ],
};
