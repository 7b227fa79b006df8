import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** CI's step, the stage's commands, how the verdict begins. */
type Case = readonly [ci: string, stage: string, verdict: string];

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
};

function table(title: string, cases: readonly Case[], repository: Tree = CRATES): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        expect(verdict({ ...repository, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
      });
  });
}

const TEST = 'cargo test -p core';

table('programs that only run another', [
  ...[
    'gosu engine',
    'su-exec 1000:1000',
    'setpriv --reuid 1000 --clear-groups',
    'systemd-run --scope -p MemoryMax=8G',
    'prlimit --nofile=1024',
    'flock /tmp/lock',
    'cpulimit -l 50 --',
    'unshare -n',
    'chronic',
    'cgexec -g memory,cpu:bench',
    'choom -n -500 --',
    'cset shield --exec --',
    'likwid-pin -c 0-3',
    'schedtool -B -n -10 -e',
    'uclampset -m 512',
    'eatmydata',
    'tini --',
    'retry 3',
    'scan-build --exclude vendor',
    'asdf exec',
    '$(which cargo) test -p core #',
  ].map((wrapper): Case => [TEST, `${wrapper} cargo test -p core`, 'whole']),
  [`${TEST} -- --nocapture`, `/usr/bin/time -v -o time.txt ${TEST} -- --nocapture`, 'whole'],
  [TEST, "flock /tmp/lock -c 'cargo test -p core'", 'whole'],
  [TEST, "script -qc 'cargo test -p core' run.log", 'whole'],
  [TEST, "busybox sh -c 'cargo test -p core'", 'whole'],
  // These measure, which CI does not.
  [TEST, 'perf stat -d cargo test -p core', 'no'],
  [TEST, "hyperfine 'cargo test -p core'", 'no'],
  [TEST, 'valgrind cargo test -p core', 'no'],
]);

table('a script that the stage writes itself', [
  [TEST, "cat > run.sh <<'EOF'\ncargo test -p core\nEOF\nbash run.sh", 'whole'],
  [TEST, "cat <<'EOF' > run.sh\ncargo test -p $1\nEOF\nchmod +x run.sh && ./run.sh core", 'whole'],
  [TEST, 'name=core\ncat > run.sh <<EOF\ncargo test -p $name\nEOF\nbash run.sh', 'whole'],
  [TEST, "name=core\ncat > run.sh <<'EOF'\ncargo test -p $name\nEOF\nbash run.sh", 'no'],
  [TEST, 'cat > run.sh <<EOF\necho `nproc`\ncargo test -p core -- --test-threads=$(nproc)\nEOF\nbash run.sh', 'whole'],
  [TEST, 'tee run.sh > /dev/null <<EOF\ncargo test -p \\$1\nEOF\nsh ./run.sh core', 'whole'],
  [TEST, "echo 'cd cli' > run.sh\necho 'cargo test -p core' >> run.sh\nbash run.sh", 'whole'],
  [TEST, "cat > run.sh <<'EOF'\ncargo test -p core\nEOF\ncargo bench", 'no'],
  [TEST, "cat > run.sh <<'EOF'\ncargo test -p core\nEOF\nbash other.sh", 'no'],
  [TEST, "echo 'cargo test -p core' > run.sh\necho 'cargo bench' > run.sh\nbash run.sh", 'no'],
]);

table('functions that another bash is handed', [
  [TEST, 'run() { cargo test -p "$1"; }\nexport -f run\nbash -c "run core"', 'whole'],
  [TEST, 'run() { cargo test -p "$1"; }\nexport -f run\ntimeout 600 bash -c "run core"', 'whole'],
  [TEST, 'run() { cargo test -p "$1"; }\nbash -c "run core"', 'no'],
]);

table('lines that a loop reads', [
  [TEST, "while read -r name; do cargo test -p $name; done <<'EOF'\ncore\nEOF", 'whole'],
  [TEST, "while read -r kind name; do cargo $kind -p $name; done <<'EOF'\ntest core\nbuild cli\nEOF", 'whole'],
  [
    TEST,
    "printf '%s\\n' cli core | while read -r name; do cargo test -p $name; done",
    'part: the only new part is `cargo test -p cli`',
  ],
  [TEST, "printf '%s\\n' cli | while read -r name; do cargo test -p $name; done", 'no'],
  [TEST, 'while read -r name; do cargo test -p $name; done <<< core', 'whole'],
  [TEST, 'names=core\nwhile read -r name; do cargo test -p $name; done <<EOF\n$names\nEOF', 'whole'],
  [TEST, "names=core\nwhile read -r name; do cargo test -p $name; done <<'EOF'\n$names\nEOF", 'no'],
  [TEST, 'ls | while read -r name; do cargo test -p $name; done', 'no'],
]);

