import { type Cloud, caught } from '../cloud/cloud.ts';
import { findImage } from '../cloud/image.ts';
import { findNetwork, type NetworkWish } from '../cloud/network.ts';
import { type Check, check } from './check.ts';

export interface BoxNeeds {
  readonly type: string;
  readonly image: string;
  readonly market: 'spot' | 'on-demand';
  readonly network: NetworkWish;
}

/** vCPUs that may run at a time, of the families of this letter ("Amazon EC2 instance type quotas", EC2 user guide). */
const standard = /^[acdhimrtz]/;
const quotas = { 'on-demand': 'L-1216C47A', spot: 'L-34B43A08' } as const;

/** What would keep a box from being started, as far as it can be told without starting one. */
export async function checkBox(cloud: Cloud, { type, image, market, network }: BoxNeeds): Promise<readonly Check[]> {
  const { sdk, ec2, region } = cloud;
  let zones: readonly string[] = [];
  const net = await check('network', async () => {
    const { places, groupText } = await findNetwork(cloud, network);
    zones = places.map(({ zone }) => zone);
    return { state: 'ok', detail: `${places.length} zones; security group ${groupText}` };
  });
  return [
    await check('image', async () => {
      const { id } = await findImage(cloud, image, type);
      return { state: 'ok', detail: `${image} is ${id}, of the architecture of ${type}` };
    }),
    net,
    await check('offering', async () => {
      const { InstanceTypeOfferings = [] } = await cloud.ask(`looking where ${type} is offered`, () =>
        ec2.send(
          new sdk.DescribeInstanceTypeOfferingsCommand({
            LocationType: 'availability-zone',
            Filters: [{ Name: 'instance-type', Values: [type] }],
          }),
        ),
      );
      const offered = InstanceTypeOfferings.map(({ Location }) => Location ?? '');
      const usable = zones.filter(zone => offered.includes(zone));
      if (usable.length > 0) return { state: 'ok', detail: `${type} is offered in ${usable.sort().join(', ')}` };
      if (net.state !== 'ok') return { state: 'unknown', detail: 'no zone is known', help: 'mend the network first' };
      return {
        state: 'fail',
        detail: `no zone that has a subnet offers ${type} in ${region}`,
        help:
          offered.length > 0
            ? `name a subnet in ${offered.sort().join(' or ')}: --subnet`
            : 'take another type or region',
      };
    }),
    await check('quota', async () => {
      if (!standard.test(type))
        return {
          state: 'unknown',
          detail: `the quota of ${type} is not known here`,
          help: 'see Service Quotas, Amazon EC2',
        };
      const { InstanceTypes = [] } = await cloud.ask(`looking for the type ${type}`, () =>
        ec2.send(new sdk.DescribeInstanceTypesCommand({ InstanceTypes: [type as never] })),
      );
      const cpus = InstanceTypes[0]?.VCpuInfo?.DefaultVCpus;
      const client = new sdk.ServiceQuotasClient({ region, maxAttempts: 3 });
      const { Quota } = await cloud.ask('reading the quota of vCPUs', () =>
        client.send(new sdk.GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: quotas[market] })),
      );
      if (cpus === undefined || Quota?.Value === undefined)
        return { state: 'unknown', detail: 'AWS does not tell it', help: 'see Service Quotas, Amazon EC2' };
      if (cpus <= Quota.Value)
        return { state: 'ok', detail: `${cpus} of ${Quota.Value} vCPUs ${market}; what runs already is not counted` };
      return {
        state: 'fail',
        detail: `${type} has ${cpus} vCPUs, and ${Quota.Value} may run ${market} in ${region}`,
        help: `ask for more: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code ${quotas[market]} --desired-value ${cpus}`,
      };
    }),
  ];
}

/** Whether an instance that is up takes commands; with it the name of its instance profile, where it has one. */
export async function checkInstance(
  cloud: Cloud,
  instanceId: string,
): Promise<{ readonly check: Check; readonly profile?: string }> {
  const { sdk, ec2, ssm } = cloud;
  let profile: string | undefined;
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
  if (instanceId.startsWith('i-') && found.state === 'ok') {
    // Where it may not be asked, the profile stays untold, which the check of the role says.
    const { value } = await caught(() =>
      cloud.ask(`looking at ${instanceId}`, () =>
        ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [instanceId] })),
      ),
    );
    profile = value?.Reservations?.[0]?.Instances?.[0]?.IamInstanceProfile?.Arn?.replace(/^.*\//, '');
  }
  return { check: found, ...(profile !== undefined && { profile }) };
}
