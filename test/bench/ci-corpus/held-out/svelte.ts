import type { Repository } from '../case.ts';

export const svelte: Repository = {
  name: 'sveltejs/svelte',
  commit: '15720b16a5ef33e3e1f4301c77b94ec375070e73',
  cases: [
    ['npm', 'whole', 'pnpm test', 'ci.yml'],
    ['npm', 'whole', 'npx vitest run packages/svelte/tests/runtime-runes', 'pnpm test is vitest run'],
    ['npm', 'whole', 'npx vitest run --coverage', 'the same tests'],
    ['npm', 'whole', 'SVELTE_NO_ASYNC=true pnpm test runtime-runes', 'job TestNoAsync'],
    ['npm', 'part', 'SVELTE_NO_ASYNC=true pnpm test', 'CI has runtime-runes alone in that mode'],
    ['lint', 'whole', 'pnpm lint', 'job Lint'],
    ['lint', 'whole', 'npx prettier --check .', 'a half of the script lint'],
    ['npm', 'whole', 'pnpm check', 'job Lint'],
    ['npm', 'whole', 'pnpm bench', 'job Benchmarks runs that very command'],
    ['npm', 'none', 'pnpm bench:compare', 'no job compares'],
    ['npm', 'whole', 'cd packages/svelte && pnpm check:tsgo', 'job TSGo'],
    ['npm', 'none', 'cd packages/svelte && pnpm knip', 'no job calls it'],
    ['npm', 'none', 'npx playwright test', 'no job has a suite of playwright'],
  ],
};
