import { expect, test } from 'vitest';
import { table } from './table.ts';
import { type Tree, verdict } from './world.ts';

const CRATE: Tree = { 'Cargo.toml': '[package]\nname = "core"\n', 'fuzz/Cargo.toml': '[package]\nname = "fuzz"\n' };

table('a container that the repository is mounted in', CRATE, [
  ['cargo test', 'docker run --rm -v "$PWD:/src" -w /src rust:1.80 cargo test --release', 'whole'],
  ['cargo test', 'docker run --rm -it -v "$(pwd)":/src:ro --workdir=/src rust:1.80 bash -c "cargo test"', 'whole'],
  ['cargo test', 'podman run --mount type=bind,source=$PWD,target=/src -w /src --cpus 4 rust cargo test', 'whole'],
  ['cargo test', 'docker run -v "$PWD:/src" --entrypoint sh rust -c "cd /src && cargo test"', 'whole'],
  ['docker run -v ${{ github.workspace }}:/w -w /w rust cargo test', 'cargo test', 'whole'],
  ['cargo test', 'docker run -v "$PWD:/src" -w /src/fuzz rust cargo test', 'no'],
  ['cargo test', 'docker run -v "$PWD:/src" -w /usr/src rust cargo test', 'no'],
  ['cargo test', 'docker run -v data:/src -w /src rust cargo test', 'no'],
  ['cargo test', 'docker run -v "$PWD:/src" -w /src -e APP_MODE=slow rust cargo test', 'no'],
  ['cargo test', 'docker run -v "$PWD:/src" -w /src rust cargo bench', 'no'],
]);

const RUNNER: Tree = {
  runtest: '#!/bin/sh\ntclsh tests/all.tcl "$@"\n',
  'run-tests.sh': '#!/bin/sh\nexec prove "$@"\n',
};

table('what a project’s own runner is told to choose', RUNNER, [
  ['./runtest --verbose', './runtest --single unit/type/list', 'whole'],
  ['./runtest --clients 4', './runtest --clients 16 --single unit/a --single unit/b', 'whole'],
  ['./runtest --tls', './runtest --tls --single unit/a', 'whole'],
  ['./runtest --single unit/a', './runtest', "part: the only new part is what CI's `--single unit/a` leaves out"],
  [
    './runtest --verbose --tags -slow',
    './runtest --single unit/a',
    "part: the only new part is what CI's `--tags -slow` leaves out",
  ],
  ['./runtest', './runtest --tags -slow', 'whole'],
  ['./runtest --single unit/a', './runtest --single unit/b', 'no'],
  ['./runtest', './runtest --tls --single unit/a', 'no'],
  ['./runtest --config io-threads 4', './runtest --single unit/a', 'no'],
  ['./runtest', './runtest --loop --single unit/a', 'no'],
  ['./run-tests.sh', './run-tests.sh --filter=fast', 'whole'],
  ['./run-bench.sh', './run-bench.sh --filter=fast', 'no'],
]);

const CMAKE: Tree = { 'CMakeLists.txt': '', 'tests/CMakeLists.txt': '', 'bin/run_tests': '#!/bin/sh\n./x\n' };
const BUILT = 'cmake -B build\ncmake --build build\n';

table('a test that the build makes, by its name', CMAKE, [
  [`${BUILT}ctest --test-dir build`, `${BUILT}./build/tests/map_test --gtest_filter='Map.*' --gtest_repeat=3`, 'whole'],
  [`${BUILT}ctest --test-dir build`, `${BUILT}cd build && ./uv_run_tests_a udp_bind`, 'whole'],
  [`${BUILT}ctest --test-dir build -R 'map|set'`, `${BUILT}build/map_test`, 'whole'],
  [`${BUILT}ctest --test-dir build -R set`, `${BUILT}build/map_test`, 'no'],
  [`${BUILT}build/release/unittest`, `${BUILT}build/release/unittest test/sql/join.test`, 'whole'],
  [`${BUILT}ctest --test-dir build -E map_test`, `${BUILT}build/map_test`, 'no'],
  [`${BUILT}ctest --test-dir build`, `${BUILT}build/map_test --gtest_also_run_disabled_tests`, 'no'],
  [`${BUILT}ctest --test-dir build`, `${BUILT}build/unittest '[.slow]'`, 'no'],
  [`${BUILT}ctest --test-dir build`, `${BUILT}build/stress_test --threads 8`, 'no'],
  [`${BUILT}ctest --test-dir build`, `UV_THREADPOOL_SIZE=128 build/map_test`, 'no'],
  [`${BUILT}ctest --test-dir build`, 'bin/run_tests', 'no'],
  ['cmake -B build\ncmake --build build', `${BUILT}build/map_test`, 'no'],
  [
    `${BUILT}ctest --test-dir build`,
    'cmake -B build -DSANITIZE_THREAD=ON && cmake --build build && build/map_test',
    'no',
  ],
]);

const HELPER: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "xtask"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'xtask/Cargo.toml': '[package]\nname = "xtask"\n',
  '.cargo/config.toml': '[alias]\nxtask = "run --package xtask"\n',
};

