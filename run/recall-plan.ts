import type { Plan } from '../plan/plan.ts';
import type { RunRecord } from '../schema/records.ts';
import type { RunRef, RunStore } from './store.ts';

/** The plan that a run was compiled from, of the campaign and the parameters that its store holds; absent where they are not there. */
export async function recallPlan(
  store: RunStore,
  run: RunRef,
  record: RunRecord | undefined,
): Promise<Plan | undefined> {
  return planOf((await store.read(run, 'campaign.yaml'))?.toString('utf8'), record);
}

/** The same of a campaign that is read. */
export async function planOf(
  text: string | undefined,
  record: Partial<RunRecord> | undefined,
): Promise<Plan | undefined> {
  if (!text || !record) return undefined;
  const { read } = await import('../schema/read.ts');
  const { campaign } = await read(text, 'campaign.yaml');
  if (!campaign) return undefined;
  const { resolve } = await import('../plan/resolve.ts');
  const given = Object.entries(record.params ?? {});
  const params = new Map(given.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
  const profile = record.profile ?? undefined;
  return resolve(campaign, { params, ...(profile !== undefined && { profile }) }).plan;
}
