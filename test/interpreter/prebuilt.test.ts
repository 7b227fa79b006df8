import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startS3 } from '../../rehearsal/emulator/s3/server.ts';
import type { PrebuiltManifest, RunEvent } from '../../schema/records.ts';
import { more } from '../more.ts';
import { Box, boxed, git, runId } from './box.ts';

const noCargo = spawnSync('cargo', ['--version']).status === 0 ? undefined : 'no cargo is installed';

/** Two crates, one of which has a build script that says nothing of what it reads: the hardest case for times. */
const workspace = {
  '.gitignore': 'target\n',
  'Cargo.toml': '[workspace]\nmembers = ["one", "two"]\nresolver = "2"\n',
  'one/Cargo.toml': '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n',
  'one/build.rs': 'fn main() { std::fs::write(std::env::var("OUT_DIR").unwrap() + "/n.rs", "41").unwrap(); }\n',
  'one/src/lib.rs': 'pub fn n() -> u32 { include!(concat!(env!("OUT_DIR"), "/n.rs")) }\n',
  'two/Cargo.toml':
    '[package]\nname = "two"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\none = { path = "../one" }\n',
  'two/src/main.rs': 'fn main() { println!("{}", one::n() + 1) }\n',
};

const build = 'cargo build --release --offline --workspace';

/** A repository of these files at `source.git`, and its commit as the plan of the box. */
function repository(box: Box, files: Readonly<Record<string, string>>): string {
  const at = join(box.root, 'source.git');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(at, name, '..'), { recursive: true });
    writeFileSync(join(at, name), text);
  }
  git(at, 'init', '-q');
  if ('Cargo.toml' in files) execFileSync('cargo', ['generate-lockfile', '--offline', '-q'], { cwd: at });
  git(at, 'add', '.');
  git(at, 'commit', '-qm', 'One');
  const commit = git(at, 'rev-parse', 'HEAD');
  box.plan = { commit };
  return commit;
}

/** Where the checkout of this box lies. */
const sourceOf = (box: Box) => join(box.local, 'tree', 'opt', 'engine');

const source = (box: Box) => `source: { repo: "file://${box.root}/source.git", dir: /opt/engine }\n`;

/** Packs paths of a directory the way the documentation says, beside its manifest. */
function pack(
  box: Box,
  directory: string,
  paths: readonly string[],
  manifest: Partial<PrebuiltManifest> = {},
  name = 'artifact.tar.gz',
): string {
  const file = join(box.root, name);
  const how = name.endsWith('zst') ? '--zstd' : '-z';
  execFileSync('tar', ['-c', how, '--format=posix', '-f', file, '-C', directory, ...paths]);
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  writeFileSync(`${file}.json`, JSON.stringify({ version: 1, sha256, commit: box.plan.commit, ...manifest }));
  return `file://${file}`;
}

const prebuilt = (url: string, more = '', provides = 'target/release/') =>
  `prebuilt: [{ url: "${url}", provides: ["${provides}"]${more} }]\n`;

const missing = (box: Box) => box.events().flatMap(event => (event.event === 'preflight' ? event.missing : []));

const warnings = (box: Box) =>
  box
    .events()
    .filter((event): event is RunEvent & { event: 'warning' } => event.event === 'warning')
    .map(({ message }) => message);

