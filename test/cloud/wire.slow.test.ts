import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { GetCommandInvocationCommand, SendCommandCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCommandsTried } from '../rehearsal/aws-commands.ts';
import { outcome } from '../rehearsal/client.ts';
import { cli, sdk } from './clients.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { command, instanceInput } from './inputs.ts';

let cloud: Cloud;
let id = '';
beforeAll(async () => {
  cloud = await startCloud({ buckets: ['results'], quotas: { onDemand: 8 } });
  const input = instanceInput('', {
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: '<b & c>' }] }],
  });
  const { Instances } = await sdk(cloud).ec2.send(new RunInstancesCommand(input));
  id = Instances![0]!.InstanceId!;
  await cloud.until(id, 'running');
});
afterAll(() => cloud.close());

const role = 'arn:aws:iam::123456789012:role/campaign';
/** Words, what to query, and what must come out. */
const asked: readonly (readonly [words: string, query: string, expected: unknown])[] = [
  ['ec2 describe-instances --filters Name=tag-key,Values=a', 'Reservations[].Instances[].Tags[].Value', ['<b & c>']],
  ['ec2 describe-instance-status', 'InstanceStatuses[].InstanceStatus.Status', ['ok']],
  [
    'ec2 describe-instance-attribute --attribute instanceInitiatedShutdownBehavior --instance-id ID',
    'InstanceInitiatedShutdownBehavior.Value',
    'terminate',
  ],
  [
    'ec2 describe-volumes --filters Name=attachment.instance-id,Values=ID',
    'Volumes[].[Size,Attachments[0].DeleteOnTermination]',
    [[8, true]],
  ],
  ['ec2 describe-tags --filters Name=resource-id,Values=ID', 'Tags[].[ResourceType,Key]', [['instance', 'a']]],
  [
    'ec2 describe-images --owners amazon --filters Name=architecture,Values=arm64',
    'Images[].ImageId',
    ['ami-0123456789abcdefa'],
  ],
  ['ec2 describe-instance-types --instance-types c7i.large', 'InstanceTypes[].VCpuInfo.DefaultVCpus', [2]],
  [
    'ec2 describe-instance-type-offerings --location-type availability-zone --filters Name=instance-type,Values=c7i.24xlarge',
    'InstanceTypeOfferings[].Location',
    ['us-east-1a'],
  ],
  ['ec2 describe-subnets --filters Name=default-for-az,Values=true', 'length(Subnets)', 3],
  ['ec2 describe-vpcs', 'Vpcs[].IsDefault', [true]],
  [
    'ec2 describe-security-groups --group-names default',
    'SecurityGroups[].IpPermissions[].UserIdGroupPairs[].GroupId',
    ['sg-0123456789abcdef0'],
  ],
  ['ec2 describe-availability-zones', 'AvailabilityZones[].ZoneName', ['us-east-1a', 'us-east-1b', 'us-east-1c']],
  [
    'ec2 describe-spot-price-history --instance-types c7i.large --availability-zone us-east-1a',
    'SpotPriceHistory[].SpotPrice',
    ['0.035700'],
  ],
  ['ec2 describe-spot-instance-requests', 'SpotInstanceRequests', []],
  ['ec2 get-console-output --instance-id ID', 'InstanceId', 'ID'],
  ['sts get-caller-identity', 'Account', '123456789012'],
  ['ssm describe-instance-information', 'InstanceInformationList[].PingStatus', ['Online']],
  ['ssm list-commands', 'Commands', []],
  [
    'ssm get-parameter --name /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
    'Parameter.Value',
    'ami-0123456789abcdef0',
  ],
  ['iam get-instance-profile --instance-profile-name campaign', 'InstanceProfile.Roles[].Arn', [role]],
  ['iam get-role-policy --role-name campaign --policy-name all', 'PolicyDocument.Statement[].Action', ['*']],
  ['iam list-attached-role-policies --role-name campaign', 'AttachedPolicies', []],
  [
    `iam simulate-principal-policy --policy-source-arn ${role} --action-names s3:PutObject`,
    'EvaluationResults[].EvalDecision',
    ['allowed'],
  ],
  ['service-quotas get-service-quota --service-code ec2 --quota-code L-1216C47A', 'Quota.Value', 8],
  ['s3api list-objects-v2 --bucket results --no-paginate', 'KeyCount', 0],
];
/** Words, and the code that the service refuses them with. */
const refused: readonly (readonly [words: string, code: string])[] = [
  ['ec2 describe-instances --instance-ids i-0123456789abcdef1', 'InvalidInstanceID.NotFound'],
  ['ec2 terminate-instances --instance-ids ID --dry-run', 'DryRunOperation'],
  ['ec2 run-instances --image-id ami-0123456789abcdef0 --instance-type c7i.4xlarge', 'VcpuLimitExceeded'],
  ['ssm cancel-command --command-id 01234567-89ab-cdef-0123-456789abcdef', 'InvalidCommandId'],
  ['iam get-role --role-name nobody', 'NoSuchEntity'],
];

