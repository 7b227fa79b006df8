import type { Plan } from '../plan/plan.ts';
import type { RunRecord } from '../schema/records.ts';
import type { RunRef, RunStore } from './store.ts';

/** The plan that a run was compiled from, of the campaign and the parameters that its store holds; absent where they are not there. */
export async function recallPlan(
  store: RunStore,
  run: RunRef,
  record: RunRecord | undefined,
): Promise<Plan | undefined> {
  const text = await store.read(run, 'campaign.yaml');
  if (!text || !record) return undefined;
  const { read } = await import('../schema/read.ts');
  const { campaign } = await read(text.toString('utf8'), 'campaign.yaml');
  if (!campaign) return undefined;
  const { resolve } = await import('../plan/resolve.ts');
  const params = new Map(
    Object.entries(record.params).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
  return resolve(campaign, { params, ...(record.profile !== null && { profile: record.profile }) }).plan;
}
