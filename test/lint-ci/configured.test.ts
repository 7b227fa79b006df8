import { expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** What stands beside the command, in a file or in the environment, decides what it runs. */
type Case = readonly [files: Tree, ci: string, stage: string, verdict: string];

const CARGO: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
};
const NEXTEST: Tree = {
  ...CARGO,
  '.config/nextest.toml':
    "[profile.default]\ndefault-filter = 'not test(slow)'\n[profile.smoke]\ndefault-filter = 'test(smoke)'\n[profile.ci]\nretries = 2\n",
};
const SMOKE = "part: the only new part is what CI's filter `smoke` leaves out (`-- --skip smoke`)";
const SLOW = 'part: the only new part is what CI skips (`slow`)';

const PYTHON: Tree = { 'tests/unit/test_a.py': '', 'tests/system/test_b.py': '' };
const GO: Tree = { 'go.mod': 'module example.com/app\n', 'pkg/a/a.go': '', 'pkg/b/b.go': '' };
const MAKE: Tree = {
  ...GO,
  Makefile:
    'PKG ?= ./...\nPARTS := a b\ntest:\n\tgo test $(PKG)\nonly:\n\tgo test ./$(WHERE)\nparts: $(addprefix part-,$(PARTS))\npart-%:\n\tgo test ./pkg/$*\n',
};
const PNPM: Tree = {
  'package.json': '{}',
  'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n',
  'packages/core/package.json': JSON.stringify({ name: '@app/core', scripts: { test: 'jest' } }),
  'packages/ui/package.json': JSON.stringify({ name: '@app/ui', scripts: { test: 'jest' } }),
};

const CASES: readonly Case[] = [
  [NEXTEST, 'cargo nextest run', "cargo nextest run --ignore-default-filter -E 'test(slow)'", 'no'],
  [NEXTEST, 'cargo nextest run', 'cargo nextest run -p core', 'whole'],
  [NEXTEST, 'cargo nextest run', 'cargo nextest run join', 'whole'],
  [NEXTEST, 'cargo nextest run', 'cargo test --tests', SLOW],
  [NEXTEST, 'cargo nextest run --profile smoke', 'cargo nextest run --ignore-default-filter', SMOKE],
  [NEXTEST, 'cargo nextest run -P smoke', 'cargo nextest run --profile smoke -p core', 'whole'],
  [NEXTEST, 'cargo nextest run --profile ci', 'cargo nextest run', 'whole'],
  [NEXTEST, 'NEXTEST_PROFILE=smoke cargo nextest run', 'cargo nextest run heavy --ignore-default-filter', 'no'],
  [CARGO, "cargo nextest run -E 'not package(cli)'", 'cargo nextest run -p cli', 'no'],
  [CARGO, "cargo nextest run -E 'not package(cli)'", 'cargo nextest run -p core', 'whole'],
  [CARGO, "cargo nextest run -E 'package(core) and not test(slow)'", 'cargo nextest run -p core', SLOW],
  [CARGO, "cargo nextest run -E 'test(a) or test(b)'", 'cargo nextest run -p core c', 'no'],
  [CARGO, "cargo nextest run -E 'kind(lib)'", "cargo nextest run -E 'kind(lib) & test(a)'", 'whole'],

  [PYTHON, `PYTEST_ADDOPTS='-m "not slow"' pytest`, 'pytest -m slow', 'no'],
  [PYTHON, 'PYTEST_ADDOPTS=--color=yes pytest', 'pytest tests/unit', 'whole'],
  [PYTHON, 'pytest', 'PYTEST_ADDOPTS=-v pytest tests/unit', 'whole'],
  [PYTHON, 'pytest', 'PYTEST_ADDOPTS=--run-slow pytest tests/unit', 'no'],

  [GO, 'go test -run=^$ -bench=. -benchtime=1x ./...', 'go test -run=^$ -bench=. -benchtime=10s ./...', 'no'],
  [GO, 'go test -run=^$ -bench=. ./...', 'go test -run=^$ -bench=. -count=10 ./pkg/a', 'no'],
  [GO, 'go test -run=^$ -bench=. -benchtime=5s ./...', 'go test -run=^$ -bench=. -benchtime=5s ./pkg/a', 'whole'],

  [MAKE, 'make --dry-run test', 'make test', 'no'],
  [MAKE, 'make -n test', 'go test ./pkg/a', 'no'],
  [MAKE, 'PKG=./pkg/b make test', 'go test ./pkg/a', 'no'],
  [MAKE, 'PKG=./pkg/b make test', 'go test ./pkg/b', 'whole'],
  [MAKE, 'WHERE=pkg/b make only', 'go test ./pkg/b', 'whole'],
  [MAKE, 'make parts', 'go test ./pkg/b', 'whole'],
  [MAKE, 'make part-a', 'go test ./pkg/b', 'no'],

  [PNPM, 'pnpm --filter "@app/*" test', 'pnpm --filter @app/ui test', 'whole'],
  [PNPM, 'pnpm --filter "./packages/*" test', 'cd packages/ui && pnpm test', 'whole'],
  [PNPM, 'pnpm --filter "@app/core..." test', 'pnpm --filter @app/core test', 'whole'],
  [PNPM, 'pnpm --filter "!@app/ui" test', 'pnpm --filter @app/ui test', 'no'],
  [PNPM, 'pnpm --filter "!@app/ui" test', 'pnpm --filter @app/core test', 'whole'],
];

for (const [files, ci, stage, expected] of CASES)
  test(`${ci} | ${stage} → ${expected}`, () => {
    expect(verdict({ ...files, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
  });
