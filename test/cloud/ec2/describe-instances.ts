import { accountId, images, instanceTypes, securityGroups, vpcId } from '../account.ts';
import type { Action, Output, Parameters } from '../call.ts';
import { Failure } from '../failure.ts';
import { flag, text, texts } from '../query.ts';
import { type Instance, stateCodes, type World } from '../world.ts';
import { checkFilters, describing, type Facts, filtered, page, tagSet } from './filter.ts';
import { reservation } from './run-instances.ts';

/** One instance as answers show it. */
export function instanceItem(world: World, instance: Instance): Output {
  const { cpus, architecture } = instanceTypes[instance.type]!;
  const gone = instance.state === 'terminated';
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: stateItem(instance),
    privateDnsName: gone ? '' : hostName(instance),
    dnsName: '',
    reason: instance.reason?.message ?? '',
    ...(instance.keyName !== undefined && { keyName: instance.keyName }),
    amiLaunchIndex: 0,
    productCodes: [],
    instanceType: instance.type,
    launchTime: instance.launched.toISOString(),
    placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
    monitoring: { state: 'disabled' },
    ...(!gone && { subnetId: instance.subnetId, vpcId, privateIpAddress: instance.privateIp }),
    sourceDestCheck: true,
    groupSet: gone ? [] : instance.groupIds.map(groupId => ({ groupId, groupName: groupName(groupId) })),
    ...(instance.reason && { stateReason: { code: instance.reason.code, message: instance.reason.message } }),
    architecture,
    rootDeviceType: 'ebs',
    rootDeviceName: images.find(each => each.id === instance.imageId)?.device,
    blockDeviceMapping: world.volumesOf(instance.id).map(volume => ({
      deviceName: volume.device,
      ebs: {
        volumeId: volume.id,
        status: 'attached',
        attachTime: volume.made.toISOString(),
        deleteOnTermination: volume.deleteWith,
      },
    })),
    virtualizationType: 'hvm',
    ...(instance.spotRequest && { instanceLifecycle: 'spot', spotInstanceRequestId: instance.spotRequest.id }),
    clientToken: instance.clientToken,
    tagSet: tagSet(instance.tags),
    hypervisor: 'xen',
    ...(instance.profile && {
      iamInstanceProfile: { arn: profileArn(instance.profile.name), id: 'AIPA0123456789ABCDEFG' },
    }),
    ebsOptimized: false,
    enaSupport: true,
    cpuOptions: { coreCount: Math.max(1, cpus / 2), threadsPerCore: 2 },
    metadataOptions: {
      state: 'applied',
      httpTokens: instance.metadata.tokens,
      httpPutResponseHopLimit: instance.metadata.hops,
      httpEndpoint: instance.metadata.endpoint,
      httpProtocolIpv6: 'disabled',
      instanceMetadataTags: instance.metadata.tags,
    },
  };
}

export function stateItem({ state }: Instance): Output {
  return { code: stateCodes[state], name: state };
}

export function hostName({ privateIp }: Instance): string {
  return `ip-${privateIp.replaceAll('.', '-')}.ec2.internal`;
}

export function profileArn(name: string): string {
  return `arn:aws:iam::${accountId}:instance-profile/${name}`;
}

function groupName(id: string): string {
  return securityGroups.find(each => each.id === id)!.name;
}

const filterNames = [
  ...['instance-id', 'instance-state-name', 'instance-state-code', 'instance-type', 'image-id', 'client-token'],
  ...[
    'instance-lifecycle',
    'availability-zone',
    'subnet-id',
    'vpc-id',
    'spot-instance-request-id',
    'private-ip-address',
  ],
  ...[
    'architecture',
    'key-name',
    'iam-instance-profile.arn',
    'reservation-id',
    'instance.group-id',
    'metadata-options.http-tokens',
  ],
];

function factsOf(instance: Instance): Facts {
  return {
    'instance-id': instance.id,
    'instance-state-name': instance.state,
    'instance-state-code': String(stateCodes[instance.state]),
    'instance-type': instance.type,
    'image-id': instance.imageId,
    'client-token': instance.clientToken,
    'instance-lifecycle': instance.spotRequest && 'spot',
    'availability-zone': instance.zone,
    'subnet-id': instance.subnetId,
    'vpc-id': vpcId,
    'spot-instance-request-id': instance.spotRequest?.id,
    'private-ip-address': instance.privateIp,
    architecture: images.find(each => each.id === instance.imageId)?.architecture,
    'key-name': instance.keyName,
    'iam-instance-profile.arn': instance.profile && profileArn(instance.profile.name),
    'reservation-id': instance.reservation,
    'instance.group-id': instance.groupIds,
    'metadata-options.http-tokens': instance.metadata.tokens,
  };
}

