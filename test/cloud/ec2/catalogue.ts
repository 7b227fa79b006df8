import { accountId, images, instanceTypes, securityGroups, subnets, vpcId, zoneLetters } from '../account.ts';
import type { Action, Output } from '../call.ts';
import { Failure } from '../failure.ts';
import { texts } from '../query.ts';
import type { World } from '../world.ts';
import { checkFilters, describing, type Facts, filtered, page } from './filter.ts';

/** A list that never changes: its wire name, the parameter that names items of it and what is said when one is not there. */
interface Listing<T> {
  readonly set: string;
  readonly ids: string;
  readonly idOf: (item: T) => string;
  readonly missing: (id: string) => Failure;
  readonly facts: (item: T) => Facts;
  readonly show: (item: T) => Output;
  readonly takes?: Action['takes'];
}

function listing<T>(items: readonly T[], list: Listing<T>, most: number | undefined): Action {
  return {
    takes: { ...describing, ...list.takes, [list.ids]: ['text'] },
    does: parameters => {
      checkFilters(parameters, Object.keys(list.facts(items[0]!)));
      const ids = texts(parameters, list.ids);
      for (const id of ids) if (!items.some(each => list.idOf(each) === id)) throw list.missing(id);
      const named = items.filter(each => ids.length === 0 || ids.includes(list.idOf(each)));
      const { items: shown, nextToken } = page(filtered(named, parameters, list.facts), parameters, most);
      return { [list.set]: shown.map(list.show), nextToken };
    },
  };
}

