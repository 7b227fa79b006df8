import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../../bench', import.meta.url));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'campaign-bench-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function run(script: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(bench, script), ...words], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the data', () => {
  test('are the same bytes from the same arguments, and others from others', () => {
    const digest = (out: string, rows: string) => {
      run('generate.mjs', '--task', 'groupby', '--k', '10', '--rows', rows, '--out', out);
      const manifest = JSON.parse(readFileSync(join(directory, `${out}.json`), 'utf8')) as {
        parts: { sha256: string }[];
      };
      return manifest.parts.map(part => part.sha256);
    };
    expect(digest('a', '1000')).toEqual(['fcabce3633a04a983bfa8fff72fd57f4b4771de132bbbcbb0e4caa74bb199976']);
    expect(digest('b', '1000')).toEqual(digest('a', '1000'));
    expect(digest('c', '1001')).not.toEqual(digest('a', '1000'));
  });

  test('have a manifest that tells the truth about every part', () => {
    run('generate.mjs', '--task', 'join', '--k', '1', '--rows', '600000', '--out', 'data');
    const manifest = JSON.parse(readFileSync(join(directory, 'data.json'), 'utf8')) as {
      rows: Record<string, number>;
      parts: { path: string; bytes: number; rows: number; sha256: string }[];
    };
    expect(manifest.rows).toEqual({ x: 600_000, small: 10, medium: 600, big: 600_000 });
    expect(manifest.parts.map(part => part.path)).toEqual(
      ['x', 'small', 'medium', 'big'].flatMap(table =>
        readdirSync(join(directory, 'data', table)).map(name => join('data', table, name)),
      ),
    );
    for (const part of manifest.parts) {
      const text = readFileSync(join(directory, part.path));
      expect(part).toMatchObject({ bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') });
      expect(text.toString().trimEnd().split('\n').length - 1).toBe(part.rows);
    }
  });

  test('of the join have each big key once a side, nine in ten of them on both', () => {
    run('generate.mjs', '--task', 'join', '--k', '1', '--rows', '10000', '--out', 'data');
    const keys = (table: string) =>
      readFileSync(join(directory, 'data', table, 'part-00000.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map(line => line.split(',')[2]);
    const left = new Set(keys('x'));
    const right = new Set(keys('big'));
    expect([left.size, right.size, [...left].filter(key => right.has(key)).length]).toEqual([10_000, 10_000, 9_000]);
  });
});

describe('the answers', () => {
  const line = (engine: string, question: string, sum: number, kind = 'trial') =>
    JSON.stringify({
      engine,
      task: 'join',
      k: 1,
      kind,
      question,
      run: '1/1',
      seconds: 0.5,
      rows: 3,
      sums: { v1: sum },
    });
  const results = (files: Record<string, string[]>) => {
    mkdirSync(join(directory, 'results'));
    for (const [name, lines] of Object.entries(files))
      writeFileSync(join(directory, 'results', name), `${lines.join('\n')}\n`);
  };
  const agree = () => run('agree.mjs', '--results', 'results', '--out', 'agreement.json');

  test('agree when they differ by the order of adding alone', () => {
    results({
      'a.jsonl': [line('a', 'q01', 1_000_000.1)],
      'b.jsonl': [line('b', 'q01', 1_000_000.1000001, 'warmup'), line('b', 'q01', 1_000_000.1)],
    });
    expect(agree()).toEqual({ status: 0, stdout: '1 of 1 answers agree\n', stderr: '' });
  });

  test('that differ, or are missing, are named', () => {
    results({ 'a.jsonl': [line('a', 'q01', 1), line('a', 'q02', 1)], 'b.jsonl': [line('b', 'q01', 2)] });
    expect(agree()).toEqual({
      status: 1,
      stdout: 'join q01: sum of v1 is 1 by a, 2 by b\njoin q02: no answer of b\n0 of 2 answers agree\n',
      stderr: '',
    });
  });

  test('become a table, fastest named', () => {
    results({ 'a.jsonl': [line('a', 'q01', 1)], 'b.jsonl': [line('b', 'q01', 1).replace('0.5', '2')] });
    agree();
    writeFileSync(join(directory, 'host.txt'), 'a machine\n');
    writeFileSync(join(directory, 'quiet.json'), '{"busy":2.4}\n');
    const { stdout } = run(
      'compare.mjs',
      '--results',
      'results',
      '--agreement',
      'agreement.json',
      '--host',
      'host.txt',
      '--quiet',
      'quiet.json',
      '--out',
      'c.md',
    );
    expect(stdout).toBe(`# a and b on the group-by and join questions

| question | rows of the answer | a | b | faster | answers agree |
| --- | ---: | ---: | ---: | ---: | ---: |
| join q01 | 3 | 500.0 ms ± 0 % | 2.00 s ± 0 % | a 4.0× | yes |

Median of the trials, ± the widest deviation from it. Lower is better. Loading is not part of it:



Measured on (before it began, others kept 2 % of its processors busy):

\`\`\`
a machine
\`\`\`
`);
    expect(readFileSync(join(directory, 'c.md'), 'utf8')).toBe(stdout);
  });
});
