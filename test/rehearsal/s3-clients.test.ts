import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { awsCommands } from './aws-commands.ts';
import { awsEnvironment, s3 } from './s3.ts';

const run = promisify(execFile);

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-s3-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test.each(awsCommands)(
  '$name stores, lists, brings back and removes objects of any size and name',
  async ({ path }) => {
    await using server = await s3();
    const cwd = scratch();
    const aws = async (...words: string[]) =>
      (await run(path, ['--endpoint-url', server.url, ...words], { cwd, env: awsEnvironment(server) })).stdout;
    const large = Buffer.alloc(9_000_000, 'large ');
    const odd = 'a b+c%2F&ü*"<[x]';
    writeFileSync(join(cwd, 'large'), large);
    writeFileSync(join(cwd, odd), 'odd\n');
    await aws('s3', 'cp', 'large', 's3://results/p/large');
    await aws('s3', 'cp', odd, 's3://results/p/odd/');
    const listed = await aws('s3', 'ls', '--recursive', 's3://results/p/');
    expect(listed.split('\n').map(line => line.slice(20).trimStart())).toEqual([
      '9000000 p/large',
      `4 p/odd/${odd}`,
      '',
    ]);
    expect(server.objects('results').get('p/large')?.etag).toMatch(/^[\da-f]{32}-2$/);
    await aws('s3', 'cp', '--recursive', 's3://results/p/', 'back/');
    expect(readFileSync(join(cwd, 'back/large')).equals(large)).toBe(true);
    expect(readFileSync(join(cwd, 'back/odd', odd), 'utf8')).toBe('odd\n');
    await aws('s3', 'rm', '--recursive', 's3://results/p/');
    expect([...server.objects('results').keys()]).toEqual([]);
  },
);
