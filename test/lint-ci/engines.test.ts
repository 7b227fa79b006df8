import { table } from './table.ts';
import type { Tree } from './world.ts';

const GO: Tree = {
  'go.mod': 'module example.org/a\n',
  'exp/go.mod': 'module example.org/a/exp\n',
  'tools/go.mod': 'module example.org/a/tools\n',
};

table('a variable that gets a value where it has none', GO, [
  [
    ': "${MORE:=}"\ntags=assert\nif [[ -n "$MORE" ]]; then tags+=,cc; fi\ngo test -tags $tags ./...',
    'go test -tags assert ./...',
    'whole',
  ],
  [
    ': "${MORE=1}"\ntags=assert\nif [[ -n "$MORE" ]]; then tags+=,cc; fi\ngo test -tags $tags ./...',
    'go test -tags assert ./...',
    'no',
  ],
  [
    ': "${MORE:-1}"\ntags=a\nif [[ "$MORE" = 1 ]]; then tags=b; fi\ngo test -tags $tags ./...',
    'go test -tags b ./...',
    'whole',
  ],
]);

table('branches of which nobody knows which one runs', GO, [
  ['if arch; then T=a; else go test -tags "b$T" ./...; fi', 'go test -tags ba ./...', 'no'],
  ['T=x\nif arch; then T=a; else go test -tags $T ./...; fi', 'go test -tags x ./...', 'whole'],
  ['T=x\nif arch; then T=a; elif other; then go test -tags $T ./...; fi', 'go test -tags x ./...', 'whole'],
  // What the branches leave counts after them.
  ['if arch; then cd exp; else T=a; fi\ngo test -tags a$T ./...', 'cd exp && go test -tags aa ./...', 'whole'],
]);

table('a test in front of a command', GO, [
  ['F=runc\n[ "$F" == crun ] && T=crun\ngo test -tags "all$T" ./...', 'go test -tags allcrun ./...', 'no'],
  ['F=crun\n[ "$F" == crun ] && T=crun\ngo test -tags "all$T" ./...', 'go test -tags allcrun ./...', 'whole'],
  ['F=a\n[[ $F = a ]] || go test ./...', 'go test ./...', 'no'],
  ['[[ $F = a ]] || go test ./...', 'go test ./...', 'whole'],
  ['false && true || go test ./...', 'go test ./...', 'whole'],
  ['F=a\n[[ $F = b ]] || exit 0\ngo test ./...', 'go test ./...', 'no'],
]);

table('variables that several lines hand on', GO, [
  [
    '- run: |\n    { echo "TAGS=big"; echo "KIND=x"; } >> "$GITHUB_ENV"\n- run: go test -tags $TAGS ./...',
    'go test -tags big ./...',
    'whole',
  ],
  [
    'name: CI\non: [push]\njobs:\n  a:\n    strategy: { matrix: { include: [{ arch: "" }, { arch: 386 }] } }\n    runs-on: x\n    steps:\n      - { if: "matrix.arch != \'\'", run: \'echo "GOARCH=${{ matrix.arch }}" >> $GITHUB_ENV\' }\n      - run: go test ./...\n',
    'GOARCH=386 go test ./...',
    'whole',
  ],
  // On no row that has it off is there more to the command.
  [
    'name: CI\non: [push]\njobs:\n  a:\n    strategy: { matrix: { os: [linux, macos] } }\n    runs-on: ${{ matrix.os }}\n    steps:\n      - { if: "matrix.os == \'macos\'", run: \'echo "DEFS=-DX=$(brew --prefix)" >> $GITHUB_ENV\' }\n      - run: ./check.py --all ${{ env.DEFS }}\n',
    './check.py --all',
    'whole',
    { 'check.py': '' },
  ],
]);

