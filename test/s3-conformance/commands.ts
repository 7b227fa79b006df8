import { type SpawnSyncReturns, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type AwsCommand, awsCommands } from '../rehearsal/aws-commands.ts';
import { awsEnvironment } from '../rehearsal/s3.ts';
import type { Case, Place } from './place.ts';

type Ended = Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'>;

/** A command of the AWS CLI in a directory of its own, with what goes into its standard input. */
type Aws = (words: readonly string[], input?: string) => Promise<Ended>;

async function within(
  command: AwsCommand,
  { server }: Place,
  body: (aws: Aws, cwd: string) => Promise<void>,
): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'campaign-aws-'));
  const aws: Aws = (words, input = '') =>
    new Promise((resolve, reject) => {
      const env = { ...awsEnvironment(server), AWS_MAX_ATTEMPTS: '1' };
      const child = spawn(command.path, ['--endpoint-url', server.url, ...words], { cwd, env });
      const ended = { status: null as number | null, stdout: '', stderr: '' };
      child.stdout.on('data', text => (ended.stdout += text));
      child.stderr.on('data', text => (ended.stderr += text));
      child.once('error', reject);
      child.once('close', status => resolve({ ...ended, status }));
      child.stdin.end(input);
    });
  try {
    await body(aws, cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const odd = 'a b+c%2F&ü*"<[x]';

function casesOf(command: AwsCommand): readonly Case[] {
  const version = `aws ${command.major}`;
  return [
    {
      name: `${version} stores, lists, brings back and removes objects of any size and name`,
      holds: place =>
        within(command, place, async (aws, cwd) => {
          const to = `s3://${place.bucket}/p/`;
          const large = Buffer.alloc(9_000_000, 'large ');
          writeFileSync(join(cwd, 'large'), large);
          writeFileSync(join(cwd, odd), 'odd\n');
          expect(await aws(['s3', 'cp', '--quiet', 'large', `${to}large`])).toMatchObject({ status: 0, stderr: '' });
          expect(await aws(['s3', 'cp', '--quiet', odd, `${to}odd/`])).toMatchObject({ status: 0, stderr: '' });
          const { stdout } = await aws(['s3', 'ls', '--recursive', to]);
          const listed = stdout.split('\n').map(line => line.slice(20).trimStart());
          expect(listed).toEqual(['9000000 p/large', `4 p/odd/${odd}`, '']);
          await aws(['s3', 'cp', '--quiet', '--recursive', to, 'back/']);
          expect(readFileSync(join(cwd, 'back/large')).equals(large)).toBe(true);
          expect(readFileSync(join(cwd, 'back/odd', odd), 'utf8')).toBe('odd\n');
          expect((await aws(['s3', 'rm', '--quiet', '--recursive', to])).status).toBe(0);
          expect((await aws(['s3', 'ls', '--recursive', `s3://${place.bucket}`])).stdout).toBe('');
        }),
    },
    {
      name: `${version} brings a directory there, and again only what has changed`,
      holds: place =>
        within(command, place, async (aws, cwd) => {
          mkdirSync(join(cwd, 'out/deep'), { recursive: true });
          for (const name of ['one', 'deep/two']) writeFileSync(join(cwd, 'out', name), name);
          const sync = ['s3', 'sync', '--no-progress', 'out', `s3://${place.bucket}/out`];
          expect((await aws(sync)).stdout.split('\n').length).toBe(3);
          writeFileSync(join(cwd, 'out/one'), 'another');
          expect((await aws(sync)).stdout).toBe(`upload: out/one to s3://${place.bucket}/out/one\n`);
        }),
    },
    {
      name: `${version} stores what comes through a pipe, and copies within the bucket`,
      holds: place =>
        within(command, place, async aws => {
          const [from, to] = [`s3://${place.bucket}/a`, `s3://${place.bucket}/b c`];
          expect((await aws(['s3', 'cp', '-', from], 'text\n')).status).toBe(0);
          expect((await aws(['s3', 'cp', '--quiet', from, to])).status).toBe(0);
          expect((await aws(['s3', 'cp', to, '-'])).stdout).toBe('text\n');
        }),
    },
    {
      name: `${version} says by its status what is not there or not allowed`,
      holds: place =>
        within(command, place, async (aws, cwd) => {
          writeFileSync(join(cwd, 'a'), 'a');
          const status = async (...words: string[]) => (await aws(words)).status;
          expect(await status('s3', 'cp', 'a', 's3://no-such-bucket-at-all/a')).toBe(1);
          expect(await status('s3', 'cp', `s3://${place.bucket}/nothing`, 'back')).toBe(1);
          expect(await status('s3', 'ls', `s3://${place.bucket}/nothing/`)).toBe(1);
          const head = ['s3api', 'head-object', '--bucket', place.bucket, '--key', 'nothing'];
          expect(await status(...head)).toBe(command.major === 1 ? 255 : 254);
        }),
    },
  ];
}

/** Through the AWS CLI of each version that is here. */
export const commandCases: readonly Case[] = awsCommands.flatMap(casesOf);
