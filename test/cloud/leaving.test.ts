import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { sdk } from './clients.ts';
import { startCloud } from './cloud.ts';
import { instanceInput } from './inputs.ts';

/** Lives in a box alone: no other process here has such a number in its arguments. */
function alive(mark: string): number {
  return readdirSync('/proc').filter(name => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  }).length;
}

const daemon = (seconds: string) =>
  `#!/bin/bash\nsetsid nohup sleep ${seconds} >/dev/null 2>&1 &\ntouch /usr/bin/left /tmp/left\n`;

test('what an instance does is not seen outside of it, and nothing of it stays when it is terminated', async () => {
  const cloud = await startCloud({ buckets: ['results'] });
  try {
    const mark = `100${process.pid}1`;
    const { Instances } = await sdk(cloud).ec2.send(new RunInstancesCommand(instanceInput(daemon(mark))));
    const id = Instances![0]!.InstanceId!;
    await cloud.until(id, 'running');
    await expect.poll(() => alive(mark), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => cloud.instance(id).console, { timeout: 10_000 }).toContain(' finished at ');
    expect(cloud.instance(id).read('/usr/bin/left').length).toBe(0);
    expect(readdirSync('/usr/bin')).not.toContain('left');
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain('/mnt/box');
    await cloud.vanish(id);
    expect([alive(mark), cloud.instance(id).processes]).toEqual([0, []]);
  } finally {
    await cloud.close();
  }
});

test('an instance does not outlive the program that started it, however that ends', async () => {
  const tsx = join(import.meta.dirname, '../../node_modules/.bin/tsx');
  const program: ChildProcess = spawn(tsx, [join(import.meta.dirname, 'serve.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  program.stdout!.on('data', bytes => {
    said += bytes;
  });
  await expect.poll(() => said, { timeout: 20_000 }).toContain('AWS_URL');
  const env = new Map([...said.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name!, value!]));
  const ec2 = new EC2Client({
    endpoint: env.get('AWS_ENDPOINT_URL')!,
    region: env.get('AWS_REGION')!,
    credentials: { accessKeyId: env.get('AWS_ACCESS_KEY_ID')!, secretAccessKey: env.get('AWS_SECRET_ACCESS_KEY')! },
  });
  const mark = `100${process.pid}2`;
  await ec2.send(new RunInstancesCommand(instanceInput(daemon(mark))));
  await expect.poll(() => alive(mark), { timeout: 20_000 }).toBe(1);
  for (const pid of children(program.pid!)) process.kill(pid, 'SIGKILL');
  program.kill('SIGKILL');
  await once(program, 'exit');
  await expect.poll(() => alive(mark), { timeout: 20_000 }).toBe(0);
});

/** tsx runs a program as a child of its own. */
function children(pid: number): readonly number[] {
  expect(readlinkSync(`/proc/${pid}/exe`)).toContain('node');
  const own = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return own.filter(each => readFileSync(`/proc/${each}/cmdline`, 'utf8').includes('serve.ts'));
}
