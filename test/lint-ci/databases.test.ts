import { table } from './table.ts';
import type { Tree } from './world.ts';

const CRATE: Tree = { 'Cargo.toml': '[package]\nname = "core"\n' };

table('flags that .cargo/config.toml sets for everybody', CRATE, [
  [
    "- { run: cargo test, env: { RUSTFLAGS: '-D warnings --cfg tokio_unstable' } }",
    'cargo test --release',
    'whole',
    { '.cargo/config.toml': '[build]\nrustflags = ["--cfg", "tokio_unstable"]\n' },
  ],
  ["- { run: cargo test, env: { RUSTFLAGS: '--cfg tokio_unstable' } }", 'cargo test', 'no'],
  [
    "- { run: cargo test, env: { RUSTFLAGS: '--cfg loom' } }",
    'cargo test',
    'no',
    { '.cargo/config.toml': '[build]\nrustflags = ["--cfg", "tokio_unstable"]\n' },
  ],
  ["- { run: cargo machete && cargo fmt --check, env: { RUSTFLAGS: '--cfg x' } }", 'cargo machete', 'whole'],
  ["- { run: cargo fmt --check, env: { RUSTFLAGS: '--cfg x' } }", 'cargo fmt --check', 'whole'],
]);

table('cargo deny', CRATE, [
  ['cargo deny check', 'cargo deny check licenses', 'whole'],
  ['cargo deny --workspace check licenses advisories', 'cargo deny check licenses', 'whole'],
  ['cargo deny check licenses', 'cargo deny check advisories', 'no'],
  ['cargo deny check licenses', 'cargo deny check', 'no'],
  [
    'cargo deny check bans licenses',
    'cargo deny check',
    'part: the only new part is `cargo deny check advisories sources`',
  ],
]);

const CARGO_MAKE: Tree = {
  ...CRATE,
  Makefile: '.PHONY: first\nfirst:\n\t@cargo make\n%: ready\n\t@cargo make $@\nready:\n\t@cargo make --help\n',
  'Makefile.toml': `extend = [{ path = "ci.toml" }]
[env]
ALL = { value = "a,b", condition = { env_not_set = ["ALL"] } }
`,
  'ci.toml': `[tasks.lint]
command = "cargo"
args = ["clippy", "--features", "\${ALL}", "--", "-D", "warnings"]
[tasks.engine]
private = true
command = "cargo"
args = ["nextest", "run", "--no-default-features", "--features", "\${_ENGINE}"]
[tasks.mem]
env = { _ENGINE = "kv-mem", RUST_LOG = { value = "x=debug", condition = { env_not_set = ["RUST_LOG"] } } }
run_task = { name = ["engine"], fork = true }
[tasks.both]
dependencies = ["lint", "mem"]
[tasks.shell]
script = '''
#!/bin/bash
cargo test --doc
'''
[tasks.alias]
alias = "shell"
`,
};

table('cargo make', CARGO_MAKE, [
  ['cargo make lint', 'cargo clippy -- -D warnings', 'whole'],
  ['cargo make lint', 'cargo clippy --features c', 'no'],
  ['cargo make mem', 'cargo nextest run --no-default-features --features kv-mem', 'whole'],
  ['cargo make mem', 'cargo nextest run --no-default-features --features kv-rocksdb', 'no'],
  ['cargo make both', 'cargo make mem', 'whole'],
  ['makers --task both', 'cargo clippy', 'whole'],
  ['cargo make alias', 'cargo test --doc', 'whole'],
  ['make lint', 'cargo clippy', 'whole'],
  ['cargo make absent', 'cargo clippy', 'no'],
]);

const RACES: Tree = {
  'go.mod': 'module example.org/engine\n',
  Makefile: `GO := go
TAGS := invariants
override testflags :=
.PHONY: test
test:
	\${GO} test -tags '$(TAGS)' \${testflags} ./...
race: testflags += -race -timeout 20m
race: test
stress: testflags += -exec 'stress \${STRESSFLAGS}'
stress: test
asan: TAGS += slow
asan: testflags += -asan
asan: test
`,
};

table("make's variables of one target", RACES, [
  ['make test', 'go test -race ./...', 'no'],
  ['make race', 'go test -tags invariants -race ./pkg/...', 'whole'],
  ['make race TAGS=', 'go test -race ./...', 'whole'],
  ['make test', "make stress STRESSFLAGS='-p 4'", 'no'],
  ['make test', 'make asan', 'no'],
  ['make test', 'make race', 'no'],
  ['make asan', 'make asan', 'whole'],
]);

