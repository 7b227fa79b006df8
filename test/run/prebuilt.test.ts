import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpuFlagsOf, isNative } from '../../run/prebuilt/cpu.ts';
import { isNewer, leastGlibc } from '../../run/prebuilt/elf.ts';
import { fileShelf } from '../../run/prebuilt/file-shelf.ts';
import { cpuFault, glibcFault, placeFault } from '../../run/prebuilt/fitness.ts';
import { differences, manifestText, readManifest } from '../../run/prebuilt/manifest.ts';
import { type Made, publish } from '../../run/prebuilt/publish.ts';
import type { Item, Shelf } from '../../run/prebuilt/shelf.ts';
import { putParts } from '../../run/stores/s3-parts.ts';
import type { PrebuiltManifest } from '../../schema/records.ts';

const noReadelf = spawnSync('readelf', ['--version']).status === 0 ? undefined : 'no readelf is installed';

describe('the least C library of a program', () => {
  test.skipIf(noReadelf)(`is the one that readelf finds${noReadelf ? ` (skipped: ${noReadelf})` : ''}`, () => {
    for (const path of [process.execPath, '/bin/bash', '/bin/tar']) {
      const told = execFileSync('readelf', ['-W', '-V', path], { encoding: 'utf8', maxBuffer: 1 << 28 });
      const needed = told.slice(told.indexOf("'.gnu.version_r'"));
      const versions = [...needed.matchAll(/Name: GLIBC_([\d.]+) +Flags: none/g)].map(([, version]) => version!);
      const most = versions.reduce((one, other) => (isNewer(one, other) ? one : other));
      expect(leastGlibc(readFileSync(path)), path).toBe(most);
    }
  });

  test('is nothing where there is none, or no program', () => {
    const program = readFileSync('/bin/bash');
    expect(leastGlibc(Buffer.from('#!/bin/sh\n'))).toBeUndefined();
    expect(leastGlibc(Buffer.alloc(0))).toBeUndefined();
    // Cut off: its table of sections is at the end.
    expect(leastGlibc(program.subarray(0, program.length / 2))).toBeUndefined();
  });

  test('is compared as a version, not as a text', () => {
    expect([
      isNewer('2.34', '2.4'),
      isNewer('2.4', '2.34'),
      isNewer('2.34', '2.34'),
      isNewer('2.34.1', '2.34'),
    ]).toEqual([true, false, false, true]);
  });

  test('has to be there in the image of the box', () => {
    expect(glibcFault({ image: 'al2023' }, '2.34')).toBeUndefined();
    expect(glibcFault({ image: 'al2023' }, undefined)).toBeUndefined();
    expect(glibcFault({ image: 'ami-0123456789abcdef0' }, '2.99')).toBeUndefined();
    expect(glibcFault({ image: 'al2023' }, '2.39')).toEqual({
      ...{ code: 'prebuilt-unfit', doing: 'building for the box' },
      message: 'its programs start with glibc 2.39 or newer, and al2023 has 2.34',
      help: 'build where it is no newer, as in the container amazonlinux:2023: campaign compile --target github-workflow does',
    });
  });
});

