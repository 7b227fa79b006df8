import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bash, campaign } from './process.ts';
import { gitEnvironment, repository, temporary, write } from './repository.ts';

/** Safe to fix: a key, a name, a duration. Unsafe: what hides a failure. */
const text = `# a comment above
campaign: fixed # its name

version: 1
params: { size: { type: string, default: big } }
limits: { wall: "2 hours", stage: 10m } # two are enough
x: &again { attempts: 2 }
stages:
  measure: # first
    run: |
      ./measure.sh \${{ params.siez }} > out.txt || true

    produces: [out.txt]
    # why it may run again
    retyr: *again
`.replace(/^x: .*\n/m, '');
const fixed = text
  .replace('"2 hours"', '2h')
  .replace('params.siez', 'params.size')
  .replace('retyr: *again', 'retry: { attempts: 2 }')
  .replace('*again', '{ attempts: 2 }');
const source = text.replace('*again', '{ attempts: 2 }');
const script = { 'measure.sh*': '#!/bin/sh\necho 1\n' };
const project = (campaignText = source) => repository({ 'campaign.yaml': campaignText, ...script });
const read = (root: string, name = 'campaign.yaml') => readFileSync(join(root, name));
const summary = 'fixed 3 findings in 1 file; left: 1 error, 1 with an unsafe fix: add --unsafe to see it\n';
const unsafe = `--- a/campaign.yaml
+++ b/campaign.yaml
@@ -7,7 +7,7 @@
 stages:
   measure: # first
     run: |
-      ./measure.sh \${{ params.size }} > out.txt || true
+      ./measure.sh \${{ params.size }} > out.txt
 
     produces: [out.txt]
     # why it may run again
`;

