import type { SecurityGroup, Subnet } from '@aws-sdk/client-ec2';
import type { Cloud } from './cloud.ts';
import { configuration } from './image.ts';

/** Where a box may be put, and what may come in to it. */
export interface Network {
  /** One of each zone, in the order in which they are tried. */
  readonly places: readonly { readonly subnet: string; readonly zone: string }[];
  readonly group: string;
  /** How a person calls the group, and what it lets in. */
  readonly groupText: string;
}

export interface NetworkWish {
  /** Absent: those of the default VPC. */
  readonly subnet?: string;
  /** Absent: `campaign-box` of the VPC, else the VPC's default group, if nothing comes in by it. */
  readonly securityGroup?: string;
}

/** The group that is looked for where none is named. */
const ownGroup = 'campaign-box';

/** Finds subnets and a group by which nobody comes in from outside. Makes nothing. */
export async function findNetwork(cloud: Cloud, wish: NetworkWish): Promise<Network> {
  const doing = `looking for a network in ${cloud.region}`;
  const { sdk, ec2 } = cloud;
  const { Subnets = [] } = await cloud.ask(doing, () =>
    ec2.send(
      new sdk.DescribeSubnetsCommand(
        wish.subnet === undefined
          ? { Filters: [{ Name: 'default-for-az', Values: ['true'] }] }
          : { SubnetIds: [wish.subnet] },
      ),
    ),
  );
  const places = placesOf(Subnets);
  const vpc = Subnets[0]?.VpcId;
  if (vpc === undefined || places.length === 0)
    throw configuration(
      doing,
      wish.subnet === undefined
        ? `${cloud.region} has no default VPC with a subnet`
        : `there is no subnet ${wish.subnet}`,
      'name one that reaches the internet, or S3, with --subnet: aws ec2 describe-subnets lists them',
    );
  const { securityGroup } = wish;
  const named = securityGroup === undefined ? [ownGroup, 'default'] : [securityGroup];
  const { SecurityGroups = [] } = await cloud.ask(doing, () =>
    ec2.send(
      new sdk.DescribeSecurityGroupsCommand(
        securityGroup?.startsWith('sg-')
          ? { GroupIds: [securityGroup] }
          : {
              Filters: [
                { Name: 'vpc-id', Values: [vpc] },
                { Name: 'group-name', Values: named },
              ],
            },
      ),
    ),
  );
  const group = named
    .map(name => SecurityGroups.find(({ GroupName, GroupId }) => GroupName === name || GroupId === name))
    .find(found => found !== undefined);
  if (!group?.GroupId)
    throw configuration(
      doing,
      `there is no security group ${named.join(' or ')} in ${vpc}`,
      'name one: --security-group',
    );
  const open = openings(group);
  if (open.length > 0 && securityGroup === undefined)
    throw configuration(
      doing,
      `the security group \`${group.GroupName}\` of ${vpc} lets in ${open.join(', ')}, and a box needs nothing to come in`,
      `make one without inbound rules, named ${ownGroup}: aws ec2 create-security-group --vpc-id ${vpc} --group-name ${ownGroup} --description "boxes of campaigns"; or name one with --security-group`,
    );
  return {
    places,
    group: group.GroupId,
    groupText: `${group.GroupName ?? group.GroupId}, which lets in ${open.length ? open.join(', ') : 'nothing from outside'}`,
  };
}

/** One subnet of each zone, in a stable order. */
function placesOf(subnets: readonly Subnet[]): Network['places'] {
  const byZone = new Map<string, string>();
  const ordered = [...subnets].sort((a, b) => (`${a.AvailabilityZone}` < `${b.AvailabilityZone}` ? -1 : 1));
  for (const { SubnetId, AvailabilityZone = '' } of ordered)
    if (SubnetId !== undefined && !byZone.has(AvailabilityZone)) byZone.set(AvailabilityZone, SubnetId);
  return [...byZone].map(([zone, subnet]) => ({ zone, subnet }));
}

/** What a group lets in, other than from itself. */
function openings({ GroupId, IpPermissions = [] }: SecurityGroup): readonly string[] {
  return IpPermissions.flatMap(
    ({ IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, UserIdGroupPairs, PrefixListIds }) => {
      const ports =
        IpProtocol === '-1'
          ? 'everything'
          : `${IpProtocol} ${FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`}`;
      const from = [
        ...(IpRanges ?? []).map(({ CidrIp }) => CidrIp),
        ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
        ...(PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
        ...(UserIdGroupPairs ?? []).map(pair => pair.GroupId).filter(id => id !== GroupId),
      ];
      return from.map(who => `${ports} from ${who}`);
    },
  );
}