describe.skipIf(noCargo !== undefined)(`what cargo built${noCargo ? ` (skipped: ${noCargo})` : ''}`, () => {
  /** Builds what the box will want, where it will lie, as the documentation says; the archive's URL. */
  function built(box: Box, env: Record<string, string> = {}, dated = true): string {
    repository(box, workspace);
    const at = sourceOf(box);
    mkdirSync(join(at, '..'), { recursive: true });
    execFileSync('git', ['clone', '-q', join(box.root, 'source.git'), at]);
    const date = `@${git(at, 'log', '-1', '--format=%ct')}`;
    if (dated)
      execFileSync('find', [at, '-name', '.git', '-prune', '-o', '-exec', 'touch', '-h', '-d', date, '{}', '+']);
    execFileSync('bash', ['-c', build], { cwd: at, env: { ...process.env, ...env }, stdio: 'pipe' });
    const tools = { rustc: execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim() };
    const url = pack(box, at, ['target/release'], { build, path: at, env, tools, provides: ['target/release/'] });
    rmSync(join(box.local, 'tree'), { recursive: true });
    return url;
  }

  const uses = `a:
  run: CARGO_TERM_VERBOSE=true ${build}; target/release/two
  requires: [target/release/two]`;
  const env = { HOME: process.env.HOME ?? '/root' };

  boxed('is used: a build on the box compiles nothing', async box => {
    const url = built(box, { RUSTFLAGS: '-C target-cpu=x86-64-v2' });
    const top = `${source(box)}${prebuilt(url, `, build: "${build}"`)}env: { RUSTFLAGS: "-C target-cpu=x86-64-v2" }\n`;
    expect(await box.play(uses, top, env)).toBe(0);
    const log = box.text('stages/a/log');
    expect(log.match(/^ *(Fresh|Dirty|Compiling) /gm)).toEqual(['       Fresh ', '       Fresh ']);
    expect(log.endsWith('\n42\n')).toBe(true);
    expect(warnings(box)).toEqual([]);
  });

  boxed('with other flags is told in preflight, with the difference', async box => {
    const url = built(box, { RUSTFLAGS: '-C target-cpu=x86-64-v2' });
    const top = `${source(box)}${prebuilt(url, `, build: "${build}"`)}env: { RUSTFLAGS: "-C target-cpu=native" }\n`;
    expect(await box.play(uses, top, env)).toBe(3);
    expect(missing(box)).toEqual([
      `prebuilt ${url}: it is of no use here: RUSTFLAGS is \`-C target-cpu=native\` in \`a\`, and was \`-C target-cpu=x86-64-v2\` where it was built`,
    ]);
  });

  boxed('with other flags is built again where `missing: build` allows it, and that is told', async box => {
    const url = built(box);
    const top = `${source(box)}${prebuilt(url, `, build: "${build}", missing: build`)}env: { CARGO_PROFILE_RELEASE_DEBUG: "1" }\n`;
    expect(await box.play(uses, top, env)).toBe(0);
    expect(warnings(box)).toEqual([
      `prebuilt ${url}: it is of no use here: CARGO_PROFILE_RELEASE_DEBUG is \`1\` in \`a\`, and was \`\` where it was built; it is built here instead`,
    ]);
    expect(box.end('_prebuilt')).toBe('passed');
    expect(box.text('stages/_prebuilt/log')).toContain('Compiling two');
  });

  boxed('whose sources had other times is told by cargo itself', async box => {
    const url = built(box, {}, false);
    expect(await box.play(uses, `${source(box)}${prebuilt(url, `, build: "${build}"`)}`, env)).toBe(3);
    expect(missing(box)).toEqual([
      expect.stringMatching(
        /^prebuilt file:.*: it is of no use here: cargo would compile in `a`: Dirty one v0\.1\.0 \(.*\): /,
      ),
    ]);
  });

  boxed('by another compiler is told', async box => {
    const url = built(box);
    const manifest = JSON.parse(readFileSync(`${url.slice(7)}.json`, 'utf8'));
    writeFileSync(`${url.slice(7)}.json`, JSON.stringify({ ...manifest, tools: { rustc: 'rustc 1.0.0' } }));
    expect(await box.play(uses, `${source(box)}${prebuilt(url)}`, env)).toBe(3);
    expect(missing(box)).toEqual([
      `prebuilt ${url}: it is of no use here: its rustc is rustc 1.0.0, and ${manifest.tools.rustc} here`,
    ]);
  });
});

test('the use of what was built elsewhere is tried with a real cargo', context => {
  if (noCargo !== undefined) context.skip(noCargo);
  expect(noCargo).toBeUndefined();
});