table('parameters and arrays', [
  [
    TEST,
    'for pair in core:8 cli:16; do cargo test -p ${pair%%:*}; done',
    'part: the only new part is `cargo test -p cli`',
  ],
  [TEST, 'for pair in 8:core; do cargo test -p ${pair#*:}; done', 'whole'],
  [TEST, 'file=crates/core/Cargo.toml\nname=${file%/*}\ncargo test -p ${name##*/}', 'whole'],
  [TEST, 'name=CORE\ncargo test -p "${name,,}"', 'whole'],
  [TEST, 'names=(cli core)\ncargo test -p "${names[1]}"', 'whole'],
  [TEST, 'names=(cli core)\ncargo test -p "${names[0]}"', 'no'],
  [TEST, 'for index in "${!names[@]}"; do cargo test -p "${names[$index]}"; done', 'no'],
  [TEST, 'names=(core)\nfor index in "${!names[@]}"; do cargo test -p "${names[$index]}"; done', 'whole'],
  [TEST, 'declare -A runs=([fast]="-p core" [slow]="-p cli")\ncargo test ${runs[fast]}', 'whole'],
  [TEST, 'declare -A runs=([fast]="-p core" [slow]="-p cli")\ncargo test ${runs[slow]}', 'no'],
  [TEST, 'declare -A runs=([core]=1)\nfor name in "${!runs[@]}"; do cargo test -p "$name"; done', 'whole'],
]);

table('what parallel runs', [
  [TEST, 'parallel -j2 cargo test -p {} ::: core', 'whole'],
  [TEST, 'parallel cargo test -p ::: cli core', 'part: the only new part is `cargo test -p cli`'],
  [TEST, "parallel ::: 'cargo test -p core' 'cargo bench'", 'part: the only new part is `cargo bench`'],
  [TEST, 'parallel cargo test -p ::: cli', 'no'],
]);

table(
  'packages that yarn goes through',
  [
    ['yarn workspace core test', "yarn workspaces foreach -A --include 'co*' run test", 'whole'],
    ['yarn workspace core test', 'yarn workspaces foreach -At -j 4 --exclude cli run test', 'whole'],
    ['yarn workspace core test', "yarn workspaces foreach -A --include 'cl*' run test", 'no'],
    ['pn lint', 'pnpm lint', 'whole'],
  ],
  {
    'package.json': '{"workspaces": ["packages/*"], "scripts": {"lint": "eslint ."}}',
    'packages/core/package.json': '{"name": "core", "scripts": {"test": "vitest run"}}',
    'packages/cli/package.json': '{"name": "cli", "scripts": {"test": "jest"}}',
  },
);

table('features of which CI alone knows the names', [
  ['cargo clippy --features "$ALL_FEATURES" -- -D warnings', 'cargo clippy -- -D warnings', 'whole'],
  ['cargo clippy --features "$ALL_FEATURES" -- -D warnings', 'cargo clippy --features simd -- -D warnings', 'no'],
  ['cargo clippy -- -D warnings', 'cargo clippy --features "$FEATURES" -- -D warnings', 'no'],
]);

table(
  'hooks that CI leaves out',
  [
    ['SKIP=slow pre-commit run --all-files', 'ruff check engine', 'whole'],
    ['SKIP=slow pre-commit run --all-files', 'mypy engine', 'no'],
    ['SKIP=slow make lint', 'ruff check engine', 'no'],
  ],
  {
    Makefile: 'lint:\n\truff check engine\n',
    '.pre-commit-config.yaml':
      'repos:\n  - repo: local\n    hooks:\n      - { id: ruff, entry: ruff check engine, pass_filenames: false }\n      - { id: slow, entry: mypy engine, pass_filenames: false }\n',
  },
);
