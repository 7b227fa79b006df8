import { table } from './table.ts';
import type { Tree } from './world.ts';

const GO: Tree = {
  'go.mod': 'module example.com/app\n',
  'main.go': '',
  'core/a.go': '',
  'core/index/b.go': '',
  'core/testdata/c.go': '',
  'test/acceptance/authz/d.go': '',
  'test/acceptance/replication/e.go': '',
  'test/slow/f.go': '',
  'tools/go.mod': 'module example.com/app/tools\n',
  'tools/g.go': '',
};

const EACH = (list: string): string => `for pkg in $(${list}); do\n  go test -race "$pkg"\ndone`;
const SHARDS = `packages=$(go list ./... | grep -v 'test/')
case "$1" in
  core) packages=$(echo "$packages" | grep -E '/core|/none');;
  rest) packages=$(echo "$packages" | grep -vE '/core|/none');;
esac
go test -race $packages
`;
const [CORE, BOTH] = [['core'], ['core', 'rest']].map(shards =>
  shards.map(shard => `bash ci/unit.sh ${shard}`).join('\n'),
) as [string, string];

table('what asks for nothing special', GO, [
  [
    'message=$(git log -1 --format=%B)\nif [[ "$message" == *"[full]"* ]]; then\n  go test ./core\nfi',
    'go test ./core',
    'no',
  ],
  ['if git log -1 --format=%B | grep -qi "\\[full\\]"; then\n  go test ./core\nfi', 'go test ./core', 'no'],
  ['if ! git log -1 --format=%s | grep -q -- "\\[skip\\]"; then\n  go test ./core\nfi', 'go test ./core', 'whole'],
  ['if [ -n "$(git log -1 --format=%B | grep full)" ]; then\n  go test ./core\nfi', 'go test ./core', 'no'],
  ['if [ -n "$(git log -1 --format=%b)" ]; then\n  go test ./core\nfi', 'go test ./core', 'no'],
  ['if echo "$X" | grep -q full; then\n  go test ./core\nfi', 'go test ./core', 'whole'],
  [
    'message=$(git log -1 --pretty=%s "$SHA")\nif [[ "$message" != *"[skip tests]"* ]]; then\n  go test ./core\nfi',
    'go test ./core',
    'whole',
  ],
  [
    '- id: ask\n  run: |\n    if [[ "$(git log -n 1 --format=%s)" == "release"* ]]; then\n      echo "go=true" >> $GITHUB_OUTPUT\n    else\n      echo "go=false" >> $GITHUB_OUTPUT\n    fi\n- if: steps.ask.outputs.go == \'true\'\n  run: go test ./core',
    'go test ./core',
    'no',
  ],
]);

table('actions that look at files', { 'buf.yaml': 'version: v2\n', '.clang-format': '', 'src/a.c': '' }, [
  ['- uses: bufbuild/buf-lint-action@v1', 'buf lint', 'whole'],
  ['- uses: bufbuild/buf-lint-action@v1\n  with:\n    input: proto', 'buf lint proto', 'whole'],
  ['- uses: bufbuild/buf-lint-action@v1\n  with:\n    input: proto', 'buf lint other', 'no'],
  ['- uses: bufbuild/buf-action@v1', 'buf lint', 'whole'],
  ['- uses: bufbuild/buf-action@v1\n  with:\n    lint: false', 'buf lint', 'no'],
  ['- uses: bufbuild/buf-action@v1\n  with:\n    setup_only: true', 'buf lint', 'no'],
  ['- uses: jidicula/clang-format-action@v4', 'clang-format --dry-run --Werror src/a.c', 'whole'],
  [
    "- uses: DoozyX/clang-format-lint-action@v0.20\n  with:\n    source: '.'\n    style: file",
    "git ls-files '*.c' | xargs clang-format-17 --style=file --dry-run --Werror",
    'whole',
  ],
  [
    '- uses: jidicula/clang-format-action@v4\n  with:\n    exclude-regex: src/a.*',
    'clang-format --dry-run --Werror src/a.c',
    'no',
  ],
  [
    '- uses: jidicula/clang-format-action@v4\n  with:\n    exclude-regex: src/b.*',
    'clang-format --dry-run --Werror .',
    "part: the only new part is what CI's `--exclude-regex src/b.*` leaves out",
  ],
  [
    '- uses: DoozyX/clang-format-lint-action@v0.20\n  with:\n    inplace: True',
    'clang-format --dry-run --Werror src/a.c',
    'no',
  ],
  [
    '- uses: DoozyX/clang-format-lint-action@v0.20\n  with:\n    exclude: ./src ./lib',
    'clang-format --dry-run --Werror src/a.c',
    'no',
  ],
  [
    '- uses: DoozyX/clang-format-lint-action@v0.20\n  with:\n    exclude: ./lib ./vendor',
    'clang-format --dry-run --Werror src/a.c',
    'whole',
  ],
  [
    '- uses: DoozyX/clang-format-lint-action@v0.20\n  with:\n    style: google',
    'clang-format --dry-run --Werror src/a.c',
    'no',
  ],
]);

