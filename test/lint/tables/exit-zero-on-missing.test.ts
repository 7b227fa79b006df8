import { table } from './table.ts';

table(
  'exit-zero-on-missing',
  [
    {
      run: 'python3 measure.py',
      world: {
        files: {
          'measure.py':
            'import os, sys\ndef main():\n    ▶if not os.path.isdir("data"):\n        print("no data")\n        return 0\n    measure()\nsys.exit(main())\n',
        },
      },
    },
    {
      run: 'python3 measure.py',
      world: {
        files: {
          'measure.py':
            'import os, sys\ndef save(rows):\n    open("x.json", "w").write(rows)\ndef main():\n    sys.stdout.write("begins")\n    ▶if not os.path.isdir("data"):\n        print("no data")\n        return 0\n    save(measure())\nsys.exit(main())\n',
        },
      },
    },
    {
      run: 'node measure.mjs',
      world: {
        files: {
          'measure.mjs':
            'async function main() {\n  ▶if (!existsSync("data")) {\n    console.log("no data");\n    return;\n  }\n  await measure();\n}\nmain();\n',
        },
      },
    },
    '▶[ -d data ] || exit 0\n./bench',
    '▶[ -d data ] || { echo SKIP; exit 0; }\n./bench',
    '▶[ -d data ] || { echo "data not found"; exit; }\n./bench',
    '▶[[ -f data/in.csv ]] || exit 0\n./bench',
    '▶test -s data/in.csv || (echo skip; exit 0)\n./bench'.replace('(echo skip; exit 0)', '{ echo skip >&2; exit 0; }'),
    '▶[ ! -d data ] && { echo skip; exit 0; }\n./bench',
    '▶[[ ! -e data ]] && exit 0\n./bench',
    '▶if [ ! -d data ]; then\n  echo "SKIP: no data"\n  exit 0\nfi\n./bench',
    '▶if ! [ -d data ]; then echo skip; exit 0; fi\n./bench',
    '▶if [ -d data ]; then ./bench; else echo "no data"; fi',
    '▶if [ -d data ]; then ./bench; else echo "no data"; exit 0; fi\n./gen'.replace('; exit 0', ''),
    '▶if [ -d data ]; then ./bench; fi',
    '▶command -v perf >/dev/null || exit 0\n./bench',
    '▶command -v perf >/dev/null 2>&1 || { echo "perf missing, skipping"; exit 0; }\n./bench',
    '▶which docker || exit 0\n./bench',
    '▶if ! command -v nvcc; then echo none; exit 0; fi\n./bench',
    '▶[ -n "${S3_BUCKET:-}" ] || { echo "no bucket"; exit 0; }\n./bench',
    '▶[ -z "$S3_BUCKET" ] && exit 0\n./bench',
    '▶ls data/*.csv >/dev/null 2>&1 || exit 0\n./bench',
    '▶docker info >/dev/null 2>&1 || { echo "no docker"; exit 0; }\n./bench',
    '▶grep -q avx512f /proc/cpuinfo || { echo SKIP; exit 0; }\n./bench',
    '▶cd data || exit 0\n../bench',
    'need() { ▶[ -d "$1" ] || return 0; ./bench "$1"; }\nneed data',
    'skip() { echo "SKIP: $1"; exit 0; }\n▶[ -d data ] || skip "no data"\n./bench',
    { run: 'bash run.sh', world: { files: { 'run.sh': 'set -e\n▶[ -d data ] || exit 0\n./bench\n' } } },
    "bash -ec '▶[ -d data ] || exit 0; ./bench'",
    '▶[ "$(nproc)" -ge 8 ] || { echo "too small"; exit 0; }\n./bench',
    '▶if [[ ! -f data/a && ! -f data/b ]]; then exit 0; fi\n./bench',

    '▶if [ "$(nproc)" -lt 8 ]; then echo "SKIP: small"; exit 0; fi\n./bench',
    '▶if (( $(nproc) < 16 )); then exit 0; fi\n./bench',
    'cores=$(nproc)\n▶if [ "$cores" -lt 8 ]; then echo skip; exit 0; fi\n./bench',
    '▶case "$(uname -m)" in aarch64) ;; *) echo SKIP; exit 0 ;; esac\n./bench',
    '▶if ! python3 -c "import torch" 2>/dev/null; then echo skip; exit 0; fi\n./bench',
    '▶python3 -c "import numpy" || { echo skip; exit 0; }\n./bench',
    '▶test -d data || exit 0 && ./bench',
    '▶if [ ! -e a ]; then echo skip; exit 0; elif [ -e b ]; then echo b; fi\n./bench',
    // Names that are written out are all meant.
    'for sf in 1 10; do\n  ▶[ -d data/sf$sf ] || { echo "skip $sf"; continue; }\n  ./bench $sf\ndone',
    'for sf in 1 10; do\n  ▶if [ ! -d "data/sf$sf" ]; then echo "SKIP $sf"; continue; fi\n  ./bench $sf\ndone',
    'for t in perf numactl; do ▶command -v "$t" >/dev/null || continue; ./bench --with "$t"; done',
    'for sf in 1 10; do ▶[ ! -d data/sf$sf ] && continue; ./bench $sf; done',
    '▶[ ! -d data ] || ./bench',
    '▶[ -d data ] && ./bench\necho done',
    'free=$(df --output=avail / | tail -1)\n▶if (( free < 5000 )); then echo "disk full"; exit 0; fi\n./bench',
    '▶case "$(uname -m)" in\n  x86_64) ./bench ;;\n  *) echo "no such CPU, skipping" ;;\nesac',
    'if [ -d a ]; then ./bench; ▶elif [ -d b ]; then ./bench --b; else echo "no data"; fi',
  ],
  [
    // The work is done, and only what it would be compared with is not there.
    {
      run: 'python3 measure.py',
      world: {
        files: {
          'measure.py':
            'import os, sys\ndef main():\n    save(measure())\n    if not os.path.exists("base.json"):\n        print("no base")\n        return 0\n    compare()\nsys.exit(main())\n',
        },
      },
    },
    {
      run: 'node measure.mjs',
      world: {
        files: {
          'measure.mjs':
            'async function main() {\n  writeFileSync("x.json", await measure());\n  if (!existsSync("base.json")) {\n    console.log("no base");\n    return;\n  }\n  compare();\n}\nmain();\n',
        },
      },
    },
    {
      run: 'python3 measure.py',
      world: {
        files: {
          'measure.py':
            'import os, sys\ndef cached(path):\n    if not os.path.exists(path):\n        return\n    return open(path)\ndef main():\n    if not os.path.isdir("data"):\n        return 1\n    cached("x")\nsys.exit(main())\n',
        },
      },
    },
    {
      run: 'node measure.mjs',
      world: {
        files: {
          'measure.mjs':
            'function cached(path) {\n  if (!existsSync(path)) return;\n  return readFileSync(path);\n}\nasync function main() {\n  if (!existsSync("data")) return 1;\n  for (const f of files) one(f, () => { if (!existsSync(f)) return; });\n}\nmain();\n',
        },
      },
    },
    'unset CONDA_PREFIX && ./bench\necho done',
    'export X=1 && ./bench\necho done',
    '[ -d data ] || exit 1\n./bench',
    '[ -d data ] || { echo missing; exit 2; }\n./bench',
    '[ -d data ] || exit\n./bench',
    'if [ ! -d data ]; then echo missing >&2; exit 1; fi\n./bench',
    '[ -f out.done ] && exit 0\n./bench',
    'if [ -f out.done ]; then echo "already there"; exit 0; fi\n./bench',
    '[ -d data ] || ./gen\n./bench',
    '[ -d data ] || mkdir data\n./bench',
    'if [ ! -d data ]; then ./gen; fi\n./bench',
    'if [ -f .env ]; then source .env; fi\n./bench',
    'for f in data/*.csv; do [ -e "$f" ] || continue; ./bench "$f"; done',
    'for f in data/*.csv; do if [ -f "$f" ]; then ./bench "$f"; fi; done',
    './bench\n[ -d out ] || exit 0\necho done',
    './bench\nexit 0',
    "echo '[ -d data ] || exit 0'\n./bench",
    '# [ -d data ] || exit 0\n./bench',
    'cleanup() { [ -d "$tmp" ] || return 0; rm -rf "$tmp"; }\ncleanup\n./bench',
    'cleanup() { [ -d x ] || exit 0; }\ntrap cleanup EXIT\n./bench',
    'if [ "$1" = fast ]; then flags=-f; else echo slow; fi\n./bench',
    'if command -v nproc; then jobs=4; fi\n./bench',
    'if [ -d data ]; then ./bench; else ./gen; fi',
    'if [ -d data ]; then ./bench; else echo missing; exit 1; fi',
    '[ -d data ] && ls data\n./bench',

    'if [ "${1:-}" = --help ]; then echo usage; exit 0; fi\n./bench',
    'case "${1:-}" in --help) echo usage; exit 0 ;; esac\n./bench',
    'mode=fast\nif [ "$mode" = slow ]; then exit 0; fi\n./bench',
    'if [ "$(nproc)" -gt 8 ]; then j=8; else j=4; fi\n./bench -j "$j"',
    'for f in data/*.csv; do [ -s "$f" ] || { echo "empty: $f"; continue; }; ./bench "$f"; done',
    'for sf in $(cat data/in.csv); do [ -d data/$sf ] || continue; ./bench "$sf"; done',
    'for sf in 1 10; do [ -f out/$sf.done ] && continue; ./bench "$sf"; done',
    'for sf in 1 10; do if [ -f out/$sf.csv ]; then echo "done before"; continue; fi; ./bench "$sf"; done',
    'for sf in 1 10; do [ "$sf" = 1 ] || continue; ./bench "$sf"; done',
    'for d in a b; do [ -d $d ] || continue; rm -rf $d; done\n./bench',
    '[ ! -d data ] || rm -rf data\n./bench',
    '[ ! -d data ] || ./bench --old\n./bench',
    '[ -f out/r.csv ] || ./bench',
    '[ -d data ] && ./bench',
    '[ -f extra ] && ./bench --extra\n./bench',
    'case "$(uname -m)" in\n  x86_64) ./bench ;;\n  *) echo "no such CPU" >&2; exit 1 ;;\nesac',
    'case "$(uname -m)" in\n  x86_64) ./bench --simd ;;\n  *) echo plain; ./bench ;;\nesac',
    'case "${MODE:-full}" in full) ./bench ;; *) echo "nothing to do" ;; esac',
  ],
);
