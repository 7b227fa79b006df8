import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** What both CI and a stage do before their own work wastes nobody's time. */
const PREPARATIONS: readonly string[] = [
  'rimraf dist',
  'shx rm -rf out',
  'mkdirp out',
  'cpy a b',
  'husky',
  'corepack enable',
  'npx tsc -b',
  'npx playwright install --with-deps',
  'npx prisma generate',
  'wait-on http://localhost:3000',
  'scripts/wait-for-it.sh localhost:5432',
  'docker compose up -d --wait',
  'psql -c "create database app"',
  'pg_isready',
  'redis-cli ping',
  'minio server /data',
  'kind create cluster',
  'alembic upgrade head',
  'python manage.py migrate',
  'pip install -e .',
  'maturin develop --release',
  'cmake --build build',
  './autogen.sh',
  'autoreconf -i',
  'protoc --go_out=. a.proto',
  'buf generate',
  'dotnet restore',
  'dotnet build -c Release',
  'bash ci/download-data.sh',
  'cargo build --release',
];
const FILES: Tree = { 'package.json': '{}', 'ci/download-data.sh': 'curl -O https://data.example.com/a.csv\n' };
const inCi = (command: string): Tree => ({ ...FILES, '.github/workflows/ci.yml': workflow(command, 'npm test') });

describe('preparing as CI does is no overlap', () => {
  for (const command of PREPARATIONS)
    test(command, () => {
      expect(verdict(inCi(command), `${command} && node bench.js --rows 100000000`)).toBe('no');
    });
});

describe('checking as CI does stays one', () => {
  for (const command of ['npx tsc --noEmit', 'buf lint', 'npx nx test', './scripts/check.sh', 'python validate.py'])
    test(command, () => {
      expect(verdict(inCi(command), `${command} && node bench.js --rows 100000000`)).toBe('whole');
    });

  test('a stage that only compiles what CI compiles', () => {
    expect(verdict(inCi('npx tsc --noEmit'), 'npx tsc')).toBe('whole');
  });

  test('a stage that only builds, whatever looks on', () => {
    expect(verdict(inCi('cargo build'), "vmstat 5 > vmstat.log &\ncargo build --release |& ts '%.s' | pv")).toBe(
      'whole',
    );
  });
});

const MAKERS: Tree = {
  'go.mod': 'module example.com/a\n',
  'build.go': 'package main\n',
  'build/ci.go': 'package main\n',
  Makefile: 'app: app.go\n\tgo run build.go\n',
  'Cargo.toml': '[workspace]\nmembers = ["xtask"]\n',
  'xtask/Cargo.toml': '[package]\nname = "xtask"\n',
  '.cargo/config.toml': '[alias]\nxtask = "run --package xtask --"\n',
};

describe('a program of the project that builds it is a build', () => {
  for (const command of [
    'go run build.go',
    'go run ./build -static',
    'go run build/ci.go install ./cmd/a',
    'go run ./helpers/build-release/main.go -o out',
    'cargo run -p xtask -- build --release',
    'cargo xtask dist',
    'python build.py',
    'node build.js',
  ]) {
    const files = { ...MAKERS, '.github/workflows/ci.yml': workflow(command, './a backup .') };
    test(`${command}, and what it made measures`, () => {
      expect(verdict(files, `${command}\n./a init\n/usr/bin/time -v ./a backup --threads 8 /data`)).toBe('no');
    });
    test(`${command}, and nothing else`, () => {
      expect(verdict(files, `time ${command}`)).toBe('whole');
    });
  }

  test('a target that only does so', () => {
    const files = { ...MAKERS, '.github/workflows/ci.yml': workflow('go run build.go') };
    expect(verdict(files, 'make app')).toBe('whole');
  });

  for (const command of ['go run build/ci.go test', 'go run ./build --check', 'cargo xtask codegen --check'])
    test(`${command} is none`, () => {
      const files = { ...MAKERS, '.github/workflows/ci.yml': workflow(command) };
      expect(verdict(files, `${command}\n./a bench`)).toBe('whole');
    });
});

describe('a script in a script that starts servers or builds is what the work needs', () => {
  const deploy = (body: string): Tree => ({
    'ci/fuzz.sh': './tools/test/standalone.sh\npython3 fuzz.py\n',
    'ci/sqllogic.sh': './tools/test/standalone.sh\n./target/debug/sqllogictests\n',
    'tools/test/standalone.sh': body,
  });
  const told = (body: string) =>
    verdict({ ...deploy(body), '.github/workflows/ci.yml': workflow('bash ci/sqllogic.sh') }, 'bash ci/fuzz.sh');

  test.each([
    [
      'a server',
      'pgrep query && killall query\nnohup target/debug/query -c a.toml &\npython3 ci/wait_tcp.py --port 8000\n',
      'no',
    ],
    ['a build of what is not ours', 'curl -O https://data.example.com/a.tar.gz\ncd a && cmake . && make\n', 'no'],
    ['a program that it waits for', './target/debug/query --self\n', 'whole'],
    ['programs beside each other', './target/debug/query --self & ./target/debug/query --other &\nwait\n', 'whole'],
    ['a server that it stops', './target/debug/query & ci/wait-for.sh\nkill %1\nwait\n', 'no'],
    ['a program that is not known', '$PROGRAM --all\n', 'whole'],
    ['tests', 'cargo test -p query\n', 'whole'],
  ])('%s', (_, body, expected) => {
    expect(told(body)).toBe(expected);
  });
});

describe('odd words of a repository or a stage are no reason to fall', () => {
  test('a variable whose name is no word', () => {
    const ci = 'on: push\njobs: { test: { env: { "FOO(BAR": 1 }, steps: [{ run: cargo test }] } }\n';
    expect(verdict({ '.github/workflows/ci.yml': ci, 'Cargo.toml': '[package]\nname = "a"\n' }, 'cargo test')).toBe(
      'whole',
    );
  });

  test('a build directory that is missing', () => {
    const tree = { 'CMakeLists.txt': '', '.github/workflows/ci.yml': workflow('cmake -S . -B') };
    expect(verdict(tree, 'D=; cmake -S . -B $D; ctest')).toBe('no');
  });

  test('what starts tests, at length', () => {
    const tree = { 'go.mod': 'module a\n', '.github/workflows/ci.yml': workflow('go test ./...') };
    expect(verdict(tree, `go test -exec "taskset ${'-1 '.repeat(60)}x!" ./...`)).toBe('no');
  });
});
