import type { Repository } from '../case.ts';

export const hono: Repository = {
  name: 'honojs/hono',
  commit: '28a9c128912de19f3fb28b00ae289c9b93f6f392',
  cases: [
    ['npm', 'whole', 'bun install --frozen-lockfile && bun run test', 'ci.yml, job main'],
    ['npm', 'whole', 'npx vitest --run src/router', 'of the script test'],
    ['npm', 'whole', 'npx vitest run --project node --project lambda-edge', 'jobs node and lambda-edge'],
    ['npm', 'whole', 'bun run coverage', 'the script test is the same without coverage'],
    ['npm', 'whole', 'bunx tsc -p tsconfig.spec.json', 'the first command of the script test'],
    [
      'npm',
      'whole',
      'bun test --jsx-import-source ../../src/jsx runtime-tests/bun/index.test.tsx',
      'of test:bun in job bun',
    ],
    ['npm', 'whole', 'npm run test:deno', 'job deno has the three commands themselves'],
    ['npm', 'whole', 'for i in 1 2 3; do time bun ./build/build.ts; done', 'of the script build'],
    ['lint', 'whole', 'npx eslint src/middleware src/helper', 'of the script lint'],
    ['lint', 'whole', 'npx prettier --check "src/**/*.{js,ts,tsx}"', 'of the script format'],
    ['lint', 'whole', 'npx publint', 'postbuild, which bun runs after build'],
    ['word by word', 'whole', 'npx jsr publish --dry-run', 'job jsr-dry-run'],
    [
      'npm',
      'whole',
      'cd perf-measures/type-check && bun scripts/generate-app.ts && bun tsc -p tsconfig.build.json --diagnostics',
      'the composite action perf-measures',
    ],
    [
      'word by word',
      'whole',
      'cd benchmarks/http-server && bun run benchmark.ts',
      'job http-benchmark-on-pr measures just so',
    ],
    [
      'word by word',
      'none',
      'cd benchmarks/http-server && bun run benchmark.ts --runs=5 --duration=60',
      'CI measures one run of ten seconds',
    ],
    ['npm', 'none', 'cd benchmarks/routers && npm ci && npm run bench:node', 'nobody measures the routers'],
    ['word by word', 'none', 'taskset -c 2 npx tsx benchmarks/fetch/bench.mts', 'nobody measures it'],
    ['lint', 'none', 'deno lint src', 'no job does'],
  ],
};
