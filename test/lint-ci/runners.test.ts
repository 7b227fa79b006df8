import { table } from './table.ts';
import type { Tree } from './world.ts';

const manifest = (name: string, scripts: Readonly<Record<string, string>>, more: object = {}): string =>
  JSON.stringify({ name, scripts, ...more });

const WORKSPACE: Tree = {
  'package.json': manifest(
    'root',
    { lint: 'eslint .', 'check:a': 'eslint a', 'check:b': 'eslint b', all: 'turbo run test' },
    { workspaces: ['packages/*'] },
  ),
  'packages/a/package.json': manifest('@x/a', { test: 'jest', types: 'tsc --noEmit', dev: 'vite' }),
  'packages/b/package.json': manifest('@x/b', { test: 'mocha' }),
};

table('programs started in the packages of a workspace', WORKSPACE, [
  ['pnpm --filter @x/a exec vitest run', 'cd packages/a && npx vitest run', 'whole'],
  ['pnpm --filter @x/a exec vitest run', 'npx vitest run', 'no'],
  ['pnpm --filter=@x/a exec vitest run', 'pnpm --filter @x/b exec vitest run', 'no'],
  ['pnpm -r exec vitest run', 'cd packages/b && npx vitest run', 'whole'],
  ['pnpm -C packages/a exec vitest run', 'cd packages/a && npx vitest run', 'whole'],
  ['npm exec -w @x/a -- vitest run', 'cd packages/a && npx vitest run', 'whole'],
  ['yarn workspace @x/a exec vitest run', 'cd packages/a && yarn vitest run', 'whole'],
  ['yarn workspaces foreach -Ap exec vitest run', 'cd packages/a && yarn vitest run', 'whole'],
  ['npx lerna exec --scope @x/a -- vitest run', 'cd packages/a && npx vitest run', 'whole'],
  ['pnpm exec vitest run', 'npx vitest run', 'whole'],
]);

table('scripts of package.json, however they are asked for', WORKSPACE, [
  ['node --run lint', 'npx eslint .', 'whole'],
  ['node --run lint -- --cache', 'node --run=lint', 'whole'],
  ['node --run lint', 'npx eslint a', 'whole'],
  ["pnpm run '/^check:.*/'", 'npx eslint b', 'whole'],
  ["pnpm run '/^check:a/'", 'npx eslint b', 'no'],
  ['yarn run vitest run', 'npx vitest run', 'whole'],
  ['npm -C packages/a test', 'cd packages/a && npx jest', 'whole'],
  ['pnpm --workspace-concurrency 1 -r test', 'cd packages/a && npx jest', 'whole'],
  ['cd packages/a && pnpm -w lint', 'npx eslint .', 'whole'],
  ['cd packages/a && npm test -w @x/b', 'cd packages/b && npx mocha', 'whole'],
  ['yarn workspaces foreach --since run test', 'cd packages/b && npx mocha', 'whole'],
  ['yarn workspaces foreach -R --from @x/a run test', 'cd packages/b && npx mocha', 'no'],
  ['pnpm --filter "...[origin/main]" test', 'cd packages/b && npx mocha', 'whole'],
  ['pnpm --filter "@x/a...[HEAD^1]" test', 'cd packages/b && npx mocha', 'no'],
]);

table(
  'packages below others, and not below them',
  {
    'pnpm-workspace.yaml': "packages:\n  - 'libs/**'\n  - '!**/fixtures/**'\n  - 'tool-*'\n",
    'libs/deep/a/package.json': manifest('a', { test: 'jest' }),
    'tool-x/package.json': manifest('x', { test: 'mocha' }),
    'other/package.json': manifest('o', { test: 'tap' }),
  },
  [
    ['pnpm -r test', 'cd libs/deep/a && npx jest', 'whole'],
    ['pnpm -r test', 'cd tool-x && npx mocha', 'whole'],
    ['pnpm -r test', 'cd other && npx tap', 'no'],
  ],
);

table(
  'wireit',
  {
    'package.json': manifest(
      'root',
      { test: 'wireit', lint: 'wireit', build: 'wireit', all: 'wireit' },
      {
        wireit: {
          lint: { command: 'eslint src' },
          test: { command: 'mocha', dependencies: ['build', { script: 'lint' }] },
          build: { command: 'tsc' },
          all: { dependencies: ['test', './packages/a:test'] },
        },
      },
    ),
    'packages/a/package.json': manifest('a', { test: 'jest' }),
  },
  [
    ['npm test', 'npx mocha', 'whole'],
    ['npm test', 'npx eslint src', 'whole'],
    ['npm run all', 'cd packages/a && npx jest', 'whole'],
    ['npm run all', 'npx mocha', 'whole'],
    ['npm run lint', 'npx mocha', 'no'],
  ],
);

table(
  'tasks of turbo',
  {
    ...WORKSPACE,
    'turbo.json': `{
  // what depends on what
  "tasks": { "test": { "dependsOn": ["^build", "types"] }, "//#lint": {}, },
}`,
  },
  [
    ['npx turbo run test', 'cd packages/a && npx jest', 'whole'],
    ['npx turbo run test', 'cd packages/a && npx tsc --noEmit', 'whole'],
    ['npx turbo run test -- --config other.json', 'cd packages/b && npx mocha', 'no'],
    ['npx turbo run //#lint', 'npx eslint .', 'whole'],
    ['npx turbo lint', 'npx eslint .', 'whole'],
    ['npx turbo run test --concurrency 2 --filter !@x/b', 'cd packages/b && npx mocha', 'no'],
    ['npx turbo run test --filter=!@x/b', 'cd packages/a && npx jest', 'whole'],
    ['npx turbo run test --affected', 'cd packages/a && npx jest', 'whole'],
    ['npx turbo run @x/a#test', 'cd packages/a && npx jest', 'whole'],
    ['npx turbo run @x/a#test', 'cd packages/b && npx mocha', 'no'],
    ['npm run all', 'pnpm turbo test --filter=./packages/b', 'whole'],
  ],
);

