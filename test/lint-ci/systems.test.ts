import { table } from './table.ts';
import type { Tree } from './world.ts';

const PACKAGE: Tree = {
  'package.json': JSON.stringify({
    name: 'a',
    workspaces: ['./packages/*'],
    scripts: { db: 'mocha --config db.js', 'db:oracle': 'cross-env DB=oracle npm run db' },
  }),
  'packages/core/package.json': JSON.stringify({ name: '@a/core', scripts: { test: "mocha './lib/**/*.spec.ts'" } }),
};

table('a failure that nobody learns of is none of what is run in turn either', PACKAGE, [
  ['DB=oracle npm run db || true', 'npm run db:oracle', 'no'],
  ['DB=oracle npm run db', 'npm run db:oracle', 'whole'],
  ['bash <<EOF || true\nnpm run db\nEOF', 'npm run db', 'no'],
  ['./all.sh || :', 'npm run db', 'no', { 'all.sh': '#!/bin/bash\nnpm run db\n' }],
]);

table('a step that may fail, and another that looks what became of it', PACKAGE, [
  [
    '- { id: db, run: npm run db, continue-on-error: true }\n- run: \'[[ "${{ steps.db.outcome }}" == failure ]] && exit 1\'',
    'npm run db',
    'whole',
  ],
  ["- { id: db, run: npm run db, continue-on-error: true }\n- run: 'echo ${{ steps.db.outcome }}'", 'npm run db', 'no'],
]);

const on = (event: string): string =>
  `name: CI\non: ${event}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n`;
const CRATE: Tree = { 'Cargo.toml': '[package]\nname = "core"\n' };

table('branches', CRATE, [
  [on("{ pull_request: { branches: ['[0-9].[0-9]'] } }"), 'cargo test', 'no'],
  [on("{ pull_request: { branches: ['4.2'] } }"), 'cargo test', 'no'],
  // Two workflows and no branch of a usual name: that is what the project develops on.
  [
    on("{ pull_request: { branches: ['4.2'] } }"),
    'cargo test',
    'whole',
    { '.github/workflows/lint.yml': on("{ push: { branches: ['4.2'] } }").replace('cargo test', 'cargo fmt --check') },
  ],
]);

table('a list in brackets that closes at the margin of its key', CRATE, [
  [
    'name: CI\non: [push]\njobs:\n  test:\n    strategy:\n      matrix:\n        args: [\n          --lib,\n        ]\n    runs-on: x\n    steps:\n      - run: cargo test ${{ matrix.args }}\n',
    'cargo test --lib',
    'whole',
  ],
]);

const TOX: Tree = {
  'tox.ini':
    '[tox]\nenvlist = py{311,312}-unit, bandit\n[gh-actions]\npython =\n    3.11: py311-unit\n    3.12: py312-unit\n[testenv]\ncommands = pytest tests {posargs}\n[testenv:bandit]\ncommands = bandit -r src\n',
};

table('tox of which a workflow runs the environments of its interpreter', TOX, [
  ['tox', 'tox -e py312-unit', 'whole'],
  ['tox', 'tox -e bandit', 'no'],
  ['tox -e bandit', 'tox -e bandit', 'whole'],
]);

const HATCH: Tree = {
  'pyproject.toml': `[tool.hatch.envs.test.scripts]
run = ["coverage run -m pytest --ignore tests/bench {args:}", "coverage xml"]
plain = "pytest --ignore tests/bench"
[tool.hatch.envs.oldest]
template = "test"
`,
};

table('environments of hatch', HATCH, [
  ['hatch env run --env test.py3.12-minimal run', 'pytest tests/test_a.py', 'whole'],
  ['hatch env run -e oldest run', 'hatch run oldest:plain', 'whole'],
  ['hatch env run -e docs run', 'pytest tests/test_a.py', 'no'],
]);

