import { DescribeInstancesCommand, RunInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sdk } from './clients.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { command, instanceInput } from './inputs.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ buckets: ['results'] });
});
afterAll(() => cloud.close());

test('an instance is launched, runs its user data and a command, and is terminated', async () => {
  const { ec2, ssm, sts } = sdk(cloud);
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/owner' });

  const input = instanceInput('#!/bin/bash\necho "$0 $PWD ${HOME-no home}"\n');
  const made = await ec2.send(new RunInstancesCommand(input));
  const id = made.Instances?.[0]?.InstanceId ?? '';
  expect(made.Instances?.[0]?.State).toEqual({ Code: 0, Name: 'pending' });
  await cloud.until(id, 'running');
  const { InstanceInformationList } = await ssm.send(new DescribeInstanceInformationCommand({}));
  expect(InstanceInformationList).toMatchObject([{ InstanceId: id, PingStatus: 'Online' }]);

  const { Command } = await ssm.send(
    new SendCommandCommand(command(id, '#!/bin/bash', 'echo $BASH $PWD; echo no >&2; exit 3')),
  );
  const CommandId = Command!.CommandId!;
  expect(CommandId).toHaveLength(36);
  const ended = () => ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId: id }));
  await expect.poll(async () => (await ended()).Status, { timeout: 10_000 }).toBe('Failed');
  expect(await ended()).toMatchObject({
    ResponseCode: 3,
    StandardOutputContent: '/bin/bash /usr/bin\n',
    StandardErrorContent: 'no\nfailed to run commands: exit status 3',
  });

  await expect.poll(() => cloud.instance(id).console, { timeout: 10_000 }).toContain(' finished at ');
  expect(cloud.instance(id).console).toContain('\n/var/lib/cloud/instance/scripts/part-001 / no home\n');
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await cloud.until(id, 'terminated');
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Code: 'Client.UserInitiatedShutdown' },
  });
  expect(cloud.instance(id).processes).toEqual([]);
});
