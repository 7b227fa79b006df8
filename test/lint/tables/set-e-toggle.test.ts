import { table } from './table.ts';

table(
  'set-e-toggle',
  [
    '▶set +e\n./bench\nset -e',
    '▶set +e; ./bench; status=$?; set -e; exit $status',
    '▶set +o errexit\n./bench\nset -o errexit',
    '▶set +e\n./bench\nset -euo pipefail',
    '▶set +eu\n./bench\nset -eu',
    '▶shopt -uo errexit\n./bench\nshopt -so errexit',
    'f() { ▶set +e; ./bench; set -e; }\nf',
    '(▶set +e; ./bench; set -e; ./gen)',
    "bash -ec '▶set +e; ./bench; set -e'",
    'if true; then ▶set +e; ./bench; set -e; fi',
  ],
  [
    'set -e\n./bench',
    'set +e\n./bench',
    'set +x\n./bench\nset -x',
    'set +u\n. lib.sh\nset -u',
    'set -e\nset -e\n./bench',
    "bash -c 'set +e; ./bench; set -e'",
    '(set +e; ./bench); set -e',
    "echo 'set +e'; ./bench; echo 'set -e'",
    "cat <<'E'\nset +e\nset -e\nE",
    '# set +e\n./bench\n# set -e',
    'set +o noclobber\n./bench\nset -o noclobber',
    'set -o pipefail\n./bench | tee log',
    'status=0; ./bench || status=$?; exit $status',
  ],
);
