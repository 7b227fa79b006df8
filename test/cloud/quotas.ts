import { accountId, instanceTypes } from './account.ts';
import type { Action, Output } from './call.ts';
import { Failure } from './failure.ts';
import { text } from './query.ts';
import type { World } from './world.ts';

/** vCPUs that may run at a time, by the code of the quota ("Amazon EC2 instance type quotas"). */
export const quotaCodes = {
  onDemand: 'L-1216C47A',
  spot: 'L-34B43A08',
} as const;

const names: Readonly<Record<string, string>> = {
  [quotaCodes.onDemand]: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
  [quotaCodes.spot]: 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
};

/** The actions of Service Quotas (JSON 1.1). */
export function serviceQuotas(world: World): Readonly<Record<string, Action>> {
  const quota = (QuotaCode: string): Output => ({
    ...{
      ServiceCode: 'ec2',
      ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
      QuotaCode,
      QuotaName: names[QuotaCode]!,
    },
    QuotaArn: `arn:aws:servicequotas:${world.region}:${accountId}:ec2/${QuotaCode}`,
    ...{ Value: world.quotas[QuotaCode]!, Unit: 'None', Adjustable: true, GlobalQuota: false },
  });
  return {
    GetServiceQuota: {
      takes: { ContextId: 'text', QuotaCode: 'text!', ServiceCode: 'text!' },
      does: parameters => {
        const code = text(parameters, 'QuotaCode')!;
        if (text(parameters, 'ServiceCode') !== 'ec2' || !Object.hasOwn(names, code))
          throw new Failure(
            'NoSuchResourceException',
            'The request failed because the specified service quota does not exist.',
          );
        return { Quota: quota(code) };
      },
    },
    ListServiceQuotas: {
      takes: { MaxResults: 'number', NextToken: 'text', ServiceCode: 'text!' },
      does: parameters => ({ Quotas: text(parameters, 'ServiceCode') === 'ec2' ? Object.keys(names).map(quota) : [] }),
    },
  };
}

/** Refuses what would run more than the account may. */
export function checkQuota(world: World, type: string, count: number, spot: boolean): void {
  const running = [...world.instances.values()].filter(
    each => (each.state === 'pending' || each.state === 'running') && (each.spotRequest !== undefined) === spot,
  );
  const cpus = (name: string) => instanceTypes[name]?.cpus ?? 0;
  const all = running.reduce((sum, each) => sum + cpus(each.type), count * cpus(type));
  const limit = world.quotas[spot ? quotaCodes.spot : quotaCodes.onDemand]!;
  if (all <= limit) return;
  if (spot) throw new Failure('MaxSpotInstanceCountExceeded', 'Max spot instance count exceeded');
  throw new Failure(
    'VcpuLimitExceeded',
    `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}
