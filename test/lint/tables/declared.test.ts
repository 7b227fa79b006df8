import { table } from './table.ts';

const csv = 'produces: [r.csv]';
const other = '  b:\n    run: ./gen --out out/x.csv\n    produces: [out/]\n';

table(
  'undeclared-output',
  [
    './bench > ▶r.csv',
    './bench >& ▶r.csv',
    './bench >> ▶out/r.csv',
    './bench &> ▶r.log',
    './bench | tee ▶r.log',
    './bench | tee -a ▶r.log ▶s.log',
    './bench --out ▶out/r.csv',
    './bench ▶--output=out/r.csv',
    './bench -o ▶r.csv',
    './bench --json --report ▶r.json',
    'BENCH_OUT=▶out/r.csv ./bench',
    { run: './bench', stage: 'env: { TPCH_OUT: ▶out/sf1.csv }' },
    'curl -fsSo ▶x-1.2.bin https://e.org/x-1.2',
    './gen > a.csv\nmv a.csv ▶b.csv',
    'tar czf ▶r.tgz data',
    'cd data && ../bench > ▶r.csv',
    '{ ./gen; ./bench; } > ▶r.csv',
    "bash -ec './bench > ▶r.csv'",
    'run() { ./bench > ▶"$1.csv"; }\nrun'.replace('▶"$1.csv"', '▶r.csv'),
    './bench > ▶r.log\ntail r.log',
    './bench > ▶/data/r.csv',
    { run: './bench > r.csv; ./bench > ▶s.csv', stage: csv },
    { run: 'bash run.sh', world: { files: { 'run.sh': 'set -e\n./bench > ▶r.csv\n' } } },
    'docker run --rm -v "$PWD/out:/out" x:1 --summary-export ▶/out/k6.json s.js',
    'docker run --rm --mount type=bind,src=./r,dst=/r x:1 ▶--output=/r/k6.json',
  ],
  [
    { run: './bench > r.csv', stage: csv },
    { run: './bench --out r.csv | tee r.log', stage: 'produces: [r.csv, "*.log"]' },
    { run: './bench --out out/r.csv', stage: 'produces: [out/]' },
    { run: './bench --out out', stage: 'produces: [out/r.csv, out/s.csv]' },
    { run: './bench --out out', stage: 'produces: ["out/*.csv"]' },
    './bench > /tmp/r.csv',
    './bench > /dev/null',
    './bench | tee /dev/stderr',
    'T=$(mktemp -d)\n./bench > "$T/r.csv"',
    './bench > "$OUT"',
    './gen > a.csv\n./bench --data a.csv',
    './gen > a.csv\nsort a.csv | ./bench',
    './gen --out out\n./bench out/x.csv',
    'cc -O2 -o tool tool.c\n./tool',
    'curl -fsSLo t-1.2.tgz https://e.org/t-1.2.tgz\ntar xzf t-1.2.tgz',
    './bench > r.csv\naws s3 cp r.csv s3://b/r.csv',
    'mkdir -p out; touch out.lock',
    "cat > bench.toml <<'E'\nx = 1\nE\n./bench",
    'cp data/in.csv local.csv\n./bench',
    'grep -o x data/in.csv',
    'kubectl get pods -o wide',
    'aws s3api head-object --bucket b --key k --output json',
    'sort -k1 data/in.csv 2> /tmp/err',
    './bench 2> errors.txt'.replace('errors.txt', '/dev/stderr'),
    'echo "./bench > r.csv"',
    "cat <<'E'\n./bench > r.csv\nE",
    '# ./bench > r.csv',
    'ssh -o StrictHostKeyChecking=yes host ls',
    { run: './bench', stage: 'env: { LAYOUT: a.b, OUTPUT_FORMAT: x.y }' },
    './bench >&2',
    'docker run --rm x:1 run --summary-export /out/k6.json script.js',
    { run: 'docker run --rm -v "$PWD/out:/out" x:1 --out /out/k6.json', stage: 'produces: [out/k6.json]' },
  ],
);

