import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cpuFlagsOf, isNative } from '../../run/prebuilt/cpu.ts';
import { isNewer, leastGlibc } from '../../run/prebuilt/elf.ts';
import { cpuFault, glibcFault } from '../../run/prebuilt/fitness.ts';
import { differences, manifestText, readManifest } from '../../run/prebuilt/manifest.ts';
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
