import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../rehearsal/emulator/s3/faults.ts';
import { startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { Artifact } from './artifact.ts';
import { root as project } from './process.ts';
import { git } from './repository.ts';

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

const architecture = execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim();

describe.concurrent('campaign prebuild', () => {
  test('builds where a box has its source, publishes archive and manifest, and leaves nothing else', async () => {
    using one = new Artifact();
    const { code, stdout, stderr } = await one.prebuild();
    expect([code, stderr]).toEqual([
      0,
      `campaign: checking out ${one.commit} in ${one.dir}
campaign: building ${one.url}
   Compiling tool v0.1.0
    Finished in no time
campaign: packing target/release
campaign: bringing ${one.url} as a box does
publishing ${one.url}, ${one.manifest().size} bytes
`,
    ]);
    const archive = join(one.shelf, `${one.commit}.tar.gz`);
    expect(stdout).toBe(`published: ${one.url}
  sha256 ${sha256(archive)}, ${readFileSync(archive).length} bytes
  commit ${one.commit}
  ${architecture}, rustc 1.0.0 (a stand-in)
`);
    expect(one.manifest()).toEqual({
      ...{ version: 1, sha256: sha256(archive), size: readFileSync(archive).length, commit: one.commit, path: one.dir },
      ...{ provides: ['target/release/'], build: one.build, env: {}, tools: { rustc: 'rustc 1.0.0 (a stand-in)' } },
      ...{ architecture, cpuFlags: [] },
    });
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    const valid = ajv.compile(JSON.parse(readFileSync(join(project, 'schema/prebuilt.schema.json'), 'utf8')));
    expect([valid(one.manifest()), valid.errors]).toEqual([true, null]);
    expect([one.left(), one.published()]).toEqual([[], [`${one.commit}.tar.gz`, `${one.commit}.tar.gz.json`]]);
    const listed = execFileSync('tar', ['-tvzf', archive, '--full-time'], {
      encoding: 'utf8',
      env: { TZ: 'UTC', PATH: process.env.PATH },
    });
    const date = execFileSync('date', ['-u', '-d', `@${git(one.root, 'log', '-1', '--format=%ct')}`, '+%F %T'], {
      encoding: 'utf8',
    }).trim();
    expect(
      listed
        .split('\n')
        .slice(0, -1)
        .map(line => line.replace(/ +\d+ (?=\d{4}-)/, ' ')),
    ).toEqual([
      `drwxr-xr-x 0/0 ${date} target/release/`,
      `drwxr-xr-x 0/0 ${date} target/release/deps/`,
      `-rw-r--r-- 0/0 ${date} target/release/deps/flags`,
      `-rwxr-xr-x 0/0 ${date} target/release/deps/tool`,
      `hrwxr-xr-x 0/0 ${date} target/release/tool link to target/release/deps/tool`,
    ]);
  });

  test('makes the same bytes of the same commit, at another time and with another umask', async () => {
    using one = new Artifact();
    for (const [name, umask] of [
      ['first.tar.zst', '022'],
      ['second.tar.zst', '077'],
    ] as const) {
      one.declare({ url: `file://${one.shelf}/${name}` });
      execFileSync(
        'bash',
        ['-c', `umask ${umask}; exec "$0" "$@"`, process.execPath, join(project, 'bin/campaign.cjs'), 'prebuild', '-q'],
        { cwd: one.root, env: one.environment },
      );
      // The build's own times have whole seconds between them.
      await sleep(1100);
    }
    expect(sha256(join(one.shelf, 'second.tar.zst'))).toBe(sha256(join(one.shelf, 'first.tar.zst')));
  });

  test('brings what a box takes and need not build: its own proof, on a run of the script', async () => {
    using one = new Artifact();
    one.declare({ top: 'env: { RUSTFLAGS: "-C target-cpu=x86-64-v2" }\n' });
    expect((await one.prebuild()).code).toBe(0);
    expect(one.manifest()).toMatchObject({
      env: { RUSTFLAGS: '-C target-cpu=x86-64-v2' },
      cpuFlags: ['cx16', 'lahf_lm', 'pni', 'popcnt', 'sse4_1', 'sse4_2', 'ssse3'],
    });
    expect(await one.boxed()).toBe('       Fresh tool v0.1.0\n    Finished in no time\nmade elsewhere\n');
  });

  test('does nothing where the same is there already', async () => {
    using one = new Artifact();
    expect((await one.prebuild(['-q'])).code).toBe(0);
    const before = sha256(join(one.shelf, `${one.commit}.tar.gz`));
    const again = await one.prebuild();
    expect([again.code, again.stderr, again.stdout.split('\n')[0]]).toEqual([
      0,
      '',
      `there already, made of the same: ${one.url}`,
    ]);
    const force = await one.prebuild(['-q', '--force']);
    expect([force.code, force.stdout.split('\n')[0]]).toEqual([0, `published: ${one.url}`]);
    expect(sha256(join(one.shelf, `${one.commit}.tar.gz`))).toBe(before);
  });

  test('replaces what was made of something else only with --force, and builds nothing before it says so', async () => {
    using one = new Artifact();
    expect((await one.prebuild(['-q'])).code).toBe(0);
    one.declare({ top: 'env: { CARGO_PROFILE_RELEASE_DEBUG: "1" }\n' });
    expect(await one.prebuild()).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: publishing the artifact: another artifact is at ${one.url}: its env is empty, and CARGO_PROFILE_RELEASE_DEBUG=1 here
  help: give the artifact another URL (prebuilt.url), or replace what is there: --force
`,
    });
    expect((await one.prebuild(['-q', '--force'])).code).toBe(0);
    expect(one.manifest().env).toEqual({ CARGO_PROFILE_RELEASE_DEBUG: '1' });
  });

  test.each([
    [
      'an archive that is damaged',
      (file: string) => writeFileSync(file, 'x', { flag: 'a' }),
      /has \d+ bytes, and \d+ by its manifest/,
    ],
    ['a manifest without its archive', (file: string) => rmSync(file), /\.json is there, and the archive is not/],
    ['a manifest that is none', (file: string) => writeFileSync(`${file}.json`, '{'), /is no manifest of version 1/],
  ])('takes %s for no artifact, and mends it with --force', async (_, spoil, why) => {
    using one = new Artifact();
    expect((await one.prebuild(['-q'])).code).toBe(0);
    spoil(join(one.shelf, `${one.commit}.tar.gz`));
    const { code, stderr } = await one.prebuild();
    expect([code, stderr]).toEqual([1, expect.stringMatching(why)]);
    expect((await one.prebuild(['-q', '--force'])).code).toBe(0);
    expect(sha256(join(one.shelf, `${one.commit}.tar.gz`))).toBe(one.manifest().sha256);
  });

  test('does not take an archive without a manifest for its own, unless its bytes are the same', async () => {
    using one = new Artifact();
    expect((await one.prebuild(['-q'])).code).toBe(0);
    const archive = join(one.shelf, `${one.commit}.tar.gz`);
    rmSync(`${archive}.json`);
    expect((await one.prebuild(['-q'])).code).toBe(0);
    rmSync(`${archive}.json`);
    writeFileSync(archive, 'of somebody else');
    const { code, stderr } = await one.prebuild(['-q']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`an archive without a manifest is at ${one.url}, and it has other bytes`),
    ]);
    expect([readFileSync(archive, 'utf8'), one.published()]).toEqual(['of somebody else', [`${one.commit}.tar.gz`]]);
  });

  test.each([
    [
      'has other flags than a stage that uses it',
      { run: 'target/release/tool >out.txt', stage: '    env: { RUSTFLAGS: "-g" }\n' },
      'RUSTFLAGS is `-g` in `use`, and was `` where it was built',
    ],
    [
      'would compile again, as cargo itself says',
      { build: 'cargo build --release; echo other >target/release/deps/flags' },
      'cargo would compile in `use`: Compiling tool v0.1.0',
    ],
  ] as const)(
    'publishes nothing that %s',
    async (_, {
      build,
      ...campaign
    }: {
      build?: string;
      stage?: string;
      run?: string;
    }, why) => {
      using one = new Artifact(build);
      one.declare(campaign);
      const { code, stderr } = await one.prebuild(['-q']);
      expect([code, stderr.slice(stderr.indexOf('error:'))]).toEqual([
        1,
        `error: bringing it as a box does: ${why}\n  help: nothing is published that a box could not use; see above, and campaign lint\n`,
      ]);
      expect([one.left(), one.published()]).toEqual([[], []]);
    },
  );

  test('tries it in the source as its commit has it, whatever the build did to that', async () => {
    using one = new Artifact('cargo build --release; echo more >>src.txt; touch other');
    expect(await one.prebuild(['-q'])).toMatchObject({ code: 0, stderr: '' });
    expect([one.left(), one.published().length]).toEqual([[], 2]);
  });

  test.each([
    ['exit 7', 'building: the command ended with exit code 7'],
    ['mkdir target', 'building: the command ended well, but it has not made target/release/'],
    [
      'mkdir -p target/release; ln -s /etc/passwd target/release/out',
      'packing: it holds target/release/out, which is no plain file and no link to one of its own',
    ],
    [
      'mkdir -p target/release; ln -s ../../../x target/release/out',
      'packing: it holds target/release/out, which is no plain file and no link to one of its own',
    ],
    [
      'mkdir -p target/release; mkfifo target/release/pipe',
      'packing: it holds target/release/pipe, which is no plain file and no link to one of its own',
    ],
    ['echo said >&2; false | true', 'building: the command ended with exit code 1'],
  ])('tells what came of the command %s', async (build, why) => {
    using one = new Artifact(build);
    const { code, stdout, stderr } = await one.prebuild();
    expect([code, stdout, stderr.split('\n').find(line => line.startsWith('error: '))]).toEqual([
      1,
      '',
      `error: ${why}`,
    ]);
    expect([one.left(), one.published()]).toEqual([[], []]);
  });

  test('shows with --quiet what a build said that failed', async () => {
    using one = new Artifact('echo this is why; exit 1');
    const { stderr } = await one.prebuild(['-q']);
    expect(stderr.split('\n').slice(-4, -2)).toEqual([
      'this is why',
      'error: building: the command ended with exit code 1',
    ]);
  });

  test('gives the build neither credentials nor settings of this shell', async () => {
    using one = new Artifact('[ -e "$SEEN" ] || env >"$SEEN"; cargo build --release');
    one.declare({ top: `env: { SEEN: "${one.home}/seen" }\n` });
    const secret = { AWS_SECRET_ACCESS_KEY: 'k', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 't', GITHUB_TOKEN: 'g' };
    const job = { GITHUB_ENV: '/env', GITHUB_PATH: '/path' };
    const { code, stderr } = await one.prebuild([], {
      ...{ ...secret, ...job },
      ...{ RUSTFLAGS: '-g', CARGO_INCREMENTAL: '1', RUSTUP_TOOLCHAIN: 'nightly' },
      ...{ CC: 'clang', CXXFLAGS_x86_64_unknown_linux_gnu: '-O0', TARGET_CFLAGS: '-g' },
      KEPT: 'yes',
    });
    expect(code, stderr).toBe(0);
    expect(stderr.split('\n')[0]).toBe(
      "note: CARGO_INCREMENTAL, CC, CXXFLAGS_x86_64_unknown_linux_gnu, RUSTFLAGS, RUSTUP_TOOLCHAIN, TARGET_CFLAGS of this shell are left out: a box has only the campaign's env",
    );
    const seen = readFileSync(join(one.home, 'seen'), 'utf8')
      .split('\n')
      .map(line => line.split('=')[0]);
    expect(seen).toContain('KEPT');
    expect(
      seen.filter(name =>
        /^(AWS|ACTIONS|GITHUB|RUSTFLAGS|RUSTUP_T|CARGO_|CC|CXX|TARGET|CAMPAIGN_(?!STAGE_MARK))/.test(name!),
      ),
    ).toEqual([]);
    expect(one.manifest().env).toEqual({});
  });

  test('keeps what somebody else has where the source is to lie', async () => {
    using one = new Artifact();
    mkdirSync(one.dir, { recursive: true });
    writeFileSync(join(one.dir, 'mine'), 'mine');
    expect(await one.prebuild()).toEqual({
      code: 3,
      stdout: '',
      stderr: `error: checking out the source where a box has it: ${one.dir} is there already and is no checkout of a campaign
  help: move it away: programs may remember where they were built, so they are built where a box has its source (source.dir)
`,
    });
    expect(readFileSync(join(one.dir, 'mine'), 'utf8')).toBe('mine');
  });

  test('builds for no other architecture, and not for a CPU that the box has not', async () => {
    using one = new Artifact();
    const other = architecture === 'aarch64' ? 'c7i.large' : 'c7g.large';
    one.declare({ top: `machine: { type: ${other} }\n` });
    const { code, stderr } = await one.prebuild();
    expect([code, stderr.split('\n')[0]]).toEqual([
      3,
      `error: building for the box: a ${other} is ${architecture === 'aarch64' ? 'x86_64, and this machine is arm64' : 'arm64, and this machine is x64'}`,
    ]);
    if (architecture !== 'x86_64') return;
    // Only cargo knows of this one: it stands in no text that lint reads.
    using config = new Artifact(
      'cargo build --release; mkdir -p target/release/.fingerprint/x; echo \'{"rustflags":["-Ctarget-cpu=native"]}\' >target/release/.fingerprint/x/y.json',
    );
    config.declare({ top: 'machine: { type: c7i.large }\n' });
    const told = await config.prebuild();
    expect([told.code, told.stderr.split('\n').at(-3)]).toEqual([
      1,
      'error: building for the box: it is built for `native`, the CPU of this machine, and the box is a c7i.large',
    ]);
  });

  test.each([
    [
      '',
      (text: string) =>
        text.replace(/prebuilt:[\s\S]*?stages:/, 'stages:').replace('[target/release/tool]', '[src.txt]'),
      'campaign.yaml declares no prebuilt artifact',
    ],
    [
      '',
      (text: string) => text.replace(/ {4}build: .*\n/, ''),
      'campaign.yaml says of no prebuilt artifact how it is built',
    ],
    [
      '',
      (text: string) => text.replace(/url: "file:[^"]*\/shelf\//, 'url: "https://example.com/'),
      /nothing can be published to `https:/,
    ],
    ['--from x --output y', (text: string) => text, '--from and --output do not go together'],
    ['--from x', (text: string) => text, /x does not hold 1-[0-9a-f]{40}\.tar\.gz and its manifest/],
  ])('refuses what it cannot do, %s', async (words, change, why) => {
    using one = new Artifact();
    writeFileSync(join(one.root, 'campaign.yaml'), change(one.campaign()));
    const { code, stdout, stderr } = await one.prebuild(words.split(' ').filter(Boolean));
    expect([stdout, stderr]).toEqual(['', expect.stringMatching(why)]);
    expect([2, 4]).toContain(code);
  });

  test('changes nothing in a dry run', async () => {
    using one = new Artifact();
    const dry = await one.prebuild(['--dry-run', '--format', 'json']);
    expect([dry.code, dry.stderr, JSON.parse(dry.stdout)]).toEqual([
      0,
      `would build in ${one.dir}: cargo build --release\n`,
      {
        version: 1,
        campaign: 'engine',
        commit: one.commit,
        artifacts: [{ url: one.url, state: 'absent', file: null, manifest: null }],
      },
    ]);
    expect([one.left(), one.published()]).toEqual([[], []]);
  });

  test('is interrupted while it builds, and nothing of it is left', async () => {
    using one = new Artifact('HOLD="$HOLDING" cargo build --release');
    one.declare({ top: `env: { HOLDING: "${one.home}/holding" }\n` });
    const { child, ended } = one.start(['prebuild', '-q']);
    while (!existsSync(join(one.home, 'holding'))) await sleep(50);
    child.kill('SIGINT');
    expect(await ended).toEqual({
      code: 130,
      stdout: '',
      stderr: 'error: interrupted: what was begun is taken back, what was published is whole\n',
    });
    expect([one.left(), one.published()]).toEqual([[], []]);
    expect(processesWith(one.home)).toBe('');
  });

  test('builds no further when it is killed, and the next one begins anew', async () => {
    using one = new Artifact('HOLD="${HOLDING-}" cargo build --release');
    one.declare({ top: `env: { HOLDING: "${one.home}/holding" }\n` });
    const { child, ended } = one.start(['prebuild', '-q']);
    while (!existsSync(join(one.home, 'holding'))) await sleep(50);
    child.kill('SIGKILL');
    await ended;
    while (processesWith(one.home) !== '') await sleep(50);
    one.declare({});
    const { code, stderr } = await one.prebuild(['-q']);
    expect([code, stderr, one.published()]).toEqual([0, '', [`${one.commit}.tar.gz`, `${one.commit}.tar.gz.json`]]);
  });

  test('leaves what it has made in a directory, and publishes it from there', async () => {
    using one = new Artifact();
    const made = await one.prebuild(['-o', 'artifacts', '--format', 'json', '-q']);
    const file = join('artifacts', `1-${one.commit}.tar.gz`);
    expect([made.code, JSON.parse(made.stdout).artifacts[0]]).toMatchObject([0, { state: 'made', file }]);
    expect(one.published()).toEqual([]);
    const published = await one.prebuild(['--from', 'artifacts']);
    expect([published.code, published.stdout.split('\n')[0]]).toEqual([0, `published: ${one.url}`]);
    expect(sha256(join(one.shelf, `${one.commit}.tar.gz`))).toBe(sha256(join(one.root, file)));
    one.declare({ top: 'env: { RUSTFLAGS: "-C debuginfo=1" }\n' });
    const other = await one.prebuild(['--from', 'artifacts', '--force']);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('its env is empty, and RUSTFLAGS=-C debuginfo=1 here'),
    ]);
    one.declare({});
    writeFileSync(join(one.root, file), 'x', { flag: 'a' });
    const { code, stderr } = await one.prebuild(['--from', 'artifacts', '--force']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('its bytes are not those of its manifest')]);
  });
});