table('every module that find finds', GO, [
  [
    'for f in $(find . -name go.mod); do\n  pushd "$(dirname ${f})"\n  go test ./...\n  popd\ndone',
    'cd exp && go test ./...',
    'whole',
  ],
  [
    "for f in $(find . -name go.mod | grep -v '^./exp'); do\n  (cd $(dirname $f) && go test ./...)\ndone",
    'cd exp && go test ./...',
    'no',
  ],
  // Where it goes is not known, and so not the root.
  ['for f in $(git ls-files); do\n  cd "$(dirname ${f})"\n  go test ./...\ndone', 'go test ./...', 'no'],
]);

const MAKE: Tree = {
  ...GO,
  Makefile:
    'ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))\nGOARCH ?= $(shell go env GOARCH)\nRACE=\nFLAGS += -v\nGOOS ?= $(shell go env GOOS)\n-include Makefile.$(GOOS)\nTESTFLAGS ?= $(RACE) $(FLAGS)\n\ntest:\n\tgo test $(TESTFLAGS) ./...\n\nexp:\n\tcd "${ROOT}/exp" && go test -test.root -parallel 8 .\n\nbench:\n\tgo test -bench . -run Benchmark ./...\n',
  'Makefile.linux': 'ifeq ($(GOARCH),amd64)\n\tRACE= -race\nendif\nFLAGS += -tags=linux\n',
};

table('makefiles', MAKE, [
  ['make exp', 'cd exp && go test -test.root -run TestA .', 'whole'],
  ['make exp', 'cd exp && go test .', 'no'],
  ['make test', 'go test -race -tags linux -run TestA ./b', 'whole'],
  ['make test', 'go test -race ./b', 'no'],
  ['make test', 'make bench', 'no'],
  ['make bench', 'make bench', 'whole'],
]);

const CRATE: Tree = { 'Cargo.toml': '[package]\nname = "core"\n' };

table('flags and what says which compiler', CRATE, [
  ['MIRIFLAGS="$MIRIFLAGS -Zmiri-a" cargo miri test', 'MIRIFLAGS=-Zmiri-a cargo miri test', 'whole'],
  ['MIRIFLAGS="$MIRIFLAGS -Zmiri-a" cargo miri test', 'MIRIFLAGS=-Zmiri-b cargo miri test', 'no'],
  ['- { run: cargo test, env: { TARGET: i586-linux, CHANNEL: nightly } }', 'cargo test', 'whole'],
  ['- { run: cargo test, env: { ENGINE: spread } }', 'cargo test', 'no'],
  ['GLOG_alsologtostderr=1 cargo test', 'cargo test', 'whole'],
  ['export DATA="$PWD/data"; cargo test', 'cd src && DATA=$PWD/../data cargo test', 'whole', { 'src/lib.rs': '' }],
]);

table('what a job for each of them looks at', CRATE, [
  [
    'name: CI\non: [push]\njobs:\n  a:\n    strategy: { matrix: { check: [bans, licenses] } }\n    runs-on: x\n    steps:\n      - { uses: EmbarkStudios/cargo-deny-action@v2, with: { command: "check ${{ matrix.check }}" } }\n',
    'cargo deny check bans licenses',
    'whole',
  ],
  ['cargo deny check bans', 'cargo deny check bans sources', 'part: the only new part is `cargo deny check sources`'],
  ['cargo deny check bans', 'cargo deny check sources', 'no'],
]);

table('features that a helper of the project is told of', CRATE, [
  [
    'cargo xtask test db -- -F a/more -F b',
    'cargo xtask test db',
    'whole',
    { '.cargo/config.toml': '[alias]\nxtask = "run --package xtask --"\n' },
  ],
  [
    'cargo xtask test db',
    'cargo xtask test db -- -F a/more',
    'no',
    { '.cargo/config.toml': '[alias]\nxtask = "run --package xtask --"\n' },
  ],
]);