table('conditions that are known', CRATE, [
  [
    'DB=pg\nif [ "$DB" == h2 ] || [ "$DB" == "" ]; then cargo test a; elif [[ $DB == pg && -n $DB ]]; then cargo test b; else cargo test c; fi',
    'cargo test b',
    'whole',
  ],
  [
    'DB=pg\nif [ "$DB" == h2 ] || [ "$DB" == "" ]; then cargo test a; elif [[ $DB == pg && -n $DB ]]; then cargo test b; else cargo test c; fi',
    'cargo test c',
    'no',
  ],
  ['DB=pg\nif [ "$DB" == h2 ]; then cargo test a; elif ! [ "$DB" = pg ]; then cargo test b; fi', 'cargo test b', 'no'],
  ['WORDS="test --lib"\nread -ra words <<< "$WORDS"\ncargo "${words[@]}"', 'cargo test --lib', 'whole'],
  ['read -r first rest <<< "test --lib"\ncargo $first $rest', 'cargo test --lib', 'whole'],
  [
    'for e in "a|--lib" "b|--tests"; do IFS=\'|\' read -r p t <<< "$e"; cargo test -p $p $t; done',
    'cargo test -p b --tests',
    'whole',
  ],
  [
    'for e in "a|--lib" "b|--tests"; do IFS=\'|\' read -r p t <<< "$e"; cargo test -p $p $t; done',
    'cargo test -p c',
    'no',
  ],
  ['run() { cargo test "${@:2}"; }\nrun quietly -p a --lib', 'cargo test -p a --lib', 'whole'],
  ['run() { cargo test "${@:2:2}"; }\nrun quietly -p a --lib', 'cargo test -p a --tests', 'whole'],
  ['run() { cargo test -p "${@:$N}"; }\nrun a b', 'cargo test -p b', 'no'],
  ['all=(-p a -p b)\ncargo test "${all[@]:2}"', 'cargo test -p b', 'whole'],
  ['all=(-p a -p b)\ncargo test "${all[@]:2}"', 'cargo test -p a', 'no'],
  ['all=()\nif [[ "${#all[@]}" -gt 0 ]]; then cargo test -p a; else cargo test -p b; fi', 'cargo test -p b', 'whole'],
  ['all=()\nif [[ "${#all[@]}" -gt 0 ]]; then cargo test -p a; else cargo test -p b; fi', 'cargo test -p a', 'no'],
  ['all=($(./changed.sh))\nif [ ${#all[@]} -gt 1 ]; then cargo test -p a; fi', 'cargo test -p a', 'whole'],
  ['all=(crates/*)\nif [ ${#all[@]} -gt 1 ]; then cargo test -p a; fi', 'cargo test -p a', 'whole'],
  ["IFS='|,' read -r w t <<< 'test|-p,a'\ncargo $w $t", 'cargo test -p b', 'no'],
]);

const BAZEL: Tree = { 'MODULE.bazel': '' };

table('actions of others that are given a command', BAZEL, [
  [
    "- { uses: acme/bazel-docker@v5, with: { image: x, bazel: 'test //src/... --config=asan' } }",
    'bazel test //src/io:all',
    'whole',
  ],
  ["- { uses: acme/bazel-docker@v5, with: { bazel: 'fetch //src/...' } }", 'bazel test //src/io:all', 'no'],
  [
    "- { uses: acme/build@v1, with: { test: 'python3 ci/retry.py --timeout 2m -- make check' } }",
    'make check',
    'whole',
  ],
  ["- { uses: acme/build@v1, with: { test: 'make check', working-directory: sub } }", 'make -C sub check', 'whole'],
  ["- { uses: acme/notes@v1, with: { text: 'make check' } }", 'make check', 'no'],
]);

table('what CI alone says to bazel', BAZEL, [
  ['bazel test //a/... --test_env=X --java_language_version=8', 'bazel test //a/b', 'whole'],
  ['bazel test //a/... --platforms=//p:arm', 'bazel test //a/b', 'no'],
  ['bazel test //a/... --copt=-m32', 'bazel test //a/b', 'no'],
  ['bazel test //a/...', 'bazel test //a/b --test_env=X', 'no'],
]);

