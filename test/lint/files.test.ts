import { describe, expect, test } from 'vitest';
import type { Example } from '../../lint/example.ts';
import { lint, written } from './world.ts';

/** A campaign with one stage of these shell lines; `more` follows the stage, `world` lies around it. */
async function told(lines: readonly string[], world: Partial<Example> = {}, more = ''): Promise<readonly string[]> {
  const run = lines.map(line => `      ${line}\n`).join('');
  const campaign = `campaign: w\nversion: 1\nlimits: { wall: 9h, stage: 10m }\nstages:\n  a:\n    run: |\n${run}${more}`;
  const { findings } = await lint({ ...world, campaign });
  const about = /^(missing-input|untracked-file|not-executable)$/;
  return findings.filter(({ rule }) => about.test(rule)).map(finding => written(finding));
}

describe('shell code names no missing file', () => {
  const clean: Record<string, readonly [readonly string[], Partial<Example>?, string?]> = {
    'where it is data': [["echo ./x.sh; printf '%s' s/x.sh", "cat <<'EOF' > notes", './x.sh', 'EOF', '# ./z.sh']],
    'where it asks': [
      ['cat "$(readlink -f x)"; ls ./y.sh; test -x ./z.sh', 'grep -r foo src; sed -n 1p x; find . -name y.sh'],
    ],
    'in temporary places': [['T=$(mktemp -d)', '"$T/x.sh"', '/tmp/x.sh; bash /var/tmp/y.sh']],
    'of what is not known': [['$TOOL/x.sh; "${D}/y.sh"; ./x-$N.sh', 'cd "$D" && ./rel.sh']],
    'of another machine': [['ssh host ./r.sh; docker run img ./i.sh; kubectl exec p -- ./b/x']],
    'in code handed over': [
      ['python3 -c "import x"; python3 -m tests.foo; bash -c "echo hi"; node -e 1; perl -ne print f'],
    ],
    'behind a test': [['if [ -x ./o.sh ]; then ./o.sh; fi', '[ -f ./b.sh ] && bash ./b.sh']],
    'that it downloads': [
      ['curl -fsSL https://e.org/x.sh -o i.sh; bash i.sh', 'curl -O https://e.org/y.sh; bash y.sh'],
    ],
    'that it clones': [['git clone https://e.org/tool.git', 'tool/run.sh']],
    'that it unpacks': [['tar xf a.tar', './a/run.sh'], { files: { 'a.tar': '' } }],
    'that it writes': [["cat > gen.sh <<'EOF'", 'true', 'EOF', 'chmod +x gen.sh', './gen.sh']],
    'that it builds': [['cargo build --release', './target/release/bench', 'make bench; ./bench']],
    'that it installs': [['npm ci', './node_modules/.bin/v run', 'python3 -m venv .venv', '. .venv/bin/activate']],
    'that another stage produces': [['./bin/p'], {}, '  b:\n    run: go build -o bin/ ./...\n    produces: [bin/p]\n'],
    'that a prebuilt provides': [
      ['t/r/p'],
      {},
      'prebuilt: [{ url: "s3://b/${{ source.commit }}.zst", provides: [t/r/] }]\n',
    ],
    'by its place on the box': [['/opt/campaign/w/x.sh'], { files: { 'x.sh': '' }, executable: ['x.sh'] }],
  };
  for (const [name, [lines, world, more]] of Object.entries(clean))
    test(name, async () => expect(await told(lines, world, more)).toEqual([]));
  test('by the name of a target', async () => {
    expect(
      await told(['make bench; npm run build; pytest -k fast'], { untracked: { bench: '', build: '', fast: '' } }),
    ).toEqual([]);
  });
  test('left over from a run here', async () => {
    const untracked = { 'r.csv': '', 'log.txt': '', 'z.txt': '', 'b.txt': '', 'target/x': '' };
    const files = { x: '', 'a.txt': '' };
    const lines = ['./x --out r.csv > log.txt; tee z.txt; cp a.txt b.txt', 'cargo build; ./target/x'];
    expect(await told(lines, { files, untracked, ignored: ['target'], executable: ['x'] })).toEqual([]);
  });
});

