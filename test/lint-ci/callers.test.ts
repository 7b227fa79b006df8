import { table } from './table.ts';
import type { Tree } from './world.ts';

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
};

table(
  'task',
  {
    ...CRATES,
    'Taskfile.yml': `version: "3"
vars:
  PKG: core
tasks:
  default: { deps: [lint], cmds: [{ task: one, vars: { PKG: cli } }] }
  lint: cargo clippy --workspace
  one:
    cmds: ["cargo test -p {{.PKG}} {{.CLI_ARGS}}"]
  loose: { cmds: [{ cmd: cargo test --workspace, ignore_error: true }] }
  in: { dir: core, cmds: [cargo test] }
  mode: { env: { MODE: slow }, cmds: [cargo test] }
`,
  },
  [
    ['task one', 'cargo test -p core', 'whole'],
    ['task one', 'cargo test -p cli', 'no'],
    ['task one PKG=cli', 'cargo test -p cli', 'whole'],
    ['task one -- --doc', 'cargo test -p core --lib', 'no'],
    ['task one -- --doc', 'cargo test -p core --doc', 'whole'],
    ['task', 'cargo test -p cli', 'whole'],
    ['task', 'cargo test -p core', 'no'],
    ['task', 'cargo clippy -p core', 'whole'],
    ['task loose', 'cargo test', 'no'],
    ['task in', 'cargo test -p core', 'whole'],
    ['task in', 'cargo test -p cli', 'no'],
    ['task mode', 'MODE=slow cargo test', 'whole'],
    ['task mode', 'MODE=fast cargo test', 'no'],
    ['task --list', 'cargo test -p core', 'no', { 'Taskfile.yml': 'tasks: { one: cargo test }\n' }],
  ],
);

const PYTHON: Tree = { 'pyproject.toml': '[project]\nname = "x"\n', 'tests/unit/test_a.py': '' };

table(
  'tox',
  {
    ...PYTHON,
    'tox.ini': `[tox]
envlist = py{311,312}-{fast,slow}, lint
[testenv]
setenv =
    MODE = tox
commands =
    fast: pytest -m "not slow" {posargs:tests/unit}
    slow: pytest -m slow \\
        tests
[testenv:lint]
setenv =
commands = ruff check src
    - mypy src
[testenv:docs]
commands = sphinx-build -W docs out
`,
  },
  [
    ['tox', 'MODE=tox pytest -m "slow and a" tests', 'whole'],
    ['tox -e py312-fast', 'MODE=tox pytest -m slow tests', 'no'],
    ['tox -e py312-fast', 'MODE=tox pytest -m "not slow" tests/unit/test_a.py', 'whole'],
    ['tox -e py312-fast -- tests/other', 'MODE=tox pytest -m "not slow" tests/unit', 'no'],
    ['tox -e py312-fast', 'MODE=real pytest -m "not slow" tests/unit', 'no'],
    ['tox -e lint', 'ruff check src/x', 'whole'],
    ['tox -e lint', 'mypy src', 'no'],
    ['tox', 'sphinx-build -W docs out', 'no'],
    ['tox -e docs', 'sphinx-build -W docs out', 'whole'],
  ],
);

table(
  'nox',
  {
    ...PYTHON,
    'noxfile.py': `import nox

@nox.session(python=["3.11", "3.12"])
def tests(session):
    session.install(".[test]")
    session.run("pytest", "-m", "not slow", *session.posargs, env={"A": "b"})

@nox.session(tags=["style"])
def lint(session: nox.Session) -> None:
    session.run("ruff", "check", "src")

@nox.session(default=False)
def slow(session):
    session.run("pytest", "-m", "slow", *(session.posargs or ["tests"]))

def other():
    session.run("mypy", "src")
`,
  },
  [
    ['nox -s tests', 'pytest -m "not slow and not gpu"', 'whole'],
    ['nox -s tests-3.12 -- tests/unit', 'pytest -m "not slow" tests/unit/test_a.py', 'whole'],
    ['nox -s tests', 'pytest -m slow', 'no'],
    ['nox', 'pytest -m slow', 'no'],
    ['nox -s slow', 'pytest -m slow tests/unit', 'whole'],
    ['nox -t style', 'ruff check src/x', 'whole'],
    ['nox -t style', 'pytest -m "not slow"', 'no'],
    ['nox', 'mypy src', 'no'],
  ],
);