const NX: Tree = {
  'nx.json': '{ "targetDefaults": { "test": { "dependsOn": ["^build", "unit"] } } }',
  'package.json': manifest('root', { lint: 'eslint .' }),
  'libs/core/project.json': JSON.stringify({
    name: 'core',
    targets: {
      test: { command: 'pytest libs/core' },
      unit: {
        executor: 'nx:run-commands',
        options: { commands: ['cargo test', { command: 'cargo clippy' }], cwd: 'rs' },
      },
      lint: { executor: '@nx/eslint:lint' },
    },
  }),
  'libs/ui/project.json': JSON.stringify({
    name: 'ui',
    targets: { test: { executor: '@nx/vite:test' }, e2e: { executor: 'nx:run-script', options: { script: 'slow' } } },
  }),
  'libs/ui/package.json': manifest('ui', { slow: 'playwright test' }),
  'rs/Cargo.toml': '[package]\nname = "rs"\n',
};

table('targets of nx', NX, [
  ['npx nx test core', 'pytest libs/core', 'whole'],
  ['npx nx run core:test', 'pytest libs/core', 'whole'],
  ['npx nx run-many -t test', 'cd libs/ui && npx vitest run', 'whole'],
  ['npx nx run-many --target=test --projects=core', 'cd libs/ui && npx vitest run', 'no'],
  ['npx nx run-many -t test lint --exclude ui', 'cd libs/core && npx eslint src', 'whole'],
  ['npx nx run-many -t test --exclude=ui', 'cd libs/ui && npx vitest run', 'no'],
  ['npx nx run core:unit', 'cd rs && cargo clippy', 'whole'],
  ['npx nx affected -t test --parallel 3', 'npx nx test core', 'whole'],
  ['npx nx e2e ui', 'cd libs/ui && npx playwright test', 'whole'],
  ['npx nx run-many -t test --projects=tag:slow', 'pytest libs/core', 'no'],
  ['npx nx run-many -t lint', 'npx eslint .', 'whole'],
  ['npx nx graph core', 'pytest libs/core', 'no'],
]);

table('programs that run scripts beside or after one another', WORKSPACE, [
  ['npx run-p "check:* -- --cache" lint', 'npx eslint b', 'whole'],
  ['npx npm-run-all --max-parallel 2 lint -- --cache', 'npx eslint .', 'whole'],
  ['npx concurrently -n a,b -c red,blue "pnpm:check:*" "tsc --noEmit"', 'npx eslint a', 'whole'],
  ['npx concurrently -k -s first "vite" jest', 'npx jest', 'whole'],
  ['npx start-server-and-test "vite" http://localhost:3000 "npx playwright test"', 'npx playwright test', 'whole'],
  ['npx start-server-and-test dev 3000 lint', 'npx eslint .', 'whole'],
  ['npx start-server-and-test lint 3000 dev', 'npx eslint .', 'no'],
]);

const CHAIN: Tree = {
  ...WORKSPACE,
  Makefile: 'ci: lint unit\nlint:\n\tnpx eslint .\nunit:\n\tpytest tests\n\t./measure.py --large\n',
  'measure.py': '#!/usr/bin/env python3\n',
  'package.json': manifest('root', { all: 'eslint . && jest', build: 'tsc', ready: 'npm run build && eslint .' }),
};

table('how much of what a command runs in turn CI does', CHAIN, [
  ['npx eslint .', 'npm run all', 'part: the only new part is `jest`'],
  ['npx eslint .\nnpx jest', 'npm run all', 'whole'],
  ['npm run all', 'npm run all', 'whole'],
  ['npx eslint .', 'npm run ready', 'whole'],
  ['make lint', 'make ci', 'part: the only new part is `pytest tests` and `./measure.py --large`'],
  ['make lint\npytest', 'make ci', 'part: the only new part is `./measure.py --large`'],
  ['make lint\nmake unit', 'make ci', 'whole'],
]);

table('runners of tests that another runtime starts', {}, [
  ['deno -A --import-map=map.json ./node_modules/jest-cli/bin/jest.js --ci', 'deno run -A npm:jest test/a.js', 'whole'],
  ['deno run -A npm:vitest@3 run', 'deno run -A npm:vitest run test/a.ts', 'whole'],
  ['bun --bun --preload ./p.js ./node_modules/jest-cli/bin/jest.js', 'bun --bun node_modules/.bin/jest test', 'whole'],
  [
    'bun --bun ./node_modules/jest-cli/bin/jest.js --testMatch "<rootDir>/test/*.{a,b}.js"',
    'bun ./node_modules/.bin/jest --testMatch "<rootDir>/test/*.a.js"',
    'whole',
  ],
  ['npx jest', 'deno -A ./node_modules/jest-cli/bin/jest.js', 'no'],
  ['bun ./node_modules/jest-cli/bin/jest.js', 'npx jest', 'no'],
  ['bun ./node_modules/.bin/eslint .', 'npx eslint src', 'whole'],
]);

table('tstyche', {}, [
  ['npx tstyche', 'npx tstyche hooks reply', 'whole'],
  ['npx tstyche hooks', 'npx tstyche hooks reply', 'part: the only new part is `reply`'],
  ['npx tstyche hooks', 'npx tstyche reply', 'no'],
  ['npx tstyche', 'npx tstyche --only request', 'whole'],
  ['npx tstyche', 'npx tstyche --target 5.4', 'no'],
  ['npx tstyche --listFiles', 'npx tstyche', 'no'],
]);