const noCargo = spawnSync('cargo', ['--version']).status === 0 ? undefined : 'no cargo is installed';

/** Two crates, one of which has a build script that says nothing of what it reads: the hardest case for times. */
const workspace = {
  'Cargo.toml': '[workspace]\nmembers = ["one", "two"]\nresolver = "2"\n',
  'Cargo.lock': `version = 3\n\n[[package]]\nname = "one"\nversion = "0.1.0"\n\n[[package]]\nname = "two"\nversion = "0.1.0"\ndependencies = [\n "one",\n]\n`,
  '.cargo/config.toml': '[build]\nrustflags = ["-C", "target-cpu=x86-64-v2"]\n',
  'one/Cargo.toml': '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n',
  'one/build.rs': 'fn main() { std::fs::write(std::env::var("OUT_DIR").unwrap() + "/n.rs", "41").unwrap(); }\n',
  'one/src/lib.rs': 'pub fn n() -> u32 { include!(concat!(env!("OUT_DIR"), "/n.rs")) }\n',
  'two/Cargo.toml':
    '[package]\nname = "two"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\none = { path = "../one" }\n',
  'two/src/main.rs': 'fn main() { println!("{}", one::n() + 1) }\n',
};

test.skipIf(noCargo ?? (architecture === 'x86_64' ? undefined : 'its flags are of x86_64'))(
  `what a real cargo built is used by a box${noCargo ? ` (skipped: ${noCargo})` : ''}`,
  async () => {
    using one = new Artifact('cargo build --release --offline --locked --workspace', workspace);
    const real = { HOME: process.env.HOME ?? '/root', PATH: process.env.PATH ?? '' };
    one.declare({ run: `${one.build} -v && target/release/two >out.txt`, requires: 'two' });
    const { code, stderr } = await one.prebuild([], real);
    expect(code, stderr).toBe(0);
    expect([stderr.match(/Compiling/g)?.length, one.left()]).toEqual([2, []]);
    const manifest = one.manifest();
    expect(manifest).toMatchObject({
      env: {},
      tools: {
        rustc: execFileSync('rustc', ['--version'], { encoding: 'utf8', env: { ...process.env, ...real } }).trim(),
      },
      // Nobody but .cargo/config.toml says so.
      cpuFlags: expect.arrayContaining(['popcnt', 'sse4_2', 'ssse3']),
      glibc: expect.stringMatching(/^2\.\d+$/),
    });
    const log = await one.boxed([], real);
    expect(log.match(/^ *(Fresh|Dirty|Compiling) /gm)).toEqual(['       Fresh ', '       Fresh ']);
  },
  180_000,
);