/** Those that the account shows at this moment. */
function seen(world: World): readonly Instance[] {
  return [...world.instances.values()].filter(
    each => !each.vanished && world.now() - each.launched.getTime() >= world.unseen * 1000,
  );
}

/** Those that are named; refuses as EC2 does when one is not there. */
export function namedInstances(world: World, ids: readonly string[]): readonly Instance[] {
  for (const id of ids)
    if (!/^i-([\da-f]{8}|[\da-f]{17})$/.test(id))
      throw new Failure('InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
  const there = seen(world);
  const missing = ids.filter(id => !there.some(each => each.id === id));
  if (missing.length > 0)
    throw new Failure(
      'InvalidInstanceID.NotFound',
      missing.length === 1
        ? `The instance ID '${missing[0]}' does not exist`
        : `The instance IDs '${missing.join(', ')}' do not exist`,
    );
  return there.filter(each => ids.includes(each.id));
}

function asked(world: World, parameters: Parameters): readonly Instance[] {
  const ids = texts(parameters, 'InstanceId');
  if (ids.length > 0 && parameters.MaxResults !== undefined)
    throw new Failure(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  return ids.length > 0 ? namedInstances(world, ids) : seen(world);
}

export function describeInstances(world: World, most: number | undefined): Action {
  return {
    takes: { ...describing, InstanceId: ['text'], IncludeManagedResources: 'flag' },
    does: parameters => {
      checkFilters(parameters, filterNames);
      const found = filtered(asked(world, parameters), parameters, factsOf, each => each.tags);
      const { items, nextToken } = page(found, parameters, most);
      const reservations = [...new Set(items.map(each => each.reservation))];
      return {
        reservationSet: reservations.map(id =>
          reservation(
            world,
            items.filter(each => each.reservation === id),
          ),
        ),
        nextToken,
      };
    },
  };
}

export function describeInstanceStatus(world: World, most: number | undefined): Action {
  return {
    takes: { ...describing, InstanceId: ['text'], IncludeAllInstances: 'flag' },
    does: parameters => {
      checkFilters(parameters, filterNames);
      const all = flag(parameters, 'IncludeAllInstances') ?? false;
      const found = asked(world, parameters).filter(each => all || each.state === 'running');
      const { items, nextToken } = page(
        filtered(found, parameters, factsOf, each => each.tags),
        parameters,
        most,
      );
      const check = (instance: Instance) => {
        const status = instance.state === 'running' ? 'ok' : 'not-applicable';
        return { status, details: [{ name: 'reachability', status: status === 'ok' ? 'passed' : 'not-applicable' }] };
      };
      return {
        instanceStatusSet: items.map(each => ({
          instanceId: each.id,
          availabilityZone: each.zone,
          instanceState: stateItem(each),
          systemStatus: check(each),
          instanceStatus: check(each),
        })),
        nextToken,
      };
    },
  };
}

export function describeInstanceAttribute(world: World): Action {
  return {
    takes: { Attribute: 'text!', DryRun: 'flag', InstanceId: 'text!' },
    does: parameters => {
      const [instance] = namedInstances(world, [text(parameters, 'InstanceId')!]);
      const { id: instanceId, shutdownBehavior, userData, type, groupIds, apiTermination } = instance!;
      switch (text(parameters, 'Attribute')) {
        case 'instanceInitiatedShutdownBehavior':
          return { instanceId, instanceInitiatedShutdownBehavior: { value: shutdownBehavior } };
        case 'userData':
          return { instanceId, userData: userData ? { value: userData.toString('base64') } : {} };
        case 'instanceType':
          return { instanceId, instanceType: { value: type } };
        case 'disableApiTermination':
          return { instanceId, disableApiTermination: { value: !apiTermination } };
        case 'groupSet':
          return { instanceId, groupSet: groupIds.map(groupId => ({ groupId, groupName: groupName(groupId) })) };
        default:
          throw new Failure(
            'InvalidParameterValue',
            `Value (${text(parameters, 'Attribute')}) for parameter attribute is invalid. Unknown attribute.`,
          );
      }
    },
  };
}
