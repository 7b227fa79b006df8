import {
  arns,
  artifactUrls,
  fetchedStatements,
  type Governed,
  literal,
  objectActions,
  type Policy,
  placeOf,
  policy,
  requiredUrls,
  storeStatements,
} from './policy-statements.ts';

export interface PolicyOptions {
  /** Name of the role that boxes have. */
  readonly role: string;
  /** Where a loader fetches the script, `s3://`, if not from the store. */
  readonly scriptUrl?: string;
}

/**
 * What `campaign run`, `resume` and `sweep` read in EC2 and Systems Manager. None of it is narrowed to a resource: IAM knows none for what
 * lists (Service Authorization Reference, "Resource types" of Amazon EC2 and AWS Systems Manager); nor to a region, since whoever starts
 * boxes in another one by `--region` looks there too. It changes nothing, and shows no data of boxes.
 */
const readingActions = [
  'ec2:DescribeImages',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstances',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSpotInstanceRequests',
  'ec2:DescribeSubnets',
  'ec2:DescribeVolumes',
  'ssm:DescribeInstanceInformation',
  'ssm:GetCommandInvocation',
];

/** What the script may have to do on a box: its store, its secrets, and what it fetches from other buckets. */
export function boxPolicy(plan: Governed, { scriptUrl }: PolicyOptions): Policy {
  const arn = arns(plan.store.region);
  const secrets = (kind: string) =>
    plan.secrets.map(({ from }) => from).flatMap(from => (from.startsWith(kind) ? [from.slice(kind.length)] : []));
  return policy([
    // Tags are read by version 2 of the CLI when it copies a large object (`aws s3 cp help`, --copy-props).
    ...storeStatements(plan, ['s3:AbortMultipartUpload', 's3:GetObjectTagging', 's3:ListBucketMultipartUploads']),
    ...fetchedStatements(arn, [
      ...artifactUrls(plan),
      ...requiredUrls(plan),
      ...(scriptUrl === undefined ? [] : [scriptUrl]),
    ]),
    {
      Sid: 'Parameters',
      Action: ['ssm:GetParameter'],
      Resource: secrets('ssm:').map(name =>
        name.startsWith('arn:') ? name : arn.of('ssm', '*', `parameter/${literal(name.replace(/^\//, ''))}`),
      ),
    },
    {
      Sid: 'Secrets',
      Action: ['secretsmanager:GetSecretValue'],
      // Secrets Manager adds a dash and six characters of its own to a name.
      Resource: secrets('secretsmanager:').map(name =>
        name.startsWith('arn:') ? name : arn.of('secretsmanager', '*', `secret:${literal(name)}-??????`),
      ),
    },
  ]);
}

