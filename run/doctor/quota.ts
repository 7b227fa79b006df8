import type { Instance } from '@aws-sdk/client-ec2';
import { pages } from '../cloud/boxes.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { type Check, check } from './check.ts';

type Market = 'spot' | 'on-demand';

/**
 * Families whose vCPUs are counted together, which these quotas limit ("Amazon EC2 instance type quotas", EC2 user guide). Families that
 * begin with the same letter and have quotas of their own are not among them.
 */
const standard = /^(?!dl|hpc|inf|mac|trn)[acdhimrtz]/;
const quotas = { 'on-demand': 'L-1216C47A', spot: 'L-34B43A08' } as const;
const words = { 'on-demand': 'on demand', spot: 'spot' } as const;

interface Room {
  readonly limit: number;
  readonly used: number;
}

/**
 * Whether one more machine of a type may run beside those that do. On the spot market it is taken on demand where the quota of that one is
 * too small, so only both together stop a run.
 */
export async function checkQuota(cloud: Cloud, type: string, market: Market): Promise<Check> {
  return await check('quota', async () => {
    if (!standard.test(type))
      return {
        ...{ state: 'unknown', detail: `the quota of ${type} is not known here` },
        help: `look at it: Service Quotas, Amazon EC2, ${cloud.region}`,
      };
    const cpus = await cpusOf(cloud, type);
    const rooms = await roomsOf(cloud, market === 'spot' ? ['spot', 'on-demand'] : ['on-demand']);
    const room = rooms[market];
    const onDemand = rooms['on-demand'];
    if (cpus === undefined || !room || !onDemand)
      return { state: 'unknown', detail: 'AWS does not tell it', help: 'look at it: Service Quotas, Amazon EC2' };
    const text = ({ limit, used }: Room) => `${used} of ${limit} vCPUs`;
    const fits = ({ limit, used }: Room) => used + cpus <= limit;
    if (fits(room)) return { state: 'ok', detail: `${cpus} vCPUs beside ${text(room)} ${words[market]} in use` };
    const full = `${type} has ${cpus} vCPUs, and ${text(room)} ${words[market]} are in use in ${cloud.region}`;
    const help = `end what runs, or ask for more: aws service-quotas request-service-quota-increase --region ${cloud.region} --service-code ec2 --quota-code ${quotas[market]} --desired-value ${room.used + cpus}`;
    if (market === 'spot' && fits(onDemand))
      return { state: 'warn', detail: `${full}: it would be taken on demand, at that price`, help };
    return { state: 'fail', detail: full, help };
  });
}

async function cpusOf({ sdk, ec2, ask }: Cloud, type: string): Promise<number | undefined> {
  const { InstanceTypes = [] } = await ask(`looking for the type ${type}`, () =>
    ec2.send(new sdk.DescribeInstanceTypesCommand({ InstanceTypes: [type as never] })),
  );
  return InstanceTypes[0]?.VCpuInfo?.DefaultVCpus;
}

async function roomsOf(cloud: Cloud, markets: readonly Market[]): Promise<Readonly<Partial<Record<Market, Room>>>> {
  const { sdk, ec2, ask, region } = cloud;
  const client = new sdk.ServiceQuotasClient({ region, maxAttempts: 3 });
  const running = await pages(async NextToken => {
    const Filters = [{ Name: 'instance-state-name', Values: ['pending', 'running'] }];
    const command = new sdk.DescribeInstancesCommand({ Filters, ...(NextToken && { NextToken }) });
    const page = await ask('counting the vCPUs in use', () => ec2.send(command));
    return { items: (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []), next: page.NextToken };
  });
  const rooms: Partial<Record<Market, Room>> = {};
  for (const market of markets) {
    const command = new sdk.GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: quotas[market] });
    const { Quota } = await ask('reading the quota of vCPUs', () => client.send(command));
    const counted = running.filter(
      ({ InstanceLifecycle, InstanceType = '' }) =>
        standard.test(InstanceType) && (InstanceLifecycle === 'spot') === (market === 'spot'),
    );
    const used = counted.reduce((sum, instance) => sum + cpusIn(instance), 0);
    if (Quota?.Value !== undefined) rooms[market] = { limit: Quota.Value, used };
  }
  return rooms;
}

function cpusIn({ CpuOptions }: Instance): number {
  return (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1);
}
