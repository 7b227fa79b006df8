import type { Repository } from '../case.ts';

export const immer: Repository = {
  name: 'immerjs/immer',
  commit: '061c2425e1c9dff89e4e4189d42af1b7839dfe0a',
  cases: [
    ['npm', 'whole', 'yarn test', 'test.yml'],
    ['npm', 'whole', 'yarn test:src', 'of yarn test'],
    ['npm', 'whole', 'npx vitest run __tests__/base.js', 'of yarn test'],
    ['npm', 'whole', 'yarn coverage', 'test.yml'],
    ['npm', 'whole', 'yarn test:flow', 'of yarn test'],
    ['npm', 'whole', 'yarn test:perf', 'test.yml plainly runs that very command'],
    ['npm', 'none', 'yarn test:size', 'no job runs it'],
    ['npm', 'whole', 'cd website && yarn build', 'docs-public.yml builds it on a push to main'],
  ],
};
