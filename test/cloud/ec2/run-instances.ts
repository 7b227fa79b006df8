import type { Image } from '../account.ts';
import { instanceTypes } from '../account.ts';
import type { Action, Output, Parameters } from '../call.ts';
import { Failure } from '../failure.ts';
import { flag, group, groups, number, text } from '../query.ts';
import { checkQuota } from '../quotas.ts';
import { type Instance, newId, type SpotRequest, tagsOf, type World } from '../world.ts';
import { instanceItem } from './describe-instances.ts';
import { imageAndType, metadataOf, networkOf, profileOf, runInstancesTakes, userDataOf, word } from './request.ts';

/** `RunInstances`; `launch` makes the machine of an instance. */
export function runInstances(world: World, launch: (instance: Instance) => void): Action {
  return {
    mutating: true,
    takes: runInstancesTakes,
    does: (parameters, { requestId }) => {
      const token = text(parameters, 'ClientToken') ?? requestId;
      if (token.length > 64) throw new Failure('InvalidParameterValue', 'Client token is longer than 64 characters');
      const asked = JSON.stringify({ ...parameters, ClientToken: '' });
      const before = world.tokens.get(token);
      if (before && before.asked !== asked)
        throw new Failure(
          'IdempotentParameterMismatch',
          'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
        );
      const instances = before
        ? before.ids.flatMap(id => world.instances.get(id) ?? [])
        : made(world, parameters, token);
      world.tokens.set(token, { asked, ids: instances.map(({ id }) => id) });
      if (!before) for (const instance of instances) launch(instance);
      return reservation(world, instances);
    },
  };
}

/** Instances as they are grouped in answers. */
export function reservation(world: World, instances: readonly Instance[]): Output {
  return {
    reservationId: instances[0]?.reservation,
    ownerId: '123456789012',
    groupSet: [],
    instancesSet: instances.map(instance => instanceItem(world, instance)),
  };
}

function made(world: World, parameters: Parameters, clientToken: string): readonly Instance[] {
  const least = number(parameters, 'MinCount')!;
  const most = number(parameters, 'MaxCount')!;
  if (least < 1 || most < least)
    throw new Failure(
      'InvalidParameterValue',
      `Value (${most}) for parameter maxCount is invalid. Expecting a value greater than or equal to minCount.`,
    );
  const userData = userDataOf(parameters);
  const { image, typeName, type } = imageAndType(parameters, world);
  const { subnet, zone, groupIds } = networkOf(parameters, world.region, type.notIn ?? '');
  const metadata = metadataOf(parameters, image.imdsSupport);
  const profile = profileOf(parameters, world);
  const shutdownBehavior = word(parameters, 'InstanceInitiatedShutdownBehavior', ['stop', 'terminate']) ?? 'stop';
  const spot = spotOf(parameters);
  checkTags(parameters, spot !== undefined);
  checkQuota(world, typeName, most, spot !== undefined);
  const disk = rootDisk(parameters, image);
  const reservationId = newId('r');
  const keyName = text(parameters, 'KeyName');
  return Array.from({ length: most }, () => {
    const id = newId('i');
    const spotRequest = spot && { ...spot, id: newId('sir').slice(0, 12), instanceId: id, instanceType: typeName };
    const instance: Instance = {
      ...{ id, reservation: reservationId, imageId: image.id, type: typeName, launched: new Date(world.now()) },
      ...{ zone, subnetId: subnet.id, groupIds, privateIp: world.nextAddress(subnet.cidr), clientToken, metadata },
      ...(userData && { userData }),
      ...(profile && { profile }),
      ...(keyName !== undefined && { keyName }),
      ...(spotRequest && {
        spotRequest: {
          ...spotRequest,
          made: new Date(world.now()),
          tags: tagsFor(parameters, 'spot-instances-request'),
        },
      }),
      apiTermination: !(flag(parameters, 'DisableApiTermination') ?? false),
      tags: tagsFor(parameters, 'instance'),
      shutdownBehavior,
      state: 'pending',
      vanished: false,
    };
    world.instances.set(id, instance);
    if (instance.spotRequest) world.spotRequests.set(instance.spotRequest.id, instance.spotRequest);
    const volume = {
      ...disk,
      id: newId('vol'),
      zone,
      made: new Date(world.now()),
      tags: tagsFor(parameters, 'volume'),
      attachedTo: id,
    };
    world.volumes.set(volume.id, volume);
    return instance;
  });
}

