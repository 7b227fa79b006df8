import { mutants } from './mutants.ts';

mutants(
  'missing-input',
  [
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf10/]']] }, ['undeclared-input']],
    ['python', { swap: [['requires: [bench/run.py, data/sf1/]', 'requires: [bench/measure.py, data/sf1/]']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, config/bench.toml]']] }],
    [
      'node',
      { swap: [['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh, results/sf10.csv]']] },
      ['undeclared-input'],
    ],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, "queries/*.sql"]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, target/debug/tpch_bench]']] }],
    [
      'rust',
      {
        swap: [
          ['  bench:\n', '  bench:\n    matrix: { sf: [1, 10] }\n'],
          ['requires: [data/sf1/]', 'requires: ["data/sf${{ matrix.sf }}/"]'],
          ['results/sf1.csv', 'results/sf${{ matrix.sf }}.csv'],
          ['data/sf1 --output', 'data/sf${{ matrix.sf }} --output'],
          ['{ path: results/sf1.csv', '{ path: "results/sf${{ matrix.sf }}.csv"'],
        ],
      },
    ],
  ],
  [
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, ./core/examples/tpch_bench.rs]']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, "sql/*.sql"]']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, sql/]']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: ["data/sf1/part-*.tbl"]']] }],
    ['node', { swap: [['requires: [bench/run.mjs, data/sf1/]', 'requires: [bench/../bench/run.mjs, data/sf1/]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { path: /usr/bin/perf, from: machine }]']] }],
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, target/release/examples/tpch_bench]']] }],
  ],
);

mutants(
  'cycle',
  [
    ['rust', { swap: [['requires: [{ disk: 10GB }]', 'requires: [report.md, { disk: 10GB }]']] }],
    ['go', { swap: [['requires: [{ disk: 10GB }]', 'requires: [{ stage: report }, { disk: 10GB }]']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, results/sf1.csv]']] }],
    [
      'python',
      { swap: [['requires: [bench/run.py, data/sf1/]', 'requires: [bench/run.py, data/sf1/, { stage: bench }]']] },
    ],
    [
      'node',
      {
        swap: [
          [
            'requires: [bench/generate.mjs, { disk: 10GB }]',
            'requires: ["results/*.csv", bench/generate.mjs, { disk: 10GB }]',
          ],
        ],
      },
    ],
  ],
  [
    ['rust', { swap: [['requires: [{ disk: 10GB }]', 'requires: [scripts/, { disk: 10GB }]']] }],
    [
      'go',
      {
        add: '  plot:\n    run: |\n      scripts/report.sh results/sf1.csv > results/plot.txt\n    requires: [scripts/report.sh, results/]\n    produces: [results/plot.txt]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, { stage: generate }]']] }],
  ],
);

mutants(
  'output-collision',
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > report.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["report.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > ./report.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["./report.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > scripts/../report.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["scripts/../report.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > x.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["*.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > repx.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["rep*.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > data/sf1/notes.txt\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["data/sf1/notes.txt"]\n    exclusive: false\n    timeout: 10m\n',
      },
      ['cycle'],
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > /opt/campaign/engine/report.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["/opt/campaign/engine/report.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > data/\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["data/"]\n    exclusive: false\n    timeout: 10m\n',
      },
      ['cycle'],
    ],
    ['go', { swap: [['  bench:\n', '  bench:\n    matrix: { threads: [1, 2] }\n']] }],
    [
      'cpp',
      {
        swap: [
          ['  bench:\n', '  bench:\n    matrix: { db: [pg, my] }\n'],
          ['results/sf1.csv, expect', '"results/*.csv", expect'],
        ],
      },
    ],
  ],
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > report2.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["report2.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > Report.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["Report.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > reports/report.md\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["reports/report.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > data/sf10/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["data/sf10/x"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > x.mdx\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["*.mdx"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh results/sf1.csv > report.md.txt\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["report.md.txt"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'go',
      {
        swap: [
          ['  bench:\n', '  bench:\n    matrix: { threads: [1, 2] }\n'],
          ['path: results/sf1.csv', 'path: "results/sf1-${{ matrix.threads }}.csv"'],
          ['-out results/sf1.csv', '-out results/sf1-${{ matrix.threads }}.csv'],
          ['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh, "results/sf1-*.csv"]'],
          ['scripts/report.sh results/sf1.csv', 'scripts/report.sh results/sf1-1.csv'],
        ],
      },
    ],
  ],
);

