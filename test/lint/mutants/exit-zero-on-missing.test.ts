import { mutants } from './mutants.ts';

mutants(
  'exit-zero-on-missing',
  [
    ['rust', '[ -d data/sf1 ] || { echo SKIP; exit 0; }\n@B'],
    ['rust', 'if [ ! -d data/sf1 ]; then\n  echo "data not found, skipping"\n  exit 0\nfi\n@B'],
    ['go', 'test -f data/sf1/part-0 || exit 0\n@B'],
    ['node', 'if [ -d data/sf1 ]; then\n  @B\nelse\n  echo "no data, skipping"\nfi'],
    ['node', '[ -z "${S3_BUCKET:-}" ] && { echo "S3_BUCKET not set, skipping"; exit 0; }\n@B'],
    ['python', 'if ! command -v nvidia-smi >/dev/null; then echo "no gpu"; exit 0; fi\n@B'],
    ['python', 'ls data/sf1/*.parquet >/dev/null 2>&1 || { echo "no parquet files"; exit 0; }\n@B'],
    ['cpp', '[[ -x build/bench/run_queries ]] || { echo "not built" >&2; exit 0; }\n@B'],
    ['cpp', 'which perf || exit 0\n@B'],
    ['cpp', 'if test ! -s data/sf1/lineitem.tbl\nthen\n  echo missing; exit\nfi\n@B'],
    ['rust', 'need() { [ -e "$1" ] || { echo "SKIP $1"; exit 0; }; }\nneed data/sf1\n@B'],
    [
      'go',
      'shopt -s nullglob\nfiles=(data/sf1/*)\nif (( ${#files[@]} == 0 )); then echo "nothing to do"; exit 0; fi\n@B',
    ],
    [
      'python',
      '/opt/venv/bin/python -c \'import os, sys\nif not os.path.isdir("data/sf1"):\n    print("skip"); sys.exit(0)\nimport bench.run; bench.run.main()\'',
    ],
    [
      'python',
      "/opt/venv/bin/python - <<'E'\nimport os, sys\nif not os.path.exists('data/sf1'):\n    print('SKIP')\n    sys.exit(0)\nmain()\nE",
    ],
    [
      'python',
      "/opt/venv/bin/python - data/sf1 --all <<'E'\nimport os, sys\nif not os.path.exists('data/sf1'):\n    print('SKIP')\n    sys.exit(0)\nmain()\nE",
    ],
    ['node', 'node -e \'if (!require("fs").existsSync("data/sf1")) { console.log("skip"); process.exit(0) }; main()\''],
    ['rust', 'if [ ! -f "$HOME/.aws/credentials" ]; then echo "::warning::no credentials"; exit 0; fi\n@B'],
    ['cpp', '[ "$(ls data/sf1 | wc -l)" -gt 0 ] || { echo empty; exit 0; }\n@B'],
    ['go', '! [ -d data/sf1 ] && exit 0\n@B'],
    ['python', 'nvidia-smi >/dev/null 2>&1 || { echo "SKIP (no GPU)"; exit 0; }\n@B'],
    [
      'rust',
      {
        run: 'scripts/bench.sh',
        world: {
          files: {
            'scripts/bench.sh':
              '#!/bin/bash\nset -eu\nDATA=data/sf1\nif [ ! -d "$DATA" ]; then\n  echo "data not found: $DATA" >&2\n  exit 0\nfi\ntarget/release/examples/tpch_bench --data "$DATA" --output results/sf1.csv\n',
          },
          executable: ['scripts/bench.sh'],
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os\nimport sys\n\ndata = sys.argv[2]\nif not os.path.isdir(data):\n    print("data not found, skipping")\n    sys.exit(0)\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'from pathlib import Path\n\ndef main():\n    data = Path("data/sf1")\n    if not data.exists():\n        print("SKIP")\n        raise SystemExit(0)\n    run(data)\n\nmain()\n',
          },
        },
      },
    ],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs':
              'import fs from "node:fs";\nif (!fs.existsSync("data/sf1")) {\n  console.log("no data, skipping");\n  process.exit(0);\n}\n',
          },
        },
      },
    ],
    ['rust', '[ -e data/sf1 ] || exit 0\n@B'],
    ['rust', '[ -d data/sf1 ] || { echo "SKIP: no data" && exit 0; }\n@B'],
    ['go', '[ ! -f data/sf1/x ] && echo "SKIP" && exit 0\n@B'],
    ['go', 'if ! ls data/sf1 &>/dev/null; then\n  printf "SKIP\\n"\n  exit 0\nfi\n@B'],
    ['node', 'if [[ ! -d data/sf1 ]]; then echo "skip: no data" >&2; exit 0; fi; @B'],
    ['cpp', 'check() { if [ ! -e "$1" ]; then echo "SKIP: $1 missing"; exit 0; fi; }\ncheck data/sf1\n@B'],
    ['cpp', 'die_softly() { echo "SKIP: $*"; exit 0; }\n[ -d data/sf1 ] || die_softly "no data"\n@B'],
    ['python', '[ -n "$CUDA_VISIBLE_DEVICES" ] || exit 0\n@B'],
    ['python', 'test -e /dev/nvidia0 || { echo "SKIP no gpu"; exit 0; }\n@B'],
    ['go', 'command -v aws &>/dev/null || { echo "aws cli missing"; exit 0; }\n@B'],
    ['cpp', 'hash duckdb 2>/dev/null || { echo "SKIP duckdb"; exit 0; }\n@B'],
    ['node', 'if [ -z "${API_KEY+x}" ]; then echo "API_KEY unset, skipping"; exit 0; fi\n@B'],
    ['node', ': "${DATA:=}"\n[ "$DATA" ] || exit 0\n@B'],
    ['rust', 'if [ "$(find data -name "*.parquet" | wc -l)" = 0 ]; then echo "no parquet"; exit 0; fi\n@B'],
    ['rust', '[ $(ls data/sf1 2>/dev/null | wc -l) -eq 0 ] && { echo SKIP; exit 0; }\n@B'],
    ['rust', '(cd data/sf1) || exit 0\n@B'],
    ['cpp', '(\n  [ -d data/sf1 ] || { echo SKIP; exit 0; }\n  @B\n)'],
    ['go', 'main() {\n  [ -d data/sf1 ] || { echo SKIP; return 0; }\n  @B\n}\nmain "$@"'],
    ['go', 'if [ -d data/sf1 ]; then\n  @B\nelse\n  echo "::warning::no data"\nfi'],
    ['python', 'if [ -f data/sf1/a.csv ]; then @B; fi'],
    ['cpp', 'if pg_isready; then @B; else echo "postgres not up, skipping"; fi'],
    ['cpp', 'pg_isready -q || { echo "SKIP"; exit 0; }\n@B'],
    ['cpp', 'curl -fsS localhost:8123/ping || { echo "no clickhouse, skip"; exit 0; }\n@B'],
    ['rust', 'stat data/sf1 >/dev/null 2>&1 || { echo "skip"; exit 0; }\n@B'],
    ['cpp', 'if ! test -d data/sf1; then { echo SKIP; exit 0; }; fi\n@B'],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py': 'import os, sys\nif not os.path.exists(sys.argv[2]): print("skip"); sys.exit(0)\nmain()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import sys\ntry:\n    import polars\nexcept ImportError:\n    print("polars missing, skipping")\n    sys.exit(0)\nmain()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\n\ndef main():\n    bucket = os.environ.get("S3_BUCKET")\n    if not bucket:\n        print("S3_BUCKET not set; skipping", file=sys.stderr)\n        sys.exit(0)\n    run(bucket)\n\nmain()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'from glob import glob\nfiles = glob("data/sf1/*.parquet")\nif not files:\n    print("no files")\n    exit()\nfor f in files:\n    run(f)\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: { 'bench/run.py': 'import shutil, sys\nif shutil.which("perf") is None:\n    sys.exit()\nrun()\n' },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py': 'import os\nif "S3_BUCKET" not in os.environ:\n    print("SKIP")\n    quit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import pathlib, sys\nDATA = pathlib.Path("data/sf1")\nif DATA.is_dir():\n    run(DATA)\nelse:\n    print("no data")\n    sys.exit(0)\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import sys, torch\nif not torch.cuda.is_available():\n    print("no GPU, skipping")\n    sys.exit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\nif len(os.listdir("data/sf1")) == 0:\n    logging.warning("nothing")\n    sys.exit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\nif not os.path.isdir(args.data) or not os.listdir(args.data):\n    sys.stderr.write("SKIP\\n")\n    os._exit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'try:\n    data = open("data/sf1/a.csv")\nexcept FileNotFoundError as e:\n    print(f"skipping: {e}")\n    raise SystemExit(0)\nrun(data)\n',
          },
        },
      },
    ],
    ['node', { world: { files: { 'bench/run.mjs': 'if (!existsSync("data/sf1")) process.exit(0);\nmain();\n' } } }],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs':
              'const key = process.env.API_KEY;\nif (!key) {\n  console.warn("API_KEY not set, skipping");\n  process.exit();\n}\nawait main(key);\n',
          },
        },
      },
    ],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs':
              'if (process.env.S3_BUCKET === undefined) { console.log("skip"); process.exit(0); }\nmain();\n',
          },
        },
      },
    ],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs':
              'const files = readdirSync("data/sf1");\nif (files.length === 0) {\n  console.error("no files");\n  process.exit(0);\n}\nmain(files);\n',
          },
        },
      },
    ],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs':
              'try {\n  await import("duckdb");\n} catch {\n  console.log("duckdb missing, skipping");\n  process.exit(0);\n}\nmain();\n',
          },
        },
      },
    ],
  ],
  [
    ['rust', '[ -d data/sf1 ] || { echo "no data" >&2; exit 1; }\n@B'],
    ['rust', 'if [ ! -d data/sf1 ]; then\n  echo "data not found" >&2\n  exit 2\nfi\n@B'],
    ['go', 'if [ -f results/sf1.csv ]; then\n  echo "already measured"\n  exit 0\nfi\n@B'],
    ['go', '[ -d results ] || mkdir -p results\n@B'],
    ['node', 'if [ -d /tmp/cache ]; then rm -rf /tmp/cache; fi\n@B'],
    ['node', '[ -n "${DEBUG:-}" ] && echo debugging\n@B'],
    ['python', 'command -v jq >/dev/null || sudo dnf install -y jq\n@B'],
    ['python', 'if command -v perf >/dev/null; then perf --version; fi\n@B'],
    ['cpp', 'if [ "${1:-}" = --help ]; then echo usage; exit 0; fi\n@B'],
    ['cpp', 'echo "[ -d data ] || exit 0"\n@B'],
    ['rust', '# [ -d data/sf1 ] || exit 0\n@B'],
    ['go', '@B\nexit 0'],
    ['go', 'test -d data/sf1\n@B'],
    ['python', "/opt/venv/bin/python -c 'import sys; sys.exit(0)'\n@B"],
    [
      'python',
      "/opt/venv/bin/python - <<'E'\nimport os, sys\nif not os.path.exists('data/sf1'):\n    sys.exit('no data')\nE\n@B",
    ],
    ['node', 'while [ ! -S /tmp/pg.sock ]; do sleep 1; done\n@B'],
    ['cpp', 'for i in $(seq 30); do pg_isready && break; sleep 1; done\n@B'],
    ['cpp', '[[ -f /tmp/lock ]] && { echo "locked" >&2; exit 75; }\n@B'],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\n\nif not os.path.isdir("data/sf1"):\n    sys.exit("data not found")\nif "--help" in sys.argv:\n    print(__doc__)\n    sys.exit(0)\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import sys\n\ndef main():\n    return 0\n\nif __name__ == "__main__":\n    sys.exit(main())\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\nout = "results/sf1.csv"\nif os.path.exists(out):\n    print("already done")\n    sys.exit(0)\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\nif not os.path.exists(sys.argv[2]):\n    print("missing", file=sys.stderr)\n    sys.exit(1)\nmain()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: { 'bench/run.py': 'import sys\nresult = run()\nif not result:\n    sys.exit(1)\nsys.exit(0)\n' },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\nif not os.path.exists("cache.bin"):\n    build_cache()\n    sys.exit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: { 'bench/run.py': 'import sys\nif len(sys.argv) < 2:\n    print(__doc__)\n    sys.exit(0)\nrun()\n' },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import argparse\nargs = parser.parse_args()\nif args.list:\n    print(names)\n    sys.exit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      { world: { files: { 'bench/run.py': 'try:\n    run()\nexcept KeyboardInterrupt:\n    sys.exit(0)\n' } } },
    ],
    [
      'python',
      { world: { files: { 'bench/run.py': '"""Usage:\n\nif not os.path.exists(p):\n    sys.exit(0)\n"""\nrun()\n' } } },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py': 'import os\nif not os.path.exists("results"):\n    os.makedirs("results")\nrun()\n',
          },
        },
      },
    ],
    ['python', { world: { files: { 'bench/run.py': '# if not os.path.exists(p): sys.exit(0)\nrun()\n' } } }],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import os, sys\nif os.path.exists("results/sf1.csv"):\n    print("done already")\n    sys.exit(0)\nrun()\n',
          },
        },
      },
    ],
    [
      'python',
      {
        world: {
          files: {
            'bench/run.py':
              'import sys\npending = [q for q in queries if q not in done]\nif not pending:\n    print("all done")\n    sys.exit(0)\nrun(pending)\n',
          },
        },
      },
    ],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs':
              'if (!existsSync("data/sf1")) {\n  console.error("no data");\n  process.exit(1);\n}\nmain();\n',
          },
        },
      },
    ],
    ['node', { world: { files: { 'bench/run.mjs': 'await main();\nprocess.exit(0);\n' } } }],
    [
      'node',
      {
        world: {
          files: { 'bench/run.mjs': 'if (argv.help) {\n  console.log(usage);\n  process.exit(0);\n}\nmain();\n' },
        },
      },
    ],
    [
      'node',
      {
        world: { files: { 'bench/run.mjs': 'if (!existsSync("out")) mkdirSync("out");\nmain();\nprocess.exit(0);\n' } },
      },
    ],
    [
      'node',
      { world: { files: { 'bench/run.mjs': 'main().then(() => process.exit(0)).catch(() => process.exit(1));\n' } } },
    ],
    [
      'node',
      { world: { files: { 'bench/run.mjs': 'process.on("SIGTERM", () => { process.exit(0); });\nmain();\n' } } },
    ],
    [
      'node',
      {
        world: {
          files: {
            'bench/run.mjs': 'if (existsSync("results/sf1.csv")) { console.log("done"); process.exit(0); }\nmain();\n',
          },
        },
      },
    ],
  ],
);