table('modules, profiles and goals of maven', { 'pom.xml': '<project/>' }, [
  ['mvn test -pl core,:a-query -P ci,coverage', 'mvn test -pl core -P ci', 'whole'],
  ['mvn test -pl core', 'mvn test -pl core,query', 'part: the only new part is `query`'],
  ['mvn test -pl core', 'mvn test -pl query', 'no'],
  ["mvn test -pl '!core'", 'mvn test -pl query', 'whole'],
  ["mvn test -pl '!core'", 'mvn test -pl core', 'no'],
  ['mvn license:check\nmvn checkstyle:check', 'mvn license:check checkstyle:check', 'whole'],
  ['mvn.cmd test', 'mvn test -pl core -Dtest=ATest', 'whole'],
]);

const MAKE: Tree = {
  Makefile:
    'Q = $(if $(filter 1,$(V)),,@)\nlong: MOREFLAGS += -g\nlong:\n\t$(Q)$(MAKE) -C tests all\ntidy:\n\tpython tidy.py $(DRIVER) $(MODE)\nbench:\n\t./bench $(DRIVER)\n',
  'tests/Makefile': 'all: fuzz\nfuzz:\n\t./fuzzer --new $(TIME)\n',
};

table('variables of make', MAKE, [
  ['make long', 'make -C tests fuzz', 'whole'],
  ['make long', 'TIME=-T60mn make -C tests fuzz', 'no'],
  ["make tidy 'DRIVER=/usr/bin/**/g++*'", 'make tidy', 'whole'],
  ['make tidy MODE=asan', 'make tidy', 'no'],
  ['make tidy', 'make tidy MODE=asan', 'no'],
  ["make bench 'DRIVER=/usr/bin/**/g++*'", 'make bench', 'no'],
]);

table('flags for a compiler', MAKE, [
  ['make long', 'CFLAGS="-O3 -march=native" make long', 'no'],
  ['CFLAGS=-m32 make long', 'CFLAGS="-O2 -m32" make long', 'whole'],
  ['make long', 'CFLAGS=-O3 make long', 'whole'],
]);

table('the environment of linters', {}, [
  ['flake8', 'BOTO_CONFIG=/dev/null flake8 src', 'whole'],
  ['eslint .', 'ESLINT_USE_FLAT_CONFIG=false eslint src', 'no'],
  ['mypy', 'mypy --config-file pyproject.toml', 'whole'],
  ['mypy', 'mypy --config-file strict.toml', 'no'],
]);

table('what CI alone sets', PACKAGE, [
  [
    '- { run: npm run db, env: { SKIP_INSTALL: true, DISABLE_X_WARNING: true, PROFILE: ci, FULL: false } }',
    'npm run db',
    'whole',
  ],
  ['- { run: npm run db, env: { STREAMING: kafka } }', 'npm run db', 'no'],
  // What a script on the way expands is its parameter.
  [
    '- { run: ./t.sh, env: { SET: one } }',
    'npm run db',
    'whole',
    { 't.sh': '#!/bin/sh\nif [ "$SET" = one ]; then npm run db; fi\n' },
  ],
  ['npm test -ws -- --forbid-only --server-tag=8.2', 'cd packages/core && npx mocha ./lib/a/*.spec.ts', 'whole'],
  ['npm test -ws -- --slow', 'npm test -w packages/core', 'no'],
]);

table('a value that says where the checkout lies', CRATE, [
  ['export ROOT_OF_IT="$PWD"\ncargo test', 'export ROOT_OF_IT="$PWD"\ncargo test', 'whole'],
  ['export ROOT_OF_IT="$PWD/a"\ncargo test', 'export ROOT_OF_IT="$PWD/b"\ncargo test', 'no'],
]);

table('stricter worlds', CRATE, [
  ['RUSTFLAGS="-Z randomize-layout" cargo careful test', 'cargo careful test', 'whole'],
  ['cargo test', 'RUSTFLAGS="-Z randomize-layout" cargo test', 'no'],
  ['cargo careful test', 'cargo test', 'no'],
  ["taplo fmt --check $(git ls-files '*.toml')", 'taplo fmt --check $(git ls-files "*.toml")', 'whole'],
  ["taplo fmt --check $(git ls-files '*.toml')", "taplo fmt --check $(git ls-files 'a/*.toml')", 'no'],
  ['taplo fmt --check $(ls)', 'taplo fmt --check $(ls)', 'no'],
]);

