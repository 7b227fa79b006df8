import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { reportJsonSchema } from '../../report/run-report/json-schema.ts';
import { bash, campaign } from './process.ts';
import { repository, write } from './repository.ts';

const text = `campaign: engine
version: 1
ci: { none: true, reason: a test }
limits: { wall: 1h, stage: 1m }
stages:
  write: { run: echo hi > "a b.txt", produces: ["a b.txt"] }
  check: { run: echo broken >&2; exit 3, requires: ["a b.txt"] }
`;

function ran(): string {
  const root = repository({ 'campaign.yaml': text });
  expect(campaign(root, ['run', '-q', '--run-id', 'one']).code).toBe(1);
  return root;
}

test('a stdout that is full is no fault of ours', () => {
  const root = ran();
  const full = (words: string) => bash(root, `campaign ${words} >/dev/full`);
  const told = {
    code: 2,
    stdout: '',
    stderr:
      'error: the results are not written: ENOSPC: no space left on device, write\n  help: make room, or send stdout somewhere else\n',
  };
  expect([full('report -o -'), full('why'), full('status')]).toEqual([told, told, told]);
});

test('a real run: the page beside it, for a pull request and for a program on stdout', () => {
  const root = ran();
  expect(campaign(root, ['report', '-o', 'one.html'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'engine/one is in one.html\n',
  });
  const page = readFileSync(join(root, 'one.html'), 'utf8');
  const stored = pathToFileURL(join(root, '.campaign/engine/one/stages/write/outputs/a b.txt')).href;
  expect(page).toContain(`<a href="${stored}">`);
  expect(page).toContain('<pre>broken</pre>');
  expect(campaign(root, ['report', 'one'])).toEqual({ code: 0, stdout: page, stderr: '' });
  const { stdout } = campaign(root, ['report', 'on', '-f', 'md']);
  expect(stdout).toMatch(/^<!-- campaign report one -->\n\n## ✗ `engine`: 1 of 2 stages passed; 1 failed; /);
  expect(stdout).toContain('```text\nbroken\n```');
  const object: unknown = JSON.parse(campaign(root, ['report', '--format', 'json', '-q']).stdout);
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(reportJsonSchema);
  expect([valid(object), valid.errors]).toEqual([true, null]);
  expect(object).toMatchObject({ kind: 'report', runId: 'one', exitStatus: 1, cost: { state: 'none' } });
  // It says the same whenever it is made.
  expect(campaign(root, ['report', '--format', 'json']).stdout).toBe(
    campaign(root, ['report', '-f', 'json', '-o', '-']).stdout,
  );
});

test('what was fetched is linked to, relative to the page, and an earlier report is written over', () => {
  const root = ran();
  campaign(root, ['fetch', '-q']);
  for (const [page, folder] of [
    ['one.html', 'campaign-results/one/stages'],
    ['campaign-results/one/report.html', 'stages'],
    ['campaign-results/one/report.html', 'stages'],
  ] as const) {
    expect(campaign(root, ['report', '-o', page])).toMatchObject({ code: 0, stdout: '' });
    const written = readFileSync(join(root, page), 'utf8');
    expect(written).toContain(`<a href="${folder}/write/outputs/a%20b.txt">`);
    expect(written).not.toContain('file://');
    expect(written).toContain('Links lead to what campaign fetch has brought to campaign-results/one');
  }
  expect(readdirSync(join(root, 'campaign-results/one')).filter(name => name.includes('.new'))).toEqual([]);
});

describe('what must not be lost or mistaken', () => {
  test('a file that is no report is kept, unless it is forced', () => {
    const root = ran();
    write(root, { 'notes.md': 'mine\n', 'empty.html': '' });
    mkdirSync(join(root, 'out'));
    expect(campaign(root, ['report', '-o', 'notes.md'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: the report is not written to notes.md: it is there already and is no report of campaign\n  help: give another file with -o, or write over it: --force\n',
    });
    expect(readFileSync(join(root, 'notes.md'), 'utf8')).toBe('mine\n');
    for (const format of ['md', 'json', 'html', 'md'])
      expect(
        campaign(root, ['report', '-q', '-f', format, '-o', 'notes.md', ...(format === 'md' ? ['--force'] : [])]),
      ).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
    expect(campaign(root, ['report', '-o', 'empty.html']).code).toBe(0);
    expect(campaign(root, ['report', '-o', 'out'])).toMatchObject({
      code: 2,
      stderr: 'error: the report is not written to out: it is a directory\n  help: name a file: -o out/report.html\n',
    });
    expect(campaign(root, ['report', '-o', 'no/where.html']).stderr).toMatch(
      /^error: the report is not written to no\/where\.html: ENOENT.*\n {2}help: give another file: -o FILE\n$/,
    );
  });

  test('mistakes say what to do', () => {
    const root = ran();
    const told = (...args: string[]) => campaign(root, ['report', ...args]);
    expect(told('two')).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: looking for the run in file://${root}/.campaign: no run is called or begins with \`two\`\n  help: see what is there: campaign runs\n`,
    });
    expect(told('--open', '-f', 'md').stderr).toBe(
      'error: --open shows a page, and the format is md\n  help: leave out --format\n',
    );
    expect(told('--open', '-o', '-').stderr).toBe(
      'error: --open shows a file, and -o - writes none\n  help: leave out -o, or name a file\n',
    );
    expect(told('-f', 'pdf').code).toBe(2);
  });
});

test('--open asks the desktop, and says where the page is when there is none', async () => {
  const root = ran();
  const name = 'campaign-report-one.html';
  expect(campaign(root, ['report', '--open'])).toEqual({
    code: 0,
    stdout: '',
    stderr: `engine/one is in ${name}\n${name} is not opened: there is no display here to open it on\n`,
  });
  write(root, {
    'bin/xdg-open*': `#!/bin/sh\nprintf '%s' "$1" > "${root}/opened.new" && mv "${root}/opened.new" "${root}/opened"\n`,
  });
  const env = { DISPLAY: ':99', PATH: `${join(root, 'bin')}:${process.env.PATH}` };
  expect(campaign(root, ['report', '--open'], env)).toEqual({
    code: 0,
    stdout: '',
    stderr: `engine/one is in ${name}\n`,
  });
  await expect.poll(() => existsSync(join(root, 'opened')), { timeout: 60_000 }).toBe(true);
  expect(readFileSync(join(root, 'opened'), 'utf8')).toBe(join(root, name));
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, name), '');
  const git = { DISPLAY: ':99', PATH: join(root, 'empty') };
  expect(campaign(root, ['report', '--open', '--store', '.campaign'], git).stderr).toBe(
    `engine/one is in ${name}\n${name} is not opened: xdg-open is not here to open it with\n`,
  );
});
