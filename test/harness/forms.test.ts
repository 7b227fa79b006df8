import { describe, expect, test } from 'vitest';
import { campaignOf, imported, stageOf } from './imported.ts';

const names = (made: { stages: readonly { name: string }[] }) => made.stages.map(({ name }) => name);
const told = (made: Awaited<ReturnType<typeof imported>>, kind: string) =>
  made.remarks.filter(remark => remark.kind === kind).map(({ line, message }) => `${line} ${message}`);

describe('stages are found', () => {
  test('as functions that are called', async () => {
    const made = await imported(
      'build() {\n  make -j8\n}\nrun_bench() {\n  ./bench > out.csv\n}\nmain() {\n  build\n  run_bench\n}\nmain "$@"\n',
    );
    expect(names(made)).toEqual(['build', 'run-bench']);
    expect(await stageOf(made.text, 'run-bench')).toMatchObject({
      run: './bench > out.csv',
      produces: ['out.csv'],
      requires: [{ stage: 'build' }],
    });
  });

  test('as calls that name them, with words, a text or a here-document', async () => {
    const made = await imported(`
run_stage() { local name=$1; shift; echo "== $name"; "$@"; }
stage() { local name="$1"; timeout 1h bash -c "$2"; }
script() { echo "$1"; bash -s; }
run_stage one ./bench --fast
stage two './bench --slow
./bench --slower'
script three <<'END'
./bench --three
END
`);
    expect(names(made)).toEqual(['one', 'two', 'three']);
    expect(await stageOf(made.text, 'one')).toEqual({ run: './bench --fast' });
    expect(await stageOf(made.text, 'two')).toEqual({ run: './bench --slow\n./bench --slower\n', timeout: '1h' });
    expect(await stageOf(made.text, 'three')).toEqual({ run: './bench --three' });
  });

  test('with the timeout of the function that runs them, bare seconds too', async () => {
    for (const [written, meant] of [
      ['3600', '1h'],
      ['90', '90s'],
      ['600s', '600s'],
    ]) {
      const made = await imported(`stage() { local n=$1; shift; timeout ${written} "$@"; }\nstage one ./bench\n`);
      expect((await stageOf(made.text, 'one')).timeout).toBe(meant);
    }
  });

  test('as blocks under comments and announcements', async () => {
    const made = await imported(
      '# ===== Generate data =====\n./gen --out data\nls data\n# ===== Run it =====\n./bench --data data --output r.json\necho "=== compare ==="\n./compare r.json\n',
    );
    expect(names(made)).toEqual(['generate-data', 'run-it', 'compare']);
    expect(await stageOf(made.text, 'run-it')).toMatchObject({ requires: ['data/'], produces: ['r.json'] });
    expect(await stageOf(made.text, 'compare')).toMatchObject({ requires: ['r.json'] });
  });

  test('as functions that a loop calls by name, those with a `return` too', async () => {
    const made = await imported(`
load() { ./load --out db; }
query() { [ -n "$TERM" ] || return 1; ./query --data db > q.csv; }
PARTS="load query"
for part in $PARTS; do
  echo "=== $part ==="
  $part || echo "\${part} failed"
done
`);
    expect(names(made)).toEqual(['load', 'query']);
    expect(await stageOf(made.text, 'load')).toMatchObject({ run: './load --out db' });
    expect(await stageOf(made.text, 'query')).toMatchObject({
      run: expect.stringMatching(/^query\(\) \{.*\}\nquery\n?$/s),
      produces: ['q.csv'],
      requires: ['db/'],
    });
  });

  test.each([
    [
      'a loop that puts their names together',
      'for s in load query; do\n  stage_$s > logs/$s.log 2>&1 || echo "$s failed"\ndone',
    ],
    ['a list', 'STAGES=(load query)\nfor s in "${STAGES[@]}"; do "stage_${s}" 2>&1 | tee $s.log; done'],
    [
      'a function that is given their names',
      'run() { echo "=== $1"; "$1" > $1.log 2>&1; }\nrun stage_load\nrun stage_query',
    ],
    [
      'one that is given the ends of their names',
      'run() { local s=$1; if "stage_$s" | tee $s.log; then echo ok; fi; }\nrun load\nrun query',
    ],
    ['the words of the command line', 'for s in "$@"; do "stage_$s"; done'],
    ['all that are declared', "for f in $(declare -F | awk '{print $3}' | grep ^stage_); do\n  $f || FAILED=1\ndone"],
  ])('as functions that are called by %s', async (_, calls) => {
    const made = await imported(
      `stage_load() { cp /usr/local/load.sql load.sql; ./load --out db; }\nstage_query() { ./query --data db > q.csv; }\n${calls}\n`,
    );
    expect(names(made)).toEqual(['load', 'query']);
    expect(await stageOf(made.text, 'query')).toEqual({
      run: './query --data db > q.csv',
      produces: ['q.csv'],
      requires: ['db/'],
    });
  });

  test('as functions that are called by names put together, with words', async () => {
    const made = await imported(
      'b_load() { ./load --sf $1 --out db$1; }\nb_query() { ./query --data db$1 > q$1.csv; }\nfor sf in 1 10; do for s in load query; do "b_$s" $sf; done; done\n',
    );
    expect(names(made)).toEqual(['b-load', 'b-query']);
    expect(await stageOf(made.text, 'b-query')).toMatchObject({
      matrix: { sf: [1, 10] },
      requires: ['db${{ matrix.sf }}/'],
    });
    const listed = await imported(
      'a() { ./a; }\nb() { ./b; }\nmain() {\n  local steps=("a" "b") s\n  for s in "${steps[@]}"; do if ! $s; then exit 1; fi; done\n}\nmain\n',
    );
    expect((await stageOf(listed.text, 'main')).run).toMatch(/^a\(\).*\nb\(\).*\nmain\(\)/);
  });

  test('each with the functions that it calls, and not those that its programs only share a word with', async () => {
    const made = await imported('build() { cargo build; }\nbench() { ./bench > a.csv; }\nbuild\nbench\n');
    expect(await stageOf(made.text, 'build')).toMatchObject({ run: 'cargo build' });
    const traps = await imported(
      'stop() { pkill server; }\nbench() { trap stop EXIT; ./bench > a.csv; return 0; }\nbench\n',
    );
    expect((await stageOf(traps.text, 'bench')).run).toMatch(/^stop\(\) \{/);
  });

  test('after what builds, and after what starts the server that they speak to', async () => {
    for (const build of [
      'mvn -q -DskipTests package',
      './gradlew installDist',
      'npm run build',
      'dotnet publish -c Release',
    ]) {
      const made = await imported(
        `${build}\ndocker run -d -p 5432:5432 postgres:16\nmkdir -p out\n./bench > out/a.csv\npython3 compare.py out > all.md\ntar czf r-$(date +%s).tgz out\naws s3 cp r-*.tgz s3://b/x/\n`,
      );
      expect(names(made)).toEqual(['build', 'docker-run', 'bench', 'compare', 'tar-czf']);
      expect(await stageOf(made.text, 'bench')).toEqual({
        run: 'mkdir -p out\n./bench > out/a.csv\n',
        requires: [{ stage: 'build' }, { stage: 'docker-run' }],
        produces: ['out/a.csv'],
      });
      expect(await stageOf(made.text, 'compare')).toMatchObject({ requires: ['out/'] });
      expect(await stageOf(made.text, 'tar-czf')).toMatchObject({ requires: ['out/'], produces: ['r-run.tgz'] });
    }
  });

  test('after what was told to a database, where nothing shows what they read', async () => {
    const made = await imported('psql -f load.sql\n./run.sh\n# table\n./table --out t.md\n./plot t.md > t.svg\n');
    expect(names(made)).toEqual(['psql', 'run', 'table', 'plot']);
    expect(await stageOf(made.text, 'run')).toMatchObject({ requires: [{ stage: 'psql' }] });
    expect(await stageOf(made.text, 'plot')).toMatchObject({ requires: ['t.md'] });
  });

  test('in scripts that are started beside, without a terminal or in a session', async () => {
    const made = await imported(`
cat > /usr/local/bin/run.sh <<'EOF'
./bench > a.csv
EOF
nohup bash /usr/local/bin/run.sh > /var/log/bench.log 2>&1 &
tmux new-session -d -s other './other --all > b.csv'
`);
    expect(names(made)).toEqual(['bench', 'other']);
    expect(await stageOf(made.text, 'bench')).toMatchObject({ run: './bench > a.csv', produces: ['a.csv'] });
    expect(await stageOf(made.text, 'other')).toMatchObject({ run: './other --all > b.csv', produces: ['b.csv'] });
  });

  test('with what a file beside the script sets', async () => {
    for (const place of ['"$(dirname "$0")/config.sh"', '"$(dirname "${BASH_SOURCE[0]}")"/config.sh']) {
      const made = await imported(`source ${place}\n./bench > $OUT\n`, { 'config.sh': 'OUT=fast.csv\n' });
      expect((await stageOf(made.text, 'bench')).produces).toEqual(['fast.csv']);
    }
  });

  test('as plain commands', async () => {
    const made = await imported(
      'cargo build --release\ncargo run --release --bin load -- --out db\npython3 bench/query.py --data db > q.csv\n',
      { 'bench/query.py': '' },
    );
    expect(names(made)).toEqual(['build', 'load', 'query']);
    expect(await stageOf(made.text, 'build')).toMatchObject({ warmup: true });
    expect(await stageOf(made.text, 'query')).toMatchObject({ produces: ['q.csv'] });
    expect((await stageOf(made.text, 'query')).requires).toEqual(['db/', 'bench/query.py']);
  });

  test('as the arms of a case, nested ones too, those that only call others left out', async () => {
    const made = await imported(`
main() {
  COMMAND=\${1:-}
  BENCHMARK=\${2:-all}
  case "$COMMAND" in
    data)
      case "$BENCHMARK" in
        all) data_tpch 1; data_clicks ;;
        tpch) data_tpch 1 ;;
        clicks) data_clicks ;;
      esac ;;
    run) run_tpch 1 ;;
    *) usage ;;
  esac
}
usage() { echo "bench.sh data|run"; exit 1; }
data_tpch() { SF=$1; ./dbgen -s $SF --out data/tpch_sf$SF; }
data_clicks() { ./clicks --out data/clicks; }
run_tpch() { SF=$1; cargo run --release --bin tpch -- --path data/tpch_sf$SF -o results/tpch.json; }
main "$@"
`);
    expect(names(made)).toEqual(['data-tpch', 'data-clicks', 'run-tpch']);
    expect(await stageOf(made.text, 'run-tpch')).toMatchObject({
      run: expect.stringMatching(/^run_tpch\(\) \{.*\}\nrun_tpch 1\n$/s),
      requires: ['data/tpch_sf1/'],
      produces: ['results/tpch.json'],
    });
    expect(await campaignOf(made.text)).not.toHaveProperty('params');
  });

  test('as branches that ask for the first word', async () => {
    const made = await imported(
      'if [ "$1" = "prepare" ]; then\n  ./gen > data.bin\nelif [ "$1" = "bench" ]; then\n  ./bench < data.bin > out.csv\nfi\n',
    );
    expect(names(made)).toEqual(['prepare', 'bench']);
    expect(await stageOf(made.text, 'bench')).toMatchObject({ requires: ['data.bin'], produces: ['out.csv'] });
  });

  test('as rounds of a loop, where each has files of its own', async () => {
    const made = await imported(
      'for sf in 1 10; do\n  ./gen --sf $sf --out data/sf$sf\n  ./bench --data data/sf$sf > out-$sf.csv\ndone\n',
    );
    expect(await stageOf(made.text, 'bench')).toEqual({
      matrix: { sf: [1, 10] },
      run: './bench --data data/sf$sf > out-$sf.csv',
      requires: ['data/sf${{ matrix.sf }}/'],
      produces: ['out-${{ matrix.sf }}.csv'],
      env: { sf: '${{ matrix.sf }}' },
    });
  });

  test('but not as rounds that share a file, or count something', async () => {
    const made = await imported(
      'for q in 1 2 3; do ./bench -q $q >> out.csv; done\nn=0\nfor e in a b; do ./run $e; n=$((n+1)); done\necho "ran $n" > count.txt\n',
    );
    expect(made.text).not.toContain('matrix:');
    expect(names(made)).toHaveLength(2);
  });
});

test('a loop that measures inside a value, or with each word of the command line, is work', async () => {
  const made = await imported(
    'for j in "$@"; do\n  t=$(./timeit $j)\n  echo "$j: $t"\ndone\nwhile [ $# -gt 0 ]; do ./bench "$1"; shift; done\n',
  );
  expect(made.commands.filter(({ fate }) => fate?.kind !== 'stage')).toEqual([]);
});

describe('where it runs from', () => {
  test('user data that writes, and runs, the script', async () => {
    const made = await imported({
      'userdata.sh': `#!/bin/bash
apt-get update
apt-get install -y build-essential docker.io
systemctl start docker
cat > /home/ubuntu/bench.sh <<'END'
#!/bin/bash
cd /home/ubuntu/engine
make
./bench > result.csv
aws s3 cp result.csv s3://bucket/prefix/run-$(date +%s)/
END
chmod +x /home/ubuntu/bench.sh
git clone --depth 1 -b v2 https://github.com/example/engine.git /home/ubuntu/engine
sudo -u ubuntu /home/ubuntu/bench.sh > /tmp/log 2>&1
shutdown -h now
`,
    });
    expect(await campaignOf(made.text)).toMatchObject({
      source: { repo: 'https://github.com/example/engine.git', ref: 'v2', dir: '/home/ubuntu/engine' },
      machine: { image: 'ubuntu-24.04', user: 'ubuntu', packages: ['build-essential'], services: ['docker'] },
      store: { url: 's3://bucket/prefix' },
      stages: {
        build: { run: 'make', warmup: true },
        bench: { run: './bench > result.csv', requires: [{ stage: 'build' }], produces: ['result.csv'] },
      },
    });
  });

  test('a script that sources another, given or in the repository', async () => {
    const files = { 'bench.sh': '. lib/common.sh\nmeasure\n' };
    const library = 'measure() {\n  ./bench > out.csv\n}\n';
    for (const made of [
      await imported(files, { 'lib/common.sh': library }),
      await imported({ ...files, 'lib/common.sh': library }),
    ])
      expect(await stageOf(made.text, 'measure')).toMatchObject({ run: './bench > out.csv', produces: ['out.csv'] });
  });

  test('a Terraform template: its own variables are params, the escapes are gone', async () => {
    const made = await imported({
      'userdata.sh.tpl':
        '#!/bin/bash\n%{ if debug }\nset -x\n%{ endif }\nN=$${N:-3}\n./bench --bucket ${bucket} --n $${N} > out.csv\n',
    });
    expect((await campaignOf(made.text)).params).toEqual({
      bucket: { type: 'string', required: true },
      n: { type: 'integer', default: 3 },
    });
    expect(await stageOf(made.text, 'bench')).toMatchObject({
      run: './bench --bucket ${bucket} --n ${N} > out.csv',
      env: { bucket: '${{ params.bucket }}', N: '${{ params.n }}' },
    });
    expect(told(made, 'left')[0]).toBe("2 `%{ if debug }` is Terraform's own, and is not carried over");
  });
});

describe('values', () => {
  test('params from defaults, positions, options and capitals that nothing sets', async () => {
    const made = await imported(
      'SF=${SF:-10}\nENGINE=${1:-duckdb}\nQUICK=false\nwhile [ $# -gt 0 ]; do\n  case $1 in --quick) QUICK=true; shift ;; --rows) ROWS="$2"; shift 2 ;; esac\ndone\n./bench $SF $ENGINE $QUICK $ROWS $TARGET_URL ${RATE:-0.5}\n',
    );
    expect((await campaignOf(made.text)).params).toEqual({
      sf: { type: 'integer', default: 10 },
      engine: { type: 'string', default: 'duckdb' },
      quick: { type: 'boolean', default: false },
      rows: { type: 'string', required: true },
      target_url: { type: 'string', required: true },
      rate: { type: 'number', default: 0.5 },
    });
  });

  test('all words of the command line, where they are used', async () => {
    const made = await imported('for e in "$@"; do ./bench $e; done\n');
    expect((await campaignOf(made.text)).params).toEqual({ args: { type: 'string', default: '' } });
    expect((await stageOf(made.text, 'bench')).run).toBe(
      'set -- ${{ params.args }}\nfor e in "$@"; do ./bench $e; done\n',
    );
    const plain = await imported('main() { local n=1; ./bench $n; }\nmain "$@"\n');
    expect((await campaignOf(plain.text)).params).toBeUndefined();
  });

  test('a positional word in its place', async () => {
    const made = await imported('./bench --threads "$1" "${2:-fast}"\n');
    expect((await stageOf(made.text, 'bench')).run).toBe(
      'set -- \'${{ params.arg1 }}\' \'${{ params.arg2 }}\'\n./bench --threads "$1" "${2:-fast}"\n',
    );
    expect((await campaignOf(made.text)).params).toEqual({
      arg1: { type: 'string', required: true },
      arg2: { type: 'string', default: 'fast' },
    });
  });

  test('what is exported is env, what is assigned stands before what uses it, what decides comes along', async () => {
    const made = await imported(
      'export RUSTFLAGS="-C target-cpu=native"\nOUT=results\nif [ -x /opt/fast ]; then BIN=/opt/fast; else BIN=./slow; fi\nUNUSED=1\n./other\n$BIN > $OUT/a.csv\n',
    );
    expect((await campaignOf(made.text)).env).toEqual({ RUSTFLAGS: '-C target-cpu=native' });
    expect((await stageOf(made.text, 'other')).run).toBe('./other');
    const using = made.stages.find(({ name }) => name !== 'other')!;
    expect((await stageOf(made.text, using.name)).run).toBe(
      'OUT=results\nif [ -x /opt/fast ]; then BIN=/opt/fast; else BIN=./slow; fi\n$BIN > $OUT/a.csv\n',
    );
    expect(told(made, 'left')).toEqual(['4 `UNUSED=1`']);
  });

  // Put together here, so that no scanner takes them for real.
  const KEY = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
  const TOKEN = ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
  test.each([
    [
      'an assignment',
      'DB_PASSWORD=Tr0ub4dor-and-3\n./bench --host db "$DB_PASSWORD"\n',
      'Tr0ub4dor-and-3',
      'DB_PASSWORD',
    ],
    ['an export', `export AWS_ACCESS_KEY_ID=${KEY}\n./bench\n`, KEY, 'AWS_ACCESS_KEY_ID'],
    ['an option', './bench --api-token=Zx9Yw8Vu7Ts6Rq5P\n', 'Zx9Yw8Vu7Ts6Rq5P', 'API_TOKEN'],
    ['single quotes', `./bench -H 'X-Auth: ${TOKEN}'\n`, TOKEN, 'SECRET_1'],
    ['an address', './bench "https://user:s3cr3tPassw0rd@db.internal/x"\n', 's3cr3tPassw0rd', 'SECRET_1'],
    ['a clone', `git clone https://x:${TOKEN}@github.com/example/engine.git\ncd engine\n./bench\n`, TOKEN, undefined],
    ['a comment', `# old token: ${TOKEN}\n./bench\n`, TOKEN, undefined],
    ['a comment of a function', `run() {\n  # token: ${TOKEN}\n  local x=1\n  ./bench $x\n}\nrun\n`, TOKEN, 'SECRET_1'],
    ['a value from outside', './bench --token "$SERVICE_TOKEN"\n', 'no-value', 'SERVICE_TOKEN'],
    ['a command that is left out', `echo "using ${TOKEN}"\n./bench\n`, TOKEN, undefined],
  ])('a credential in %s is never copied', async (_, text, value, name) => {
    const made = await imported(text);
    for (const said of [made.text, JSON.stringify(made.remarks)]) expect(said).not.toContain(value);
    const { secrets } = await campaignOf(made.text);
    expect(Object.keys((secrets ?? {}) as object)).toEqual(name === undefined ? [] : [name]);
    expect(made.findings.filter(({ rule }) => rule === 'secret-in-campaign')).toEqual([]);
  });
});

describe('what the run does itself is taken out, and told with its line', () => {
  test.each([
    ['./bench 2>&1 | tail -100', './bench'],
    ['./bench | head -5', './bench'],
    ['./bench || true', './bench'],
    ['./bench > bench.log 2>&1', './bench'],
    ['./bench 2>&1 | tee bench.log', './bench'],
    ['./bench > /dev/null 2>&1', './bench'],
    ['set +e\n./bench\nset -e', './bench'],
    ['[ -d data ] || { echo SKIP; exit 0; }\n./bench', './bench'],
    ['if ! command -v duckdb; then\n  echo SKIP\n  exit 0\nfi\n./bench', './bench'],
    ['./bench > out.csv && aws s3 cp out.csv s3://bucket/x/ || true', './bench > out.csv'],
    ['./bench\nsudo poweroff', './bench'],
  ])('%s', async (text, run) => {
    const made = await imported(`${text}\n`);
    expect((await stageOf(made.text, made.stages[0]!.name)).run).toBe(run);
    expect(told(made, 'wrong').length).toBeGreaterThan(0);
  });

  test('but not the end of a loop, nor a file that several write together', async () => {
    for (const text of [
      'while true; do\n  ./step || break\ndone',
      '{ ./a; ./b; } > all.csv',
      'for i in 1 2; do ./c $i; done > c.json',
      '{ ./a; ./b; } 2>&1 | tee all.txt\n./plot all.txt > p.svg',
    ]) {
      const made = await imported(`${text}\n`);
      expect(String((await stageOf(made.text, made.stages[0]!.name)).run).trimEnd()).toBe(text.split('\n./plot')[0]);
    }
    const called = await imported('two() { ./a; ./b; }\ntwo > two.csv\n');
    expect(await stageOf(called.text, 'two')).toEqual({
      run: 'two() { ./a; ./b; }\ntwo > two.csv\n',
      produces: ['two.csv'],
    });
    expect(names(await imported('{ ./a; ./b; } > bench.log\n'))).toEqual(['a', 'b']);
  });

  test('and a question that is no for a stage is no failure of it', async () => {
    const made = await imported('MODE=$1\n[[ $MODE == all ]] && ./bench > a.csv\n# b\n[ -f x ] && ./b\n./c\n');
    expect((await stageOf(made.text, 'bench')).run).toBe('if [[ $MODE == all ]]; then ./bench > a.csv; fi');
  });

  test('and what is unset stays so', async () => {
    const made = await imported(
      'export N=1\n./a > a.csv\nexport N=8\n./b > b.csv\nunset N\n./c > c.csv\n./d > d.csv\n',
    );
    expect((await stageOf(made.text, 'a')).run).toBe('./a > a.csv');
    expect((await stageOf(made.text, 'b')).run).toBe('export N=8\n./b > b.csv\n');
    expect((await stageOf(made.text, 'd')).run).toBe('export N=8\nunset N\n./d > d.csv\n');
  });

  test('and what is right in a function alone', async () => {
    const made = await imported(
      'prep() { ./gen --out data; }\nmain() {\n  local sf=10\n  local -i n\n  prep\n  ./bench data $sf $n > b.csv || return 1\n}\nmain\n',
    );
    expect((await stageOf(made.text, 'bench-data')).run).toBe(
      'sf=10\ndeclare -i n\n./bench data $sf $n > b.csv || exit 1\n',
    );
  });

  test('a guard becomes what the stage requires', async () => {
    const made = await imported(
      '[ -d data ] || { echo SKIP; exit 0; }\ncommand -v perf >/dev/null || exit 0\n./bench\n',
    );
    expect((await stageOf(made.text, 'bench')).requires).toEqual(['data', { tool: 'perf' }]);
  });

  test('a file that only one branch uploads is still declared', async () => {
    const made = await imported(
      './bench --output r.md\nif [ -f r.md ]; then\n  aws s3 cp r.md "s3://$BUCKET/runs/r.md"\nfi\n',
    );
    expect(await stageOf(made.text, 'bench')).toMatchObject({ produces: ['r.md'] });
  });
});

describe('order', () => {
  test('a stage that ran before its input is told, and comes after it', async () => {
    const made = await imported('./bench --data data/x.bin\n./gen --out data/x.bin\n', { bench: '', gen: '' });
    expect(told(made, 'wrong')).toEqual(['1 `bench` reads `data/x.bin`, and ran before `gen`, which makes it']);
    expect(await stageOf(made.text, 'bench')).toMatchObject({ requires: ['data/x.bin'] });
  });

  test('what speaks to the same service stays in its order', async () => {
    const made = await imported('psql bench -f load.sql\npsql bench -f query.sql\n');
    expect(names(made)).toHaveLength(2);
    const [first, second] = names(made);
    expect((await stageOf(made.text, second!)).requires).toEqual([{ stage: first }]);
  });

  test('a time or a status is taken where it was, and stays with what it is of', async () => {
    for (const [before, after] of [
      ['start=$(date +%s)', 'end=$(date +%s)\necho "a,$((end - start))" > a.time'],
      ['T0=$SECONDS', 'T=$((SECONDS - T0))\necho "took $T" > a.time'],
      ['s=$EPOCHREALTIME', 'e=$EPOCHREALTIME\nd=$(echo "$e - $s" | bc)\nprintf "%s\\n" "$d" > a.time'],
      ['', 'rc=$?\nif [ $rc -ne 0 ]; then\n  echo "failed: $rc" > a.time\nfi'],
    ]) {
      const text = `${before}\n./bench a > a.csv\n${after}\n`.trimStart();
      const made = await imported(`${text}./bench b > b.csv\n`);
      expect(names(made)).toEqual(['bench-a', 'bench-b']);
      expect((await stageOf(made.text, 'bench-a')).run).toBe(text);
      expect((await stageOf(made.text, 'bench-b')).run).toBe('./bench b > b.csv');
    }
    const made = await imported('TS=$(date +%s)\n./a --tag $TS > a.csv\n./b --tag $TS > b.csv\n');
    expect(names(made)).toEqual(['a', 'b']);
  });

  test('a round is done before the next one begins, where nothing else shows what it needs', async () => {
    const made = await imported(
      'for s in 1 10; do\n  pgbench -i -s $s\n  pgbench -T 60 > p-$s.txt\ndone\n./plot p-*.txt > p.svg\n',
    );
    expect(names(made)).toEqual(['pgbench', 'plot']);
    expect(await stageOf(made.text, 'pgbench')).toMatchObject({
      matrix: { s: [1, 10] },
      run: 'pgbench -i -s $s\npgbench -T 60 > p-$s.txt\n',
    });
    expect(await stageOf(made.text, 'plot')).toMatchObject({ requires: ['p-*.txt'] });
  });

  test('a session that others work beside is a server, one that is waited for is not', async () => {
    const served = await imported('tmux new-session -d -s srv "./srv --port 1"\n./ask > a.csv\n');
    expect(names(served)).toHaveLength(1);
    expect((await stageOf(served.text, names(served)[0]!)).run).toMatch(/^tmux new-session .*\n\.\/ask > a\.csv\n$/);
    const waited = await imported(
      'tmux new -d -s b "./bench --all > b.csv"\nwhile tmux has-session -t b; do sleep 5; done\n./sum b.csv > s.csv\n',
    );
    expect(await stageOf(waited.text, 'bench')).toMatchObject({ run: './bench --all > b.csv' });
    expect(await stageOf(waited.text, 'sum')).toMatchObject({ requires: ['b.csv'] });
  });

  test('rounds that run beside each other are waited for in their stage', async () => {
    const text = 'for i in 1 2; do ./bench $i > b$i.csv & done\nwait\n';
    const made = await imported(`${text}./sum > s.csv\n`);
    expect(names(made)).toEqual(['bench', 'sum']);
    expect(await stageOf(made.text, 'bench')).toMatchObject({ run: text });
    const served = await imported('for i in 1 2; do ./srv & ./bench $i > b$i.csv; kill $!; done\n');
    expect((await stageOf(served.text, 'srv')).matrix).toEqual({ i: [1, 2] });
  });

  test('a server and what is asked of it are one stage', async () => {
    const made = await imported('./server --port 9000 &\nsleep 2\n./client --port 9000 > out.csv\nkill $!\n');
    expect(names(made)).toHaveLength(1);
    expect((await stageOf(made.text, names(made)[0]!)).run).toBe(
      './server --port 9000 &\nsleep 2\n./client --port 9000 > out.csv\nkill $!\n',
    );
  });
});