/** What can be looked up about a region before anything is launched in it. */
export function catalogue({ region }: World, most: number | undefined): Readonly<Record<string, Action>> {
  const zone = (letter: string) => `${region}${letter}`;
  const types = Object.entries(instanceTypes).map(([name, type]) => ({ name, ...type }));
  const describeImages = listing(
    images,
    {
      set: 'imagesSet',
      ids: 'ImageId',
      takes: { Owner: ['text'], ExecutableBy: ['text'], IncludeDeprecated: 'flag', IncludeDisabled: 'flag' },
      idOf: each => each.id,
      missing: id =>
        /^ami-[\da-f]{8}([\da-f]{9})?$/.test(id)
          ? new Failure('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`)
          : new Failure('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`),
      facts: each => ({
        'image-id': each.id,
        name: each.name,
        architecture: each.architecture,
        state: 'available',
        'owner-id': each.owner,
        'is-public': 'true',
        'root-device-type': 'ebs',
        'virtualization-type': 'hvm',
      }),
      show: each => ({
        imageId: each.id,
        imageLocation: `amazon/${each.name}`,
        imageState: 'available',
        imageOwnerId: each.owner,
        creationDate: '2025-11-17T00:00:00.000Z',
        isPublic: true,
        architecture: each.architecture,
        imageType: 'machine',
        name: each.name,
        rootDeviceType: 'ebs',
        rootDeviceName: '/dev/xvda',
        blockDeviceMapping: [
          {
            deviceName: '/dev/xvda',
            ebs: {
              snapshotId: 'snap-0123456789abcdef0',
              volumeSize: each.gibibytes,
              deleteOnTermination: true,
              volumeType: 'gp3',
              encrypted: false,
            },
          },
        ],
        virtualizationType: 'hvm',
        enaSupport: true,
        hypervisor: 'xen',
        platformDetails: 'Linux/UNIX',
        imdsSupport: each.imdsSupport,
      }),
    },
    most,
  );
  return {
    DescribeImages: {
      ...describeImages,
      does: (parameters, caller) => {
        const owners = texts(parameters, 'Owner').map(owner => (owner === 'amazon' ? '137112412989' : owner));
        const answer = describeImages.does(parameters, caller) as Output;
        const shown = answer.imagesSet as readonly Output[];
        return owners.length === 0
          ? answer
          : { ...answer, imagesSet: shown.filter(each => owners.includes(String(each.imageOwnerId))) };
      },
    },
    DescribeInstanceTypes: listing(
      types,
      {
        set: 'instanceTypeSet',
        ids: 'InstanceType',
        idOf: each => each.name,
        missing: id =>
          new Failure('InvalidInstanceType', `The following supplied instance types do not exist: [${id}]`),
        facts: each => ({
          'instance-type': each.name,
          'vcpu-info.default-vcpus': String(each.cpus),
          'processor-info.supported-architecture': each.architecture,
          'memory-info.size-in-mib': String(each.mebibytes),
          'current-generation': 'true',
        }),
        show: each => ({
          instanceType: each.name,
          currentGeneration: true,
          freeTierEligible: false,
          supportedUsageClasses: ['on-demand', 'spot'],
          supportedRootDeviceTypes: ['ebs'],
          bareMetal: false,
          hypervisor: 'nitro',
          processorInfo: { supportedArchitectures: [each.architecture], sustainedClockSpeedInGhz: 3.2 },
          vCpuInfo: { defaultVCpus: each.cpus, defaultCores: each.cpus / 2, defaultThreadsPerCore: 2 },
          memoryInfo: { sizeInMiB: each.mebibytes },
          instanceStorageSupported: false,
        }),
      },
      most,
    ),
    DescribeInstanceTypeOfferings: offerings(region, most),
    DescribeSubnets: listing(
      subnets,
      {
        set: 'subnetSet',
        ids: 'SubnetId',
        idOf: each => each.id,
        missing: id => new Failure('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`),
        facts: each => ({
          'subnet-id': each.id,
          'vpc-id': vpcId,
          'availability-zone': zone(each.letter),
          'default-for-az': 'true',
          state: 'available',
          availabilityZone: zone(each.letter),
          defaultForAz: 'true',
        }),
        show: each => ({
          subnetId: each.id,
          subnetArn: `arn:aws:ec2:${region}:${accountId}:subnet/${each.id}`,
          state: 'available',
          vpcId,
          cidrBlock: each.cidr,
          availableIpAddressCount: 251,
          availabilityZone: zone(each.letter),
          defaultForAz: true,
          mapPublicIpOnLaunch: true,
          ownerId: accountId,
          tagSet: [],
        }),
      },
      most,
    ),
    DescribeVpcs: listing(
      [{ id: vpcId }],
      {
        set: 'vpcSet',
        ids: 'VpcId',
        idOf: each => each.id,
        missing: id => new Failure('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`),
        facts: each => ({
          'vpc-id': each.id,
          'is-default': 'true',
          isDefault: 'true',
          state: 'available',
          cidr: '10.0.0.0/16',
        }),
        show: each => ({
          vpcId: each.id,
          state: 'available',
          cidrBlock: '10.0.0.0/16',
          isDefault: true,
          instanceTenancy: 'default',
          ownerId: accountId,
          tagSet: [],
        }),
      },
      most,
    ),
    DescribeSecurityGroups: securityGroupListing(most),
    DescribeAvailabilityZones: {
      takes: {
        DryRun: 'flag',
        Filter: describing.Filter,
        ZoneName: ['text'],
        ZoneId: ['text'],
        AllAvailabilityZones: 'flag',
      },
      does: parameters => {
        checkFilters(parameters, ['zone-name', 'state', 'region-name']);
        const all = zoneLetters.map((letter, index) => ({
          zoneName: zone(letter),
          zoneState: 'available',
          regionName: region,
          zoneId: `use1-az${index + 1}`,
          zoneType: 'availability-zone',
          optInStatus: 'opt-in-not-required',
        }));
        const names = texts(parameters, 'ZoneName');
        const missing = names.find(name => !all.some(each => each.zoneName === name));
        if (missing !== undefined)
          throw new Failure('InvalidParameterValue', `Invalid availability zone: [${missing}]`);
        const facts = (each: (typeof all)[number]) => ({
          'zone-name': each.zoneName,
          state: each.zoneState,
          'region-name': region,
        });
        return {
          availabilityZoneInfo: filtered(all, parameters, facts).filter(
            each => names.length === 0 || names.includes(each.zoneName),
          ),
        };
      },
    },
  };
}

function offerings(region: string, most: number | undefined): Action {
  return {
    takes: { ...describing, LocationType: 'text' },
    does: parameters => {
      checkFilters(parameters, ['instance-type', 'location']);
      const locationType = (parameters.LocationType as string | undefined) ?? 'region';
      if (locationType !== 'region' && locationType !== 'availability-zone')
        throw new Failure('InvalidParameterValue', `Invalid value '${locationType}' for LocationType`);
      const all = Object.entries(instanceTypes).flatMap(([instanceType, { notIn = '' }]) =>
        (locationType === 'region'
          ? [region]
          : zoneLetters.filter(each => !notIn.includes(each)).map(each => `${region}${each}`)
        ).map(location => ({ instanceType, locationType, location })),
      );
      const facts = (each: (typeof all)[number]) => ({ 'instance-type': each.instanceType, location: each.location });
      const { items, nextToken } = page(filtered(all, parameters, facts), parameters, most);
      return { instanceTypeOfferingSet: items, nextToken };
    },
  };
}

function securityGroupListing(most: number | undefined): Action {
  const list = listing(
    securityGroups,
    {
      set: 'securityGroupInfo',
      ids: 'GroupId',
      takes: { GroupName: ['text'] },
      idOf: each => each.id,
      missing: id => new Failure('InvalidGroup.NotFound', `The security group '${id}' does not exist`),
      facts: each => ({ 'group-id': each.id, 'group-name': each.name, 'vpc-id': vpcId, description: each.description }),
      show: each => ({
        ownerId: accountId,
        groupName: each.name,
        groupId: each.id,
        groupDescription: each.description,
        ipPermissions: each.open.map(port => ({
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          groups: [],
          ipRanges: [{ cidrIp: '0.0.0.0/0' }],
          ipv6Ranges: [],
          prefixListIds: [],
        })),
        ipPermissionsEgress: [
          { ipProtocol: '-1', groups: [], ipRanges: [{ cidrIp: '0.0.0.0/0' }], ipv6Ranges: [], prefixListIds: [] },
        ],
        vpcId,
        tagSet: [],
      }),
    },
    most,
  );
  return {
    ...list,
    does: (parameters, caller) => {
      const names = texts(parameters, 'GroupName');
      const missing = names.find(name => !securityGroups.some(each => each.name === name));
      if (missing !== undefined)
        throw new Failure('InvalidGroup.NotFound', `The security group '${missing}' does not exist in default VPC`);
      const answer = list.does(parameters, caller) as Output;
      const shown = answer.securityGroupInfo as readonly Output[];
      return names.length === 0
        ? answer
        : { ...answer, securityGroupInfo: shown.filter(each => names.includes(String(each.groupName))) };
    },
  };
}
