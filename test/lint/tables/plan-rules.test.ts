import { describe, expect, test } from 'vitest';
import { lint, written } from '../world.ts';

/** Findings of one rule as `line:column`, of a campaign of these stages and these top-level lines. */
async function told(rule: string, stages: string, top = ''): Promise<readonly string[]> {
  const campaign = `campaign: w\nversion: 1\nlimits: { wall: 30h }\n${top}stages:\n${stages}`;
  const files = { bench: '', gen: '', 'tests/a.py': '', 'a.txt': '' };
  const { findings } = await lint({ campaign, files, executable: ['bench', 'gen'] });
  return findings.filter(finding => finding.rule === rule).map(finding => written(finding, rule).split(' ')[0]!);
}

const stage = (lines: string) => `  a:\n    run: ./bench --out r.csv\n    timeout: 1h\n${lines}`;
const spot = 'machine: { market: spot }\n';

describe('no-checkpoint', () => {
  test.each(['checkpoint: false', 'checkpoint: 1h', 'checkpoint: 2h'])('finds %s', async key => {
    expect(await told('no-checkpoint', stage(`    produces: [{ path: r.csv, ${key} }]\n`))).toHaveLength(1);
  });
  test('finds a checkpoint of the store that comes too late', async () => {
    const store = 'store: { url: "s3://b/p", region: us-east-2, checkpoint: 3h }\n';
    expect(await told('no-checkpoint', stage('    produces: [r.csv]\n'), store)).toEqual(['4:58']);
  });
  test.each([
    '    produces: [r.csv]\n',
    '    produces: [{ path: r.csv, checkpoint: 5m }]\n',
    '    produces: [r.csv, { path: p/, checkpoint: false }]\n',
    '    produces: [{ path: r.csv, checkpoint: false }]\n    exclusive: false\n',
    '    produces: [{ path: r.csv, checkpoint: false }]\n    warmup: true\n',
    '    produces: [{ path: r.csv, checkpoint: false, upload: false }]\n',
    '    produces: [{ path: r.csv, checkpoint: false }]\n    if: "false"\n',
    '',
  ])('leaves %j', async more => expect(await told('no-checkpoint', stage(more))).toEqual([]));
});

describe('no-completeness-check', () => {
  test.each([
    '',
    '    produces: [r.csv]\n',
    '    produces: [{ path: r.csv, expect: { min-size: 1KB } }]\n',
    '    expect: { min-size: 1KB }\n',
  ])('finds %j', async more => expect(await told('no-completeness-check', stage(more))).toEqual(['5:3']));
  test.each([
    '    produces: [{ path: r.csv, expect: { lines: 22 } }]\n',
    '    produces: [r.csv, { path: s.csv, expect: { files: 8 } }]\n',
    '    expect: { matches: { pattern: "^done$" } }\n',
    '    produces: [{ path: r.json, expect: { json: { pointer: /a, length: 3 } } }]\n',
    '    exclusive: false\n',
    '    warmup: true\n',
    '    if: "false"\n',
  ])('leaves %j', async more => expect(await told('no-completeness-check', stage(more))).toEqual([]));
  test.each(['cargo build --release', 'npm ci', 'pytest tests', 'cargo test', 'docker pull postgres:17.2'])(
    'leaves %s, which measures nothing',
    async run => expect(await told('no-completeness-check', `  a:\n    run: ${run}\n    timeout: 1h\n`)).toEqual([]),
  );
});

describe('spot-without-retry', () => {
  test.each(['', '    retry: { attempts: 3, on: [exit] }\n'])('finds %j', async more =>
    expect(await told('spot-without-retry', stage(more).replace('1h', '2h'), spot)).toEqual(['6:3']),
  );
  test.each([
    [stage('    retry: { attempts: 2, on: [spot] }\n'), spot],
    [stage('    retry: { attempts: 2, on: [exit, spot] }\n'), spot],
    [stage('').replace('1h', '2h'), ''],
    [stage(''), spot],
    [stage('').replace('1h', '20m') + stage('').replace('  a:', '  b:').replace('1h', '29m'), spot],
    [stage('    if: "false"\n').replace('1h', '2h'), spot],
  ])('leaves %j', async (stages, top) => expect(await told('spot-without-retry', stages, top)).toEqual([]));
});

