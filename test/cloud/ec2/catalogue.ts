import { accountId, images, instanceTypes, subnets, vpcId, zoneLetters } from '../account.ts';
import type { Action, Output } from '../call.ts';
import { Failure } from '../failure.ts';
import { texts } from '../query.ts';
import type { World } from '../world.ts';
import { checkFilters, describing, filtered, page } from './filter.ts';
import { listing } from './listing.ts';
import { securityGroupListing } from './security-groups.ts';

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
        rootDeviceName: each.device,
        blockDeviceMapping: [
          {
            deviceName: each.device,
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
