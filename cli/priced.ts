import type { Pricing } from '../report/run-report/cost.ts';
import type { RunHistory } from '../run/history.ts';

/** What the machines of a run cost: as its own campaign says, or else the table. */
export async function pricingOf({ campaignText, record, launches }: RunHistory): Promise<Pricing> {
  const { priceOf } = await import('../plan/prices.ts');
  const plan = campaignText === undefined ? undefined : await plannedAs(campaignText, record);
  const { price: stated, type: named } = plan?.machine ?? {};
  const region = record?.machine?.region ?? launches.at(-1)?.region;
  return {
    of: type => {
      // A price that the campaign states holds for the type that it names, not for one that was had in its place.
      if (stated?.from === 'stated' && (named === undefined || named === type))
        return { usdPerHour: stated.usdPerHour, from: 'stated' };
      const listed = priceOf(type, region === undefined ? undefined : String(region));
      return listed === undefined ? undefined : { usdPerHour: listed, from: 'table' };
    },
    ...(plan?.time.worstCost !== undefined && { worstUsd: plan.time.worstCost }),
    ...(plan?.limits.cost !== undefined && { capUsd: plan.limits.cost }),
  };
}

async function plannedAs(text: string, record: RunHistory['record']) {
  const { read } = await import('../schema/read.ts');
  const { campaign } = await read(text, 'campaign.yaml');
  if (!campaign) return undefined;
  const { resolve } = await import('../plan/resolve.ts');
  const given = Object.entries(record?.params ?? {});
  const params = new Map(given.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  const profile = record?.profile ?? undefined;
  return resolve(campaign, { params, ...(profile !== undefined && { profile }) }).plan;
}