table('a server that is started', { 'ci/run_test_server.sh': 'true\n', 'ci/run_ci_server.sh': 'true\n' }, [
  ['ci/run_ci_server.sh', 'ci/run_ci_server.sh --with-auth\n./bench.sh', 'no'],
  ['ci/run_ci_server.sh', 'ci/run_ci_server.sh\n./bench.sh', 'no'],
  ['ci/run_server_tests.sh', 'ci/run_server_tests.sh', 'whole'],
]);

table('packages that go list names', GO, [
  [EACH("go list ./... | grep 'test/acceptance/authz'"), 'go test -race ./test/acceptance/authz/...', 'whole'],
  [EACH("go list ./... | grep 'test/acceptance/authz'"), 'go test ./test/acceptance/replication', 'no'],
  [EACH("go list ./... | grep 'test/acceptance/authz'"), EACH('go list ./... | grep test/acceptance/repl'), 'no'],
  [EACH("go list ./... | grep 'authz\\|slow' | sort"), 'go test ./test/slow', 'whole'],
  [EACH("go list ./... | grep -E 'authz|slow'"), 'go test ./test/slow ./test/acceptance/authz', 'whole'],
  [EACH('go list ./... | grep -v test/'), 'go test ./test/slow', 'no'],
  [EACH('go list ./... | grep -v test/'), 'go test . ./core ./core/index', 'whole'],
  [EACH('go list ./...'), 'go test ./...', 'whole'],
  [EACH('go list ./... | grep "$WHICH"'), 'go test ./core', 'no'],
  [EACH('./ci/packages.sh'), 'go test ./core', 'no'],
  ['cd tools && go test $(go list ./... | grep app)', 'go test ./core', 'no'],
  [CORE, 'go test ./core/index', 'whole', { 'ci/unit.sh': SHARDS }],
  [CORE, 'go test .', 'no', { 'ci/unit.sh': SHARDS }],
  [CORE, 'bash ci/unit.sh', 'part: the only new part is `.` (`go test .`)', { 'ci/unit.sh': SHARDS }],
  [BOTH, 'bash ci/unit.sh', 'whole', { 'ci/unit.sh': SHARDS }],
  ['go test ./core/... ./test/slow\ngo test .', 'go test ./core/index .', 'whole'],
  // In a recipe, and by another name of go.
  [
    'make test',
    'go test ./core ./core/index',
    'whole',
    { Makefile: "GO ?= go\ntest:\n\t$(GO) test $(shell $(GO) list -tags x ./... | grep -v 'test/')\n" },
  ],
  [
    'make test',
    'go test ./core/index',
    'whole',
    {
      Makefile:
        "GO ?= go\nALL := $(shell $(GO) list ./... | grep 'index$$')\ntest:\n\tfor d in $(ALL); do $(GO) test $$d; done\n",
    },
  ],
  [
    'make test',
    'cd tools && go test .',
    'whole',
    { Makefile: 'test:\n\tgo -C tools test $(shell go -C tools list ./...)\n' },
  ],
  ['all=($(go list ./...))\nfor ((i=0; i<${#all[@]}; i++)); do go test "${all[$i]}"; done', 'go test ./core', 'whole'],
]);

table('a variable that says on which machine', GO, [
  ['- run: go test ./core\n  env:\n    MATRIX_OS: ubuntu-22.04', 'go test ./core', 'whole'],
  ['- run: go test ./core\n  env:\n    TEST_RUNTIME: io.containerd.runc.v2', 'go test ./core', 'whole'],
  ['- run: go test ./core\n  env:\n    STREAMING: kafka', 'go test ./core', 'no'],
]);
