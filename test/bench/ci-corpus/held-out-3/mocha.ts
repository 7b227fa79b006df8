import type { Repository } from '../case.ts';

export const mocha: Repository = {
  name: 'mochajs/mocha',
  commit: 'e6b9ee773481fd739ae24caeb42f32ac0b010f95',
  cases: [
    ['lint', 'whole', 'npm run lint', 'mocha.yml'],
    ['lint', 'whole', 'npx eslint .', 'a part of lint'],
    ['lint', 'whole', 'npx prettier --check .', 'format.yml'],
    ['npm', 'whole', 'npm run test-node:unit', 'by the matrix of parts'],
    ['npm', 'whole', 'npm run test-browser', 'job test-browser'],
    ['npm', 'whole', 'npm run tsc', 'job tsc'],
    ['npm', 'none', 'npm run docs', 'no job of these calls it'],
  ],
};
