import { expect, test } from 'vitest';
import { canonical, fingerprints } from '../../plan/fingerprint.ts';
import { type ResolveOptions, resolve } from '../../plan/resolve.ts';
import { campaign, type Head, type Written } from './campaigns.ts';

const base: Readonly<Record<string, Written>> = {
  a: { run: 'make a', produces: ['a'], env: { X: '1', Y: '2' } },
  b: { run: 'make b', requires: ['a'], produces: ['b'] },
  c: { run: 'make c' },
};
const of = (stages: Readonly<Record<string, Written>>, head: Head = {}, options: ResolveOptions = { commit: 'abc' }) =>
  fingerprints(resolve(campaign(stages, head), options).plan);

/** Which stages have another fingerprint than the base. */
const changed = (...changes: Parameters<typeof of>) =>
  [...of(...changes)].filter(([name, print]) => print.sha256 !== of(base).get(name)?.sha256).map(([name]) => name);

test('what changes a stage changes its fingerprint and those of all that wait for it', () => {
  expect(changed({ ...base, a: { ...base.a, run: 'make  a' } })).toEqual(['a', 'b']);
  expect(changed({ ...base, a: { ...base.a, env: { X: '1', Y: '3' } } })).toEqual(['a', 'b']);
  expect(changed({ ...base, b: { ...base.b, produces: ['b', 'b2'] } })).toEqual(['b']);
  expect(changed({ ...base, c: { ...base.c, cwd: 'sub' } })).toEqual(['c']);
});

test('another commit or machine type changes all', () => {
  expect(changed(base, {}, { commit: 'abd' })).toEqual(['a', 'b', 'c']);
  expect(changed(base, { machine: { type: 'c7i.large' } })).toEqual(['a', 'b', 'c']);
});

test('how a stage is run, and what stands beside it, changes nothing', () => {
  expect(changed({ ...base, a: { ...base.a, timeout: '5m', retry: { attempts: '3' }, exclusive: false } })).toEqual([]);
  expect(changed({ c: base.c!, b: base.b!, a: { ...base.a, env: { Y: '2', X: '1' } } })).toEqual([]);
  expect(changed(base, {}, { commit: 'abc', stages: ['b'] })).toEqual([]);
});

test('the parts tell what changed', () => {
  const parts = (stages: Readonly<Record<string, Written>>, options?: ResolveOptions) =>
    of(stages, {}, options).get('a')!.parts;
  const told = (...change: Parameters<typeof parts>) => {
    const [before, after] = [parts(base), parts(...change)];
    return [...new Set([...before.keys(), ...after.keys()])].filter(name => before.get(name) !== after.get(name));
  };
  expect(told({ ...base, a: { ...base.a, run: 'make  a' } })).toEqual(['command']);
  expect(told({ ...base, a: { ...base.a, env: { X: '1', Z: '2' } } })).toEqual(['env.Y', 'env.Z']);
  expect(told({ ...base, a: { ...base.a, cwd: 'sub' } })).toEqual(['directory']);
  expect(told({ ...base, a: { ...base.a, requires: ['x'], produces: ['a', 'b'] } })).toEqual(['inputs', 'outputs']);
  expect(told(base, { commit: 'abd' })).toEqual(['commit']);
  expect(told({ ...base, a: { ...base.a, timeout: '5m' } })).toEqual([]);
});

test('canonical JSON orders keys and drops what is undefined', () => {
  expect(canonical({ b: [{ z: 1, y: null }], a: undefined, A: 'ü' })).toBe('{"A":"ü","b":[{"y":null,"z":1}]}');
});
