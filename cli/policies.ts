import { boxPolicy, personPolicy } from '../interpreter/policies.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { isUnknown } from '../plan/symbol.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';

/** What `campaign compile --target iam` writes: the policies of the box and of the person, or the one of `--for`. */
export function policiesText(planned: CheckedPlan, invocation: Invocation, scriptUrl: string | undefined): string {
  if (invocation.has('packed')) throw new Refusal('--packed is of scripts', 'leave it out: policies are plain JSON');
  const url = invocation.value('store') ?? planned.store.url;
  if (!url?.startsWith('s3://'))
    throw new Refusal(
      url === undefined ? 'the campaign names no store' : `${url} is no bucket`,
      'policies are for runs on boxes, whose results go to a bucket: store.url, or --store, as s3://bucket/prefix',
    );
  const plan = { ...planned, store: { ...planned.store, url } };
  const texts = [url, ...plan.secrets.map(({ from }) => from), ...plan.prebuilt.map(each => each.url)];
  if (texts.some(isUnknown))
    throw new Refusal('a parameter that the policies hang on has no value', 'give it one: --param NAME=VALUE');
  const role = invocation.value('role') ?? 'campaign-box';
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
  if (!/^[\w+=,.@-]{1,64}$/.test(role))
    throw new Refusal(`\`${role}\` is no name of a role`, 'give its name, not its ARN');
  const options = { role, ...(scriptUrl !== undefined && { scriptUrl }) };
  const both = { box: boxPolicy(plan, options), person: personPolicy(plan, options) };
  const one = invocation.value('for') as keyof typeof both | undefined;
  return `${JSON.stringify(one === undefined ? both : both[one], null, 2)}\n`;
}