describe('--fix', () => {
  test('writes what is safe, keeps comments and layout, tells what is left, and the second time does nothing', () => {
    const root = project();
    const first = campaign(root, ['lint', '--fix', '-f', 'gcc']);
    expect(read(root).toString()).toBe(fixed);
    expect(first).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^campaign\.yaml:10:\d+: error: `\|\| true` hides .* \[swallowed-failure\]\n$/),
      stderr: summary,
    });
    const { mtimeMs } = statSync(join(root, 'campaign.yaml'));
    expect(campaign(root, ['lint', '--fix', '-f', 'gcc'])).toMatchObject({
      code: 1,
      stdout: first.stdout,
      stderr: summary.replace('fixed 3 findings in 1 file', 'fixed 0 findings'),
    });
    expect([read(root).toString(), statSync(join(root, 'campaign.yaml')).mtimeMs]).toEqual([fixed, mtimeMs]);
  });

  test('says with -v what it writes, with -q nothing', () => {
    expect(campaign(project(), ['lint', '--fix', '-v', '-f', 'json']).stderr).toBe(
      [
        'campaign.yaml:6: write `2h`\n',
        'campaign.yaml:10: write `params.size` for `params.siez`\n',
        'campaign.yaml:14: write `retry` for `retyr`\n',
        summary,
      ].join(''),
    );
    expect(campaign(project(), ['lint', '--fix', '-q', '-f', 'json']).stderr).toBe('');
  });

  for (const [name, change] of [
    ['CRLF', (one: string) => one.replaceAll('\n', '\r\n')],
    ['a byte order mark', (one: string) => `\ufeff${one}`],
    ['no last line end', (one: string) => one.trimEnd()],
    ['four spaces', (one: string) => one.replace(/^ +/gm, '$&$&')],
  ] as const)
    test(`keeps ${name}`, () => {
      const root = project(change(source));
      campaign(root, ['lint', '--fix']);
      expect(read(root).toString()).toBe(change(fixed));
    });

  test('keeps the mode, the symbolic link it was read through, and leaves nothing beside it', () => {
    const root = project();
    mkdirSync(join(root, 'real'));
    write(root, { 'real/one.yaml': source });
    chmodSync(join(root, 'real/one.yaml'), 0o640);
    symlinkSync('real/one.yaml', join(root, 'linked.campaign.yaml'));
    campaign(root, ['lint', '--fix', 'linked.campaign.yaml']);
    expect(lstatSync(join(root, 'linked.campaign.yaml')).isSymbolicLink()).toBe(true);
    expect(read(root, 'real/one.yaml').toString()).toBe(fixed);
    expect(statSync(join(root, 'real/one.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(root, 'real'))).toEqual(['one.yaml']);
  });

  test('a slip in the value of a key that was a slip is mended with it', () => {
    const root = project(fixed.replace(' || true', '').replace('produces:', 'exclusve: no\n    produces:'));
    expect(campaign(root, ['lint', '--fix'])).toMatchObject({ code: 0 });
    expect(read(root).toString()).toContain('exclusive: false\n');
  });

  test('a fix that would bring an error is left alone, and the error is told', () => {
    const root = project(fixed.replace(' || true', '').replace('produces:', 'timeuot: soon\n    produces:'));
    const before = read(root).toString();
    expect(campaign(root, ['lint', '--fix', '-f', 'gcc'])).toMatchObject({
      code: 1,
      stderr: [
        'campaign.yaml:12: left alone: write `timeout` for `timeuot`: then there would be schema: `timeout` must be a duration of at least a second, such as `90` (seconds), `30s`, `20m`, `1h30m` or `2d`, not `soon`\n',
        'fixed 0 findings; left: 1 error\n',
      ].join(''),
    });
    expect(read(root).toString()).toBe(before);
  });

  test('what a misspelt name has hidden was there, and is told as what is left', () => {
    const root = project(fixed.replace(' || true', '').replace('produces:', 'requries: [no/such/file]\n    produces:'));
    expect(campaign(root, ['lint', '--fix', '-f', 'gcc'])).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^campaign\.yaml:12:16: error: `no\/such\/file` .*\[missing-input\]\n$/),
      stderr: 'fixed 1 finding in 1 file; left: 1 error\n',
    });
  });

  test('a name that is near but makes stages wait for each other is not what is meant', () => {
    const root = repository({
      'campaign.yaml':
        'campaign: x\nversion: 1\nlimits: { wall: 1h, stage: 10m }\nstages:\n  first: { run: df, requires: [{ stage: secnd }] }\n  second: { run: df, requires: [{ stage: first }] }\n',
    });
    expect(campaign(root, ['lint', '--fix', '-f', 'json']).stderr).toMatch(
      /^campaign\.yaml:5: left alone: write `second` for `secnd`: then there would be cycle: .*\nfixed 0 findings; left: 1 error\n$/,
    );
  });

  test('what is not all UTF-8 is not written, and does not hide the others', () => {
    const root = project();
    const bytes = Buffer.concat([Buffer.from(source), Buffer.from([0x23, 0xe9, 0x0a])]);
    writeFileSync(join(root, 'latin.campaign.yaml'), bytes);
    const ended = campaign(root, ['lint', '--fix', 'latin.campaign.yaml', 'campaign.yaml']);
    expect([ended.code, ended.stderr]).toEqual([
      2,
      `error: latin.campaign.yaml is not fixed: it is not all UTF-8\n  help: write the file in UTF-8 first\n${summary}`,
    ]);
    expect(read(root, 'latin.campaign.yaml').equals(bytes)).toBe(true);
    expect(read(root).toString()).toBe(fixed);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be written is told', () => {
    const root = project();
    chmodSync(join(root, 'campaign.yaml'), 0o444);
    const ended = campaign(root, ['lint', '--fix']);
    expect([ended.code, read(root).toString()]).toEqual([2, source]);
    expect(ended.stderr).toMatch(/^error: campaign\.yaml is not fixed: .*\n {2}help: give yourself the right/);
  });

  test('from stdin to stdout, for editors', () => {
    const root = project();
    const ended = bash(root, 'campaign lint --fix -q --stdin-filename sub/../new.yaml - < campaign.yaml');
    expect(ended).toEqual({ code: 1, stdout: fixed, stderr: '' });
    expect(read(root).toString()).toBe(source);
  });
});