describe.each(awsCommandsTried)('$name', ({ path }) => {
  // One process for a client is a second: some at a time.
  const all = <T>(items: readonly T[], each: (item: T) => Promise<unknown>) =>
    Promise.all(
      [0, 1, 2, 3].map(async lane => {
        for (const [index, item] of items.entries()) if (index % 4 === lane) await each(item);
      }),
    );

  test('reads what every service answers', async () => {
    const got = new Map<string, unknown>();
    await all(asked, async ([words, query]) => {
      const { status, value, stderr } = await cli(
        path,
        cloud,
        ...words.replaceAll('ID', id).split(' '),
        '--query',
        query,
      );
      got.set(words, status === 0 ? JSON.parse(JSON.stringify(value)) : stderr);
    });
    const read = (value: unknown) => (typeof value === 'string' ? parsed(value) : value);
    expect(new Map([...got].map(([words, value]) => [words, read(value)]).sort() as [string, unknown][])).toEqual(
      new Map(asked.map(([words, , value]) => [words, value === 'ID' ? id : value]).sort() as [string, unknown][]),
    );
  }, 120_000);

  test('reads the code of what is refused', async () => {
    const got = new Map<string, unknown>();
    await all(refused, async ([words, code]) => {
      const { stderr } = await cli(path, cloud, ...words.replaceAll('ID', id).split(' '));
      got.set(code, /\((\S+)\)/.exec(stderr)?.[1] ?? stderr);
    });
    for (const [, code] of refused) expect(got.get(code)).toBe(code);
  }, 120_000);
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

test('the same token makes one instance, and other parameters with it are refused', async () => {
  const { ec2 } = sdk(cloud);
  const input = instanceInput('', { ClientToken: 'once' });
  const first = await ec2.send(new RunInstancesCommand(input));
  const lost = cloud.fault({ fault: 'lost-answer', action: 'RunInstances', count: 1 });
  expect(await outcome(ec2.send(new RunInstancesCommand(input)))).not.toBe('ok');
  lost.lift();
  const again = await ec2.send(new RunInstancesCommand(input));
  expect(again.Instances?.[0]?.InstanceId).toBe(first.Instances?.[0]?.InstanceId);
  expect(await outcome(ec2.send(new RunInstancesCommand({ ...input, InstanceType: 't3.micro' })))).toBe(
    '400 IdempotentParameterMismatch',
  );
});

test('rules refuse, hide and repeat what they meet', async () => {
  const { ec2, ssm } = sdk(cloud);
  cloud.fault({ fault: 'error', code: 'InsufficientInstanceCapacity', action: 'RunInstances', count: 1 });
  expect(await outcome(ec2.send(new RunInstancesCommand(instanceInput(''))))).toBe('500 InsufficientInstanceCapacity');
  const hidden = cloud.fault({ fault: 'unseen', action: 'DescribeInstances', seconds: 3600 });
  expect(await outcome(ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] })))).toBe(
    '400 InvalidInstanceID.NotFound',
  );
  hidden.lift();
  cloud.fault({ fault: 'twice', action: 'SendCommand', count: 1 });
  await ssm.send(new SendCommandCommand(command(id, 'echo x >>/tmp/twice')));
  await expect.poll(() => String(cloud.instance(id).read('/tmp/twice')), { timeout: 10_000 }).toBe('x\nx\n');
});

test('a command to an agent that is offline is not delivered, and is given up in its time', async () => {
  const { ssm } = sdk(cloud);
  cloud.agentOffline(id);
  const { Command } = await ssm.send(new SendCommandCommand({ ...command(id, 'true'), TimeoutSeconds: 30 }));
  const state = async () =>
    (await ssm.send(new GetCommandInvocationCommand({ CommandId: Command!.CommandId!, InstanceId: id }))).StatusDetails;
  expect(await state()).toBe('Pending');
  cloud.advance(31);
  expect(await state()).toBe('DeliveryTimedOut');
  cloud.agentOnline(id);
});