describe('what code asks of the CPU', () => {
  test('is what its level and its features mean to the kernel', () => {
    expect(cpuFlagsOf('', '')).toEqual([]);
    expect(cpuFlagsOf('target-cpu=x86-64', 'target_feature="sse2"\ntarget_os="linux"')).toEqual([]);
    expect(cpuFlagsOf('target-cpu=x86-64-v3', '')).toEqual(
      'abm avx avx2 bmi1 bmi2 cx16 f16c fma lahf_lm movbe pni popcnt sse4_1 sse4_2 ssse3 xsave'.split(' '),
    );
    const cfg = ['sse4.1', 'lzcnt', 'neon', 'avx512vnni', 'x87'].map(name => `target_feature="${name}"`).join('\n');
    expect(cpuFlagsOf('target-cpu=znver4', cfg)).toEqual(['abm', 'avx512_vnni', 'sse4_1']);
  });

  test('is no more than a machine of the box’s type has', () => {
    const v3 = cpuFlagsOf('target-cpu=x86-64-v3', '');
    const v4 = cpuFlagsOf('target-cpu=x86-64-v4', '');
    expect(cpuFault({ type: 'c6a.large' }, v3, false)).toBeUndefined();
    expect(cpuFault({ type: 'c6a.large' }, v4, false)).toMatchObject({
      message: expect.stringMatching(/^its code asks for .*avx512f.*, which a c6a.large has not$/),
      help: 'build for what it has: -C target-cpu=x86-64-v3',
    });
    expect(cpuFault({ type: 'c7i.large' }, v4, false)).toBeUndefined();
    expect(cpuFault({}, v4, true)).toBeUndefined();
  });

  test('is anybody’s guess where it is built for the CPU at hand', () => {
    expect(['target-cpu=native', 'x\n-march=native', '-mcpu=native\ny'].map(isNative)).toEqual([true, true, true]);
    expect(['target-cpu=x86-64', '', 'target-cpu=natively'].map(isNative)).toEqual([false, false, false]);
  });
});

describe('a manifest', () => {
  const one: PrebuiltManifest = {
    ...{ version: 1, sha256: 'a'.repeat(64), size: 10, commit: 'c'.repeat(40), path: '/opt/engine' },
    ...{ provides: ['target/release/'], build: 'cargo build', env: { RUSTFLAGS: '-g' }, tools: { rustc: 'rustc 1' } },
    ...{ architecture: 'x86_64', cpuFlags: [], glibc: '2.34' },
  };

  test('is read as it was written, and nothing else is read for one', () => {
    expect(readManifest(manifestText(one))).toEqual(one);
    for (const text of ['', '{', 'null', '[]', '{"version":2}', manifestText({ ...one, sha256: 'x' })])
      expect(readManifest(text)).toBeUndefined();
    const { version, sha256, commit } = one;
    expect(readManifest(JSON.stringify({ version, sha256, commit, more: 1 }))).toEqual({
      ...{ version, sha256, commit, more: 1 },
    });
    // What others have written may be of any kind.
    for (const name of Object.keys(one))
      for (const value of [null, [7], { a: 7 }, true])
        expect(readManifest(JSON.stringify({ ...one, [name]: value })), `${name}: ${value}`).toBeUndefined();
  });

  test('differs by what it was made of, not by what came out or in which order it is written', () => {
    const { env, tools, ...rest } = one;
    expect(
      differences(one, { tools: tools!, env: env!, ...rest, sha256: 'b'.repeat(64), size: 11, glibc: '2.35' }),
    ).toEqual([]);
    expect(differences(one, { ...one, env: {}, tools: { rustc: 'rustc 2' }, path: '/here' })).toEqual([
      'its path is /opt/engine, and /here here',
      'its env is RUSTFLAGS=-g, and empty here',
      'its tools is rustc=rustc 1, and rustc=rustc 2 here',
    ]);
  });
});

