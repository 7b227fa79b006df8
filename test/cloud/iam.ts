import { accountId } from './account.ts';
import type { Action, Output } from './call.ts';
import { profileArn } from './ec2/describe-instances.ts';
import { Failure } from './failure.ts';
import { decide, managedPolicies, type PolicyDocument } from './policy.ts';
import { groups, text, texts } from './query.ts';
import type { Profile, World } from './world.ts';

/** Inline and managed ones. */
export function policiesOf({ policies, attached }: Profile): readonly PolicyDocument[] {
  return [...Object.values(policies), ...attached.flatMap(arn => managedPolicies[arn] ?? [])];
}

export function roleArn(role: string): string {
  return `arn:aws:iam::${accountId}:role/${role}`;
}

/** The reading actions of IAM (API version 2010-05-08) about instance profiles and their roles. */
export function iam(world: World): Readonly<Record<string, Action>> {
  const made = '2025-01-01T00:00:00Z';
  const profileNamed = (name: string): Profile => {
    const profile = world.profiles.get(name);
    if (!profile) throw missing(`Instance Profile ${name} cannot be found.`);
    return profile;
  };
  const roleNamed = (name: string): Profile => {
    const profile = [...world.profiles.values()].find(each => each.role === name);
    if (!profile) throw missing(`The role with name ${name} cannot be found.`);
    return profile;
  };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const roleItem = ({ role }: Profile): Output => ({
    ...{ Path: '/', RoleName: role, RoleId: 'AROA0123456789ABCDEFG', Arn: roleArn(role), CreateDate: made },
    AssumeRolePolicyDocument: encoded(trust),
  });
  return {
    GetInstanceProfile: {
      takes: { InstanceProfileName: 'text!' },
      does: parameters => {
        const profile = profileNamed(text(parameters, 'InstanceProfileName')!);
        return {
          InstanceProfile: {
            ...{ Path: '/', InstanceProfileName: profile.name, InstanceProfileId: 'AIPA0123456789ABCDEFG' },
            ...{ Arn: profileArn(profile.name), CreateDate: made, Roles: [roleItem(profile)] },
          },
        };
      },
    },
    GetRole: {
      takes: { RoleName: 'text!' },
      does: parameters => ({ Role: roleItem(roleNamed(text(parameters, 'RoleName')!)) }),
    },
    ListRolePolicies: {
      takes: { Marker: 'text', MaxItems: 'number', RoleName: 'text!' },
      does: parameters => ({
        PolicyNames: Object.keys(roleNamed(text(parameters, 'RoleName')!).policies),
        IsTruncated: false,
      }),
    },
    GetRolePolicy: {
      takes: { PolicyName: 'text!', RoleName: 'text!' },
      does: parameters => {
        const PolicyName = text(parameters, 'PolicyName')!;
        const RoleName = text(parameters, 'RoleName')!;
        const document = roleNamed(RoleName).policies[PolicyName];
        if (!document) throw missing(`The role policy with name ${PolicyName} cannot be found.`);
        return { RoleName, PolicyName, PolicyDocument: encoded(document) };
      },
    },
    ListAttachedRolePolicies: {
      takes: { Marker: 'text', MaxItems: 'number', PathPrefix: 'text', RoleName: 'text!' },
      does: parameters => ({
        AttachedPolicies: roleNamed(text(parameters, 'RoleName')!).attached.map(PolicyArn => ({
          PolicyName: PolicyArn.replace(/.*\//, ''),
          PolicyArn,
        })),
        IsTruncated: false,
      }),
    },
    GetPolicy: {
      takes: { PolicyArn: 'text!' },
      does: parameters => {
        const Arn = managed(text(parameters, 'PolicyArn')!);
        return {
          Policy: { PolicyName: Arn.replace(/.*\//, ''), Arn, Path: '/', DefaultVersionId: 'v1', IsAttachable: true },
        };
      },
    },
    GetPolicyVersion: {
      takes: { PolicyArn: 'text!', VersionId: 'text!' },
      does: parameters => {
        const document = managedPolicies[managed(text(parameters, 'PolicyArn')!)]!;
        return {
          PolicyVersion: { Document: encoded(document), VersionId: 'v1', IsDefaultVersion: true, CreateDate: made },
        };
      },
    },
    SimulatePrincipalPolicy: {
      takes: {
        ...{
          ActionNames: ['text'],
          Marker: 'text',
          MaxItems: 'number',
          PolicySourceArn: 'text!',
          ResourceArns: ['text'],
        },
        ContextEntries: [{ ContextKeyName: 'text', ContextKeyType: 'text', ContextKeyValues: ['text'] }],
      },
      does: parameters => {
        const source = text(parameters, 'PolicySourceArn')!;
        const role = /:role\/(?:.*\/)?([^/]+)$/.exec(source)?.[1];
        if (role === undefined) throw new Failure('InvalidInput', `The emulator knows no principal ${source}`);
        const documents = policiesOf(roleNamed(role));
        const given = texts(parameters, 'ResourceArns');
        const resources = given.length > 0 ? given : ['*'];
        const context = Object.fromEntries(
          groups(parameters, 'ContextEntries').map(each => [
            text(each, 'ContextKeyName')!,
            texts(each, 'ContextKeyValues')[0] ?? '',
          ]),
        );
        return {
          EvaluationResults: texts(parameters, 'ActionNames').flatMap(EvalActionName =>
            resources.map(EvalResourceName => {
              const { decision, missing } = decide(documents, {
                action: EvalActionName,
                resource: EvalResourceName,
                context,
              });
              return {
                ...{ EvalActionName, EvalResourceName, EvalDecision: decision },
                ...{ MatchedStatements: [], MissingContextValues: missing },
              };
            }),
          ),
          IsTruncated: false,
        };
      },
    },
  };
}

function managed(arn: string): string {
  if (!Object.hasOwn(managedPolicies, arn)) throw missing(`Policy ${arn} does not exist or is not attachable.`);
  return arn;
}

function missing(message: string): Failure {
  return new Failure('NoSuchEntity', message, 404);
}

/** Documents travel percent-encoded (GetRolePolicy, the IAM API reference). */
function encoded(document: unknown): string {
  return encodeURIComponent(JSON.stringify(document));
}
