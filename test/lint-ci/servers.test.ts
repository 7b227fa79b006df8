import { table } from './table.ts';
import type { Tree } from './world.ts';

const GO: Tree = { 'go.mod': 'module example.com/app\n', 'db/a.go': '', 'Cargo.toml': '[package]\nname = "app"\n' };

const WITH = (variable: string): string => `- run: go test ./...\n  env:\n    ${variable}`;

table('where a server is', GO, [
  [
    WITH('DB_URI: postgres://postgres:postgres@127.0.0.1:5432/app?sslmode=disable'),
    'DB_URI=postgres://me:secret@localhost:5433/app go test ./db',
    'whole',
  ],
  [
    WITH('DB_URI: "root:secret@tcp(127.0.0.1:3306)/mysql?parseTime=true"'),
    'DB_URI="me:other@tcp(localhost:3307)/mysql" go test ./db',
    'whole',
  ],
  // Another database, another kind of server, another machine.
  [WITH('DB_URI: postgres://me@localhost/app'), 'DB_URI=postgres://me@localhost/large go test ./db', 'no'],
  [WITH('DB_URI: postgres://me@localhost/app'), 'DB_URI=mysql://me@localhost/app go test ./db', 'no'],
  [WITH('DB_URI: postgres://me@localhost/app'), 'DB_URI=postgres://me@10.0.0.4/app go test ./db', 'no'],
  [WITH('DB_URI: postgres://me@localhost/app'), 'DB_URI=sqlite::memory: go test ./db', 'no'],
  // What another product listens on, and what changes how the server works.
  [WITH('DB_URI: postgres://me@localhost:5432/app'), 'DB_URI=postgres://me@localhost:26257/app go test ./db', 'no'],
  [
    WITH('DB_URI: postgres://me@localhost:26257/app'),
    'DB_URI=postgres://root@127.0.0.1:26257/app go test ./db',
    'whole',
  ],
  [WITH('REDIS_URL: redis://localhost:6379'), 'REDIS_URL=redis://localhost:26379 go test ./db', 'no'],
  [
    WITH('DB_URI: postgres://me@localhost:5432/app'),
    'DB_URI="postgres://me@localhost:5433/app?isolation=serializable" go test ./db',
    'no',
  ],
  [
    WITH('DB_URI: postgres://me@localhost:5432/app?a=1&b=2'),
    'DB_URI="postgres://me@localhost:5433/app?b=2&sslmode=disable&a=1" go test ./db',
    'whole',
  ],
  [WITH('PGUSER: postgres'), 'PGUSER=root go test ./db', 'whole'],
  [WITH('TEST_MYSQL_USER: me'), 'TEST_MYSQL_USER=root go test ./db', 'whole'],
  [WITH('PGHOST: 127.0.0.1'), 'PGHOST=localhost go test ./db', 'whole'],
  [WITH('PGHOST: 127.0.0.1'), 'PGHOST=db.example.com go test ./db', 'no'],
  [WITH('PGPASSWORD: postgres'), 'PGPASSWORD=secret go test ./db', 'whole'],
  [WITH("PGPORT: ${{ job.services.postgres.ports['5432'] }}"), 'PGPORT=5432 go test ./db', 'whole'],
  [WITH('PGPORT: 5432'), 'PGPORT=5433 go test ./db', 'no'],
  [WITH('PGHOST: postgres'), 'PGHOST=localhost go test ./db', 'whole'],
  [WITH('PGHOST: postgres'), 'PGHOST=staging go test ./db', 'no'],
  [WITH('PGHOST: localhost'), 'PGHOST=postgres go test ./db', 'no'],
  [
    WITH("DB_URI: 'postgres://me@postgres:${{ job.services.postgres.ports[5432] }}/app'"),
    'DB_URI=postgres://me@localhost:5432/app go test ./db',
    'whole',
  ],
  [
    WITH("DB_URI: 'postgres://me@postgres:${{ job.services.postgres.ports[5432] }}/app'"),
    'DB_URI=postgres://me@db.example.com:5432/app go test ./db',
    'no',
  ],
  ['go test ./...', 'PGPASSWORD=secret go test ./db', 'no'],
  [WITH('WASI_SDK_PATH: /tmp/wasi-sdk'), 'WASI_SDK_PATH=/opt/wasi-sdk go test ./db', 'whole'],
  [WITH('PG_HOME: /usr/lib/postgresql/16'), 'PG_HOME=/usr/lib/postgresql/17 go test ./db', 'no'],
  [WITH('PG_BIN: /usr/lib/postgresql/14/bin'), 'PG_BIN=/usr/lib/postgresql/17/bin go test ./db', 'no'],
  [WITH('LLVM_DIR: /opt/debug/cmake'), 'LLVM_DIR=/opt/asan/cmake go test ./db', 'no'],
  [WITH('SDK_HOME: /opt/sdk-14/wasi-sdk'), 'SDK_HOME=/opt/sdk-15/wasi-sdk go test ./db', 'no'],
  [WITH('CORPUS_DIR: /tmp/small/corpus'), 'CORPUS_DIR=/mnt/full/corpus go test ./db', 'no'],
]);

const RUNNER = 'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER';
table('what starts the tests', GO, [
  ['cargo test', `${RUNNER}="compute-sanitizer --tool racecheck" cargo test`, 'no'],
  [`${RUNNER}="valgrind -q" cargo test`, `${RUNNER}="valgrind -q" cargo test`, 'whole'],
  [`${RUNNER}="valgrind -q" cargo test`, 'cargo test', 'whole'],
  ['cargo test', `${RUNNER}="sudo -E" cargo test`, 'whole'],
  ['cargo test', `${RUNNER}="taskset -c 0-3" cargo test`, 'whole'],
  ['wasm-pack test --node --features x', 'wasm-pack test --node --release --features x', 'whole'],
  ['wasm-pack test --node', 'wasm-pack test --chrome', 'no'],
]);