table('sanitizers by the name of a build directory', { 'CMakeLists.txt': 'project(x)' }, [
  [
    'cmake -S . -B asan -DCMAKE_CXX_FLAGS=-fsanitize=address\nctest --test-dir asan',
    'ctest --test-dir build-asan',
    'whole',
  ],
  ['cmake -S . -B build\nctest --test-dir build', 'ctest --test-dir build-asan', 'no'],
]);

const called = (inputs: string, list: string): string =>
  `name: CI\non: [push]\njobs:\n  all:\n    uses: ./.github/workflows/call.yml\n    with: { ${inputs} }\n${list}`;

table('a matrix from a text that is known', { 'go.mod': 'module x\n' }, [
  [
    called("archs: \"['386','arm64']\"", ''),
    'GOARCH=386 go build ./...',
    'whole',
    {
      '.github/workflows/call.yml':
        'on: { workflow_call: { inputs: { archs: { type: string, required: true } } } }\njobs:\n  build:\n    strategy: { matrix: { arch: "${{ fromJSON(inputs.archs) }}" } }\n    runs-on: x\n    steps:\n      - run: GOARCH=${{ matrix.arch }} go build ./...\n',
    },
  ],
  [
    called("archs: \"['arm','arm64']\"", ''),
    'GOARCH=386 go build ./...',
    'no',
    {
      '.github/workflows/call.yml':
        'on: { workflow_call: { inputs: { archs: { type: string, required: true } } } }\njobs:\n  build:\n    strategy: { matrix: { arch: "${{ fromJSON(inputs.archs) }}" } }\n    runs-on: x\n    steps:\n      - run: GOARCH=${{ matrix.arch }} go build ./...\n',
    },
  ],
]);

const COMPOSE: Tree = {
  'docker/compose.yaml':
    'services:\n  base: &base\n    volumes: [..:/code]\n  build:\n    <<: *base\n    command: /bin/bash -cl "./mvnw -B verify && /code/ci/extra.sh"\n  other:\n    command: ./mvnw -B verify\n',
  'ci/extra.sh': '#!/bin/bash\n./check-extra\n',
};

table('services of compose', COMPOSE, [
  ['docker compose -f docker/compose.yaml run -e CI=1 build | tee out', './mvnw test -pl core', 'whole'],
  ['docker compose -f docker/compose.yaml run build', 'ci/extra.sh', 'whole'],
  // Nothing says that it has the repository.
  ['docker compose -f docker/compose.yaml run other', './mvnw test', 'no'],
  ['docker compose -f docker/compose.yaml run build ./mvnw -DskipTests package', './mvnw test', 'no'],
]);

const NX: Tree = {
  'package.json': JSON.stringify({
    name: 'r',
    workspaces: ['packages/*'],
    scripts: { 'test:knip': 'knip', 'test:lib': 'nx affected --target=test:lib' },
  }),
  'packages/core/package.json': JSON.stringify({
    name: '@r/core',
    scripts: { 'test:lib': 'vitest', 'test:eslint': 'eslint src' },
  }),
};

table('what nx finds affected', NX, [
  ['npx nx affected --targets=test:knip,test:lib', 'cd packages/core && npx vitest run', 'whole'],
  ['npx nx affected --targets=test:knip,test:lib', 'npx knip', 'whole'],
  ['npx nx affected --targets=test:lib', 'cd packages/core && npx eslint src', 'no'],
]);

table('helpers of the project', CRATE, [
  [
    'cargo xtask tidy --keep-going -- $MORE',
    'cargo xtask tidy',
    'whole',
    { '.cargo/config.toml': '[alias]\nxtask = "run --package xtask --"\n' },
  ],
  [
    'cargo xtask bench --large',
    'cargo xtask bench',
    'no',
    { '.cargo/config.toml': '[alias]\nxtask = "run --package xtask --"\n' },
  ],
]);