describe('shell code names a missing file', () => {
  test('run, sourced or handed to an interpreter', async () => {
    expect(await told(['./s/run.sh', 'bash s/b.sh', 'python3.12 -X dev t/t.py 1', 'source lib.sh'])).toEqual([
      '7:7 [missing-input] `s/run.sh`, which the stage executes, is produced by no stage and is not in the repository',
      '8:12 [missing-input] `s/b.sh`, which the stage runs, is produced by no stage and is not in the repository',
      '9:25 [missing-input] `t/t.py`, which the stage runs, is produced by no stage and is not in the repository',
      '10:14 [missing-input] `lib.sh`, which the stage runs, is produced by no stage and is not in the repository',
    ]);
  });
  test('behind wrappers, in functions, subshells and other texts', async () => {
    const wrapped = 'time env A=b sudo -u x timeout 5m nice -n 5 taskset -c 0 numactl -N 0 ./deep.sh | tee log';
    expect(await told([wrapped, "bash -c 'cd sub && ./n.sh'", 'f() { ./f.sh; }; f', '(cd q; bash w.sh)'])).toEqual([
      '7:77 [missing-input] `deep.sh`, which the stage executes, is produced by no stage and is not in the repository',
      '8:26 [missing-input] `sub/n.sh`, which the stage executes, is produced by no stage and is not in the repository',
      '9:13 [missing-input] `f.sh`, which the stage executes, is produced by no stage and is not in the repository',
      '10:19 [missing-input] `q/w.sh`, which the stage runs, is produced by no stage and is not in the repository',
    ]);
  });
  test('that is here but not in git, in whatever way it is named', async () => {
    const untracked = { 'c/l.toml': '', 'in.txt': '', 'infra/Cargo.toml': '', 'x.sh': '' };
    const lines = ['prog --config c/l.toml < in.txt', 'cargo run --manifest-path=infra/Cargo.toml; ./x.sh'];
    expect(await told(lines, { untracked })).toEqual([
      '7:21 [untracked-file] `c/l.toml` is here but not in the pinned commit: the box will not have it',
      '7:32 [untracked-file] `in.txt` is here but not in the pinned commit: the box will not have it',
      '8:17 [untracked-file] `infra/Cargo.toml` is here but not in the pinned commit: the box will not have it',
      '8:51 [untracked-file] `x.sh` is here but not in the pinned commit: the box will not have it',
    ]);
  });
  test('that git ignores, though something is compiled too', async () => {
    const world = { untracked: { 'data/local.bin': '', 'target/x': '' }, ignored: ['data', 'target'] };
    expect(await told(['cargo build --release', './target/x --in data/local.bin'], world)).toEqual([
      '8:23 [untracked-file] `data/local.bin` is ignored by git: the box will not have it',
    ]);
  });
  test('once where it is required too', async () => {
    expect(await told(['./x.sh'], { untracked: { 'x.sh': '' } }, '    requires: [x.sh]\n')).toEqual([
      '8:16 [untracked-file] `x.sh` is here but not in the pinned commit: the box will not have it',
    ]);
  });
  test('seen from the stage’s directory', async () => {
    expect(await told(['./x.sh'], { files: { 'sub/x.sh': '' } }, '    cwd: sub\n')).toEqual([
      '7:7 [not-executable] `sub/x.sh` is executed, but git has it without the executable bit',
    ]);
  });
  test('that would be there if there were a repository', async () => {
    const world = { noRepository: true, files: { 'x.sh': '', 'z.csv': '', 'y.csv': '' } };
    expect(await told(['./x.sh; prog y.csv'], world, '    requires: [z.csv]\n')).toEqual([
      '7:7 [untracked-file] `x.sh` is here, but there is no git repository that the box could clone',
      '8:16 [untracked-file] `z.csv` is here, but there is no git repository that the box could clone',
    ]);
  });
});

