import type { Repository } from '../case.ts';

export const undici: Repository = {
  name: 'nodejs/undici',
  commit: '7eb7c8ec8f23acd9c3da93a286162f8c1dc68326',
  cases: [
    ['npm', 'whole', 'npm ci && npm run lint', 'ci.yml, job lint'],
    ['npm', 'whole', 'npm run test:unit', 'nodejs.yml, called by job test'],
    ['npm', 'whole', 'npm test', 'every script of it is a step of nodejs.yml or job test-types'],
    ['npm', 'whole', 'npm run test:javascript:no-jest 2>&1 | tee tests.log', 'the steps of nodejs.yml'],
    ['npm', 'whole', 'npx borp -p "test/cookie/*.js"', 'npm run test:cookies'],
    ['npm', 'whole', 'npm run test:busboy', 'of npm run test:fetch'],
    ['npm', 'whole', 'npm run test:h2:core', 'the files are some of test:unit'],
    ['npm', 'whole', 'npm run test:typescript', 'ci.yml, job test-types'],
    ['npm', 'whole', 'npx tsd', 'of npm run test:typescript'],
    ['npm', 'whole', 'UNDICI_NO_WASM_SIMD=1 npm run test:fetch', 'job test-with-no-wasm-simd'],
    ['npm', 'whole', 'npm run test:cache-interceptor:sqlite', 'nodejs.yml sets the same NODE_OPTIONS'],
    ['npm', 'whole', 'npm run test:websocket:autobahn', 'autobahn.yml'],
    ['npm', 'whole', 'npm run test:fuzzing', 'ci.yml, job test-fuzzing'],
    ['npm', 'whole', 'npm run coverage', 'nodejs.yml with coverage'],
    ['npm', 'whole', 'cd benchmarks && npm i && npm run bench:h2', 'bench.yml, that very command'],
    ['word by word', 'none', 'cd benchmarks && SAMPLES=1000 CONNECTIONS=200 node ./benchmark.js', 'another scale'],
    ['npm', 'none', 'cd benchmarks && npm i && npm run bench:https', 'bench.yml has three others'],
    ['npm', 'none', 'NODE_OPTIONS=--jitless npm run test:unit', 'a mode that CI has not'],
    [
      'word by word',
      'none',
      'for c in 1 10 100; do PORT=3042 CONNECTIONS=$c SAMPLES=500 node benchmarks/post-benchmark.js > post-$c.txt; done',
      'another scale',
    ],
  ],
};
