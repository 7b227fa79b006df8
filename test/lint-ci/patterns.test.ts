import { table } from './table.ts';
import type { Tree } from './world.ts';

const SCRIPTS: Tree = {
  'ci/check_a.sh': 'cargo test -p a\n',
  'ci/check_b.sh': 'cargo test -p b\n',
  'ci/.check_c.sh': 'cargo test -p c\n',
  'ci/deep/check_d.sh': 'cargo test -p d\n',
  'python/tests/_test_a.py': '',
  'python/tests/_test_b.py': '',
  'python/tests/more/_test_c.py': '',
};

table('a pattern of files stands for those that match it', SCRIPTS, [
  ['ci/check_a.sh && ci/check_b.sh', 'for s in ci/check_*.sh; do bash "$s"; done', 'whole; whole'],
  ['for s in ci/check_*.sh; do bash "$s"; done', 'cargo test -p b', 'whole'],
  ['for s in ci/*/check_?.sh; do bash "$s"; done', 'cargo test -p d', 'whole'],
  ['for s in $(ls ci/*.sh); do bash "$s"; done', 'cargo test -p a', 'whole'],
  ['cd ci && for s in *.sh; do bash "$s"; done', 'cargo test -p b', 'whole'],
  // Hidden ones and those of directories below are no match, nor is anything in quotes.
  ['for s in ci/*.sh; do bash "$s"; done', 'cargo test -p c', 'no'],
  ['for s in ci/*.sh; do bash "$s"; done', 'cargo test -p d', 'no'],
  ['for s in "ci/*.sh"; do bash "$s"; done', 'cargo test -p a', 'no'],
  ['for s in made/*.sh; do bash "$s"; done', 'for s in made/*.sh; do bash "$s"; done', 'whole'],
  ['for s in $(ls made/*.sh); do cargo test -p a; done', 'cargo test -p a', 'whole'],
]);

table('a pattern of test files', SCRIPTS, [
  ['pytest python/tests/_test*.py', 'pytest python/tests/_test_a.py', 'whole'],
  ['pytest python/tests/_test*.py', 'pytest python/tests/_test_a.py::test_x', 'whole'],
  ['pytest python/tests/_test*.py', 'cd python && pytest tests/_test*.py', 'whole'],
  ['pytest python/*/more', 'pytest python/tests/more/_test_c.py', 'whole'],
  ['pytest python/tests/_test*.py', 'pytest python/tests/more/_test_c.py', 'no'],
  ['pytest python/tests/_test_a*.py', 'pytest python/tests/_test_b.py', 'no'],
]);

const TASKS: Tree = {
  'go.mod': 'module example.org/x\n',
  'tools/go.mod': 'module example.org/x/tools\n',
  'Taskfile.yml': `version: "3"
vars: { FLAGS: -race }
tasks:
  test: { cmds: ["bin/task{{exeExt}} -d tools test", "go{{ exeExt }} test {{.FLAGS}} ./..."] }
  local: { cmds: ["cd {{.ROOT_DIR}}/tools && go vet ./..."] }
  picked: { cmds: ["go test {{.PKG}}"] }
  built: { cmds: ["GOOS={{OS}} go build -o /dev/null ./..."] }
`,
  'tools/Taskfile.yml': 'version: "3"\ntasks:\n  test: { cmds: [go test -short ./...] }\n',
};

table('what task puts into its templates', TASKS, [
  ['task test', 'go test -race ./...', 'whole'],
  ['task test', 'cd tools && go test -short ./...', 'whole'],
  ['task test', 'bin/task -d tools test', 'whole'],
  ['task local', 'cd tools && go vet ./...', 'whole'],
  ['PKG=./a task picked', 'go test ./a', 'whole'],
  ['PKG=./a task picked', 'go test ./b', 'no'],
  ['task built', 'go build ./...', 'whole'],
]);
