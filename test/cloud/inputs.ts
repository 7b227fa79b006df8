import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { SendCommandCommandInput } from '@aws-sdk/client-ssm';

/** The least that launches an instance which has an agent; `more` in place of any of it. */
export function instanceInput(
  userData: string,
  more: Partial<RunInstancesCommandInput> = {},
): RunInstancesCommandInput {
  return {
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 'c7i.large',
    MinCount: 1,
    MaxCount: 1,
    IamInstanceProfile: { Name: 'campaign' },
    InstanceInitiatedShutdownBehavior: 'terminate',
    UserData: Buffer.from(userData).toString('base64'),
    ...more,
  };
}

export function command(instanceId: string, ...commands: readonly string[]): SendCommandCommandInput {
  return { InstanceIds: [instanceId], DocumentName: 'AWS-RunShellScript', Parameters: { commands: [...commands] } };
}