/** A directory that goes with the test. */
class Place {
  readonly directory = mkdtempSync(join(tmpdir(), 'campaign-prebuilt-'));

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

describe('where the source is to lie', () => {
  test('is free when who worked there was killed, whatever process has its number now', () => {
    using place = new Place();
    const at = join(place.directory, 'src');
    const worked = (pid: number) => {
      mkdirSync(join(at, '.git'), { recursive: true });
      writeFileSync(join(at, '.git/campaign'), `prebuild-${pid}`);
      return placeFault([at])?.message;
    };
    expect(worked(process.ppid)).toBe(`another campaign prebuild (process ${process.ppid}) works in ${at}`);
    expect(worked(process.pid)).toBeUndefined();
    expect(worked(2 ** 22 + 1)).toBeUndefined();
  });
});

describe('two that replace the same artifact', () => {
  const signal = new AbortController().signal;

  function world({ directory }: Place) {
    const url = `file://${directory}/shelf/a.tar`;
    const madeOf = (text: string): Made => {
      const archive = join(directory, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      const manifest: PrebuiltManifest = { version: 1, sha256, size: text.length, commit: 'c'.repeat(40) };
      writeFileSync(archive, text);
      writeFileSync(`${archive}.json`, manifestText(manifest));
      return { url, archive, manifestFile: `${archive}.json`, manifest };
    };
    const shelf = fileShelf(url);
    /** The same shelf, where somebody else does something just before the manifest is put. */
    const before = (work: () => Promise<unknown>): Shelf => ({
      ...shelf,
      async put(item: Item, path, options) {
        if (item === 'manifest') await work();
        return await shelf.put(item, path, options);
      },
    });
    const texts = async () => [`${await shelf.read('archive')}`, `${await shelf.read('manifest')}`];
    return { shelf, before, texts, ours: madeOf('ours'), theirs: madeOf('them') };
  }

  test('leave a manifest of the archive that is there: the other’s was put after it', async () => {
    using place = new Place();
    const { shelf, before, texts, ours, theirs } = world(place);
    let times = 0;
    const late = before(async () => {
      if (times++ === 0) await shelf.put('manifest', theirs.manifestFile, { once: true, signal });
    });
    expect(await publish(late, ours, { force: true, signal })).toEqual({ value: 'published' });
    expect(await texts()).toEqual(['ours', manifestText(ours.manifest)]);
  });

  test.each([true, false])('say so when the other has replaced both, with force %s', async force => {
    using place = new Place();
    const { shelf, before, texts, ours, theirs } = world(place);
    const late = before(async () => void (await publish(shelf, theirs, { force: true, signal })));
    expect(await publish(late, ours, { force, signal })).toMatchObject({
      fault: { code: 'prebuilt-there', message: `somebody else is replacing ${shelf.url}` },
    });
    expect(await texts()).toEqual(['them', manifestText(theirs.manifest)]);
  });
});

test('an upload is given up only when none of its parts is on its way', async () => {
  using place = new Place();
  const path = join(place.directory, 'large');
  writeFileSync(path, '');
  truncateSync(path, 80 * 2 ** 20);
  const told: string[] = [];
  let underWay = 0;
  const command = (name: string) =>
    class {
      readonly name = name;
      readonly input: { readonly PartNumber?: number };
      constructor(input: { readonly PartNumber?: number }) {
        this.input = input;
      }
    };
  const names = ['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload', 'AbortMultipartUpload'];
  const sdk = Object.fromEntries(names.map(name => [`${name}Command`, command(name)]));
  const client = {
    async send({ name, input }: InstanceType<ReturnType<typeof command>>, options?: { abortSignal: AbortSignal }) {
      told.push(`${name} ${input.PartNumber ?? ''}${name.startsWith('Abort') ? `${underWay} under way` : ''}`.trim());
      if (name !== 'UploadPart') return { UploadId: 'id' };
      underWay++;
      await new Promise(resolve => {
        if (input.PartNumber === 2 || options!.abortSignal.aborted) setTimeout(resolve, 20);
        else options!.abortSignal.addEventListener('abort', resolve);
      });
      underWay--;
      throw new Error(input.PartNumber === 2 ? 'refused' : 'aborted');
    },
  };
  const signal = AbortSignal.timeout(5000);
  const upload = { sdk, client, bucket: 'b', key: 'k', path, once: true, signal };
  await expect(putParts(upload as unknown as Parameters<typeof putParts>[0])).rejects.toThrow('refused');
  expect([told.slice(0, 1), told.slice(1, -1).sort(), told.slice(-1)]).toEqual([
    ['CreateMultipartUpload'],
    ['UploadPart 1', 'UploadPart 2', 'UploadPart 3', 'UploadPart 4'],
    ['AbortMultipartUpload 0 under way'],
  ]);
});
