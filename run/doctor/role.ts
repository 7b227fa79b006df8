import type { InstanceProfile } from '@aws-sdk/client-iam';
import type { Cloud } from '../cloud/cloud.ts';
import { CloudFailure } from '../cloud/faults.ts';
import { type Check, check } from './check.ts';

/** Actions on resources that a role needs. */
export interface Needs {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/**
 * Compares what the role of an instance profile may do with what the script will do, by IAM's own simulation. It is asked without context
 * keys: what the box's requests will come from (an address, an endpoint of a VPC) is not known here, so a refusal that hangs on such a key
 * is unknown, and no failure. The policies of buckets are not a part of it.
 */
export async function checkRole(cloud: Cloud, profile: string, needs: readonly Needs[]): Promise<Check> {
  return await check('role', async () => {
    const { sdk } = cloud;
    const iam = new sdk.IAMClient({ region: cloud.region, maxAttempts: 3 });
    const name = profile.replace(/^.*\//, '');
    const make = 'docs/running-on-aws.md shows how it is made: campaign compile --target iam --for box';
    let found: InstanceProfile | undefined;
    try {
      const command = new sdk.GetInstanceProfileCommand({ InstanceProfileName: name });
      found = (await cloud.ask(`looking for the instance profile ${name}`, () => iam.send(command))).InstanceProfile;
    } catch (error) {
      if (!(error instanceof CloudFailure && /^NoSuchEntity/.test(error.error ?? ''))) throw error;
      return {
        state: 'fail',
        detail: `there is no instance profile ${name}`,
        help: `${make}; or name yours: --instance-profile`,
      };
    }
    const [role] = found?.Roles ?? [];
    const arn = role?.Arn;
    if (arn === undefined) return { state: 'fail', detail: `the instance profile ${name} has no role`, help: make };
    if (!trusts(role?.AssumeRolePolicyDocument))
      return { state: 'fail', detail: `${arn} does not trust ec2.amazonaws.com, so no box can have it`, help: make };
    const missing = new Map<string, string[]>();
    const hanging = new Set<string>();
    for (const { Action, Resource } of needs) {
      const resources = new Map(Resource.map(each => [concrete(each, cloud.account), each]));
      const { EvaluationResults = [], IsTruncated } = await cloud.ask(`simulating the policies of ${arn}`, () =>
        iam.send(
          new sdk.SimulatePrincipalPolicyCommand({
            PolicySourceArn: arn,
            ActionNames: [...Action],
            ResourceArns: [...resources.keys()],
            MaxItems: 1000,
          }),
        ),
      );
      for (const each of EvaluationResults) {
        const { EvalActionName = '', EvalResourceName = '', EvalDecision, MissingContextValues = [] } = each;
        if (EvalDecision === 'allowed') continue;
        for (const key of MissingContextValues) hanging.add(key);
        if (MissingContextValues.length > 0) continue;
        const where = resources.get(EvalResourceName) ?? EvalResourceName;
        missing.set(where, [...(missing.get(where) ?? []), EvalActionName]);
      }
      if (IsTruncated || EvaluationResults.length < Action.length)
        return { state: 'unknown', detail: `IAM does not tell what ${arn} may do`, help: make };
    }
    if (missing.size > 0) {
      const texts = [...missing].map(([where, actions]) => `${actions.join(', ')} on ${where}`);
      return { state: 'fail', detail: `${arn} may not do ${texts.join('; ')}`, help: make };
    }
    if (hanging.size === 0) return { state: 'ok', detail: `${arn} may do what the script does` };
    return {
      state: 'unknown',
      detail: `what ${arn} may do hangs on ${[...hanging].sort().join(', ')}, which only a request of the box has`,
      help: 'see that its conditions let the box through',
    };
  });
}

/** Whether EC2 may give a role to boxes. A document that cannot be read is not taken for a refusal. */
function trusts(document: string | undefined): boolean {
  return document === undefined || /"ec2\.amazonaws\.com(?:\.cn)?"/.test(decodeURIComponent(document));
}

/** A resource that a pattern of ours means: a simulation asks about one thing, not about a pattern. */
function concrete(pattern: string, account: string): string {
  return pattern
    .replace(/^(arn:[^:]*:[^:]*:[^:]*:)\*(?=:)/, `$1${account}`)
    .replace(/\$\{([$*?])\}|\?|\*/g, (text, letter: string | undefined) => letter ?? (text === '?' ? 'a' : 'probe'));
}
