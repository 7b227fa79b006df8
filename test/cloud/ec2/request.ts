import { images, instanceTypes, publicParameters, securityGroups, subnets } from '../account.ts';
import type { Parameters, Shape } from '../call.ts';
import { Failure } from '../failure.ts';
import { group, groups, number, text, texts } from '../query.ts';
import type { MetadataOptions, Profile, World } from '../world.ts';

const ebs: Shape = {
  ...{ DeleteOnTermination: 'flag', Encrypted: 'flag', KmsKeyId: 'text', Iops: 'number', Throughput: 'number' },
  ...{ SnapshotId: 'text', VolumeSize: 'number', VolumeType: 'text' },
};

/** What RunInstances takes, as it is named on the wire; what it takes beyond this is refused as unknown. */
export const runInstancesTakes: Shape = {
  BlockDeviceMapping: [{ DeviceName: 'text', Ebs: ebs, NoDevice: 'text', VirtualName: 'text' }],
  ClientToken: 'text',
  CpuOptions: { CoreCount: 'number', ThreadsPerCore: 'number' },
  CreditSpecification: { CpuCredits: 'text!' },
  DisableApiTermination: 'flag',
  DryRun: 'flag',
  EbsOptimized: 'flag',
  IamInstanceProfile: { Arn: 'text', Name: 'text' },
  ImageId: 'text',
  InstanceInitiatedShutdownBehavior: 'text',
  InstanceMarketOptions: {
    MarketType: 'text',
    SpotOptions: {
      ...{ BlockDurationMinutes: 'number', InstanceInterruptionBehavior: 'text', MaxPrice: 'text' },
      ...{ SpotInstanceType: 'text', ValidUntil: 'time' },
    },
  },
  InstanceType: 'text',
  KeyName: 'text',
  MaxCount: 'number!',
  MetadataOptions: {
    ...{ HttpEndpoint: 'text', HttpProtocolIpv6: 'text', HttpPutResponseHopLimit: 'number' },
    ...{ HttpTokens: 'text', InstanceMetadataTags: 'text' },
  },
  MinCount: 'number!',
  Monitoring: { Enabled: 'flag' },
  NetworkInterface: [
    {
      ...{ AssociatePublicIpAddress: 'flag', DeleteOnTermination: 'flag', Description: 'text', DeviceIndex: 'number' },
      ...{ SecurityGroupId: ['text'], SubnetId: 'text' },
    },
  ],
  Placement: { AvailabilityZone: 'text', Tenancy: 'text' },
  SecurityGroup: ['text'],
  SecurityGroupId: ['text'],
  SubnetId: 'text',
  TagSpecification: [{ ResourceType: 'text', Tag: [{ Key: 'text', Value: 'text' }] }],
  UserData: 'text',
};

const maxUserData = 16_384;

export function userDataOf(parameters: Parameters): Buffer | undefined {
  const encoded = text(parameters, 'UserData');
  if (encoded === undefined || encoded === '') return undefined;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(encoded))
    throw new Failure('InvalidParameterValue', 'Invalid BASE64 encoding of user data.');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > maxUserData)
    throw new Failure('InvalidParameterValue', `User data is limited to ${maxUserData} bytes`);
  return bytes;
}