table('the build that is tested', { 'CMakeLists.txt': 'project(x)\n' }, [
  ['cmake -B b && cmake --build b && ctest --test-dir b', 'cmake -B b -DUSE_FOLLY=1 && ctest --test-dir b', 'no'],
  ['cmake -B b && ctest --test-dir b', 'cmake -B b -DX_HEADER_ONLY=ON && ctest --test-dir b', 'no'],
  ['cmake -B b -DX_HEADER_ONLY=ON && ctest --test-dir b', 'cmake -B b && ctest --test-dir b', 'whole'],
  ['cmake -B b && ctest --test-dir b', 'cmake -B b -DX_NO_THREADS=ON && ctest --test-dir b', 'no'],
  ['cmake -B b && ctest --test-dir b', 'cmake -B b -DX_NO_TESTS=ON && ctest --test-dir b', 'whole'],
  ['CFLAGS=-O0 make check', 'CFLAGS="-O0 -std=c99" make check', 'no'],
  ['CFLAGS="-std=c99" make check', 'CFLAGS="-std=c99 -Wall" make check', 'whole'],
  ['./generate -g16 > in', './generate -g16 | ./compress -9', 'no'],
  ['./generate -g16 | ./compress -9', './generate -g16 | ./compress -9', 'whole'],
  ['./bench -g16 > out', './bench -g16 | tee log', 'whole'],
  ['cmake -B b -DUSE_FOLLY=1 && ctest --test-dir b', 'cmake -B b -DUSE_FOLLY=ON && ctest --test-dir b', 'whole'],
  ['cmake -B b && ctest --test-dir b', 'cmake -B b -DX_ENABLE_TESTS=ON && ctest --test-dir b', 'whole'],
  ['cmake -B b -DWITH_SSL=ON && ctest --test-dir b', 'cmake -B b && ctest --test-dir b', 'whole'],
  ['cmake -B b && cmake --build b && $GITHUB_WORKSPACE/b/db_bench', 'b/db_bench', 'whole'],
  ['cmake -B b && cmake --build b && b/db_bench', 'b/db_bench --num=1000000', 'no'],
]);

table('words that only show', {}, [
  ['./runtest --verbose --tags -slow --dump-logs', './runtest --tags -slow', 'whole'],
  ['./runtest --tags -slow', './runtest --tags -slow --accurate', 'no'],
]);

const nightly = (condition: string): string => `name: Daily
on:
  pull_request:
    branches: ['[0-9].[0-9]', unstable]
  schedule: [{ cron: '0 0 * * *' }]
jobs:
  all:
    if: ${condition}
    runs-on: ubuntu-latest
    steps: [{ run: ./runtest-cluster }]
`;

table('the branch that a pull request is for is the default one', {}, [
  [
    nightly("github.event_name == 'schedule' || github.event.pull_request.base.ref != 'unstable'"),
    './runtest-cluster',
    'no',
  ],
  [
    nightly("github.event_name == 'schedule' || github.event.pull_request.base.ref != 'unstable'"),
    './runtest-cluster',
    'whole',
    {},
    { frequency: 'schedule' },
  ],
  [nightly("github.base_ref == 'unstable'"), './runtest-cluster', 'whole'],
  [nightly("github.base_ref == 'release-7'"), './runtest-cluster', 'no'],
  [nightly("startsWith(github.base_ref, 'release/')"), './runtest-cluster', 'no'],
  [nightly('github.event.pull_request.draft'), './runtest-cluster', 'no'],
]);

const GRADLE: Tree = { gradlew: '#!/bin/sh\n', 'engine/build.gradle': '' };

