import type { Repository } from '../case.ts';

export const excalidraw: Repository = {
  name: 'excalidraw/excalidraw',
  commit: '4872083c044491b6d5c96ae134a75464f96d6831',
  cases: [
    ['npm', 'whole', 'yarn test:app', 'test.yml, on a push to master'],
    ['npm', 'whole', 'npx vitest run packages/math', 'a part of that'],
    ['npm', 'whole', 'yarn test:typecheck', 'lint.yml'],
    ['lint', 'whole', 'yarn test:code', 'lint.yml'],
    ['lint', 'whole', 'yarn test:other', 'lint.yml'],
    ['npm', 'whole', 'yarn test:all', 'its parts are steps'],
    ['npm', 'none', 'npx vitest bench packages/element', 'no job measures'],
  ],
};
