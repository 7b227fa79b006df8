/** A policy document as far as it is understood here: conditions are not, and a statement that has one counts as if it held. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** Whether documents together allow an action ("Policy evaluation logic", the IAM user guide). `resource` absent: of some resource. */
export function decide(documents: readonly PolicyDocument[], action: string, resource?: string): Decision {
  const statements = documents
    .flatMap(each => each.Statement)
    .filter(
      each =>
        [each.Action].flat().some(pattern => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        (resource === undefined || [each.Resource].flat().some(pattern => matches(pattern, resource))),
    );
  if (statements.some(each => each.Effect === 'Deny')) return 'explicitDeny';
  return statements.length > 0 ? 'allowed' : 'implicitDeny';
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** Managed policies that can be attached, with the part of them that matters here. */
export const managedPolicies: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'ssm:DescribeAssociation',
          'ssm:GetDocument',
          'ssm:GetParameter',
          'ssm:GetParameters',
          'ssm:UpdateInstanceInformation',
        ],
        Resource: '*',
      },
      { Effect: 'Allow', Action: ['ssmmessages:*', 'ec2messages:*'], Resource: '*' },
    ],
  },
  'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' }],
  },
};

export const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
