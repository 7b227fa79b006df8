import type { Pricing } from '../report/run-report/cost.ts';
import type { RunHistory } from '../run/history.ts';

/** What an hour of the machine of a run costs: as its own campaign says, or else the table. Empty where neither does. */
export async function pricingOf({ campaignText, record, launches }: RunHistory): Promise<Pricing> {
  const box = launches.at(-1);
  const fact = (name: string) =>
    typeof record?.machine?.[name] === 'string' ? String(record.machine[name]) : undefined;
  const type = fact('instanceType') ?? box?.instanceType;
  const { priceOf } = await import('../plan/prices.ts');
  const listed = type === undefined ? undefined : priceOf(type, fact('region') ?? box?.region);
  const plan = campaignText === undefined ? undefined : await plannedAs(campaignText, record);
  const price = plan?.machine.price;
  // A price that the campaign states holds for the type that it names, not for one that was had in its place.
  const own =
    price && (type === undefined || plan.machine.type === undefined || plan.machine.type === type) ? price : undefined;
  const usdPerHour = own?.from === 'stated' ? own.usdPerHour : (listed ?? own?.usdPerHour);
  return {
    ...(usdPerHour !== undefined && { usdPerHour, priceFrom: own?.from === 'stated' ? 'stated' : 'table' }),
    ...(plan?.time.worstCost !== undefined && { worstUsd: plan.time.worstCost }),
    ...(plan?.limits.cost !== undefined && { capUsd: plan.limits.cost }),
  };
}

async function plannedAs(text: string, record: RunHistory['record']) {
  const { read } = await import('../schema/read.ts');
  const { campaign } = await read(text, 'campaign.yaml');
  if (!campaign) return undefined;
  const { resolve } = await import('../plan/resolve.ts');
  const params = Object.entries(record?.params ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const profile = record?.profile ?? undefined;
  return resolve(campaign, { params: new Map(params), ...(profile !== undefined && { profile }) }).plan;
}