describe('--diff and --unsafe', () => {
  const applied = (root: string, diff: string) =>
    execFileSync('git', ['-C', root, 'apply', '-'], {
      input: diff,
      env: gitEnvironment,
      stdio: ['pipe', 'pipe', 'pipe'],
    });

  test('--diff writes nothing, and what it shows is what --fix writes', () => {
    const root = project();
    const { code, stdout, stderr } = campaign(root, ['lint', '--diff']);
    expect([code, stderr]).toEqual([
      1,
      'would fix 3 findings; nothing is written; there are now 4 errors, 1 with an unsafe fix: add --unsafe to see it\n',
    ]);
    expect(read(root).toString()).toBe(source);
    applied(root, stdout);
    expect(read(root).toString()).toBe(fixed);
    expect(campaign(root, ['lint', '--diff'])).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'would fix 0 findings; nothing is written; there are now 1 error, 1 with an unsafe fix: add --unsafe to see it\n',
    });
  });

  test('--fix --unsafe writes what is safe and shows the rest, to be applied', () => {
    const root = project();
    expect(campaign(root, ['lint', '--fix', '--unsafe'])).toEqual({
      code: 1,
      stdout: unsafe,
      stderr: 'fixed 3 findings in 1 file; left: 1 error; 1 of them shown as a diff, not written\n',
    });
    expect(read(root).toString()).toBe(fixed);
    applied(root, unsafe);
    expect(campaign(root, ['lint', '--fix', '--unsafe'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'fixed 0 findings; left: no findings\n',
    });
  });

  test('--diff --unsafe shows both, also in scripts that a stage runs, from wherever it starts', () => {
    const root = repository({
      'bench/campaign.yaml':
        'campaign: x\nversion: 1\nlimits: { wall: 1 h, stage: 10m }\nstages:\n  a: { run: bash bench/all.sh }\n',
      'bench/all.sh': 'set -e\n./work || true\n',
      'work*': '',
    });
    const { stdout } = campaign(join(root, 'bench'), ['lint', '--diff', '--unsafe']);
    expect(stdout).toContain('--- a/campaign.yaml\n');
    expect(stdout).toContain('--- a/all.sh\n');
    applied(join(root, 'bench'), stdout);
    expect(read(root, 'bench/all.sh').toString()).toBe('set -e\n./work\n');
    const again = campaign(root, ['lint', '-q', '-f', 'gcc', 'bench']);
    expect([again.stdout.split('\n').length, again.stdout]).toEqual([2, expect.stringContaining('[dirty-file]')]);
  });

  test('what would be safe in a campaign is not in a script, which others run too', () => {
    const root = repository({
      'campaign.yaml':
        'campaign: x\nversion: 1\nlimits: { wall: 1h, stage: 10m }\nstages:\n  a: { run: bash all.sh }\n',
      'all.sh': 'set -e\napt-get install jq\n./work\n',
      'work*': '',
    });
    expect(campaign(root, ['lint', '--fix', '-f', 'json']).stderr).toBe(
      'fixed 0 findings; left: 1 error, 1 with an unsafe fix: add --unsafe to see it\n',
    );
    expect(campaign(root, ['lint', '--fix', '--unsafe']).stdout).toContain('+apt-get -y install jq\n');
    expect(read(root, 'all.sh').toString()).toContain('apt-get install jq\n');
  });

  test('a script that two campaigns run, beside where it starts, is in the diff once, to be applied at the root', () => {
    const one =
      'campaign: x\nversion: 1\nlimits: { wall: 1h, stage: 10m }\nstages:\n  a: { run: bash tools/all.sh || true }\n';
    const root = repository({
      'bench/one.campaign.yaml': one,
      'bench/two.campaign.yaml': one.replace('x', 'y'),
      'tools/all.sh': 'set -e\n./work || true\n',
      'work*': '',
    });
    const { code, stdout, stderr } = campaign(join(root, 'bench'), ['lint', '--diff', '--unsafe']);
    expect([code, stdout.match(/^--- .*$/gm)]).toEqual([
      1,
      ['--- a/bench/one.campaign.yaml', '--- a/tools/all.sh', '--- a/bench/two.campaign.yaml'],
    ]);
    expect(stderr).toMatch(/; the diff is to be applied in \.\.\n$/);
    applied(root, stdout);
    expect(read(root, 'tools/all.sh').toString()).toBe('set -e\n./work\n');
    expect(campaign(root, ['lint', '--diff', '--unsafe']).stdout).toBe('');
  });

  test('names and texts of any kind are diffs that git applies', () => {
    const name = 'o"d\\d né\tw.campaign.yaml';
    const root = repository({ [name]: source.trimEnd().replaceAll('\n', '\r\n'), ...script });
    applied(root, campaign(root, ['lint', '--diff', name]).stdout);
    expect(read(root, name).toString()).toBe(fixed.trimEnd().replaceAll('\n', '\r\n'));
  });
});

