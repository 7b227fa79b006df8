/** A policy document as far as it is understood here; what is not understood is refused aloud. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** Operator → key → values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One thing that has to be allowed. */
export interface Asked {
  /** `ec2:RunInstances`. */
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request has, with its value of each. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Condition keys that the request does not have, on which the answer hung. */
  readonly missing: readonly string[];
}

/** Whether documents together allow something ("Policy evaluation logic", the IAM user guide). */
export function decide(documents: readonly PolicyDocument[], { action, resource, context = {} }: Asked): Decision {
  const missing = new Set<string>();
  const meant = documents
    .flatMap(each => each.Statement)
    .filter(
      each =>
        [each.Action].flat().some(pattern => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        [each.Resource].flat().some(pattern => matches(pattern, resource)) &&
        holds(each, context, missing),
    );
  if (meant.some(each => each.Effect === 'Deny')) return { decision: 'explicitDeny', missing: [] };
  if (meant.length > 0) return { decision: 'allowed', missing: [] };
  return { decision: 'implicitDeny', missing: [...missing] };
}

/** Operators by name ("IAM JSON policy elements: Condition operators"): whether a value that is there is as one of those that are wanted. */
const operators: Readonly<Record<string, (value: string, wanted: readonly string[]) => boolean>> = {
  StringEquals: (value, wanted) => wanted.map(literally).includes(value),
  StringNotEquals: (value, wanted) => !wanted.map(literally).includes(value),
  StringLike: (value, wanted) => wanted.some(each => matches(each, value)),
};

function holds(
  { Condition = {} }: Statement,
  context: Readonly<Record<string, string>>,
  missing: Set<string>,
): boolean {
  const there = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(Condition).every(([name, keys]) =>
    Object.entries(keys).every(([key, given]) => {
      const wanted = [given].flat();
      const value = there.get(key.toLowerCase());
      if (name === 'Null') {
        if (value === undefined && wanted.includes('false')) missing.add(key);
        return wanted.includes(String(value === undefined));
      }
      const operator = operators[name.replace(/IfExists$/, '')];
      if (!operator) throw new Error(`the emulator knows no condition ${name}`);
      if (value !== undefined) return operator(value, wanted);
      if (name.endsWith('IfExists') || name.startsWith('StringNot')) return true;
      missing.add(key);
      return false;
    }),
  );
}

/** `*` and `?` are patterns; `${*}`, `${?}` and `${$}` are those characters ("IAM policy elements: Variables and tags"). */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/\$\{([*?$])\}|[\s\S]/g, (one, letter: string | undefined) => {
    if (letter === undefined && one === '*') return '.*';
    if (letter === undefined && one === '?') return '.';
    return (letter ?? one).replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 's').test(text);
}

function literally(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, '$1');
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
