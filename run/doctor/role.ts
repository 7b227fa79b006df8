import type { Cloud } from '../cloud/cloud.ts';
import { type Check, check } from './check.ts';

/** Actions on resources that a role needs. */
export interface Needs {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Compares what the role of an instance profile may do with what the script will do, by IAM's own simulation. */
export async function checkRole(cloud: Cloud, profile: string, needs: readonly Needs[]): Promise<Check> {
  return await check('role', async () => {
    const { sdk } = cloud;
    const iam = new sdk.IAMClient({ region: cloud.region, maxAttempts: 3 });
    const name = profile.replace(/^.*\//, '');
    const { InstanceProfile } = await cloud.ask(`looking for the instance profile ${name}`, () =>
      iam.send(new sdk.GetInstanceProfileCommand({ InstanceProfileName: name })),
    );
    const arn = InstanceProfile?.Roles?.[0]?.Arn;
    const make = 'docs/running-on-aws.md shows how it is made: campaign compile --target iam --for box';
    if (arn === undefined) return { state: 'fail', detail: `the instance profile ${name} has no role`, help: make };
    const missing: string[] = [];
    for (const { Action, Resource } of needs) {
      const { EvaluationResults = [], IsTruncated } = await cloud.ask(`simulating the policies of ${arn}`, () =>
        iam.send(
          new sdk.SimulatePrincipalPolicyCommand({
            PolicySourceArn: arn,
            ActionNames: [...Action],
            ResourceArns: Resource.map(each => concrete(each, cloud.account)),
            MaxItems: 1000,
          }),
        ),
      );
      for (const { EvalActionName, EvalResourceName, EvalDecision } of EvaluationResults)
        if (EvalDecision !== 'allowed') missing.push(`${EvalActionName} on ${EvalResourceName}`);
      if (IsTruncated || EvaluationResults.length < Action.length)
        return { state: 'unknown', detail: `IAM does not tell what ${arn} may do`, help: make };
    }
    if (missing.length === 0) return { state: 'ok', detail: `${arn} may do what the script does` };
    return { state: 'fail', detail: `${arn} may not do ${missing.join(', ')}`, help: make };
  });
}

/** A resource that a pattern of ours means: a simulation asks about one thing, not about a pattern. */
function concrete(pattern: string, account: string): string {
  return pattern
    .replace(/^(arn:[^:]*:[^:]*:[^:]*:)\*(?=:)/, `$1${account}`)
    .replace(/\$\{([$*?])\}|\?|\*/g, (text, letter: string | undefined) => letter ?? (text === '?' ? 'a' : 'probe'));
}
