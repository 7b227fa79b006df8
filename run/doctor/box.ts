import { type Cloud, caught } from '../cloud/cloud.ts';
import { type BoxImage, findImage } from '../cloud/image.ts';
import { findNetwork, type Network, type NetworkWish } from '../cloud/network.ts';
import { type Check, check } from './check.ts';
import { checkQuota } from './quota.ts';
import { checkStart, type Starter } from './start.ts';

export interface BoxNeeds extends Starter {
  /** `al2023`, `ubuntu-24.04` or `ami-…`. */
  readonly image: string;
  readonly network: NetworkWish;
}

/** What was found of a box; `image` is absent where there is none that fits. */
export interface BoxFound {
  readonly checks: readonly Check[];
  readonly image?: BoxImage;
}

/** What would keep a box from being started, as far as it can be told without starting one. */
export async function checkBox(cloud: Cloud, needs: BoxNeeds): Promise<BoxFound> {
  const { type, image, market, network } = needs;
  let found: BoxImage | undefined;
  let net: Network | undefined;
  const checks = [
    await check('image', async () => {
      found = await findImage(cloud, image, type);
      return { state: 'ok', detail: `${image} is ${found.id}, for ${found.architecture} as ${type} is` };
    }),
    commandOf(image),
    await check('network', async () => {
      net = await findNetwork(cloud, network);
      return {
        state: 'ok',
        detail: `${net.places.length === 1 ? '1 zone' : `${net.places.length} zones`}; security group ${net.groupText}`,
      };
    }),
  ];
  checks.push(await checkOffering(cloud, type, net), await checkQuota(cloud, type, market));
  // Where one of these is missing, that is what has to be mended first.
  if (found && net) checks.push(await checkStart(cloud, needs, found, net));
  return { checks, ...(found && { image: found }) };
}

async function checkOffering(cloud: Cloud, type: string, net: Network | undefined): Promise<Check> {
  const { sdk, ec2, region } = cloud;
  return await check('offering', async () => {
    const { InstanceTypeOfferings = [] } = await cloud.ask(`looking where ${type} is offered`, () =>
      ec2.send(
        new sdk.DescribeInstanceTypeOfferingsCommand({
          LocationType: 'availability-zone',
          Filters: [{ Name: 'instance-type', Values: [type] }],
        }),
      ),
    );
    const offered = InstanceTypeOfferings.map(({ Location }) => Location ?? '').sort();
    if (!net) return { state: 'unknown', detail: 'no zone is known', help: 'mend the network first' };
    const usable = net.places.map(({ zone }) => zone).filter(zone => offered.includes(zone));
    if (usable.length > 0) return { state: 'ok', detail: `${type} is offered in ${usable.join(', ')}` };
    return {
      state: 'fail',
      detail: `no zone that has a subnet offers ${type} in ${region}`,
      help: offered.length > 0 ? `name a subnet in ${offered.join(' or ')}: --subnet` : 'take another type or region',
    };
  });
}

/**
 * The script reaches its bucket by the `aws` command. Amazon Linux 2023 brings it (its release notes list awscli-2); Ubuntu's images do not,
 * and what `machine.setup` installs comes after the script has been fetched by it.
 */
function commandOf(image: string): Check {
  const what = 'aws on the box';
  if (image === 'al2023') return { what, state: 'ok', detail: 'Amazon Linux 2023 brings it' };
  const help = 'use al2023, or an image of your own that brings the aws command';
  if (image.startsWith('ubuntu-')) return { what, state: 'fail', detail: `${image} does not bring it`, help };
  return { what, state: 'warn', detail: `whether ${image} brings it is not to be seen from here`, help };
}

/** Whether an instance that is up takes commands, and what else is known of it. */
export interface InstanceFound {
  readonly check: Check;
  /** The name of its instance profile, where it has one. */
  readonly profile?: string;
  /** As `uname -m` has it; absent where it is not told. */
  readonly architecture?: 'x86_64' | 'aarch64';
}

export async function checkInstance(cloud: Cloud, instanceId: string): Promise<InstanceFound> {
  const { sdk, ec2, ssm } = cloud;
  const found = await check('agent', async () => {
    const { InstanceInformationList = [] } = await cloud.ask(`looking for the agent of ${instanceId}`, () =>
      ssm.send(new sdk.DescribeInstanceInformationCommand({ Filters: [{ Key: 'InstanceIds', Values: [instanceId] }] })),
    );
    const [agent] = InstanceInformationList;
    if (agent?.PingStatus !== 'Online')
      return {
        state: 'fail',
        detail: `the agent of ${instanceId} ${agent ? `is ${agent.PingStatus}` : 'has not registered'} in ${cloud.region}`,
        help: 'see that the instance runs, that its role has AmazonSSMManagedInstanceCore, that it reaches Systems Manager, and that the region is right (--region)',
      };
    return { state: 'ok', detail: `${instanceId} is online, ${agent.PlatformName ?? agent.PlatformType ?? 'Linux'}` };
  });
  if (!instanceId.startsWith('i-') || found.state !== 'ok') return { check: found };
  // Where it may not be asked, this stays untold, which the checks that need it say.
  const { value } = await caught(() =>
    cloud.ask(`looking at ${instanceId}`, () =>
      ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [instanceId] })),
    ),
  );
  const { IamInstanceProfile, Architecture } = value?.Reservations?.[0]?.Instances?.[0] ?? {};
  const profile = IamInstanceProfile?.Arn?.replace(/^.*\//, '');
  return {
    check: found,
    ...(profile !== undefined && { profile }),
    ...(Architecture !== undefined && { architecture: Architecture === 'arm64' ? 'aarch64' : 'x86_64' }),
  };
}