describe('tests-in-campaign', () => {
  const none = 'ci: { none: true, reason: "scripts" }\n';
  const tests = (run: string, more = '') => `  a:\n    run: ${run}\n    timeout: 10m\n${more}`;
  test.each([
    'pytest tests',
    'cargo test --release',
    'go test ./...',
    'npm test',
    'cargo build && cargo test',
    'cargo nextest run',
    'time cargo test',
  ])('finds %s', async run => expect(await told('tests-in-campaign', tests(run), none)).toHaveLength(1));
  test.each(['./bench', 'cargo bench', 'pytest tests; ./bench', 'python3 tests/a.py', 'TOKENS=4 pytest tests'])(
    'leaves %s',
    async run => expect(await told('tests-in-campaign', tests(run), none)).toEqual([]),
  );
  test.each([
    '    expect: { matches: { pattern: "^22 passed" } }\n',
    '    requires: [{ env: S3_BUCKET }]\n',
    '    requires: [{ cpu: avx512f }]\n',
    '    env: { S3_BUCKET: real }\n',
    '    ci-overlap: { allow: hardware, reason: "x" }\n',
    '    produces: [{ path: r.xml, expect: { lines: 3 } }]\n',
  ])('leaves %j', async more => expect(await told('tests-in-campaign', tests('pytest tests', more), none)).toEqual([]));
});