function spotOf(
  parameters: Parameters,
): Omit<SpotRequest, 'id' | 'instanceId' | 'made' | 'tags' | 'instanceType'> | undefined {
  const market = group(parameters, 'InstanceMarketOptions');
  const marketType = word(market, 'MarketType', ['spot']);
  if (marketType === undefined) {
    if ('SpotOptions' in market)
      throw new Failure('InvalidParameterCombination', 'Spot options are given, and the market type is not spot');
    return undefined;
  }
  const options = group(market, 'SpotOptions');
  const type = word(options, 'SpotInstanceType', ['one-time', 'persistent']) ?? 'one-time';
  const interruption = word(options, 'InstanceInterruptionBehavior', ['terminate', 'stop', 'hibernate']) ?? 'terminate';
  if ((type === 'persistent') === (interruption === 'terminate'))
    throw new Failure(
      'InvalidParameterCombination',
      `A ${type} Spot request cannot have the interruption behavior ${interruption}`,
    );
  if (type === 'one-time' && text(options, 'ValidUntil') !== undefined)
    throw new Failure('InvalidParameterCombination', 'ValidUntil is for persistent Spot requests');
  const instanceType = text(parameters, 'InstanceType') ?? '';
  const maxPrice = text(options, 'MaxPrice');
  const { price = 0, spotPrice = 0 } = instanceTypes[instanceType] ?? {};
  if (maxPrice !== undefined && !(Number(maxPrice) > 0))
    throw new Failure('InvalidParameterValue', `Invalid value '${maxPrice}' for MaxPrice`);
  if (maxPrice !== undefined && Number(maxPrice) < spotPrice)
    throw new Failure(
      'SpotMaxPriceTooLow',
      `Your Spot request price of ${maxPrice} is lower than the minimum required Spot request fulfillment price of ${spotPrice}.`,
    );
  return { type, interruption, maxPrice: maxPrice ?? String(price), state: 'active', status: 'fulfilled' };
}

function checkTags(parameters: Parameters, spot: boolean): void {
  const types = groups(parameters, 'TagSpecification').map(each => text(each, 'ResourceType') ?? '');
  const known = ['instance', 'volume', 'network-interface', ...(spot ? ['spot-instances-request'] : [])];
  for (const type of types)
    if (!known.includes(type))
      throw new Failure('InvalidParameterValue', `'${type}' is not a valid taggable resource type for this operation.`);
  if (new Set(types).size < types.length)
    throw new Failure('InvalidParameterValue', 'Tag specification resource types must be unique');
  for (const each of groups(parameters, 'TagSpecification')) checkTagList(groups(each, 'Tag'));
}

/** Holds tags to the limits that EC2 has ("Tag restrictions"). */
export function checkTagList(list: readonly Parameters[]): void {
  if (list.length > 50) throw new Failure('TagLimitExceeded', 'More than 50 tags');
  for (const { Key = '', Value = '' } of list) {
    if (String(Key).length < 1 || String(Key).length > 128 || String(Key).startsWith('aws:'))
      throw new Failure('InvalidParameterValue', `Tag keys have 1 to 128 characters and do not begin with aws: ${Key}`);
    if (String(Value).length > 256)
      throw new Failure('InvalidParameterValue', `Tag value exceeds 256 characters: ${Key}`);
  }
  const keys = list.map(({ Key }) => String(Key));
  if (new Set(keys).size < keys.length)
    throw new Failure(
      'InvalidParameterValue',
      `Duplicate tag key '${keys.find((key, at) => keys.indexOf(key) !== at)}' specified.`,
    );
}

function tagsFor(parameters: Parameters, type: string) {
  const wanted = groups(parameters, 'TagSpecification').find(each => each.ResourceType === type);
  return tagsOf(wanted ? groups(wanted, 'Tag') : []);
}

function rootDisk(parameters: Parameters, image: Image) {
  const { device } = image;
  const mappings = groups(parameters, 'BlockDeviceMapping');
  const other = mappings.find(each => text(each, 'DeviceName') !== device);
  if (other)
    throw new Failure(
      'InvalidBlockDeviceMapping',
      `The emulator knows ${device} alone, not ${text(other, 'DeviceName')}`,
    );
  const ebs = group(mappings[0] ?? {}, 'Ebs');
  const gibibytes = number(ebs, 'VolumeSize') ?? image.gibibytes;
  if (gibibytes < image.gibibytes)
    throw new Failure(
      'InvalidBlockDeviceMapping',
      `Volume of size ${gibibytes}GB is smaller than snapshot 'snap-0123456789abcdef0', expect size >= ${image.gibibytes}GB`,
    );
  return {
    gibibytes,
    device,
    kind: word(ebs, 'VolumeType', ['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard']) ?? 'gp3',
    encrypted: flag(ebs, 'Encrypted') ?? false,
    deleteWith: flag(ebs, 'DeleteOnTermination') ?? true,
  };
}
