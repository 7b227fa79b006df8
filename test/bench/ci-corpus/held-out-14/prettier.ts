import type { Repository } from '../case.ts';

export const prettier: Repository = {
  name: 'prettier/prettier',
  commit: '4f84a934201322ca87750e2b9b25baf296da6560',
  cases: [
    ['npm', 'whole', 'yarn install --immutable && yarn c8 yarn test', 'dev-test.yml'],
    ['npm', 'whole', 'yarn jest tests/format/typescript', 'of the script test'],
    ['npm', 'whole', 'FULL_TEST=true yarn test tests/format/flow', 'dev-test.yml has it in one row of its matrix'],
    ['npm', 'whole', 'yarn build --clean && yarn test:production', 'prod-test.yml, job test'],
    [
      'npm',
      'whole',
      'cross-env NODE_ENV=production TEST_STANDALONE=1 yarn jest',
      'the script test:production-standalone in prod-test.yml',
    ],
    [
      'npm',
      'whole',
      'TEST_RUNTIME_BROWSER=firefox TEST_BUNDLE_FORMAT=umd yarn test:production:browser',
      'prod-test.yml, job browser',
    ],
    ['npm', 'whole', 'yarn test:production:browser:chrome:umd', 'the same by another script'],
    ['npm', 'whole', 'yarn test:dev-package', 'dev-package-test.yml, when package.json changes'],
    ['lint', 'whole', 'yarn lint', 'lint.yml has every script that it starts'],
    ['lint', 'whole', 'npx eslint src --format json -o eslint.json', 'of lint:eslint'],
    ['lint', 'whole', 'npx tsc --pretty false > tsc.log', 'lint:typecheck'],
    ['lint', 'whole', 'yarn prettier . --check', 'lint:prettier'],
    ['word by word', 'whole', 'yarn cspell --no-progress --relative --dot --gitignore', 'lint:spellcheck'],
    ['word by word', 'whole', 'yarn knip', 'lint:knip'],
    ['npm', 'none', 'yarn perf:compare main HEAD', 'nobody measures'],
    [
      'word by word',
      'none',
      'for i in $(seq 20); do\n  node bin/prettier.cjs --debug-benchmark src/main/comments/attach.js\ndone',
      'CI tries the flag on package.json only',
    ],
    ['word by word', 'none', 'node benchmarks/string-concatenation.js | tee concat.log', 'nobody measures'],
    ['npm', 'none', 'cd website && yarn install && yarn build', 'lint.yml looks for duplicates there only'],
  ],
};