describe('builds', () => {
  const artifact = (build: string) =>
    `prebuilt:\n  - { url: "s3://b/\${{ source.commit }}.zst", provides: [target/release/], build: '${build}' }\n`;
  const runs = (...all: string[]) => all.map((run, at) => `  s${at}: { run: '${run}', timeout: 10m }\n`).join('');
  test.each([
    ['RUSTFLAGS="-C target-cpu=x86-64-v3" cargo build --release', 'cargo run --release'],
    ['cargo build --release', 'RUSTFLAGS="-C target-cpu=native" cargo run --release'],
    ['cargo build --release', 'export RUSTFLAGS="-C opt-level=3"; cargo run --release'],
    ['cargo build --release', 'cargo +nightly run --release'],
    ['cargo build --release', 'cargo run --release --target x86_64-unknown-linux-musl'],
    ['RUSTFLAGS="-C target-cpu=native" cargo build --release', 'target/release/bench'],
  ])('prebuilt-mismatch finds %s against %s', async (build, run) =>
    expect(await told('prebuilt-mismatch', runs(run), artifact(build))).toHaveLength(1),
  );
  test.each([
    ['cargo build --release --workspace', 'cargo run --release --example x'],
    [
      'RUSTFLAGS="-C target-cpu=x86-64-v3 -C debuginfo=1" cargo build --release',
      'RUSTFLAGS=" -C target-cpu=x86-64-v3  -C debuginfo=1" cargo run -r',
    ],
    ['cargo build --release', 'target/release/bench'],
    ['make', 'cargo run --release'],
  ])('prebuilt-mismatch leaves %s and %s', async (build, run) =>
    expect(await told('prebuilt-mismatch', runs(run), artifact(build))).toEqual([]),
  );
  test.each([
    ['cargo run', 1],
    ['cargo run --release --features x', 1],
    ['cargo run --release --target-dir /tmp/t', 1],
    ['cargo run --release --example y', 0],
    ['cargo test --release -p core --lib', 0],
    ['./bench', 0],
  ])('compile-on-box beside an artifact: %s', async (run, count) =>
    expect(await told('compile-on-box', runs(run), artifact('cargo build --release'))).toHaveLength(count),
  );
  test.each([
    ['cargo build --release', 1],
    ['cargo run -r', 1],
    ['cmake --build build', 1],
    ['make', 1],
    ['make -j8 all', 1],
    ['ninja -C build', 1],
    ['cargo test', 0],
    ['cargo fmt', 0],
    ['make clean', 0],
    ['cmake -S . -B build', 0],
    ['echo cargo build', 0],
    ['cargo --version', 0],
  ])('compile-on-box without one: %s', async (run, count) =>
    expect(await told('compile-on-box', runs(run))).toHaveLength(count),
  );
  test('compile-on-box counts a script and what it runs once', async () => {
    const { findings } = await lint({
      campaign: 'campaign: w\nversion: 1\nlimits: { wall: 30h }\nstages:\n  a: { run: npm run bench, timeout: 10m }\n',
      files: { 'package.json': '{ "scripts": { "bench": "npm run build && node x.js", "build": "tsc" } }', 'x.js': '' },
    });
    expect(findings.filter(({ rule }) => rule === 'compile-on-box').map(one => written(one, one.rule))).toEqual([
      'package.json:1:26 `npm run build` compiles on the paid machine',
    ]);
  });
  test('feature-sets and no-warmup count what is compiled', async () => {
    const one = 'cargo run --release --example a';
    expect(await told('feature-sets', runs(one, `${one} --features x`))).toEqual(['6:15']);
    expect(await told('feature-sets', runs(one, 'cargo run --example b'))).toEqual(['6:15']);
    expect(await told('feature-sets', runs(`${one} -F x,y`, `${one} -F y -F x`))).toEqual([]);
    // Another package has features of its own.
    const inside = (option: string) => `cd sub && ${one} ${option}`;
    expect(await told('feature-sets', runs(one, inside('-F x')))).toEqual([]);
    expect(await told('feature-sets', runs(inside('-F x'), inside('-F y')))).toEqual(['6:25']);
    const loop = (values: string, option: string) => runs(`for f in ${values}; do ${one} ${option}; done`);
    expect(await told('feature-sets', loop('a std', '--features=$f'))).toEqual(['5:34']);
    expect(await told('feature-sets', loop('a core/a', '--features=$f'))).toEqual([]);
    expect(await told('feature-sets', loop('a std', '--features=$f$g'))).toEqual([]);
    expect(await told('no-warmup', runs(one, 'cargo run --release --example b'))).toEqual(['5:15']);
    expect(await told('no-warmup', runs(one, 'cargo run --example b'))).toEqual([]);
    expect(await told('no-warmup', runs(one, './bench'))).toEqual([]);
  });
  const built = (build: string, run: string, more = '') =>
    `  build: { run: "${build}", warmup: true, timeout: 10m }\n  a:\n    run: ${run}\n    requires: [{ stage: build }]\n    timeout: 10m\n${more}`;
  test.each([
    ['cargo build --release', 'RUSTFLAGS="-C target-cpu=native" cargo run --release', '7:10'],
    ['cargo build --release', "cargo run --release\n    env: { RUSTFLAGS: '-C target-cpu=native' }", '7:10'],
    ['cargo build --release', 'export RUSTFLAGS=-Ctarget-cpu=native; cargo bench', '7:48'],
    ['RUSTFLAGS=-Cdebuginfo=1 cargo bench --no-run', 'cargo bench', '7:10'],
    ['cargo build --release', `cargo run --config 'build.rustflags=["-C", "lto"]' --release`, '7:10'],
    ['cargo build --release', 'cargo +nightly run --release', '7:10'],
    ['cargo build --release', 'cargo run --release --target x86_64-unknown-linux-musl', '7:10'],
    ['cargo build --release', 'CARGO_TARGET_DIR=/tmp/t cargo run --release', '7:10'],
    ['cargo build --release --target-dir out', 'cargo run --release', '7:10'],
  ])('compile-on-box finds what is built in vain: %s, then %s', async (build, run, place) => {
    expect((await told('compile-on-box', built(build, run))).slice(1)).toEqual([place]);
  });
  test.each([
    ['cargo build --release', 'cargo run --release'],
    ['RUSTFLAGS="-C a -C b" cargo build --release', 'RUSTFLAGS=" -C a  -C b " cargo run --release'],
    ['RUSTFLAGS=$X cargo build --release', 'RUSTFLAGS=-Clto cargo run --release'],
    ['cargo build --release --target-dir target', 'cargo run --release'],
    // Another profile or feature is what feature-sets says.
    ['cargo build', 'RUSTFLAGS=-Clto cargo run --release'],
    ['cargo build --release && RUSTFLAGS=-Clto cargo build --release', 'RUSTFLAGS=-Clto cargo run --release'],
    ['./bench', 'RUSTFLAGS=-Clto cargo run --release'],
  ])('compile-on-box finds nothing built in vain: %s, then %s', async (build, run) => {
    expect((await told('compile-on-box', built(build.replaceAll('"', "'"), run))).slice(1)).toEqual([]);
  });
  test('compile-on-box says what was built in vain of stages that wait for it alone', async () => {
    const run = 'RUSTFLAGS=-Clto cargo run --release';
    const alone = `  b: { run: ${run}, timeout: 10m }\n`;
    expect((await told('compile-on-box', built('cargo build --release', run, alone))).slice(1)).toEqual(['7:10']);
  });
});