describe('files', () => {
  const clean = 'campaign: c\nversion: 1\nlimits: { wall: 1h, stage: 10m }\nstages:\n  a: { run: df -h }\n';
  const faulty = clean.replace('wall: 1h, ', '');
  const tree = () =>
    repository({
      'bench/campaign.yaml': faulty,
      'bench/deep/two.campaign.yaml': faulty,
      'bench/notes.yaml': 'a: 1\n',
      'bench/skip/campaign.yaml': faulty,
      '.campaignignore': 'bench/skip/\n',
      'campaign.yaml': clean,
    });
  const places = (root: string, ...args: string[]) => {
    const { stdout, code, stderr } = campaign(root, ['lint', '-f', 'gcc', ...args]);
    return { code, stderr, files: stdout.split('\n').flatMap(line => line.split(':')[0] || []) };
  };

  test('a directory means the tracked campaigns below it, from wherever it is named', () => {
    const root = tree();
    const both = ['bench/campaign.yaml', 'bench/deep/two.campaign.yaml'];
    for (const given of ['bench', 'bench/', './bench'])
      expect(places(root, given)).toEqual({ code: 1, stderr: '', files: both });
    expect(places(root, '.')).toEqual({ code: 1, stderr: '', files: both });
    expect(places(join(root, 'bench/deep'), '..').files).toEqual(['../campaign.yaml', '../deep/two.campaign.yaml']);
    expect(places(root, 'bench', 'bench/campaign.yaml', './bench/../bench/campaign.yaml').files).toEqual(both);
  });

  test('a glob that no shell has expanded means YAML files that git does not ignore', () => {
    const root = tree();
    write(root, { 'bench/new.yaml': faulty, '.gitignore': 'gone.yaml\n', 'bench/gone.yaml': faulty });
    expect(places(root, 'bench/**/*campaign.yaml').files).toEqual([
      'bench/campaign.yaml',
      'bench/deep/two.campaign.yaml',
      'bench/skip/campaign.yaml',
    ]);
    expect(places(join(root, 'bench'), 'n[e]w.{yaml,yml}').files).toEqual(['new.yaml']);
    expect(places(root, 'bench/gon?.yaml')).toMatchObject({ code: 2, files: [] });
  });

  test('one that cannot be read does not hide the others, in every format', () => {
    const root = tree();
    const files = ['none.yaml', 'bench/campaign.yaml', 'no/such/dir', 'campaign.yaml'];
    const told = (name: string) =>
      `error: there is no file ${name}\n  help: check the name, or write a first one: campaign init\n`;
    for (const format of ['pretty', 'json', 'sarif', 'github', 'gcc']) {
      const { code, stdout, stderr } = campaign(root, ['lint', '-f', format, ...files]);
      expect([code, stderr]).toEqual([2, told('none.yaml') + told('no/such/dir')]);
      expect(stdout).toContain('no-wall-limit');
    }
    expect(JSON.parse(campaign(root, ['lint', '-f', 'json', ...files]).stdout)).toMatchObject({
      files: 2,
      summary: { errors: 1 },
    });
  });

  test('two campaigns that write the same path are no fault of either', () => {
    const make = clean.replace('df -h', 'df -h > out.txt, produces: [out.txt]');
    const root = repository({
      'one.campaign.yaml': make,
      'two.campaign.yaml': make.replace('campaign: c', 'campaign: d'),
    });
    expect(campaign(root, ['lint'])).toEqual({ code: 0, stdout: 'no findings in 2 files\n', stderr: '' });
  });

  test('stdin is judged as the file it is called, and named so', () => {
    const root = tree();
    const ended = bash(root, 'campaign lint -f gcc --stdin-filename bench/new.yaml - < bench/campaign.yaml');
    expect(ended).toMatchObject({ code: 1, stdout: expect.stringMatching(/^bench\/new\.yaml:3:9: error: /) });
    expect(bash(root, 'campaign lint -f gcc - < bench/campaign.yaml').stdout).toMatch(/^<stdin>:3:9: error: /);
    expect(bash(root, 'campaign lint --stdin-filename no/x.yaml - < campaign.yaml')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: --stdin-filename no\/x\.yaml: there is no directory /),
    });
  });

  test('a socket as stdin, as editors give one, is read like a pipe', () => {
    const root = tree();
    const bridge = `
      const { spawn } = require('node:child_process');
      const { bin, node, file } = JSON.parse(process.argv[1]);
      const child = spawn(node, [bin, 'lint', '-f', 'gcc', '-'], { stdio: ['pipe', 'inherit', 'inherit'] });
      setTimeout(() => child.stdin.end(require('node:fs').readFileSync(file)), 200);
      child.on('close', code => process.exit(code));`;
    const given = JSON.stringify({
      bin: realpathSync(new URL('../../bin/campaign.cjs', import.meta.url)),
      node: process.execPath,
      file: join(root, 'bench/campaign.yaml'),
    });
    const { status, stdout } = spawnSync(process.execPath, ['-e', bridge, given], {
      cwd: root,
      env: { ...gitEnvironment, CAMPAIGN_NO_CACHE: '1' },
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^<stdin>:3:9: error: /)]);
  });

  test('github and sarif name files as the repository does, wherever the command starts', () => {
    const root = tree();
    const below = (format: string) => campaign(join(root, 'bench/deep'), ['lint', '-f', format]).stdout;
    expect(below('github')).toMatch(/^::error file=bench\/deep\/two\.campaign\.yaml,line=3,/);
    expect(JSON.parse(below('sarif')).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      'bench/deep/two.campaign.yaml',
    );
    expect(below('gcc')).toMatch(/^two\.campaign\.yaml:3:/);
  });

  test('outside a repository too', () => {
    const directory = temporary();
    write(directory, { 'a.campaign.yaml': faulty, 'b.yaml': faulty });
    expect(places(directory, '.').files).toContain('a.campaign.yaml');
    expect(places(directory, '*.yaml')).toMatchObject({ code: 2, files: [] });
  });
});