const notRoot = process.getuid?.() === 0 ? undefined : 'only root may set a machine up';

test.skipIf(notRoot)(
  `what a setup has left in the source is there for the build and for the proof${notRoot ? ` (skipped: ${notRoot})` : ''}`,
  async () => {
    using one = new Artifact();
    const name = 'gen [x]/a !file.txt';
    const text = one
      .campaign({
        top: `machine: { setup: "mkdir 'gen [x]'; echo made >'${name}'" }\n`,
        run: 'cat out/x bin/one.sh >out.txt',
      })
      .replace(
        /prebuilt:[\s\S]*?(?=machine:)/,
        `prebuilt:
  - { url: "file://${one.shelf}/a.tar", provides: [out/], build: "mkdir out; cp '${name}' out/x" }
  - { url: "file://${one.shelf}/b.tar", provides: ["bin/{one,two}.sh"], build: "mkdir bin; cat '${name}' >bin/one.sh; cp bin/one.sh bin/two.sh" }
`,
      )
      .replace('[target/release/tool]', '[out/x, bin/one.sh]');
    writeFileSync(join(one.root, 'campaign.yaml'), text);
    const { code, stderr } = await one.prebuild(['--provision']);
    expect(code, stderr).toBe(0);
    expect(one.published()).toEqual(['a.tar', 'a.tar.json', 'b.tar', 'b.tar.json']);
    const listed = execFileSync('tar', ['-tf', join(one.shelf, 'b.tar')], { encoding: 'utf8' });
    expect(listed).toBe('bin/one.sh\nbin/two.sh\n');
    // Without provisioning nobody makes what the build needs.
    const plain = await one.prebuild(['--force', '-q']);
    expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining("cannot stat 'gen [x]/a !file.txt'")]);
  },
);

