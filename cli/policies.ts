import { boxPolicy, personPolicy, publisherPolicy, publisherTrust } from '../interpreter/policies.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { isUnknown } from '../plan/symbol.ts';
import { originOf } from './compiled.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import type { Repository } from './ports/repository.ts';
import { branchOf } from './workflow.ts';

/** What `campaign compile --target iam` writes: all policies, or the one of `--for`. */
export function policiesText(
  planned: CheckedPlan,
  invocation: Invocation,
  scriptUrl: string | undefined,
  repository: Repository,
  note: Context['note'],
): string {
  if (invocation.has('packed')) throw new Refusal('--packed is of scripts', 'leave it out: policies are plain JSON');
  const one = invocation.value('for');
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  if (one === 'publisher-trust') return text(trustOf(planned, invocation, repository, note));
  for (const name of ['account', 'repository'])
    if (invocation.has(name))
      throw new Refusal(`--${name} is for --for publisher-trust alone`, 'leave it out, or add --for publisher-trust');
  const url = invocation.value('store') ?? planned.store.url;
  if (one !== 'publisher' && !url?.startsWith('s3://'))
    throw new Refusal(
      url === undefined ? 'the campaign names no store' : `${url} is no bucket`,
      'policies are for runs on boxes, whose results go to a bucket: store.url, or --store, as s3://bucket/prefix',
    );
  const plan = { ...planned, store: { ...planned.store, ...(url !== undefined && { url }) } };
  const texts = [
    ...(url === undefined ? [] : [url]),
    ...plan.secrets.map(({ from }) => from),
    ...plan.prebuilt.map(each => each.url),
  ];
  if (texts.some(isUnknown))
    throw new Refusal('a parameter that the policies hang on has no value', 'give it one: --param NAME=VALUE');
  const publisher = publisherPolicy(plan);
  if (one === 'publisher') {
    if (publisher.Statement.length === 0)
      throw new Refusal(
        'no artifact is built and goes to a bucket',
        'a publisher needs prebuilt with `build` and an s3:// URL',
      );
    return text(publisher);
  }
  const role = invocation.value('role') ?? 'campaign-box';
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
  if (!/^[\w+=,.@-]{1,64}$/.test(role))
    throw new Refusal(`\`${role}\` is no name of a role`, 'give its name, not its ARN');
  const options = { role, ...(scriptUrl !== undefined && { scriptUrl }) };
  const both = { box: boxPolicy(plan, options), person: personPolicy(plan, options) };
  if (one !== undefined) return text(both[one as keyof typeof both]);
  return text({ ...both, ...(publisher.Statement.length > 0 && { publisher }) });
}

/** Who may publish: the branch that the workflow is for, of the repository here. */
function trustOf(plan: CheckedPlan, invocation: Invocation, repository: Repository, note: Context['note']) {
  const account = invocation.value('account');
  if (account === undefined || !/^\d{12}$/.test(account))
    throw new Refusal(
      account === undefined ? 'the trust of a role names an account' : `\`${account}\` is no AWS account`,
      'give its twelve digits: --account "$(aws sts get-caller-identity --query Account --output text)"',
    );
  const name = invocation.value('repository') ?? githubName(plan.repository.repo ?? originOf(repository, () => {}));
  if (name === undefined || !/^[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/.test(name))
    throw new Refusal(
      name === undefined ? 'the origin of this repository is not at github.com' : `\`${name}\` names no repository`,
      'name it: --repository owner/name, or owner@id/name@id where it was made after July 15, 2026',
    );
  if (!name.includes('@'))
    note('note: GitHub calls a repository made after July 15, 2026 owner@id/name@id: then give it with --repository');
  const branch = branchOf(plan.repository.ref, repository) ?? branchOf('HEAD', repository) ?? 'main';
  return publisherTrust({ account, repository: name, branch, region: plan.store.region });
}

/** `owner/name` of a clone URL at github.com. */
function githubName(url: string): string | undefined {
  return /^(?:https:\/\/github\.com\/|(?:ssh:\/\/)?git@github\.com[:/])([^/]+\/[^/]+?)(?:\.git)?\/?$/i.exec(url)?.[1];
}