table('gradle through actions, and where the checkout lies', GRADLE, [
  [
    '- { uses: burrunan/gradle-cache-action@v1, with: { arguments: --scan --no-daemon build javadoc } }',
    './gradlew :core:test --tests JdbcTest',
    'whole',
  ],
  [
    '- { uses: burrunan/gradle-cache-action@v1, with: { arguments: build, properties: a=1 } }',
    './gradlew test -Pa=1',
    'whole',
  ],
  ['- { uses: gradle/actions/setup-gradle@v3, with: { arguments: check } }', './gradlew test', 'whole'],
  ['- { uses: gradle/actions/setup-gradle@v4 }', './gradlew test', 'no'],
  [
    './gradlew check -Pquick=true -x javadoc',
    './gradlew :core:test',
    "part: the only new part is what CI's `-Pquick=true` leaves out",
  ],
  ['./gradlew -PmaxParallelForks=2 -PtestLoggingEvents=passed,skipped test', './gradlew :core:test', 'whole'],
  ['./gradlew test', './gradlew test -PmaxParallelForks=8', 'whole'],
  [
    '- { uses: actions/checkout@v4, with: { path: engine-src } }\n- { run: ./gradlew test, working-directory: engine-src }',
    './gradlew test',
    'whole',
  ],
  [
    '- { uses: actions/checkout@v4, with: { path: engine-src } }\n- { run: cd engine-src/engine && ../gradlew -p .. test }',
    './gradlew test',
    'whole',
  ],
  [
    '- { uses: actions/checkout@v4, with: { path: data, repository: a/data } }\n- { run: ./gradlew test, working-directory: data }',
    './gradlew test',
    'no',
  ],
]);

const PYTHON: Tree = {
  'noxfile.py': `import nox

@nox.session(name="github-cext")
def github(session):
    _tests(session)

def _tests(session, marks=None):
    cmd = ["python", "-m", "pytest"]
    cmd.extend(marks)
    try:
        session.run(*cmd)
    finally:
        session.run("python", "reap.py")

@nox.session(name="mypy")
def types(session):
    posargs = options(session)
    cmd = ["pytest", "-m", "mypy"]
    session.run(*cmd, *posargs)

@nox.session
def pep8(session):
    for cmd in [
        "flake8 ./lib ./test "
        "setup.py",
        "black --check ./lib ./test",
    ]:
        session.run(*cmd.split())
`,
  'pixi.toml': `[feature.test.tasks]
unit = "pytest"
expr = { cmd = "pytest --runexpr", env = { QUERY_PLANNING = "True" } }
`,
  '.spin/cmds.py': 'def test(markexpr):\n    if markexpr != "full":\n        markexpr = "not slow"\n',
  'pyproject.toml': '[tool.spin]\npackage = "engine"\n',
  'engine/__init__.py': '',
  'engine/linalg/__init__.py': '',
  '.pre-commit-config.yaml': `repos:
  - repo: https://github.com/pre-commit/mirrors-mypy
    hooks: [{ id: mypy, args: [--warn-unused-configs] }]
  - repo: local
    hooks:
      - { id: ruff, entry: ruff, args: [check, --force-exclude, --fix] }
      - { id: ruff-format, entry: ruff, args: [format] }
`,
};

table('nox, pixi, spin, nix and pre-commit', PYTHON, [
  ['nox -v -s mypy -- ', 'nox -s mypy', 'whole'],
  ['nox -s mypy', 'pytest -m mypy', 'whole'],
  ['nox -s pep8', 'black --check ./lib/', 'whole'],
  ['nox -s pep8', 'flake8 ./test', 'whole'],
  ['nox -s github-cext', 'nox -s github-cext', 'whole'],
  ['nox -s github-cext', 'nox -s github-nocext', 'no'],
  ['nox -s github-cext', 'pytest test/test_a.py', 'no'],
  ['nox -s github-cext', 'python reap.py', 'no'],
  ['pixi r unit', 'pytest tests', 'whole'],
  ['pixi run -e py314 expr', 'QUERY_PLANNING=True pytest --runexpr tests', 'whole'],
  ['pixi run unit', 'QUERY_PLANNING=True pytest tests', 'no'],
  ['spin test -- --durations=10', 'spin test', 'whole'],
  ['spin test', 'spin test -- engine/linalg', 'whole'],
  ['spin test', 'spin test -m full', "part: the only new part is what CI's `-m 'not slow'` leaves out (`-m 'slow'`)"],
  ['spin test -m full', 'pytest engine/linalg', 'whole'],
  ['cd docs && pytest --pyargs engine', 'pytest engine/linalg', 'whole'],
  ["nix develop '.#ci' --ignore-environment -c pre-commit run --all-files", 'ruff check .', 'whole'],
  ['pre-commit run --all-files', 'ruff format --check .', 'whole'],
  ['pre-commit run --all-files', 'mypy engine', 'whole'],
  ['nix develop', 'ruff check .', 'no'],
]);