mutants(
  'output-overwrites-source',
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["Cargo.lock"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["bench/run.py"]\n    exclusive: false\n    timeout: 10m\n',
      },
      ['cycle'],
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["../elsewhere/x.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["sql/"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["src/"]\n    exclusive: false\n    timeout: 10m\n',
      },
      ['missing-input'],
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["*.json"]\n    exclusive: false\n    timeout: 10m\n',
      },
      ['missing-input'],
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      bin/x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["results/../../x.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
  ],
  [
    [
      'rust',
      {
        add: '  again:\n    run: |\n      scripts/report.sh x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["Cargo.lock.txt"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'python',
      {
        add: '  again:\n    run: |\n      scripts/report.sh x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["bench/out/x.py"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'go',
      {
        add: '  again:\n    run: |\n      scripts/report.sh x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["/mnt/scratch/x.md"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'cpp',
      {
        add: '  again:\n    run: |\n      scripts/report.sh x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["sql-out/"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'node',
      {
        add: '  again:\n    run: |\n      scripts/report.sh x\n    requires: [scripts/report.sh, results/sf1.csv]\n    produces: ["dist/"]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
  ],
);

mutants(
  'undeclared-output',
  [
    // Programs inside commands.
    ['python', '@B\npython3.12 - <<"E"\nwith open("results/top.txt", "w") as out:\n    out.write("x")\nE'],
    ['python', "@B\npython3.12 -c \"import json; json.dump({}, open('results/top.json', mode='w'))\""],
    ['python', '@B\npython3.12 - <<E\nfrom pathlib import Path\nPath("top.json").write_text("x")\nE'],
    [
      'python',
      "@B\npython3.12 - <<'E'\nimport polars as pl\npl.read_csv('results/sf1.csv').write_parquet('results/sf1.parquet')\nE",
    ],
    ['python', "@B\npython3.12 - <<'E' > results/top.txt\nprint(1)\nE"],
    ['cpp', "@B\nduckdb -c \"copy (select * from 'results/sf1.csv') to 'results/sf1.parquet' (format parquet)\""],
    ['cpp', "@B\npsql <<E\n\\copy (select 1) to 'plan.csv' csv\nE"],
    ['cpp', "@B\nsqlite3 /tmp/x.db '.once results/top.txt' 'select 1'"],
    ['go', '@B\nawk -F, \'{ print $1 > "results/names.txt" }\' results/sf1.csv'],
    ['python', "@B\npython3.12 - <<'E'\nimport os\nos.replace('/tmp/top.json', 'results/top.json')\nE"],
    ['node', 'k6 run --out json=results/k6.json load.js\n@B'],
    // What packs, saves and traces.
    ['go', '@B\ngzip -k results/sf1.csv'],
    ['go', '@B\nzstd -19 -q results/sf1.csv'],
    ['node', '@B\nsort results/sf1.csv | sponge results/sorted.csv'],
    ['cpp', 'docker save -o image.tar postgres:17.2\n@B'],
    ['rust', 'export BENCH_OUT=results/detail.csv\n@B'],
    ['go', "java '-Xlog:gc*:file=gc.log:time' -jar /opt/x.jar\n@B"],
    ['go', 'java -XX:StartFlightRecording=settings=profile,filename=run.jfr -jar /opt/x.jar\n@B'],
    ['rust', '@B 2>&1 | tee results/bench.log'],
    ['rust', '@B > results/stdout.txt'],
    ['go', '@B --cpuprofile=results/cpu.pprof'],
    ['go', 'BENCH_OUT=results/extra.json @B'],
    ['node', '@B\ncp results/sf1.csv results/copy.csv'],
    ['python', '@B --out results/second.csv'],
    ['cpp', '@B >> timings.txt'],
    ['cpp', 'perf record -o perf.data -- @B'],
    ['cpp', 'EXPLAIN_OUT=plans.json @B'],
    ['cpp', '@B\ntar -czf results.tgz results'],
    ['cpp', '@B\npsql -c "\\\\copy t to out.csv"\npg_dump -f dump.sql tpch'],
    ['python', '@B\npython3 -m pytest --junitxml=junit.xml', ['ci-overlap']],
    ['node', '@B -o flame.svg'],
    ['rust', 'hyperfine --export-json hyperfine.json "@B"'],
    ['python', '@B\ncurl -fsSLo model.bin https://example.com/v1.2/model.bin'],
    ['go', '/usr/bin/time -v -o time.txt @B'],
    ['go', '@B\ngo tool pprof -output=cpu.svg -svg bin/kvbench'],
    ['node', '@B --output-file=r2.json'],
    ['cpp', '@B 2> errors.txt'],
    ['rust', 'dd if=/dev/zero of=scratch.bin bs=1M count=100\n@B'],
    ['cpp', 'wget -O lineitem.tbl https://example.com/v1/lineitem.tbl\n@B'],
    ['cpp', '@B --benchmark_out=gb.json'],
    ['rust', '@B --reference baseline/q.csv --out-dir results/extra', ['undeclared-input']],
    ['go', '@B -cpuprofile cpu.out'],
    ['node', 'node --cpu-prof --cpu-prof-dir=prof bench/run.mjs --out results/sf1.csv'],
    ['cpp', '@B --benchmark_out=results/gb.json --benchmark_out_format=json'],
    ['python', 'python3 -m cProfile -o results/prof.out bench/run.py --output results/sf1.csv'],
  ],
  [
    ['python', '@B\npython3.12 - <<"E"\nprint(open("results/sf1.csv").read(), open("/tmp/x", "w"))\nE'],
    ['python', '@B\npython3.12 - <<"E"\nfor q in range(3):\n    open(f"/tmp/{q}.txt", "w")\nname.open("w")\nE'],
    ['python', "@B\npython3.12 -c \"open('scratch.txt', 'w')\"\nwc -l < scratch.txt >&2"],
    // It is given another name, taken away, or only told of.
    [
      'python',
      "@B\npython3.12 - <<'E'\nimport json, os\njson.dump({}, open('results/sf1.tmp', 'w'))\nos.replace('results/sf1.tmp', 'results/sf1.csv')\nE",
    ],
    [
      'python',
      "@B\npython3.12 - <<'E'\nfrom pathlib import Path\nPath('s.txt').write_text('')\nPath('s.txt').unlink()\nE",
    ],
    ['python', '@B\npython3.12 - <<"E"\n# open("old.csv", "w")\n"""\nopen("in.csv", "w")\n"""\nE'],
    ['python', "@B\npython3.12 - <<'E'\nimport os\nos.chdir('/tmp')\nopen('in.csv', 'w')\nE"],
    ['node', 'k6 run --out influxdb=http://localhost:8086/k6 load.js\n@B'],
    ['go', '@B\nlz4 results/sf1.csv /tmp/sf1.csv.lz4'],
    ['cpp', '@B\nduckdb -c "select count(*) from \'results/sf1.csv\'"'],
    ['cpp', 'docker exec db psql -c "\\copy t to \'/tmp/x.csv\'"\n@B'],
    ['cpp', 'psql -c "copy t to \'/tmp/x.csv\'"\n@B'],
    ['go', '@B\nawk -F, \'$2 > "1.5" { n++ } END { print n }\' results/sf1.csv'],
    ['go', '@B\ngzip -c results/sf1.csv > /tmp/sf1.csv.gz'],
    ['go', '@B\ngzip -t /tmp/x.gz\nzstd -d /tmp/x.zst'],
    ['go', '@B\nexport OUT_DIR=results\nmkdir -p "$OUT_DIR"'],
    ['go', "java '-Xlog:gc*:stderr' -Xlog:gc -jar /opt/x.jar\n@B"],
    ['rust', '@B 2>&1 | tee /tmp/bench.log'],
    ['rust', '@B > results/sf1.csv'],
    ['go', 'cp results/sf1.csv /tmp/x.csv\n@B'],
    ['node', 'tmp=$(mktemp)\necho hi > "$tmp"\n@B'],
    ['python', '@B 2> /dev/stderr'],
    ['cpp', 'echo "a > b.txt"\n@B'],
    ['cpp', 'grep -o x results/sf1.csv\n@B'],
    ['go', 'ps -o pid,comm\n@B'],
    ['rust', 'set -o pipefail\n@B'],
    ['node', 'mkdir -p results\n@B'],
    ['cpp', 'ssh -o BatchMode=yes localhost true\n@B'],
    ['cpp', 'mount -o noatime /dev/nvme1n1 /mnt\n@B'],
    ['python', '[ 3 -gt 2 ] && @B'],
    ['go', 'if (( 3 > 2 )); then @B; fi'],
    ['cpp', 'sort -o results/sf1.csv results/sf1.csv\n@B'],
    ['rust', 'exec 3>&1\n@B'],
    ['python', '@B --out "$OUT"'],
  ],
);

mutants(
  'undeclared-input',
  [
    ['python', { runs: { generate: 'python3.12 - <<E\nprint(open("results/sf1.csv").read())\nE\n@G' } }],
    ['cpp', { runs: { generate: 'duckdb -c "select * from read_csv(\'results/sf1.csv\')"\n@G' } }],
    ['cpp', { runs: { generate: 'sqlite3 /tmp/x.db <<E\n.import results/sf1.csv t\nE\n@G' } }],
    ['rust', '@B --reference results/ref.csv'],
    ['go', '@B < workload.txt'],
    ['node', 'cat baseline.json\n@B'],
    ['cpp', 'psql -f sql/missing.sql\n@B'],
    ['rust', '@B --config config/bench.toml'],
    ['node', 'diff results/sf1.csv golden.csv\n@B'],
    ['python', 'jq . params.json\n@B'],
    ['rust', 'dd if=input.bin of=/dev/null bs=1M\n@B'],
    ['go', '@B\ntar -C /var/tmp -xzf /tmp/go.tgz\nwc -l < words.txt'],
    ['rust', '@B\ncurl -fsS --data-binary @payload.json http://localhost:9200/_bulk'],
    ['rust', { swap: [['requires: [scripts/report.sh, results/sf1.csv]', 'requires: [scripts/report.sh]']] }],
    ['go', { swap: [['requires: [data/sf1/]', 'requires: []']] }],
  ],
  [
    ['python', '@B\npython3.12 - <<E\nprint(open("results/sf1.csv").read(), open("somewhere.txt"))\nE'],
    ['cpp', { runs: { generate: 'sqlite3 /tmp/x.db "select \'results/sf1.csv\'"\n@G' } }],
    ['node', '@B\ncurl -fsS -F file=@package.json -d @- http://localhost:9200/_bulk < package.json'],
    ['node', 'jq -r .name package.json\njq --arg n 1 .version package.json\n@B'],
    ['cpp', { runs: { generate: 'for log in results/old-*.txt; do [ -r "$log" ] || continue; cat "$log"; done\n@G' } }],
    ['rust', 'cat Cargo.lock\n@B'],
    ['go', '@B --addr localhost:8080'],
    ['node', 'cat /proc/cpuinfo\n@B'],
    ['rust', 'dd if=/dev/zero of=/tmp/x bs=1M count=1\n@B'],
    ['go', { runs: { generate: 'ssh box cat results/sf1.csv\n@G' } }],
    ['python', 'cat /etc/os-release\n@B'],
    ['cpp', 'cat sql/q01.sql\n@B'],
    ['rust', 'echo a/b/c\n@B'],
    ['go', 'mkdir -p work/dir\n@B'],
    ['node', 'sed s/a/b/ package.json\n@B'],
    ['cpp', 'echo hi > /tmp/x; cat /tmp/x\n@B'],
    ['python', 'docker pull ghcr.io/e/x:1.2\n@B', ['docker-access']],
    ['rust', 'ls target/release\n@B'],
    ['cpp', 'curl -fsS https://example.com/a/b.json\n@B'],
    ['go', 'git log --format=%h/%s -1\n@B'],
  ],
);

mutants(
  'unused-output',
  [
    ['rust', { swap: [['{ path: report.md, expect', '{ path: report.md, upload: false, expect']] }],
    [
      'go',
      {
        swap: [
          [
            'produces: [{ path: data/sf1/, upload: false',
            'produces: [{ path: data/tmp.bin, upload: false }, { path: data/sf1/, upload: false',
          ],
        ],
      },
    ],
    [
      'cpp',
      {
        add: '  load:\n    run: |\n      build/tools/load\n    produces: [{ path: db.img, upload: false }]\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
    [
      'node',
      {
        add: '  load:\n    run: |\n      node bench/run.mjs\n    produces:\n      - path: "tmp/*.bin"\n        upload: false\n    exclusive: false\n    timeout: 10m\n',
      },
    ],
  ],
  [
    ['rust', { swap: [['requires: [data/sf1/]', 'requires: ["data/sf1/*.tbl"]']] }],
    ['go', { swap: [['{ path: report.md, expect', '{ path: report.md, upload: true, expect']] }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/]']] }],
    ['python', {}],
  ],
);
