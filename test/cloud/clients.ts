import { execFile } from 'node:child_process';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { Cloud } from './cloud.ts';

/** The real SDK, pointed at an emulated cloud, for whoever holds the account; one attempt a call. */
export function sdk({ url, region, owner }: Cloud) {
  const config = {
    endpoint: url,
    region,
    maxAttempts: 1,
    credentials: owner,
  };
  return { ec2: new EC2Client(config), ssm: new SSMClient(config), sts: new STSClient(config) };
}

export interface CliEnd {
  readonly status: number;
  /** What it printed, read as JSON where it is. */
  readonly value: unknown;
  readonly stderr: string;
}

/** A call of a real AWS CLI. */
export async function cli(path: string, { url, env }: Cloud, ...words: readonly string[]): Promise<CliEnd> {
  const options = {
    env: { PATH: process.env.PATH, AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '', ...env },
    encoding: 'utf8',
  } as const;
  return await new Promise(resolve => {
    execFile(path, ['--endpoint-url', url, '--output', 'json', ...words], options, (error, stdout, stderr) => {
      const value = stdout.startsWith('{') || stdout.startsWith('[') ? JSON.parse(stdout) : stdout;
      resolve({ status: error ? Number(error.code) : 0, value, stderr: stderr.trim() });
    });
  });
}
