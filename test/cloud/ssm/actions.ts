import type { Action, Parameters } from '../call.ts';
import { hostName } from '../ec2/describe-instances.ts';
import { Failure } from '../failure.ts';
import { groups, number, text, texts } from '../query.ts';
import type { Instance, World } from '../world.ts';
import { cancelCommand, getCommandInvocation, listCommandInvocations, listCommands, paged } from './invocations.ts';
import { parameterStore } from './parameters.ts';
import { managed, sendCommand } from './send-command.ts';

/** The actions of Systems Manager (AmazonSSM, JSON 1.1). */
export function ssm(world: World): Readonly<Record<string, Action>> {
  return {
    ...parameterStore(world),
    SendCommand: sendCommand(world),
    GetCommandInvocation: getCommandInvocation(world),
    ListCommandInvocations: listCommandInvocations(world),
    ListCommands: listCommands(world),
    CancelCommand: cancelCommand(world),
    DescribeInstanceInformation: {
      takes: {
        ...{
          Filters: [{ Key: 'text', Values: ['text'] }],
          InstanceInformationFilterList: [{ key: 'text', valueSet: ['text'] }],
        },
        ...{ MaxResults: 'number', NextToken: 'text' },
      },
      does: parameters => {
        const found = managed(world)
          .filter(each => each.state === 'running' || each.state === 'stopped')
          .filter(wanted(parameters));
        return paged(
          found.map(information),
          'InstanceInformationList',
          number(parameters, 'MaxResults') ?? 10,
          text(parameters, 'NextToken'),
        );
      },
    },
  };
}

function pingStatus({ agent, state }: Instance): string {
  return agent?.online && state === 'running' ? 'Online' : 'ConnectionLost';
}

function wanted(parameters: Parameters): (instance: Instance) => boolean {
  const filters = [
    ...groups(parameters, 'Filters').map(each => ({ key: text(each, 'Key') ?? '', values: texts(each, 'Values') })),
    ...groups(parameters, 'InstanceInformationFilterList').map(each => ({
      key: text(each, 'key') ?? '',
      values: texts(each, 'valueSet'),
    })),
  ];
  return instance =>
    filters.every(({ key, values }) => {
      if (key === 'InstanceIds') return values.includes(instance.id);
      if (key === 'PingStatus') return values.includes(pingStatus(instance));
      if (key === 'PlatformTypes') return values.includes('Linux');
      if (key === 'ResourceType') return values.includes('EC2Instance') || values.includes('ManagedInstance');
      if (key.startsWith('tag:')) return values.includes(instance.tags.get(key.slice(4)) ?? '');
      throw new Failure('InvalidInstanceInformationFilterValue', `The filter key ${key} is not valid`);
    });
}

function information(instance: Instance) {
  return {
    InstanceId: instance.id,
    PingStatus: pingStatus(instance),
    LastPingDateTime: instance.agent!.lastPing / 1000,
    AgentVersion: '3.3.1611.0',
    IsLatestVersion: true,
    PlatformType: 'Linux',
    PlatformName: 'Amazon Linux',
    PlatformVersion: '2023',
    ResourceType: 'EC2Instance',
    IPAddress: instance.privateIp,
    ComputerName: hostName(instance),
    AssociationStatus: 'Success',
  };
}