table('what a helper program of the project is told', HELPER, [
  ['cargo xtask test', 'cargo xtask test --all', 'no'],
  ['cargo xtask test --all', 'cargo xtask test --all', 'whole'],
  ['cargo xtask test --all', 'cargo run -q -p xtask -- test --all', 'whole'],
  ['cargo xtask test --release', 'cargo xtask test', 'whole'],
]);

const LAST_RESORT: Tree = {
  Makefile: 'DIRS = src\ndefault: all\n.DEFAULT:\n\tfor dir in $(DIRS); do $(MAKE) -C $$dir $@; done\n',
  'src/Makefile': 'all:\n\tcc -o engine engine.c\ntest: all\n\t@(cd ..; ./runtest)\nmeasure:\n\t./engine-benchmark\n',
  runtest: '#!/bin/sh\ntclsh tests/all.tcl "$@"\n',
};

table('what make does with a target that no rule names', LAST_RESORT, [
  ['make -C src test', 'make test', 'whole'],
  ['./runtest --tags -slow', 'make test', "part: the only new part is what CI's `--tags -slow` leaves out"],
  ['make test', 'make -C src test', 'whole'],
  ['make test', 'make measure', 'no'],
]);

const TOX: Tree = {
  'tox.ini': `[testenv]
commands =
    {env:COVERED:} pytest {posargs:{env:SUITE:}}
    docs: pytest --doctest-modules src
setenv =
    SUITE={env:FILES:} {env:REPORT:}
    docs: FILES=doc/en
    coverage: COVERED=coverage run -m
[testenv:plugins]
changedir = testing/plugins
commands = pytest wallet.py
`,
  'doc/en/a.rst': '',
  'testing/plugins/wallet.py': '',
};

table('what tox puts together from its variables, and where it goes', TOX, [
  ['tox -e py312-coverage', 'pytest testing -k fast', 'whole'],
  ['REPORT=--junitxml=j.xml tox -e py312', 'pytest testing', 'whole'],
  ['tox -e docs', 'pytest doc/en', 'whole'],
  ['tox -e docs', 'pytest testing', 'no'],
  ['tox -e docs', 'pytest --doctest-modules src', 'whole'],
  ['tox -e py312', 'pytest --doctest-modules src', 'no'],
  ['tox -e plugins', 'cd testing/plugins && pytest wallet.py', 'whole'],
  ['tox -e plugins', 'pytest doc/en', 'no'],
]);

const PACKAGES: Tree = {
  'package.json': JSON.stringify({ scripts: { build: 'pnpm run -r --filter core build' } }),
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
  'packages/core/package.json': JSON.stringify({ name: 'core', scripts: { build: 'zshy --project a.json' } }),
  'packages/docs/package.json': JSON.stringify({ name: 'docs', scripts: { build: 'next build' } }),
};

table('of all packages those that a filter names', PACKAGES, [
  ['pnpm build', 'cd packages/core && pnpm build', 'whole'],
  ['pnpm build', 'cd packages/docs && pnpm build', 'no'],
]);

table('what fetches, shows and says where coverage goes', CRATE, [
  ['hf download org/test-data a.json', 'hf download org/test-data a.json', 'no'],
  ['asv machine --yes', 'asv machine --yes', 'no'],
  ['docker compose run --rm -e CI_NAME it', 'docker compose run it', 'whole'],
  ['docker compose run --rm -e CI_NAME=x it', 'docker compose run it', 'no'],
  ['pre-commit run --all-files --color always', 'pre-commit run --all-files', 'whole'],
  ['go test ./... -args -test.gocoverdir=.cov', 'go test ./pkg/store', 'whole'],
  ['go test ./... -args -update', 'go test ./pkg/store', 'no'],
  ['mvn test -DforkCount=2', 'mvn test -DforkCount=8', 'whole'],
  ['mvn verify -DskipITs=false -Dsocket="$(pwd -P)/a.sock"', 'mvn verify', 'whole'],
  ['mvn verify -DskipITs', 'mvn verify -DskipITs=false', 'no'],
  ['mvn verify -Dsuite="$(pick)"', 'mvn verify', 'no'],
  ['PYTHONMALLOC=malloc pytest tests', 'pytest tests', 'whole'],
  ['export WORK_DIR=$(mktemp -d); pytest tests', 'export WORK_DIR=$(mktemp -d); pytest tests', 'whole'],
  ['pytest tests', 'export WORK_DIR=$(mktemp -d); pytest tests', 'no'],
  ['export SUITE=$(date); pytest tests', 'export SUITE=$(date); pytest tests', 'no'],
  ['mkdocs build -d out', 'mkdocs build --site-dir /tmp/site', 'whole'],
  ['mkdocs build', 'mkdocs build --strict', 'no'],
  ['bunx jsr publish --dry-run', 'npx jsr publish --dry-run', 'whole'],
  ['npx jsr publish', 'npx jsr publish --dry-run', 'no'],
]);

const IN_BRACKETS = `name: CI
on: [push]
jobs:
  test:
    strategy:
      matrix:
        os: [
          macos-latest,  # arm
          ubuntu-latest, # intel
        ]
    runs-on: x
    steps:
      - run: cargo test
`;

test('a list in brackets that closes at the margin behind a comment', () => {
  expect(verdict({ ...CRATE, '.github/workflows/ci.yml': IN_BRACKETS }, 'cargo test')).toBe('whole');
});