table('variables that CI alone sets', { 'go.mod': 'module example.org/x\n', ...CRATE }, [
  [
    '- { run: go test ./..., env: { CGO_ENABLED: 0, GO111MODULE: on, API_REQUESTS_MAX: 10000 } }',
    'go test ./a',
    'whole',
  ],
  ['- { run: go test ./..., env: { AUTO_ENCRYPTION: on } }', 'go test ./a', 'whole'],
  ['- { run: go test ./..., env: { ENCRYPTION: aes } }', 'go test ./a', 'no'],
  ['go test ./...', 'CGO_ENABLED=0 go test ./...', 'no'],
  ['- { run: go build ./..., env: { GOOS: linux, GOARCH: amd64 } }', 'go build ./...', 'whole'],
  ['- { run: go build ./..., env: { GOOS: aix, GOARCH: ppc64 } }', 'go build ./...', 'no'],
  ['govulncheck -show verbose ./...', 'govulncheck ./...', 'whole'],
  [
    "name: CI\non: [pull_request]\nenv: { RUSTFLAGS: '--cfg fast_drops' }\njobs: { a: { runs-on: x, steps: [{ run: cargo test }] } }",
    'cargo test --release',
    'whole',
  ],
  [
    "name: CI\non: [pull_request]\nenv: { RUSTFLAGS: '--cfg fast_drops' }\njobs: { a: { runs-on: x, steps: [{ run: cargo test }] } }",
    "RUSTFLAGS='--cfg loom' cargo test",
    'no',
  ],
  [
    "name: CI\non: [pull_request]\njobs: { a: { runs-on: x, env: { RUSTFLAGS: '--cfg loom' }, steps: [{ run: cargo test }] } }",
    'cargo test --release',
    'no',
  ],
]);

table('what a job does in another repository', { 'go.mod': 'module example.org/me/badger/v4\n' }, [
  [
    '- { uses: actions/checkout@v4, with: { repository: me/dgraph } }\n- { run: go build ./... && go test ./... }',
    'go test ./a',
    'no',
  ],
  [
    '- { uses: actions/checkout@v4, with: { repository: me/badger } }\n- { run: go test ./... }',
    'go test ./a',
    'whole',
  ],
  ['- { uses: actions/checkout@v4 }\n- { run: go test ./... }', 'go test ./a', 'whole'],
]);

table('nextest filters, names and documentation', CRATE, [
  ["cargo nextest run -E 'test(check) | test(read)'", "cargo nextest run -E 'test(check)'", 'whole'],
  ["cargo nextest run -E 'test(check) | test(read)'", 'cargo nextest run write', 'no'],
  [
    "cargo nextest run -E 'not binary(fuzz)'",
    'cargo nextest run check',
    "part: the only new part is what CI's filter `not binary(fuzz)` leaves out (`-E 'not (not binary(fuzz))'`)",
  ],
  ["cargo nextest run -E 'not binary(fuzz_tests)'", 'cargo nextest run fuzz', 'no'],
  ["cargo nextest run -E 'binary(fuzz)'", 'cargo nextest run check', 'no'],
  ['cargo test --doc', 'cargo test fuzz', 'no'],
]);

table('formatters that no family knows', {}, [
  ['taplo format --check', 'taplo format --check', 'whole'],
  ['taplo format', 'taplo format', 'no'],
]);

table('options before the subcommand of a runner', {}, [
  ['uv --project tests run pytest tests/e2e', 'uv --project tests run pytest tests/e2e/test_a.py', 'whole'],
  ['uv run --directory tests pytest e2e', 'pytest tests/e2e/test_a.py', 'whole'],
  ['poetry -C py run pytest tests', 'cd py && pytest tests/a', 'whole'],
]);

table('vitest, dotnet', { 'package.json': '{}' }, [
  ['npx vitest --coverage run', 'npx vitest run src/a', 'whole'],
  ['dotnet test -f net10.0', 'dotnet test -f net10.0 --filter FullyQualifiedName~Commands', 'whole'],
  ['dotnet test -f net8.0', 'dotnet test -f net10.0', 'no'],
]);

table('shards that CI counts in a variable', { Makefile: 'check:\n\t./all-tests\n' }, [
  ['- { run: make check, env: { CI_SHARD_INDEX: 1, CI_TOTAL_SHARDS: 3 } }', 'make check', 'whole'],
  ['V=1 make check', 'make check', 'whole'],
  ['USE_FOLLY=1 make check', 'make check', 'no'],
]);
