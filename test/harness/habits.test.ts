import { describe, expect, test } from 'vitest';
import { campaignOf, imported, stageOf } from './imported.ts';

const told = (made: Awaited<ReturnType<typeof imported>>) =>
  made.remarks.filter(({ kind }) => kind === 'wrong').map(({ line, message }) => `${line} ${message}`);

describe('no secret is written into a file that is committed', () => {
  test.each([
    ['an exported one, be it the word of a throw-away database', 'export PGPASSWORD=secret\npsql -f q.sql\n'],
    ['one that docker is given', 'docker run -d -e POSTGRES_PASSWORD=hunter22 postgres:16\n./bench\n'],
    ['one inside a connection', './bench --pg "host=db user=me password=hunter22 dbname=x"\n'],
    ['one of an option', "./bench --db-password='hunter22' --out r.csv\n"],
    ['one of a command in a variable', 'DB="mysql --user=root --password=hunter22"\n$DB < q.sql\n'],
    ['one that is joined to its option', 'mysql -uroot -phunter22 < q.sql\n'],
    ['one of a user', 'curl -u me:hunter22 -o x.json https://example.org/x.json\n./bench\n'],
    ['one before a command', 'MYSQL_PWD=hunter22 mysql < q.sql\n'],
    ['one that sets the machine up', 'apt-get install -y ./x.deb --password hunter22\n./bench\n'],
  ])('%s', async (_, text) => {
    const made = await imported(text, { bench: '', 'q.sql': '' });
    expect(made.text).not.toMatch(/hunter22|: secret\b|=secret\b/);
    expect(told(made)).toEqual([expect.stringMatching(/is written into the script|stands in a command/)]);
  });

  test('what only names its place is carried over', async () => {
    const made = await imported('export API_TOKEN=/run/token\nexport MAX_TOKEN=512\n./bench $API_TOKEN\n');
    expect(await campaignOf(made.text)).toMatchObject({ env: { API_TOKEN: '/run/token', MAX_TOKEN: '512' } });
  });
});

describe('what is left behind', () => {
  test('by an option that names a format', async () => {
    const made = await imported('./bench fill --json fill.json\n./bench read --csv=read.csv\n');
    expect(await stageOf(made.text, 'bench-fill')).toMatchObject({ produces: ['fill.json'] });
    expect(await stageOf(made.text, 'bench-read')).toMatchObject({ produces: ['read.csv'] });
  });

  test('not by one that is read', async () => {
    const made = await imported('./load --csv data.csv\n./compare --json a.json\njq --json x.json\n');
    expect(made.text).not.toMatch(/^ +produces:/m);
  });

  test('by every round of a loop, as the directory of it', async () => {
    const made = await imported(
      'OUT=results\nN=30\nfor i in $(seq 1 $N); do\n  ./bench --json "$OUT/run$i.json"\ndone\necho "=== report ==="\npython3 report.py "$OUT"/*.json\n',
    );
    expect(await stageOf(made.text, 'bench')).toMatchObject({ produces: [{ path: 'results/', upload: false }] });
    expect(await stageOf(made.text, 'report')).toMatchObject({ requires: ['results/'] });
  });

  test.each([
    ['for i in $(seq 30); do ./bench $i > out/$i.csv; done'],
    ['while IFS=, read -r id q; do ./bench "$q" > "out/$id.csv"; done < queries.csv'],
  ])('by what every round redirects: %s', async text => {
    const made = await imported(`${text}\n`, { 'queries.csv': '' });
    expect((await stageOf(made.text, made.stages[0]!.name)).produces).toEqual(['out/']);
  });

  test.each([
    ['ENGINES=${1:-a b}\nfor e in $ENGINES; do ./bench $e > log_$e.txt; done', ['log_*.txt'], ['log_*.txt']],
    ['for i in 1 2; do ./bench $i > log_$i.txt & done; wait', ['log_1.txt', 'log_2.txt'], ['log_*.txt']],
    ['for i in $(seq 30); do ./bench $i > $i.txt; done', undefined, undefined],
  ])('by each round, or as a pattern: %s', async (text, produces, requires) => {
    const made = await imported(`${text}\n./sum log_*.txt > sum.csv\n`);
    expect((await stageOf(made.text, 'bench')).produces).toEqual(produces);
    expect((await stageOf(made.text, 'sum')).requires).toEqual(requires);
  });

  test('beside what another stage writes there', async () => {
    const made = await imported(
      'while read -r id; do ./bench $id > out/$id.json; done < ids\n./other > out/other.txt\n',
      { ids: '' },
    );
    expect((await stageOf(made.text, 'bench')).produces).toEqual(['out/*.json']);
    expect((await stageOf(made.text, 'other')).produces).toEqual(['out/other.txt']);
  });

  test('and the shell’s own brackets stay', async () => {
    const made = await imported('if [ -f in.txt ]; then ./bench; else ./bench --all; fi > out.csv\n');
    expect((await stageOf(made.text, 'bench')).run).toBe(
      'if [ -f in.txt ]; then ./bench; else ./bench --all; fi > out.csv',
    );
  });

  test('in a directory that is uploaded once at the end: no stage before it is blamed', async () => {
    const made = await imported(
      './one --dir results\n./two --fast\n./three\naws s3 cp --recursive results s3://b/x/\n',
      { one: '', two: '', three: '' },
    );
    expect(told(made)).toEqual([]);
    expect(await stageOf(made.text, 'one')).toMatchObject({ produces: ['results/'] });
  });
});

