import type { Repository } from '../case.ts';

export const eslint: Repository = {
  name: 'eslint/eslint',
  commit: 'c27bc926e496985eb7911c09eb60914b2e4b5d0f',
  cases: [
    ['npm', 'whole', 'npm run lint', 'node Makefile lint'],
    ['npm', 'none', 'npm run test:performance', 'no job measures'],
    ['npm', 'whole', 'npm run test:types -w packages/js', 'job test_types'],
    ['npm', 'whole', 'npm run fmt:check', 'job verify_files'],
    ['lint', 'whole', 'npx prettier --check lib', 'a part of fmt:check'],
    ['lint', 'whole', 'npx knip', 'lint:unused'],
    ['npm', 'whole', 'npx tsc -p tests/lib/types/tsconfig.json', 'job test_types'],
    ['npm', 'whole', 'cd docs && npm run lint:links', 'docs-ci.yml'],
    ['npm', 'whole', 'npm run test:emfile', 'job test_on_node'],
    ['word by word', 'none', 'node Makefile.js perf', 'no job measures'],
    ['npm', 'whole', "npx mocha 'tests/lib/rules/*.js'", 'node Makefile mocha runs them'],
  ],
};
