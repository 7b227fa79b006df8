import type { Repository } from '../case.ts';

export const trpc: Repository = {
  name: 'trpc/trpc',
  commit: '340811ba5320637fbaf48fccf3dbfdd258bd34db',
  cases: [
    ['npm', 'whole', 'pnpm vitest run packages/tests/server', 'pnpm test'],
    ['npm', 'whole', 'pnpm test -- --run packages/client', 'pnpm test'],
    ['npm', 'whole', 'pnpm typecheck-packages', 'job typecheck'],
    ['npm', 'whole', 'pnpm -C packages/server typecheck', 'of typecheck-packages'],
    ['npm', 'whole', 'pnpm typecheck-www', 'job typecheck-www'],
    ['npm', 'whole', 'pnpm lint-prune', 'lint.yml'],
    ['npm', 'none', 'pnpm turbo --filter ./examples/soa test-start', 'its failure is ignored'],
    ['npm', 'none', 'pnpm tsx scripts/bench-types.ts', 'nobody measures'],
  ],
};