table(
  'pre-commit',
  {
    ...PYTHON,
    '.pre-commit-config.yaml': `repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    hooks:
      - { id: ruff, args: [--fix] }
  - repo: local
    hooks:
      - { id: types, entry: mypy src, language: system, pass_filenames: false }
      - { id: late, entry: cargo test, language: system, stages: [pre-push] }
`,
  },
  [
    ['pre-commit run --all-files', 'mypy src', 'whole'],
    ['pre-commit run -a', 'ruff check src', 'whole'],
    ['pre-commit run', 'mypy src', 'no'],
    ['SKIP=types pre-commit run --all-files', 'mypy src', 'no'],
    ['pre-commit run ruff --all-files', 'mypy src', 'no'],
    ['pre-commit run --all-files', 'cargo test', 'no'],
    ['pre-commit run --all-files --hook-stage pre-push', 'cargo test', 'whole'],
  ],
);

table(
  'programs that run scripts of package.json',
  {
    'package.json': JSON.stringify({
      workspaces: ['packages/*'],
      scripts: { 'check:lint': 'eslint src', 'check:types': 'tsc --noEmit', unit: 'vitest run' },
    }),
    'packages/a/package.json': JSON.stringify({ name: '@x/a', scripts: { test: 'jest' } }),
    'packages/b/package.json': JSON.stringify({ name: '@x/b', scripts: { test: 'mocha' } }),
  },
  [
    ['npx run-s "check:*"', 'npx tsc --noEmit', 'whole'],
    ['npx run-s "check:*"', 'npx vitest run', 'no'],
    ['npx npm-run-all check:lint unit', 'npx vitest run src', 'whole'],
    ['npx concurrently "npm:check:*" "vitest run"', 'npx eslint src', 'whole'],
    ['npx concurrently npm:check:lint', 'npx tsc --noEmit', 'no'],
    ['npx turbo run test', 'cd packages/b && npx mocha', 'whole'],
    ['npx turbo test --filter=@x/a', 'cd packages/b && npx mocha', 'no'],
    ['npx turbo test --filter=@x/a', 'cd packages/a && npx jest', 'whole'],
    ["npx turbo test --filter='...[origin/main]'", 'cd packages/a && npx jest', 'whole'],
    ['npx lerna run test --scope @x/b', 'cd packages/b && npx mocha', 'whole'],
    ['npx nx run-many -t test', 'cd packages/a && npx jest', 'whole'],
  ],
);

table(
  'pattern rules of make',
  { ...CRATES, Makefile: 'test-%: lint-%\n\tcargo test -p $*\nlint-%:\n\tcargo clippy -p $*\ntest-all:\n\ttrue\n' },
  [
    ['make test-core', 'cargo test -p core', 'whole'],
    ['make test-core', 'cargo test -p cli', 'no'],
    ['make test-core', 'cargo clippy -p core', 'whole'],
    ['make test-all', 'cargo test -p all', 'no'],
  ],
);

table(
  'conditions of make',
  {
    ...CRATES,
    Makefile: `FEATURES ?= simd
test:
ifdef SLOW
\tcargo test -- --ignored
else ifeq ($(FEATURES),none)
\tcargo test -p cli
else
\tcargo test -p core
endif
ifeq ($(shell uname),Linux)
\tcargo clippy
endif
`,
  },
  [
    ['make test', 'cargo test -- --ignored', 'no'],
    ['make test', 'cargo test -p core', 'whole'],
    ['make test', 'cargo test -p cli', 'no'],
    ['make test FEATURES=none', 'cargo test -p cli', 'whole'],
    ['make test SLOW=1', 'cargo test -- --ignored', 'whole'],
    ['SLOW=1 make test', 'cargo test -p core', 'no'],
    ['make test', 'cargo clippy -p core', 'whole'],
  ],
);

table('xargs', CRATES, [
  ['echo cli | xargs -n1 cargo test -p', 'cargo test -p core', 'no'],
  ['ls -d c* | xargs -I{} cargo test -p {}', 'cargo test -p core', 'no'],
  ['git diff --name-only | xargs pytest', 'pytest tests', 'no'],
  ['git diff --name-only | xargs eslint', 'eslint src', 'no'],
  ['git diff --name-only | xargs go test', 'go test ./...', 'no'],
]);