table(
  'undeclared-input',
  [
    { run: './bench --data ▶out/x.csv', world: {} },
    { run: './bench ▶out/', world: {} },
    { run: './bench < ▶out/x.csv', world: {} },
    { run: './bench --in=▶out/x.csv'.replace('--in=▶', '▶--in='), world: {} },
    { run: 'cat ▶out/x.csv | ./bench', world: {} },
    { run: 'cd data && ../bench ▶../out/x.csv', world: {} },
    { run: "bash -ec './bench ▶out/x.csv'", world: {} },
    { run: 'wc -l ▶gone.csv', world: {} },
    { run: './bench < ▶gone/x.csv', world: {} },
    { run: './bench --config ▶gone.toml', world: {} },
  ].map(row => ({ ...row, after: other })),
  [
    { run: './bench --data out/x.csv', stage: 'requires: [out/]' },
    { run: './bench --data out/x.csv', stage: 'requires: [{ stage: b }]' },
    { run: './bench --data data/in.csv' },
    { run: 'wc -l data/in.csv' },
    { run: './gen > x.csv\nwc -l x.csv' },
    { run: './bench --out out/y.csv' },
    { run: './bench > out/y.csv' },
    { run: 'wc -l /tmp/x.csv /proc/cpuinfo' },
    { run: 'wc -l "$F"' },
    { run: '[ -f gone.csv ] && wc -l gone.csv' },
    { run: 'echo out/x.csv' },
    { run: "cat <<'E'\nout/x.csv\nE" },
    { run: 'tar xf data/b.csv\nwc -l x.csv' },
    { run: './bench gone.bin' },
    { run: './bench --name a.b' },
    { run: 'curl -fsSo x-1.csv https://e.org/x-1.csv\nwc -l x-1.csv' },
  ].map(row => ({ ...row, after: other })),
);

table(
  'undeclared-output',
  [
    'hyperfine --export-json ▶r.json ./bench',
    'perf record -o ▶perf.data ./bench',
    'java -jar x.jar -f 2 -rf json -rff ▶out/jmh.json',
    '/usr/bin/time -o ▶time.txt ./bench',
    'for q in 1 2; do ./bench $q > ▶r$q.csv; done',
    'run() { ./bench > ▶"$1"; }\nrun r.csv',
  ],
  [
    'tar czf - data | ./bench',
    './bench -O3 data/in.csv',
    'ssh host "./bench > r.csv"',
    'docker exec db sh -c "x > r.csv"',
    { run: 'for q in 1 2; do ./bench $q > r$q.csv; done', stage: 'produces: [r1.csv, r2.csv]' },
  ],
);

const gen = '  b:\n    run: ./gen --out gen/x.csv\n    produces: [gen/]\n';

table(
  'undeclared-input',
  [
    { run: 'wc -l ▶gen/*.csv', after: gen },
    { run: 'for f in ▶gen/*.csv; do ./bench "$f"; done', after: gen },
    { run: 'f() { sort "$1"; }\nf ▶gen/x.csv', after: gen },
  ],
  [
    { run: 'wc -l gen/*.csv', stage: 'requires: [gen/]', after: gen },
    { run: 'wc -l gen/*.csv', stage: 'requires: [{ stage: b }]', after: gen },
    { run: 'rm -f gen/*.csv', after: gen },
    { run: 'ssh host "wc -l gen/*.csv"', after: gen },
  ],
);

const several =
  '  b:\n    run: ./gen --out out/x.csv\n    produces: [out/x.csv, /mnt/y.bin]\n  c:\n    run: ./gen --out out/z.csv\n    produces: [out/z.csv]\n';

table(
  'undeclared-input',
  [
    // The archive holds what is there by chance.
    { run: 'tar -czf /tmp/x.tgz ▶out', stage: 'requires: [out/x.csv]' },
    { run: 'aws s3 sync ▶out/ s3://b/out', stage: 'requires: [out/x.csv]' },
    { run: 'aws s3 cp --recursive ▶out s3://b/out', stage: 'requires: [out/z.csv]' },
    { run: 'rsync -az ▶out/ host:out/', stage: 'requires: [out/z.csv]' },
    { run: './bench -l 6 ▶/mnt/y.bin' },
    { run: './bench < ▶/mnt/y.bin' },
    { run: './bench --data=/mnt/y.bin'.replace('--', '▶--') },
  ].map(row => ({ ...row, after: several })),
  [
    { run: 'tar -czf /tmp/x.tgz out', stage: 'requires: [out/x.csv, out/z.csv]' },
    { run: 'tar -czf /tmp/x.tgz out', stage: 'requires: [{ stage: b }, { stage: c }]' },
    { run: 'aws s3 sync s3://b/old old/' },
    { run: './bench > out/a.txt\naws s3 sync out/ s3://b/out', stage: 'produces: [out/a.txt]' },
    { run: 'tar -xzf data/b.csv' },
    { run: './bench -l 6 /mnt/y.bin', stage: 'requires: [/mnt/y.bin]' },
    { run: 'rm -f /mnt/y.bin\ndf /mnt' },
  ].map(row => ({ ...row, after: several })),
);