describe('a required path', () => {
  const required = (text: string, world: Partial<Example> = {}, more = '') =>
    told(['true'], world, `    requires: [${text}]\n${more}`);
  test('is met by git, a machine, or a place that every machine has', async () => {
    const world = { files: { 'q/a.sql': '', 'd/e/f': '' } };
    expect(await required('q/a.sql, q/, q, "q/*.sql", "**/f", d/e, /opt/campaign/w/q, ./d//e/../e/f', world)).toEqual(
      [],
    );
    expect(await required('{ path: /usr/bin/perf, from: machine }, /tmp/x, /dev/shm/, /proc/cpuinfo')).toEqual([]);
  });
  test('in a sibling is not known here', async () => {
    const sibling = 'source: { siblings: [{ repo: https://e.org/p.git, dir: /opt/campaign/p }] }\n';
    expect(await required('/opt/campaign/p/x, ../p/y', {}, sibling)).toEqual([]);
  });
  test('of an unset parameter may be anything', async () => {
    const params = 'params: { data: { type: string, required: true } }\n';
    expect(await required('"${{ params.data }}", "x/${{ params.data }}/y"', {}, params)).toEqual([]);
  });
  test('is missing where nothing brings it', async () => {
    expect(
      await required('"p/*.sql", q/, /usr/bin/perf, ../up', { files: { q: '' }, untracked: { 'u/x': '' } }),
    ).toEqual([
      '8:16 [missing-input] `p/*.sql` is produced by no stage and is not in the repository',
      '8:27 [missing-input] `q/` is produced by no stage and is not in the repository',
      '8:31 [missing-input] `/usr/bin/perf` is produced by no stage, and nothing says that the machine brings it',
      '8:46 [missing-input] `../up` is produced by no stage, and nothing says that the machine brings it',
    ]);
  });
  test('on disk alone is untracked, also as a directory or a glob', async () => {
    expect(await required('u/, "u/*.c", u/x.c', { untracked: { 'u/x.c': '' }, ignored: ['u'] })).toEqual([
      '8:16 [untracked-file] `u/` is ignored by git: the box will not have it',
      '8:20 [untracked-file] `u/*.c` is ignored by git: the box will not have it',
      '8:29 [untracked-file] `u/x.c` is ignored by git: the box will not have it',
    ]);
  });
  test('whose producers are off is no error', async () => {
    expect(await required('x.bin', {}, '  b:\n    if: "false"\n    run: make\n    produces: [x.bin]\n')).toEqual([]);
  });
});

describe('the directory that a stage runs in', () => {
  const cwd = (world: Partial<Example>, more = '') => told(['true'], world, `    cwd: sub/dir\n${more}`);
  test('may be in git, or made by a stage', async () => {
    expect(await cwd({ files: { 'sub/dir/x': '' } })).toEqual([]);
    expect(await cwd({}, '  b:\n    run: make\n    produces: [sub/dir/x]\n')).toEqual([]);
    expect(await cwd({}, '  b:\n    run: mkdir -p sub/dir\n')).toEqual([]);
  });
  test('must not be here alone, or nowhere', async () => {
    expect(await cwd({ untracked: { 'sub/dir/x': '' } })).toEqual([
      '8:10 [untracked-file] `sub/dir` is here but not in the pinned commit: the box will not have it',
    ]);
    expect(await cwd({})).toEqual([
      '8:10 [missing-input] `sub/dir`, the stage’s `cwd`, is made by no stage and is not in the repository',
    ]);
  });
});

test.each([
  'flock /tmp/l',
  'strace -f -o t',
  'perf stat -e cycles',
  'mpirun -np 4',
  'numactl -l',
  'xvfb-run -a',
  '/usr/bin/time -v',
])('what `%s` starts is executed', async wrapper => {
  expect(await told([`${wrapper} ./x.sh`], { files: { 'x.sh': '' } })).toEqual([
    `7:${8 + wrapper.length} [not-executable] \`x.sh\` is executed, but git has it without the executable bit`,
  ]);
});
