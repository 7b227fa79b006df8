import type { Repository } from '../case.ts';

export const kysely: Repository = {
  name: 'kysely-org/kysely',
  commit: '478ec67b2de2568f5590a015d3e120644e81bd87',
  cases: [
    ['npm', 'whole', 'pnpm test:typings', 'a part of pnpm test'],
    ['npm', 'whole', 'pnpm run test:node', 'a part of pnpm test'],
    ['npm', 'whole', 'DIALECTS=postgres pnpm test', 'a value of the matrix'],
    ['npm', 'whole', 'DIALECTS=sqlite pnpm test:node:run', 'a value of the matrix'],
    ['npm', 'whole', 'npx tsd test/typings', 'test:typings'],
    ['npm', 'whole', 'pnpm test:esbuild', 'job node'],
    ['npm', 'whole', 'pnpm test:browser', 'job browser'],
    ['npm', 'whole', 'pnpm test:deno && pnpm lint:deno', 'job deno'],
    ['npm', 'whole', 'pnpm test:jsdocs', 'job jsdocs'],
    ['npm', 'whole', 'cd test/composite-ts && npm i && npm run check:types', 'job typescript-composite'],
    ['npm', 'whole', 'node scripts/check-exports.cjs', 'test:exports'],
    ['npm', 'none', 'DIALECTS=cockroach pnpm test:node:run', 'no value of the matrix'],
    ['npm', 'whole', 'pnpm bench:ts', 'bench.yml runs that very command on a push to master'],
    ['npm', 'none', 'pnpm test:outdatedts', 'no job calls it'],
    ['lint', 'none', "npx prettier --check 'src/**/*.ts'", 'no job checks it'],
  ],
};
