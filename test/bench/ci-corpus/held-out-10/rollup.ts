import type { Repository } from '../case.ts';

export const rollup: Repository = {
  name: 'rollup/rollup',
  commit: '89bda2cd8e9def2ea037e7dbffaf392ce9f1ddcb',
  cases: [
    ['npm', 'whole', 'npm run test:only', 'build-and-tests.yml, job test'],
    ['npm', 'whole', 'npm run test:quick', 'of job test, the same files'],
    ['npm', 'whole', "npx mocha test/test.js -g 'chunking form'", 'of job test'],
    ['npm', 'whole', 'npm run test:all', 'jobs test and lint'],
    ['npm', 'whole', 'npm run test:leak', 'job test, ci:test:all'],
    ['npm', 'whole', 'npm run test:typescript', 'job test, ci:test:all'],
    ['npm', 'whole', 'npx tsc --noEmit -p . && npx vue-tsc --noEmit -p docs', 'of test:typescript'],
    ['npm', 'whole', 'npm run test:coverage', 'job test, ci:coverage'],
    ['lint', 'whole', 'npm ci --ignore-scripts && npm run ci:lint', 'job lint'],
    ['lint', 'whole', 'npx eslint . --cache', 'of ci:lint'],
    ['lint', 'whole', 'npx prettier --check "**/*.md"', 'of ci:lint'],
    ['lint', 'whole', 'cd rust && cargo fmt --check && cargo clippy', 'of ci:lint'],
    ['npm', 'whole', 'npm run build:wasm:node', 'job build by its matrix'],
    ['npm', 'whole', 'npm run build:cjs', 'action prepare-build-artifacts'],
    ['npm', 'whole', 'npm run build:napi -- --release', 'repl-artefacts.yml'],
    ['npm', 'whole', 'npm run perf', 'performance-report.yml, that very command in two jobs'],
    ['cargo', 'none', 'cd rust && cargo test --release', 'CI has no cargo test'],
    ['npm', 'none', 'npm run build:docs', 'nobody runs that'],
    [
      'word by word',
      'none',
      "hyperfine --warmup 3 --export-json bundle.json 'node dist/bin/rollup -c bench/rollup.config.js'",
      'nobody measures so',
    ],
    ['npm', 'none', 'NODE_OPTIONS=--max-old-space-size=512 npm run test:only', 'a mode that CI has not'],
  ],
};
