import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** How a script reads its options, CI's step, the stage's commands, how the verdict begins. */
type Case = readonly [ci: string, stage: string, verdict: string];

const GO: Tree = { 'go.mod': 'module example.org/x\n', 'a/a_test.go': '', 'Cargo.toml': '[package]\nname = "x"\n' };

function table(title: string, script: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        const tree = { ...GO, 'ci/run.sh': script, '.github/workflows/ci.yml': workflow(ci) };
        expect(verdict(tree, stage)).toBe(expected);
      });
  });
}

const FLAGS = `#!/bin/bash
set -euo pipefail
main() {
  all=true
  unit=false
  bench=false
  jobs=1
  while [[ $# -gt 0 ]]; do
    case $1 in
      --unit|-u) all=false; unit=true ;;
      --bench) all=false; bench=true ;;
      --jobs) jobs="$2"; shift ;;
      --help) echo usage; exit 1 ;;
      *) echo "unknown: $1"; exit 1 ;;
    esac
    shift
  done
  if $unit || $all; then
    go test ./...
  fi
  if [ "$bench" = true ]; then
    go test -run='^$' -bench=. ./...
  fi
}
main "$@"
`;

table('flags that a loop over the arguments sets', FLAGS, [
  ['ci/run.sh --unit', 'go test ./...', 'whole'],
  ['ci/run.sh --jobs 4 -u', 'go test ./a', 'whole'],
  ['ci/run.sh --unit', 'ci/run.sh -u', 'whole'],
  ['ci/run.sh', 'go test ./...', 'whole'],
  ['ci/run.sh --unit', "go test -run='^$' -bench=. ./...", 'no'],
  ['ci/run.sh --bench', 'go test ./...', 'no'],
  ['ci/run.sh --bench', "go test -run='^$' -bench=. ./...", 'whole'],
  ['ci/run.sh --help', 'go test ./...', 'no'],
  // Of words that nobody knows, any may be given.
  ['ci/run.sh "$(cat flags)"', 'go test ./...', 'whole'],
  ['ci/run.sh --unit', 'ci/run.sh --bench', 'no'],
]);

table(
  'a loop until there are no more',
  'until (($# == 0)); do\n  MODE=$1\n  shift\ndone\ncargo test --features "$MODE"\n',
  [
    ['bash ci/run.sh a b', 'cargo test --features b', 'whole'],
    ['bash ci/run.sh a b', 'cargo test --features a', 'no'],
  ],
);

table(
  'a loop that a case ends',
  'while true; do\n  case "${1:-}" in\n    -f) features=$2; shift 2 ;;\n    *) break ;;\n  esac\ndone\n(($# > 0)) || exit 0\ncargo "$1" --features "$features"\n',
  [
    ['bash ci/run.sh -f x -f y test', 'cargo test --features y', 'whole'],
    ['bash ci/run.sh -f x -f y test', 'cargo test --features x', 'no'],
    ['bash ci/run.sh -f x', 'cargo test --features x', 'no'],
  ],
);

table(
  'for over the arguments',
  'for arg in "$@"; do\n  [ "$arg" = skip ] && continue\n  [ "$arg" = end ] && break\n  go test "./$arg"\ndone\n',
  [
    ['bash ci/run.sh skip a', 'go test ./a', 'whole'],
    ['bash ci/run.sh skip a', 'go test ./skip', 'no'],
    ['bash ci/run.sh end a', 'go test ./a', 'no'],
  ],
);

const LETTERS =
  'race=\nwhile getopts ":rt:" letter; do\n  case $letter in\n    r) race=-race ;;\n    t) tags=$OPTARG ;;\n    *) exit 2 ;;\n  esac\ndone\nshift $((OPTIND - 1))\ngo test $race -tags "$tags" "$@"\n';

table('getopts', LETTERS, [
  ['bash ci/run.sh -r -t slow ./...', 'go test -race -tags slow ./a', 'whole'],
  ['bash ci/run.sh -rtslow ./...', 'go test -race -tags slow ./...', 'whole'],
  ['bash ci/run.sh -t slow ./...', 'go test -race -tags slow ./...', 'no'],
  ['bash ci/run.sh -t slow -- ./b', 'go test -tags slow ./a', 'no'],
  ['bash ci/run.sh -x ./...', 'go test ./...', 'no'],
]);

table(
  'a loop over lines',
  'while read -r arg; do\n  [ "$arg" = skip ] && continue\n  [ "$arg" = end ] && break\n  go test "./$arg"\ndone <<< "$1"\n',
  [
    ["bash ci/run.sh $'skip\\na'", 'go test ./a', 'whole'],
    ["bash ci/run.sh $'skip\\na'", 'go test ./skip', 'no'],
    ["bash ci/run.sh $'end\\na'", 'go test ./a', 'no'],
  ],
);

const DOUBT = `kind=none
if [ -f /etc/gpu ]; then kind=gpu; fi
case "$(uname)" in Linux) os=linux ;; esac
[ -e x ] && full=yes
full=\${full:-no}
if [ "$kind" = gpu ]; then cargo test -p gpu; fi
if [ "$os" = linux ]; then cargo test -p linux; fi
if [ "$kind" = fpga ]; then cargo test -p fpga; fi
kind=fixed
if [ "$kind" = none ]; then cargo test -p none; fi
`;

table('what a branch set that may not have run is in doubt, until it is set anew', DOUBT, [
  ['bash ci/run.sh', 'cargo test -p gpu', 'whole'],
  ['bash ci/run.sh', 'cargo test -p linux', 'whole'],
  ['bash ci/run.sh', 'cargo test -p fpga', 'whole'],
  ['bash ci/run.sh', 'cargo test -p none', 'no'],
]);
