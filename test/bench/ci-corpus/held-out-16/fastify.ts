import type { Repository } from '../case.ts';

export const fastify: Repository = {
  name: 'fastify/fastify',
  commit: '83e69762aff047940b376fc2a266d143499ef727',
  cases: [
    ['npm', 'whole', 'npm ci --ignore-scripts\nnpm run unit 2>&1 | tee unit.log', 'ci.yml, job test-unit'],
    ['npm', 'whole', "npx borp 'test/hooks*.test.js'", 'of npm run unit'],
    ['npm', 'whole', 'npx borp --concurrency=4 --coverage --check-coverage --lines 100', 'coverage-nix.yml'],
    ['npm', 'whole', 'npm run unit:report', 'the same tests under c8'],
    ['npm', 'whole', 'npm run citgm', 'the same tests one after the other'],
    ['npm', 'whole', 'npm test', 'lint, unit and types in ci.yml'],
    ['npm', 'whole', 'pnpm run test:ci', 'package-manager-ci.yml, on a push to main'],
    ['npm', 'whole', 'npx tstyche hooks reply', 'job test-types'],
    ['npm', 'whole', 'npm test --prefix test/bundler/esbuild', 'job package'],
    ['npm', 'whole', 'cd test/bundler/webpack && npm install && npx webpack && node bundler-test.js', 'job package'],
    ['npm', 'none', 'PREPUBLISH=true npm run unit', 'a mode that only prepublishOnly has'],
    ['npm', 'none', 'npm run test:validator:integrity', 'no job calls it'],
    ['npm', 'none', 'npm run benchmark', 'nobody measures'],
    [
      'npm',
      'none',
      'node examples/benchmark/hooks-benchmark.js &\nsleep 2\nnpx autocannon -c 1000 -d 60 -p 10 localhost:3000/',
      'nobody measures',
    ],
    ['word by word', 'none', 'timeout 120 node --cpu-prof examples/benchmark/simple.js', 'nobody profiles'],
    [
      'word by word',
      'whole',
      'pnpm install --prod --ignore-scripts\nnode integration/server.js &\nsleep 1\nbash integration/test.sh',
      'integration.yml',
    ],
    ['lint', 'whole', 'npx eslint lib test', 'npm run lint in job quality-check, by a workflow of another repository'],
    ['lint', 'whole', 'npm run lint:markdown', 'md-lint.yml'],
    [
      'lint',
      'whole',
      'lychee --offline --no-progress --root-dir "$(pwd)" \'./**/*.md\'',
      'links-check.yml by the action',
    ],
    ['word by word', 'scheduled', 'node scripts/validate-ecosystem-links.js', 'validate-ecosystem-links.yml'],
  ],
};
