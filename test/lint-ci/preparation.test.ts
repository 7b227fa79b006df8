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