describe.concurrent('campaign prebuild to a bucket', () => {
  async function world(faults: readonly FaultRule[] = []) {
    const server = await startS3({ buckets: ['kept'], faults });
    const one = new Artifact(
      'cargo build --release; [ -e target/release/big ] || head -c 20000000 /dev/urandom >target/release/big',
    );
    one.declare({ url: 's3://kept/prebuilt/${{ source.commit }}.tar' });
    const env = {
      ...{ AWS_ENDPOINT_URL_S3: server.url, AWS_REGION: 'us-east-1' },
      ...{ AWS_ACCESS_KEY_ID: server.accessKeyId, AWS_SECRET_ACCESS_KEY: server.secretAccessKey },
    };
    const key = `prebuilt/${one.commit}.tar`;
    return {
      ...{ server, one, env, key },
      keys: () => [...server.objects('kept').keys()].sort(),
      async [Symbol.asyncDispose]() {
        one[Symbol.dispose]();
        await server.close();
      },
    };
  }

  test('uploads in parts, reads back, and puts the manifest last', async () => {
    await using at = await world();
    const { server, one, env, key, keys } = at;
    const { code, stderr } = await one.prebuild([], env);
    expect(code, stderr).toBe(0);
    expect(keys()).toEqual([key, `${key}.json`]);
    const did = server.requests.map(({ operation, key: of }) => `${operation}${of.endsWith('.json') ? ' .json' : ''}`);
    expect(did.filter(each => each.startsWith('UploadPart')).length).toBe(3);
    const last = (what: string) => did.lastIndexOf(what);
    expect(last('PutObject .json')).toBeGreaterThan(last('GetObject'));
    expect(last('GetObject')).toBeGreaterThan(last('CompleteMultipartUpload'));
    const manifest = JSON.parse(server.objects('kept').get(`${key}.json`)!.body.toString());
    expect(createHash('sha256').update(server.objects('kept').get(key)!.body).digest('hex')).toBe(manifest.sha256);
  }, 120_000);

  test.each([
    [
      'what comes back is not what was put',
      { operation: 'UploadPart', fault: 'flip', count: 1 },
      4,
      /is not what was put there|BadDigest|InvalidDigest/,
    ],
    [
      'the bucket does not let it write',
      { operation: ['CreateMultipartUpload', 'PutObject'], fault: 'denied' },
      4,
      /does not let these credentials write to/,
    ],
    ['the bucket does not answer', { operation: 'UploadPart', fault: 'internal' }, 4, /answers 500/],
    [
      'the manifest cannot be put',
      { operation: 'PutObject', key: '*.json', fault: 'denied' },
      4,
      /does not let these credentials write to/,
    ],
  ] as const)(
    'leaves nothing there when %s',
    async (_, fault, status, why) => {
      await using at = await world([fault as FaultRule]);
      const { one, env, keys, server } = at;
      const { code, stderr } = await one.prebuild(['-q'], env);
      expect([code, stderr]).toEqual([status, expect.stringMatching(why)]);
      expect(keys()).toEqual([]);
      expect(
        server.requests.filter(({ operation }) => operation === 'CompleteMultipartUpload').length,
      ).toBeLessThanOrEqual(1);
    },
    120_000,
  );

  test('is interrupted while it uploads, and takes back what it has begun', async () => {
    await using at = await world([{ operation: 'UploadPart', fault: 'slow', bytesPerSecond: 1000 }]);
    const { one, env, keys, server } = at;
    const { child, ended } = one.start(['prebuild', '-q'], env);
    while (!server.requests.some(({ operation }) => operation === 'UploadPart')) await sleep(50);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
    expect([keys(), one.left()]).toEqual([[], []]);
    expect(server.requests.some(({ operation }) => operation === 'AbortMultipartUpload')).toBe(true);
  }, 120_000);

  test('of two that publish the same at once, both are content', async () => {
    await using at = await world();
    const { env, one } = at;
    expect((await one.prebuild(['-q', '-o', 'artifacts'])).code).toBe(0);
    const ends = await Promise.all([0, 1].map(() => one.prebuild(['-q', '--from', 'artifacts'], env)));
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
  }, 120_000);

  test('says what is missing where there are no credentials', async () => {
    await using at = await world();
    const { one, env } = at;
    const { code, stderr } = await one.prebuild([], { ...env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    expect([code, stderr.slice(stderr.indexOf('error:'))]).toEqual([
      4,
      `error: opening the place of the artifact: no AWS credentials were found
  help: log in (aws sso login, aws configure), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
`,
    ]);
  });
});

/** Processes that have a directory in their environment. */
function processesWith(directory: string): string {
  return execFileSync(
    'bash',
    ['-c', 'grep -laF -- "$1" /proc/[0-9]*/environ 2>/dev/null | grep -v "/proc/$$/" || :', 'x', directory],
    {
      encoding: 'utf8',
    },
  );
}
