import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaign } from './examples/command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [, yaml] = /```yaml\n(.*?)```/s.exec(readme)!;
const [, shown] = /```console\n\$ campaign lint\n(.*?)```/s.exec(readme)!;

describe('the README', () => {
  const base = mkdtempSync(join(tmpdir(), 'campaign-readme-'));
  const cwd = join(base, 'project');
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=reader', '-c', 'user.email=reader@localhost', ...words], { cwd });
  const program = (name: string, text: string) => {
    writeFileSync(join(cwd, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(cwd, name), 0o755);
  };

  beforeAll(() => {
    execFileSync('git', ['init', '-q', '--bare', join(base, 'remote.git')]);
    execFileSync('git', ['init', '-q', '-b', 'main', cwd]);
    writeFileSync(join(cwd, 'campaign.yaml'), yaml!);
    program('tpch.sh', 'seq -f Q%g 22 >"$4"');
    git('add', '-A');
    git('commit', '-qm', 'Start');
    git('remote', 'add', 'origin', join(base, 'remote.git'));
    git('push', '-q', 'origin', 'main');
    program('generate.sh', 'mkdir -p "data/sf$1" && echo "$1" >"data/sf$1/part"');
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  test('shows what the linter really says of its campaign', async () => {
    expect(await campaign(['lint'], { cwd })).toEqual({ status: 1, stdout: shown, stderr: '' });
  });

  test('names commands that do what it says, once the mistakes are mended', async () => {
    const own = 'BENCHMARKS-SF${{ matrix.sf }}.md';
    const mended = yaml!
      .replace('--output BENCHMARKS.md', () => `--output ${own}`)
      .replace('BENCHMARKS.md', () => `"${own}"`);
    writeFileSync(join(cwd, 'campaign.yaml'), mended);
    git('add', '-A');
    git('commit', '-qm', 'Mend it');
    git('push', '-q', 'origin', 'main');
    expect(await campaign(['lint'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    expect(await campaign(['plan'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    expect((await campaign(['run', '--run-id', 'first'], { cwd })).stdout).toContain('4 of 4 stages passed');
    expect((await campaign(['runs'], { cwd })).stdout).toContain('first');
    expect(await campaign(['status', 'first'], { cwd })).toMatchObject({ status: 0 });
    expect(await campaign(['logs', 'first', 'bench[sf=1]'], { cwd })).toMatchObject({ status: 0 });
    const { status, stdout } = await campaign(['compile'], { cwd });
    expect(status).toBe(0);
    expect(() => execFileSync('bash', ['-n'], { input: stdout })).not.toThrow();
  });

  test('and CONTRIBUTING name no npm script that does not exist', () => {
    const text = readme + readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...text.matchAll(/npm (?:run )?(start|test(?!:)|(?<=run )[\w:-]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(name => !(name! in scripts))).toEqual([]);
  });
});
