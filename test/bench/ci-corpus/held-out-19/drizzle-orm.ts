import type { Repository } from '../case.ts';

export const drizzleOrm: Repository = {
  name: 'drizzle-team/drizzle-orm',
  commit: 'b7862528fd8fc39bc2653a6c18dad7c1f4e68d10',
  cases: [
    ['npm', 'whole', 'pnpm install && pnpm build', 'each job builds so, with the tests of types and dprint'],
    [
      'npm',
      'whole',
      'for p in drizzle-zod drizzle-valibot drizzle-typebox drizzle-arktype; do\n  (cd $p && pnpm vitest run)\ndone',
      'release-feature-branch.yaml, a shard for each',
    ],
    ['npm', 'part', 'time pnpm test', 'no shard has eslint-plugin-drizzle'],
    ['npm', 'none', 'pnpm --filter eslint-plugin-drizzle test', 'no shard has it'],
    [
      'npm',
      'whole',
      'cd drizzle-kit\nTEST_CONFIG_PATH_PREFIX=./tests/cli/ npx vitest run tests/introspect/pg.test.ts tests/push/pg.test.ts tests/indexes',
      'shard drizzle-kit',
    ],
    [
      'npm',
      'whole',
      'export PG_CONNECTION_STRING=postgres://postgres:postgres@localhost:55433/drizzle\npnpm vitest run tests/pg/node-postgres.test.ts tests/pg/postgres-js.test.ts tests/relational/pg.test.ts |& tee pg.log',
      'shard other',
      { cwd: 'integration-tests' },
    ],
    [
      'npm',
      'whole',
      'docker run -d --name s2 -e ROOT_PASSWORD=singlestore -p 33307:3306 ghcr.io/singlestore-labs/singlestoredb-dev:latest\ncd integration-tests && SINGLESTORE_CONNECTION_STRING=singlestore://root:singlestore@localhost:33307/ pnpm vitest run tests/singlestore',
      'four shards have the four files of that directory',
    ],
    [
      'npm',
      'none',
      'docker run -d -p 4000:4000 pingcap/tidb:v8.5.0\ncd integration-tests\nMYSQL_CONNECTION_STRING=mysql://root@localhost:4000/test pnpm vitest run tests/mysql/mysql.test.ts',
      'CI has MySQL 8 there',
    ],
    [
      'npm',
      'none',
      'npx vitest run --config vitest-ci.config.ts tests/sqlite/libsql-ws.test.ts',
      'the configuration of all other shards excludes it',
      { cwd: 'integration-tests', env: { LIBSQL_REMOTE_URL: 'ws://localhost:8080' } },
    ],
    [
      'npm',
      'none',
      'cd integration-tests && bun test tests/bun/sqlite.test.ts tests/bun/bun-sql.test.ts',
      'outside the include of vitest, nobody runs bun test',
    ],
    [
      'npm',
      'whole',
      'pnpm build:orm && pnpm turbo run test:types --filter drizzle-orm --filter integration-tests --force',
      'pnpm build runs test:types of every package',
    ],
    [
      'npm',
      'none',
      'cd drizzle-seed && time npx tsx ./tests/benchmarks/generatorsBenchmark.ts > generators.txt',
      'nobody measures',
    ],
    ['lint', 'whole', 'npx dprint check --list-different', 'the task lint of pnpm build'],
    ['lint', 'none', 'npx eslint drizzle-orm/src drizzle-kit/src --ext .ts --max-warnings 0', 'only dprint is called'],
    ['word by word', 'whole', 'pnpm build\ncd drizzle-zod && npm run pack && bunx attw package.tgz', 'job attw'],
  ],
};
