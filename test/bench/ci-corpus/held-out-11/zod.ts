import type { Repository } from '../case.ts';

export const zod: Repository = {
  name: 'colinhacks/zod',
  commit: 'e516c3baf22615e20934116abebfed6c000222c2',
  cases: [
    ['npm', 'whole', 'pnpm install --frozen-lockfile && pnpm test', 'test.yml, job test-node'],
    ['npm', 'whole', 'pnpm vitest run packages/zod/src/v4', 'test.yml: vitest run'],
    ['npm', 'whole', 'npx vitest run -t "discriminated union" --reporter=json', 'test.yml: vitest run'],
    ['npm', 'whole', 'pnpm --filter zod build', 'test.yml: pnpm build'],
    ['npm', 'whole', 'pnpm run --filter @zod/resolution test:all', 'test.yml'],
    ['npm', 'whole', 'cd packages/integration && pnpm test:source', 'test.yml: test:all of integration'],
    ['lint', 'whole', 'pnpm biome check .', 'test.yml: format:check'],
    ['lint', 'whole', 'pnpm lint:check', 'test.yml'],
    ['lint', 'whole', 'pnpm check:circular | tee circular.txt', 'test.yml, job check-circular'],
    ['npm', 'none', 'pnpm test:compile', 'no workflow has that configuration'],
    ['npm', 'none', 'pnpm bench object-moltar', 'nobody measures'],
    [
      'npm',
      'none',
      'for b in string object union; do pnpm exec tsx --conditions @zod/source packages/bench/index.ts "$b"; done',
      'nobody measures',
    ],
    ['npm', 'none', 'cd packages/tsc && pnpm generate && pnpm build:bench', 'nobody measures'],
    ['npm', 'none', 'cd packages/treeshake && pnpm bundle:rollup in.ts', 'no workflow does'],
    ['npm', 'none', 'cd packages/docs && pnpm build', 'no workflow does'],
  ],
};
