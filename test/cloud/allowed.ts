import { boxPolicy, personPolicy } from '../../interpreter/policies.ts';
import type { Governed, Policy } from '../../interpreter/policy-statements.ts';
import { resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';

/** The policies that `campaign compile --target iam` makes of a campaign. */
export async function policiesOf(campaign: string): Promise<{ readonly box: Policy; readonly person: Policy }> {
  const plan: Governed = resolve((await read(campaign, 'campaign.yaml')).campaign!).plan;
  const options = { role: 'campaign-box' };
  return { box: boxPolicy(plan, options), person: personPolicy(plan, options) };
}

export function actionsOf(policy: Policy): readonly string[] {
  return [...new Set(policy.Statement.flatMap(({ Action }) => Action))].sort();
}
