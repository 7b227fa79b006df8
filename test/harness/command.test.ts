import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { bash, campaign, root as project } from '../cli/process.ts';
import { repository } from '../cli/repository.ts';
import { renamed } from './renamed.ts';

const small = () => renamed(repository({ 'bench.sh': './bench > out.csv\n', 'bench*': '#!/bin/sh\n' }), 'small');

test('without -o the campaign goes to stdout, what is told of the harness to stderr, and -q says nothing', () => {
  const directory = small();
  const { code, stdout, stderr } = campaign(directory, ['import', 'bench.sh']);
  expect([code, stdout.split('\n').slice(0, 5)]).toEqual([
    0,
    [
      '# Written by campaign import from bench.sh. What is marked `decide` is for you to decide;',
      '# then: campaign lint, campaign plan.',
      '',
      'campaign: small',
      'version: 1',
    ],
  ]);
  expect(stderr.split('\n')[0]).toBe('1 command of the harness: 1 in 1 stage, 0 said by other keys, 0 left out');
  expect(campaign(directory, ['import', '-q', 'bench.sh'])).toEqual({ code: 0, stdout, stderr: '' });
});

test('stdin is a harness too', () => {
  const { code, stdout } = bash(small(), 'campaign import - -q < bench.sh');
  expect(code).toBe(0);
  expect(stdout).toContain('run: ./bench > out.csv\n');
});

test('a file that is there is written over only with --force', () => {
  const directory = small();
  writeFileSync(join(directory, 'campaign.yaml'), 'mine\n');
  const refused = campaign(directory, ['import', 'bench.sh', '-o', 'campaign.yaml']);
  expect(refused).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: campaign.yaml is already there\n  help: name another file with -o, or write over it with --force\n',
  });
  expect(readFileSync(join(directory, 'campaign.yaml'), 'utf8')).toBe('mine\n');
  expect(campaign(directory, ['import', 'bench.sh', '-o', 'campaign.yaml', '--force']).code).toBe(0);
  expect(campaign(directory, ['plan', '-q']).code).toBe(0);
});

test.each([
  ['bench.py', 'import os\n', 'its name ends in .py'],
  ['Makefile', 'all:\n\techo\n', 'it is a makefile'],
  ['bench', '#!/usr/bin/env python3\n', 'its first line is `#!/usr/bin/env python3`'],
  ['empty.sh', '\n', 'it is empty'],
])('%s is no shell script, and refused with exit 2', (name, text, why) => {
  const directory = repository({ [name]: text });
  expect(campaign(directory, ['import', name])).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: ${name} is no shell script: ${why}\n  help: name the script that starts the benchmark, such as bench.sh or userdata.sh\n`,
  });
});

test('a script that does not parse, a missing file and a name that is none are refused with what to do', () => {
  const directory = repository({ 'bench.sh': 'if true; then\n', 'good.sh': './x\n' });
  expect(campaign(directory, ['import', 'bench.sh'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('this does not parse as bash: bench.sh:'),
  });
  expect(campaign(directory, ['import', 'no.sh'])).toMatchObject({
    code: 2,
    stderr: 'error: there is no file no.sh\n  help: name the script that runs the benchmark\n',
  });
  expect(campaign(directory, ['import', 'good.sh', '--name', 'Not A Name'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is no name for a campaign'),
  });
});

test('--format json is as its schema says, and has every command once', () => {
  const directory = renamed(
    repository({ 'bench.sh': 'set -e\nSF=${SF:-1}\n./bench --sf $SF || true\naws s3 cp x.csv s3://b/p/\n' }),
    'small',
  );
  const { stdout, stderr } = campaign(directory, ['import', 'bench.sh', '--format', 'json']);
  const value = JSON.parse(stdout);
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(join(project, 'schema/output/import.schema.json'), 'utf8')),
  );
  expect([valid(value), valid.errors, stderr]).toEqual([true, null, '']);
  expect(value.commands).toEqual([
    { file: 'bench.sh', line: 1, in: null, why: 'a stage runs under `bash -euo pipefail`' },
    { file: 'bench.sh', line: 2, in: 'params.sf', why: null },
    { file: 'bench.sh', line: 3, in: 'stages.bench', why: null },
    { file: 'bench.sh', line: 3, in: null, why: 'a stage that fails is reported, the others go on' },
    { file: 'bench.sh', line: 4, in: 'produces and store.url', why: null },
  ]);
});