/** An image, also by the name of a parameter (`resolve:ssm:…`), and the type that it will run on. */
export function imageAndType(parameters: Parameters, world: World) {
  const given = text(parameters, 'ImageId');
  if (given === undefined) throw new Failure('MissingParameter', 'The request must contain the parameter ImageId');
  const name = /^resolve:ssm:(.+)$/.exec(given)?.[1];
  const id = name === undefined ? given : (publicParameters[name] ?? world.parameters.get(name)?.value);
  if (id === undefined)
    throw new Failure('InvalidParameterValue', `The specified SSM parameter ${name} does not exist.`);
  if (!/^ami-[\da-f]{8}([\da-f]{9})?$/.test(id))
    throw new Failure('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`);
  const image = images.find(each => each.id === id);
  if (!image) throw new Failure('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
  const typeName = text(parameters, 'InstanceType') ?? 'm1.small';
  const type = instanceTypes[typeName];
  if (!type) throw new Failure('InvalidParameterValue', `Invalid value '${typeName}' for InstanceType.`);
  if (type.architecture !== image.architecture)
    throw new Failure(
      'InvalidParameterValue',
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  return { image, typeName, type };
}

export function networkOf(parameters: Parameters, region: string, notIn: string) {
  const interfaces = groups(parameters, 'NetworkInterface');
  if (interfaces.length > 0 && (text(parameters, 'SubnetId') ?? texts(parameters, 'SecurityGroupId')[0]) !== undefined)
    throw new Failure(
      'InvalidParameterCombination',
      'Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request',
    );
  const first = interfaces[0] ?? {};
  const wanted = text(parameters, 'SubnetId') ?? text(first, 'SubnetId');
  const zone = text(group(parameters, 'Placement'), 'AvailabilityZone');
  const subnet = subnets.find(each =>
    wanted === undefined
      ? zone === undefined
        ? !notIn.includes(each.letter)
        : `${region}${each.letter}` === zone
      : each.id === wanted,
  );
  if (!subnet && wanted !== undefined)
    throw new Failure('InvalidSubnetID.NotFound', `The subnet ID '${wanted}' does not exist`);
  if (!subnet) throw new Failure('InvalidParameterValue', `Invalid availability zone: [${zone}]`);
  if (notIn.includes(subnet.letter))
    throw new Failure(
      'Unsupported',
      `Your requested instance type (${text(parameters, 'InstanceType')}) is not supported in your requested Availability Zone (${region}${subnet.letter}).`,
    );
  const ids = [...texts(parameters, 'SecurityGroupId'), ...texts(first, 'SecurityGroupId')];
  const names = texts(parameters, 'SecurityGroup');
  for (const id of ids)
    if (!securityGroups.some(each => each.id === id))
      throw new Failure('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  for (const name of names)
    if (!securityGroups.some(each => each.name === name))
      throw new Failure('InvalidGroup.NotFound', `The security group '${name}' does not exist in default VPC`);
  const groupIds = securityGroups
    .filter(each => ids.includes(each.id) || names.includes(each.name))
    .map(each => each.id);
  return {
    subnet,
    zone: `${region}${subnet.letter}`,
    groupIds: groupIds.length > 0 ? groupIds : [securityGroups[0]!.id],
  };
}

export function metadataOf(parameters: Parameters, byImage: 'v2.0' | undefined): MetadataOptions {
  const given = group(parameters, 'MetadataOptions');
  const tokens = word(given, 'HttpTokens', ['optional', 'required']) ?? (byImage ? 'required' : 'optional');
  const hops = number(given, 'HttpPutResponseHopLimit') ?? (byImage ? 2 : 1);
  if (hops < 1 || hops > 64)
    throw new Failure('InvalidParameterValue', `Value (${hops}) for parameter HttpPutResponseHopLimit is invalid.`);
  return {
    tokens,
    hops,
    endpoint: word(given, 'HttpEndpoint', ['enabled', 'disabled']) ?? 'enabled',
    tags: word(given, 'InstanceMetadataTags', ['enabled', 'disabled']) ?? 'disabled',
  };
}

export function profileOf(parameters: Parameters, world: World): Profile | undefined {
  const { Arn, Name } = group(parameters, 'IamInstanceProfile');
  if (Arn === undefined && Name === undefined) return undefined;
  const [which, value] = Name === undefined ? ['arn', String(Arn)] : ['name', String(Name)];
  const name = which === 'name' ? value : /:instance-profile\/(?:.*\/)?([^/]+)$/.exec(value)?.[1];
  const profile = world.profiles.get(name ?? '');
  if (!profile)
    throw new Failure(
      'InvalidParameterValue',
      `Value (${value}) for parameter iamInstanceProfile.${which} is invalid. Invalid IAM Instance Profile ${which === 'arn' ? 'ARN' : 'name'}`,
    );
  return profile;
}

/** A parameter that is one of a few words. */
export function word<T extends string>(parameters: Parameters, name: string, words: readonly T[]): T | undefined {
  const given = text(parameters, name);
  const found = words.find(each => each === given);
  if (given !== undefined && found === undefined)
    throw new Failure('InvalidParameterValue', `Value (${given}) for parameter ${name} is invalid.`);
  return found;
}