test('a script that another user starts is read, and run once', async () => {
  const made = await imported(
    "cat > /opt/run.sh <<'EOF'\n#!/bin/bash\n./bench --out r.csv\nEOF\nchmod +x /opt/run.sh\nsu - ec2-user -c /opt/run.sh\n",
  );
  expect(made.stages.map(({ name }) => name)).toEqual(['bench']);
  expect(await campaignOf(made.text)).toMatchObject({ machine: { user: 'ec2-user' } });
});

test('the checkout that was there before is the one that the run brings', async () => {
  const made = await imported('cd ~/kvstore\n./bench --out r.csv\n');
  expect(await stageOf(made.text, 'bench')).toEqual({ run: './bench --out r.csv', produces: ['r.csv'] });
});

test('a stage that calls docker has it', async () => {
  const made = await imported('docker run --rm acme/bench:1.0 --fast\n');
  expect(await campaignOf(made.text)).toMatchObject({ machine: { services: ['docker'] } });
  expect((await campaignOf((await imported('docker --version\n./bench\n')).text)).machine).toBeUndefined();
});

test('an option has the default that the script gives it later; a computed one stays in the script', async () => {
  const made = await imported(
    'OUT=results-$(date +%F)\nwhile getopts "s:t:o:" opt; do case $opt in s) SF=$OPTARG ;; t) THREADS=$OPTARG ;; o) OUT=$OPTARG ;; esac; done\n[ -z "$THREADS" ] && THREADS=8\n./bench --sf ${SF:-10} --threads $THREADS --name $OUT\n',
  );
  expect((await campaignOf(made.text)).params).toEqual({
    sf: { type: 'integer', default: 10 },
    threads: { type: 'integer', default: 8 },
  });
  expect((await stageOf(made.text, 'bench')).run).toMatch(/^OUT=results-\$\(date \+%F\)\n/);
});

describe('a path that says when it was written has a name that stays', () => {
  test.each([
    ['OUT=results/$(date +%F)', '$OUT/a.csv', 'results/run/a.csv'],
    ['OUT=results/`date +%F`', '${OUT}/a.csv', 'results/run/a.csv'],
    ['TS=$(date +%s)\nOUT="results/$TS"', '"$OUT/a-$TS.csv"', 'results/run/a-run.csv'],
    ['TS=$(date +%s)', '$TS/a.csv', 'run/a.csv'],
    ['RUN=r-$(date +%s)', '"$RUN"/a.csv', 'r-run/a.csv'],
    ['', 'bench_$(date +%Y-%m-%d).csv', 'bench_run.csv'],
    ['', '"out/$(date -u +%FT%H)-a.csv"', 'out/run-a.csv'],
  ])('%s %s', async (set, written, path) => {
    const made = await imported(`${set}\n./bench --csv > ${written}\n# report\n./report ${written} > report.md\n`);
    expect((await stageOf(made.text, 'bench')).produces).toEqual([path]);
    expect((await stageOf(made.text, 'report')).requires).toEqual([path]);
    expect(made.remarks.filter(({ message }) => message.endsWith('is another path at every start'))).not.toEqual([]);
  });

  test('and stays apart from the one that has none', async () => {
    const made = await imported('./bench > a.csv\nmv a.csv a-$(date +%F).csv\n');
    expect(made.text).toContain('mv a.csv a-run.csv');
  });

  test('times that are none of a path stay', async () => {
    const text =
      'START=$(date +%s)\n./bench --label "$(date)" > a.csv\necho "$(date +%T) took $(($(date +%s) - START)) s" >> a.csv\n';
    expect((await stageOf((await imported(text)).text, 'bench')).run).toBe(text);
  });
});

test('what is uploaded from an absolute directory is kept as it is named', async () => {
  const made = await imported(
    'OUT=/mnt/results\n./bench > $OUT/a.csv\n./report $OUT/a.csv\naws s3 sync $OUT s3://b/x\n',
  );
  expect((await stageOf(made.text, 'bench')).produces).toEqual(['/mnt/results/a.csv']);
});