/** What the person, or the job, that starts, watches and ends runs of this campaign may have to do. */
export function personPolicy(plan: Governed, { role }: PolicyOptions): Policy {
  const { campaign, machine } = plan;
  const name = campaign.name.value;
  const arn = arns(plan.store.region);
  const place = placeOf(plan.store.url);
  const made = ['instance/*', 'volume/*', 'spot-instances-request/*'].map(what => arn.of('ec2', '*', what));
  const ofRun = { 'aws:ResourceTag/campaign:run': 'false' };
  return policy([
    ...storeStatements(plan, []),
    { Sid: 'Read', Action: readingActions, Resource: ['*'] },
    // Neither has a resource that a policy could name (the same reference).
    { Sid: 'Doctor', Action: ['ec2:DescribeInstanceTypeOfferings', 'servicequotas:GetServiceQuota'], Resource: ['*'] },
    {
      Sid: 'DoctorRole',
      Action: ['iam:GetInstanceProfile', 'iam:SimulatePrincipalPolicy'],
      Resource: ['role', 'instance-profile'].map(what => arn.of('iam', '*', `${what}/${role}`, '')),
    },
    {
      Sid: 'DoctorBucket',
      Action: ['s3:GetBucketPublicAccessBlock', 's3:GetLifecycleConfiguration'],
      Resource: place ? [arn.bucket(place.bucket)] : [],
    },
    ...fetchedStatements(arn, artifactUrls(plan)),
    {
      Sid: 'Console',
      Action: ['ec2:GetConsoleOutput'],
      Resource: [arn.of('ec2', '*', 'instance/*')],
      Condition: { StringEquals: { 'aws:ResourceTag/campaign:name': name } },
    },
    { Sid: 'Images', Action: ['ssm:GetParameter'], Resource: [arn.of('ssm', '', 'parameter/aws/service/*')] },
    {
      Sid: 'StartTagged',
      Action: ['ec2:RunInstances'],
      Resource: made,
      Condition: {
        StringEquals: { 'aws:RequestTag/campaign:name': name },
        Null: { 'aws:RequestTag/campaign:run': 'false' },
      },
    },
    {
      Sid: 'StartFrom',
      Action: ['ec2:RunInstances'],
      Resource: [
        arn.of('ec2', '', 'image/*'),
        ...['network-interface/*', 'security-group/*', 'subnet/*'].map(what => arn.of('ec2', '*', what)),
      ],
    },
    {
      Sid: 'TagAtTheStart',
      Action: ['ec2:CreateTags'],
      Resource: made,
      Condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
    },
    {
      Sid: 'GiveTheRole',
      Action: ['iam:PassRole'],
      Resource: [arn.of('iam', '*', `role/${role}`, '')],
      Condition: { StringEquals: { 'iam:PassedToService': `ec2.amazonaws.com${arn.isChina ? '.cn' : ''}` } },
    },
    {
      Sid: 'EndTagged',
      Action: ['ec2:CancelSpotInstanceRequests', 'ec2:DeleteVolume', 'ec2:TerminateInstances'],
      Resource: made,
      Condition: { StringEquals: { 'aws:ResourceTag/campaign:name': name }, Null: ofRun },
    },
    {
      Sid: 'FirstSpotMachine',
      Action: machine.market === 'spot' ? ['iam:CreateServiceLinkedRole'] : [],
      Resource: [arn.of('iam', '*', 'role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot', '')],
      Condition: { StringEquals: { 'iam:AWSServiceName': 'spot.amazonaws.com' } },
    },
    {
      Sid: 'CommandDocument',
      Action: ['ssm:SendCommand'],
      Resource: [arn.of('ssm', '', 'document/AWS-RunShellScript')],
    },
    {
      Sid: 'CommandTagged',
      Action: ['ssm:SendCommand'],
      Resource: [arn.of('ec2', '*', 'instance/*'), arn.of('ssm', '*', 'managed-instance/*')],
      Condition: { StringEquals: { 'ssm:resourceTag/campaign:name': name } },
    },
  ]);
}

/**
 * What the job that publishes the artifacts of this campaign may do: put them where the campaign has them, whatever the commit, read
 * them back, and take back what it could not finish. Without a statement where none of them goes to a bucket.
 */
export function publisherPolicy(plan: Governed): Policy {
  const arn = arns(plan.store.region);
  const { commit } = plan.repository;
  const places = plan.prebuilt
    .filter(({ build }) => build !== undefined)
    .map(({ url }) => placeOf(commit === undefined ? url : url.split(commit, 1)[0]))
    .filter(place => place !== undefined)
    .map(({ bucket, key }) => ({ bucket, under: `${key}*` }));
  return policy([
    {
      Sid: 'Artifacts',
      Action: [...objectActions, 's3:AbortMultipartUpload'],
      Resource: places.map(({ bucket, under }) => arn.object(bucket, under)),
    },
    {
      Sid: 'ArtifactBuckets',
      // Without it a missing object is answered with 403: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html.
      Action: ['s3:ListBucket'],
      Resource: places.map(({ bucket }) => arn.bucket(bucket)),
      ...(places.every(({ under }) => under !== '*') && {
        Condition: { StringLikeIfExists: { 's3:prefix': [...new Set(places.map(({ under }) => under))].sort() } },
      }),
    },
  ]);
}

export interface TrustOptions {
  /** The number of the AWS account. */
  readonly account: string;
  /** `owner/name`, or `owner@id/name@id` as GitHub calls repositories made after July 15, 2026. */
  readonly repository: string;
  readonly branch: string;
  readonly region: string | undefined;
}

/**
 * Who may become the role of the publisher: jobs of one branch of one repository, as GitHub vouches for them
 * (docs.github.com, "Configuring OpenID Connect in Amazon Web Services" and "OpenID Connect reference", subject claims).
 */
export function publisherTrust({ account, repository, branch, region }: TrustOptions) {
  const issuer = 'token.actions.githubusercontent.com';
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: arns(region).iam(account, `oidc-provider/${issuer}`) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: 'sts.amazonaws.com',
            [`${issuer}:sub`]: `repo:${repository}:ref:refs/heads/${branch}`,
          },
        },
      },
    ],
  };
}
