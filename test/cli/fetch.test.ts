import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { fetchedJsonSchema } from '../../report/run/fetched.ts';
import { fetchRun } from '../../run/fetch.ts';
import { inside } from '../../run/landing.ts';
import { openFileStore } from '../../run/stores/file.ts';
import { campaign } from './process.ts';
import { repository, temporary } from './repository.ts';

const run = { campaign: 'c', runId: 'one' };
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** A run as the runtime leaves it: `stages/s` with a log and these outputs. */
function stored(
  outputs: Readonly<Record<string, { text: string; mode?: string; link?: string; lost?: boolean }>>,
  mark = 'COMPLETE',
) {
  const home = temporary();
  const put = (key: string, text: string) => {
    const path = join(home, 'store/c/one', key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const records = Object.entries(outputs).map(([path, { text, mode, link }]) => ({
    path,
    key: `stages/s/outputs/${path}`,
    size: text.length,
    sha256: sha(text),
    ...(mode && { mode }),
    ...(link && { link }),
  }));
  for (const [path, { text, lost }] of Object.entries(outputs)) if (!lost) put(`stages/s/outputs/${path}`, text);
  const result = JSON.stringify({ stage: 's', state: 'passed', outputs: records });
  put('stages/s/log', 'hello\n');
  put('stages/s/result.json', result);
  const line = (key: string, text: string) =>
    `${JSON.stringify({ key, size: text.length, sha256: sha(text), at: '', kind: 'final' })}\n`;
  put('ledger.jsonl', `${line('stages/s/log', 'hello\n')}${line('stages/s/result.json', result)}{"key":"cut sho`);
  if (mark) put(mark, '');
  const fetch = (...more: string[]) => campaign(home, ['fetch', 'one', '--store', 'store', '-o', 'to', ...more]);
  return { home, put, fetch, store: openFileStore(join(home, 'store')) };
}

test('all of a run comes home with its modes and links, and a second time nothing is fetched', () => {
  const { home, fetch } = stored({
    'bin/tool': { text: '#!/bin/sh\n', mode: '4755' },
    latest: { text: 'bin/tool', link: 'bin/tool' },
  });
  expect(fetch()).toEqual({
    code: 0,
    stdout: 'c/one is in to: 6 files, 414 B\n'.replace('414 B', size(join(home, 'store/c/one'))),
    stderr: [
      'fetching 1/6 COMPLETE',
      'fetching 2/6 ledger.jsonl',
      'fetching 3/6 stages/s/log',
      'fetching 4/6 stages/s/outputs/bin/tool',
      'fetching 5/6 stages/s/outputs/latest',
      'fetching 6/6 stages/s/result.json',
      '',
    ].join('\n'),
  });
  const tool = join(home, 'to/stages/s/outputs/bin/tool');
  expect([readFileSync(tool, 'utf8'), statSync(tool).mode & 0o7777]).toEqual(['#!/bin/sh\n', 0o755]);
  expect(readlinkSync(join(home, 'to/stages/s/outputs/latest'))).toBe('bin/tool');
  const before = statSync(tool).ino;
  const again = fetch('-q');
  expect(again.stderr).toBe('');
  expect(again.stdout).toMatch(/; 4 were there already\n$/);
  expect(statSync(tool).ino).toBe(before);
});

/** Of all files below, as the summary writes it (all of them are small). */
function size(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const total = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return total < 1000 ? `${total} B` : `${(total / 1000).toFixed(1)} kB`;
}

test('what is damaged or missing is said and not written, what is right is', () => {
  const { home, put, fetch } = stored({ a: { text: 'aaa' }, b: { text: 'bbb', lost: true }, c: { text: 'ccc' } });
  put('stages/s/outputs/a', 'axa');
  const { code, stdout } = fetch('-q', '--stage', 's');
  expect(code).toBe(4);
  expect(stdout.split('\n').slice(1)).toEqual([
    `  damaged    stages/s/outputs/a: SHA-256 ${sha('axa')} in the store, ${sha('aaa')} recorded`,
    '  missing    stages/s/outputs/b: recorded, but not in the store',
    '',
  ]);
  expect(readdirSync(join(home, 'to/stages/s/outputs'))).toEqual(['c']);
  expect(readdirSync(join(home, 'to'))).toEqual(['stages']);
});

test('a file that was damaged here is fetched again', () => {
  const { home, fetch } = stored({ a: { text: 'aaa' } });
  fetch('-q');
  const path = join(home, 'to/stages/s/outputs/a');
  writeFileSync(path, 'xxx');
  expect(fetch('-q').code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe('aaa');
});

test('what checkpoints saved of a run that died comes home as partial', () => {
  const { put, fetch } = stored({}, '');
  put('script.sh', '');
  put('stages/t/partial/rows', '1\n2\n');
  const { code, stdout } = fetch('-q', '-s', 't');
  expect({ code, stdout }).toEqual({
    code: 4,
    stdout:
      'c/one is in to: 1 file, 4 B\n  The run has not ended by itself: this is what it had saved so far.\n' +
      '  partial    stages/t/partial/rows: nothing recorded says what it should be\n',
  });
});

test('nothing is written through a link, and no link leads out', () => {
  const { home, fetch } = stored({
    'd/a': { text: 'aaa' },
    out: { text: '../../../../../secret', link: '../../../../../secret' },
    root: { text: '/etc/passwd', link: '/etc/passwd' },
  });
  mkdirSync(join(home, 'elsewhere'));
  mkdirSync(join(home, 'to/stages/s/outputs'), { recursive: true });
  symlinkSync(join(home, 'elsewhere'), join(home, 'to/stages/s/outputs/d'));
  const { code, stdout } = fetch('-q', '-s', 's');
  expect(code).toBe(4);
  expect(stdout.split('\n').slice(1)).toEqual([
    '  refused    stages/s/outputs/d/a: stages/s/outputs/d is in its way and is no directory',
    '  refused    stages/s/outputs/out: it is a link to "../../../../../secret", outside of what the stage left',
    '  refused    stages/s/outputs/root: it is a link to "/etc/passwd", outside of what the stage left',
    '',
  ]);
  expect(readdirSync(join(home, 'elsewhere'))).toEqual([]);
  expect(readdirSync(join(home, 'to/stages/s/outputs'))).toEqual(['d']);
});

test('a key of a bucket that leads out of the directory is refused', async () => {
  const { home, store } = stored({});
  const key = '../../out';
  const hostile = {
    ...store,
    list: async () => [{ key, size: 3, modifiedAt: 0 }],
    readFrom: async () => Buffer.from('bad'),
  };
  const { value } = await fetchRun(hostile, run, { directory: join(home, 'deep/to'), stages: [] });
  expect(value?.objects.find(object => object.key === key)).toEqual({
    key,
    size: 3,
    fate: 'refused',
    partial: false,
    why: 'its name leads out of the directory',
  });
  expect(() => lstatSync(join(home, 'out'))).toThrow();
  expect(['', '/a', 'a/', 'a//b', 'a/./b', '..', 'a\0'].filter(inside)).toEqual([]);
});

test('mistakes say what to do, and JSON is as its schema', () => {
  const { home, fetch } = stored({ a: { text: 'aaa' } });
  expect(fetch('-s', 'x')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: fetching c/one: the run has no stage `x`\n  help: it has s\n',
  });
  const found: unknown = JSON.parse(fetch('-q', '--format', 'json').stdout);
  expect(new Ajv().compile(fetchedJsonSchema)(found)).toBe(true);
  expect(found).toMatchObject({ directory: join(home, 'to'), mark: 'COMPLETE', whole: true });
  rmSync(join(home, 'to'), { recursive: true });
  writeFileSync(join(home, 'to'), '');
  expect(fetch()).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: fetching c/one: cannot make the directory ${join(home, 'to')} (EEXIST)\n  help: give another one: -o DIR\n`,
  });
});

test('a real run comes home whole, into a directory of its own', () => {
  const root = repository({
    'campaign.yaml': `campaign: engine
version: 1
ci: { none: true, reason: a test }
limits: { wall: 1h, stage: 1m }
stages:
  write:
    run: mkdir -p d; echo hi > d/x; chmod 755 d/x; ln -s x d/y
    produces: [d/]
`,
  });
  expect(campaign(root, ['run', '--run-id', 'real', '-q']).code).toBe(0);
  const { code, stdout } = campaign(root, ['fetch', '-q']);
  expect({ code, rest: stdout.split('\n').slice(1) }).toEqual({ code: 0, rest: [''] });
  const folder = join(root, 'campaign-results/real/stages/write/outputs/d');
  expect(readdirSync(folder).sort()).toEqual(['x', 'y']);
  expect(statSync(join(folder, 'x')).mode & 0o777).toBe(0o755);
});
