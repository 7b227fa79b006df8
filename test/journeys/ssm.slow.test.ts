import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { sdk } from '../cloud/clients.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { instanceInput } from '../cloud/inputs.ts';
import { journey, travels, until } from './world.ts';

const one = `
  only: { run: "echo once >> /var/tmp/ran; hostname > out.txt", produces: [out.txt] }
`;

/** The policy by which an instance's agent may speak to Systems Manager. */
const profiles = { 'campaign-box': { attached: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] } };

/** An instance that is up and not ours. */
async function up(cloud: Cloud): Promise<string> {
  const Tags = [{ Key: 'campaign:name', Value: 'small' }];
  const input = instanceInput('#!/bin/bash\n', {
    IamInstanceProfile: { Name: 'campaign-box' },
    TagSpecifications: [{ ResourceType: 'instance', Tags }],
  });
  const { Instances } = await sdk(cloud).ec2.send(new RunInstancesCommand(input));
  const id = Instances![0]!.InstanceId!;
  await cloud.until(id, 'running', 60);
  await until(() => cloud.instance(id).agent === 'online', 60);
  return id;
}

travels(
  'a command that arrives twice, and whose answer is lost, starts one run on an instance that stays up',
  async () => {
    await using given = await journey({ profiles }, one);
    const id = await up(given.cloud);
    given.cloud.fault({ fault: 'twice', action: 'SendCommand', count: 1 });
    given.cloud.fault({ fault: 'error', action: 'GetCommandInvocation', code: 'ThrottlingException', count: 2 });
    const { code, stdout, stderr } = await given.campaign('run', '--on', `ssm:${id}`, '--run-id', 'one');
    const box = given.cloud.instance(id);
    expect(code, `${stderr}${stdout}${box.console}`).toBe(0);
    expect(box.state).toBe('running');
    expect(box.read('/var/tmp/ran').toString()).toBe('once\n');
    const stored = given.stored('one');
    expect([...stored.keys()].filter(key => key.startsWith('starts/'))).toEqual([]);
    expect(JSON.parse(stored.get('launch/1.json')!)).toMatchObject({ kind: 'ssm', state: 'ended', instanceId: id });
    // It is nobody's to sweep.
    const swept = await given.campaign('sweep', '--yes');
    expect(swept).toMatchObject({ code: 0, stderr: '' });
    expect(given.cloud.instance(id).state).toBe('running');

    given.cloud.agentOffline(id);
    const offline = given.start('run', '--on', `ssm:${id}`, '--run-id', 'two');
    await until(() => offline.stderr().includes('waiting for up to 60 s'), 60, offline.stderr);
    expect(offline.stderr()).toContain(`the agent of ${id} is ConnectionLost: waiting for up to 60 s`);
    given.cloud.agentOnline(id);
    given.cloud.fault({ fault: 'error', action: 'SendCommand', code: 'AccessDeniedException' });
    expect(await offline.ended).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('error: sending a command to'),
    });
  },
  600,
);

travels(
  'no instance is powered off unasked',
  async () => {
    await using given = await journey({ profiles }, one);
    const unknown = await given.campaign('run', '--on', 'ssm:i-0123456789abcdef0', '--provision');
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('error: nobody is there to be asked')]);
  },
  120,
);