table('a script that a step writes, of which a word is not known', CRATE, [
  [
    'cat << EOF > run.sh\nPATH=$PATH:/x\ncargo test -- --test-threads=`nproc`\nEOF\nbash run.sh',
    'cargo test --lib',
    'whole',
  ],
  ['cat << EOF > run.sh\necho\ncargo $WHAT\nEOF\nbash run.sh', 'cargo test', 'no'],
]);

table('linters and checks of all kinds', GO, [
  ['golangci-lint run --path-prefix ./exp ./...', 'golangci-lint run ./...', 'whole'],
  ['- { uses: crate-ci/typos@v1, with: { config: .github/typos.toml } }', 'typos --config .github/typos.toml', 'whole'],
  [
    '- { uses: apache/skywalking-eyes/header@v0, with: { config: l.yml } }',
    'license-eye -c l.yml header check',
    'whole',
  ],
  ['nix flake check -L --show-trace', 'nix flake check', 'whole'],
  ['./check.py tidy -j $(nproc) --all', './check.py tidy -j8 --all', 'whole', { 'check.py': '' }],
  ['./check.py tidy -j8 --all', './check.py tidy -j8', 'no', { 'check.py': '' }],
]);

const HOOKS: Tree = {
  '.pre-commit-config.yaml':
    'repos:\n  - repo: https://example.org/lint\n    hooks:\n      - id: cpplint\n        alias: cpp\n        args: [\n          "--quiet",\n        ]\n      - id: rare\n        stages: [manual]\n  - repo: local\n    hooks: [{ id: types, entry: mypy src }]\n',
};

table('hooks of which only the name is known', HOOKS, [
  ['pre-commit run --all-files', 'pre-commit run cpplint --all-files', 'whole'],
  ['pre-commit run -a --color always', 'pre-commit run --all-files cpplint', 'whole'],
  ['pre-commit run -a', 'pre-commit run cpp -a', 'whole'],
  ['pre-commit run -a', 'pre-commit run rare -a --hook-stage manual', 'no'],
  ['SKIP=cpplint pre-commit run -a', 'pre-commit run cpplint -a', 'no'],
  ['pre-commit run types -a', 'pre-commit run cpplint -a', 'no'],
]);

table('a branch of one person', GO, [
  [
    "name: CI\non:\n  push: { branches: [ann/next-go] }\n  schedule: [{ cron: '0 0 * * *' }]\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go test ./...\n",
    'go test ./...',
    'no',
  ],
  [
    'name: CI\non:\n  push: { branches: [ann/next-go, main] }\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go test ./...\n',
    'go test ./...',
    'whole',
  ],
]);

table('a nightly workflow that tries itself where it changes', GO, [
  [
    "name: CI\non:\n  pull_request: { paths: ['.github/workflows/ci.yml'] }\n  schedule: [{ cron: '0 0 * * *' }]\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go test ./...\n",
    'go test ./...',
    'no',
  ],
  [
    "name: CI\non:\n  pull_request: { paths: ['.github/workflows/ci.yml'] }\n  schedule: [{ cron: '0 0 * * *' }]\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go test ./...\n",
    'go test ./...',
    'whole',
    {},
    { frequency: 'schedule' },
  ],
  [
    "name: CI\non:\n  pull_request: { paths: ['.github/workflows/ci.yml', '**.go'] }\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: go test ./...\n",
    'go test ./...',
    'whole',
  ],
]);

table("options of a project's own tests with a value", { 'tests/a_test.py': '', 'pyproject.toml': '' }, [
  ['pytest tests --server threads=8', 'pytest tests --server threads=8', 'whole'],
  ['pytest tests --server threads=8', 'pytest tests --server threads=2', 'no'],
  ['pytest tests', 'pytest tests --server threads=2', 'no'],
  ['pytest tests --server threads=8', 'pytest tests/a_test.py', 'whole'],
  ['pytest --doctest-modules --durations=10 tests', 'pytest --doctest-modules tests', 'whole'],
  ['pytest --runslow tests', 'pytest --runslow tests/a_test.py', 'whole'],
]);