describe('an artifact', () => {
  const uses = 'a:\n  run: bin/tool\n  requires: [bin/tool]';
  const provides = (url: string, more = '') => prebuilt(url, more, 'bin/');

  /** A tree with `bin/tool`, packed. */
  function tool(box: Box, manifest: Partial<PrebuiltManifest> = {}, name?: string): string {
    repository(box, { 'readme.txt': 'read me\n' });
    mkdirSync(join(box.root, 'made/bin'), { recursive: true });
    writeFileSync(join(box.root, 'made/bin/tool'), '#!/bin/sh\necho "made elsewhere"\n', { mode: 0o755 });
    writeFileSync(join(box.root, 'made/other'), 'left out\n');
    return pack(box, join(box.root, 'made'), ['./bin', './other'], manifest, name);
  }

  for (const name of ['artifact.tar.gz', 'artifact.tar.zst'])
    boxed(`is fetched, verified and unpacked into what it provides, and nothing else: ${name}`, async box => {
      const url = tool(box, {}, name);
      expect(await box.play(uses.replace('bin/tool', 'bin/tool; ls'), source(box) + provides(url))).toBe(0);
      expect(box.text('stages/a/log')).toBe('made elsewhere\nbin\nreadme.txt\n');
    });

  boxed('that is there takes the place of the stage that would build it', async box => {
    const url = tool(box);
    const top = source(box) + provides(url, ', build: "exit 1", missing: build');
    expect(await box.play(uses, top)).toBe(0);
    expect(box.end('_prebuilt')).toBe(`cached: fetched from ${url}`);
    expect(box.text('stages/a/log')).toBe('made elsewhere\n');
  });

  boxed('leaves what passed with it alone when the run is taken up again', async box => {
    const url = tool(box);
    const top = source(box) + provides(url, ', build: "exit 1", missing: build');
    const stages = `a:
  run: bin/tool | tee out.txt
  requires: [bin/tool]
  produces: [out.txt]
b:
  run: cat out.txt; [ -e ${box.root}/mended ]
  requires: [out.txt, bin/tool]`;
    const script = await box.compile(stages, top);
    expect(await box.start(script).ended).toBe(1);
    writeFileSync(join(box.root, 'mended'), '');
    expect(await box.start(script, { CAMPAIGN_RUN_ID: `resume:${runId}` }).ended).toBe(0);
    expect(box.status().stages.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      '_prebuilt cached',
      'a cached',
      'b passed',
    ]);
  });

  const mine = ', build: "mkdir bin; echo echo made here > bin/tool; chmod +x bin/tool", missing: build';
  for (const [what, spoil, why] of [
    [
      'is not there',
      (file: string) => ['', '.json'].map(end => rmSync(file + end)),
      'neither .* is there to verify it by',
    ],
    [
      'is damaged',
      (file: string) => writeFileSync(file, 'x', { flag: 'a' }),
      'it is damaged: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}',
    ],
    [
      'has no manifest that can be read',
      (file: string) => writeFileSync(`${file}.json`, '{'),
      '.* is no manifest of version 1',
    ],
    [
      'lacks what it provides',
      (file: string, box: Box) => pack(box, join(box.root, 'made'), ['other']) && file,
      'it does not hold bin/',
    ],
  ] as const) {
    boxed(`that ${what} ends the run in preflight, or is built where that is allowed`, async box => {
      const url = tool(box);
      spoil(url.slice(7), box);
      expect(await box.play(uses, source(box) + provides(url))).toBe(3);
      expect(missing(box)).toEqual([expect.stringMatching(`^prebuilt ${url}: ${why}$`)]);
      using other = new Box();
      const again = tool(other);
      spoil(again.slice(7), other);
      expect(await other.play(uses, source(other) + provides(again, mine))).toBe(0);
      expect(warnings(other)).toEqual([expect.stringMatching(`^prebuilt ${again}: ${why}; it is built here instead$`)]);
      expect(other.text('stages/a/log')).toBe('made here\n');
    });
  }

  boxed('with only a SHA-256 beside it is verified by that', async box => {
    const url = tool(box);
    const file = url.slice(7);
    rmSync(`${file}.json`);
    writeFileSync(`${file}.sha256`, execFileSync('sha256sum', [file]));
    expect(await box.play(uses, source(box) + provides(url))).toBe(0);
    expect(box.text('stages/a/log')).toBe('made elsewhere\n');
  });

  boxed('of another commit, machine or CPU is of no use', async box => {
    const url = tool(box, { commit: 'f'.repeat(40), architecture: 'z80', cpuFlags: ['no-such'], glibc: '99.1' });
    expect(await box.play(uses, source(box) + provides(url))).toBe(3);
    expect(missing(box)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^prebuilt ${url}: it is of no use here: its commit is f{40}, and ${box.plan.commit} here; its architecture is z80, and \\w+ here; this CPU has no no-such, which its code uses; this machine has glibc [0-9.]+, and it needs 99.1$`,
        ),
      ),
    ]);
  });

  for (const [what, make, odd] of [
    ['a link out of it', 'ln -s ../../../../etc made/bin/out', 'bin/out'],
    ['an absolute link', 'ln -s /etc/passwd made/bin/out', 'bin/out'],
    [
      'a link that leaves it by another one',
      'mkdir -p made/bin/a/b; ln -s ../.. made/bin/a/b/up; ln -s up/../../etc made/bin/a/b/out',
      'bin/a/b/out',
    ],
    ['a pipe', 'mkfifo made/bin/out', 'bin/out'],
  ] as const)
    boxed(`that holds ${what} is not unpacked`, async box => {
      tool(box);
      execFileSync('bash', ['-c', make], { cwd: box.root });
      const url = pack(box, join(box.root, 'made'), ['bin']);
      expect(await box.play(uses, source(box) + provides(url))).toBe(3);
      expect(missing(box)).toEqual([
        `prebuilt ${url}: it holds ${odd}, which is no plain file and no link to one of its own`,
      ]);
      expect(existsSync(join(sourceOf(box), 'bin'))).toBe(false);
    });

  boxed('with names that lead out of it is not unpacked, and rights of root are not taken over', async box => {
    tool(box);
    execFileSync('bash', ['-c', 'echo x > outside; chmod 6755 made/bin/tool'], { cwd: box.root });
    const at = join(box.root, 'made');
    const url = pack(box, at, ['bin', '-P', '../outside']);
    expect(await box.play(uses, source(box) + provides(url))).toBe(3);
    expect(missing(box)[0]).toContain(`prebuilt ${url}: it cannot be unpacked: `);
    using other = new Box();
    tool(other);
    execFileSync('chmod', ['6755', join(other.root, 'made/bin/tool')]);
    const good = pack(other, join(other.root, 'made'), ['bin']);
    expect(
      await other.play('a:\n  run: stat -c %a bin/tool\n  requires: [bin/tool]', source(other) + provides(good)),
    ).toBe(0);
    expect(other.text('stages/a/log')).toBe('755\n');
  });

  boxed('comes by http too; one that may not be read is told from one that is not there', async box => {
    const url = tool(box).slice(7);
    const server = createServer((request, response) => {
      const name = join(box.root, String(request.url));
      if (request.url?.includes('denied')) response.writeHead(403).end();
      else if (existsSync(name)) response.end(readFileSync(name));
      else response.writeHead(404).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await box.play(uses, source(box) + provides(`${host}/artifact.tar.gz`))).toBe(0);
    expect(existsSync(url)).toBe(true);
    for (const [name, why] of [
      ['denied.tar.gz', `${host}/denied.tar.gz.json: curl: \\(22\\) .*403.*`],
      ['gone.tar.gz', 'neither .* is there to verify it by'],
    ]) {
      using other = new Box();
      tool(other);
      expect(await other.play(uses, source(other) + provides(`${host}/${name}`))).toBe(3);
      expect(missing(other)).toEqual([expect.stringMatching(`^prebuilt ${host}/${name}: ${why}$`)]);
    }
    server.close();
  });

  for (const version of more ? ['as PATH has it', 'of Debian'] : ['of Debian'])
    boxed(`comes by s3, with the aws command ${version}`, async box => {
      const url = tool(box).slice(7);
      const server = await startS3({ buckets: ['kept'] });
      const env = {
        AWS_ENDPOINT_URL_S3: server.url,
        AWS_ACCESS_KEY_ID: server.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
        AWS_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...(version === 'of Debian' && { PATH: '/usr/bin:/bin' }),
      };
      for (const end of ['', '.json'])
        await promisify(execFile)(
          'aws',
          ['s3', 'cp', '--endpoint-url', server.url, url + end, `s3://kept/v1/artifact.tar.gz${end}`],
          { env: { PATH: process.env.PATH, ...env } },
        );
      const at = (name: string) => source(box) + provides(`s3://kept/v1/${name}`);
      const wants = `${uses.slice(0, -1)}, { url: "s3://kept/v1/artifact.tar.gz" }, { url: "s3://kept/v1/" }]`;
      expect(await box.play(wants, at('artifact.tar.gz'), env)).toBe(0);
      expect(box.text('stages/a/log')).toBe('made elsewhere\n');
      using other = new Box();
      tool(other);
      const misses = `${uses.slice(0, -1)}, { url: "s3://kept/v1/artifact" }, { url: "s3://no-such/" }]`;
      expect(await other.play(misses, source(other) + provides('s3://kept/v1/gone.tar.gz'), env)).toBe(3);
      expect(missing(other)).toEqual([
        'url s3://kept/v1/artifact',
        'url s3://no-such/',
        'prebuilt s3://kept/v1/gone.tar.gz: neither s3://kept/v1/gone.tar.gz.json nor s3://kept/v1/gone.tar.gz.sha256 is there to verify it by',
      ]);
      server.fault({ operation: 'HeadObject', key: 'v1/artifact.tar.gz.json', fault: 'denied' });
      using third = new Box();
      tool(third);
      expect(await third.play(uses, source(third) + provides('s3://kept/v1/artifact.tar.gz'), env)).toBe(3);
      expect(missing(third)).toEqual([
        expect.stringMatching(
          /^prebuilt s3:\/\/kept\/v1\/artifact.tar.gz: s3:\/\/kept\/v1\/artifact.tar.gz.json: .*\(403\).*HeadObject/,
        ),
      ]);
      await server.close();
    });

  boxed('in place is left alone where all it provides is there', async box => {
    const url = tool(box);
    box.plan = { inPlace: box.source };
    cpSync(join(box.root, 'made/bin'), join(box.source, 'bin'), { recursive: true });
    writeFileSync(join(box.source, 'bin/tool'), '#!/bin/sh\necho "mine"\n');
    renameSync(url.slice(7), `${url.slice(7)}.gone`);
    expect(await box.play(uses, provides(url))).toBe(0);
    expect(box.text('stages/a/log')).toBe('mine\n');
    expect(statSync(join(box.source, 'bin/tool')).isFile()).toBe(true);
  });
});
