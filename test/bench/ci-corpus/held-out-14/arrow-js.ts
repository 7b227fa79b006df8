import type { Repository } from '../case.ts';

export const arrowJs: Repository = {
  name: 'apache/arrow-js',
  commit: 'e0599cd68c25f5d736e4cc537cf44b9581e243e5',
  cases: [
    ['npm', 'whole', 'npm ci && npm run build && npm test', 'ci/scripts in test.yaml'],
    ['npm', 'whole', 'npm run test:bundle', 'ci/scripts/test.sh'],
    ['npm', 'whole', 'npx gulp test -t es5 -m umd', 'the script test has every target'],
    ['npm', 'whole', 'npx jest -c jestconfigs/jest.esnext.esm.config.js', 'the gulpfile starts it for every target'],
    ['word by word', 'whole', 'ci/scripts/build.sh "$PWD" && ci/scripts/test.sh "$PWD"', 'test.yaml, job macos'],
    ['word by word', 'whole', 'docker compose run --rm debian', 'test.yaml, job docker'],
    ['npm', 'whole', 'for i in 1 2 3; do time npm run build; done', 'ci/scripts/build.sh and rc.yaml'],
    ['npm', 'whole', 'npm run doc', 'rc.yaml, job docs'],
    ['lint', 'whole', 'npm run lint:ci', 'test.yaml, job lint'],
    ['lint', 'whole', 'npx eslint src/ipc src/vector.ts', 'of lint:ci'],
    ['lint', 'whole', 'pre-commit run shellcheck --all-files', 'test.yaml, job lint'],
    ['lint', 'whole', 'shellcheck ci/scripts/*.sh dev/release/*.sh', 'a hook of pre-commit'],
    [
      'word by word',
      'whole',
      'git archive HEAD --prefix=arrow-js/ --output=arrow-js.tar.gz\ndev/release/run_rat.sh arrow-js.tar.gz',
      'a hook of pre-commit, and rc.yaml',
    ],
    ['npm', 'none', 'npm run perf -- --json | tee perf.json', 'nobody measures'],
    ['npm', 'none', 'npm run test:coverage', 'CI tests what was compiled, not the sources'],
    [
      'npm',
      'none',
      'npx jest -c jestconfigs/jest.src.config.js test/unit/vector',
      'CI tests what was compiled, not the sources',
    ],
    ['npm', 'none', 'TEST_TS_SOURCE=true npm test', 'no job sets it'],
  ],
};
