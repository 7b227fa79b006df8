import { boxPolicy, type Governed, type Policy, personPolicy } from '../../interpreter/policies.ts';
import { resolve } from '../../plan/resolve.ts';
import type { Operation } from '../../rehearsal/emulator/s3/request.ts';
import { read } from '../../schema/read.ts';
import type { Called } from './call.ts';

/** The policies that `campaign compile --target iam` makes of a campaign. */
export async function policiesOf(campaign: string): Promise<{ readonly box: Policy; readonly person: Policy }> {
  const plan: Governed = resolve((await read(campaign, 'campaign.yaml')).campaign!).plan;
  const options = { role: 'campaign-box' };
  return { box: boxPolicy(plan, options), person: personPolicy(plan, options) };
}

export function actionsOf(policy: Policy): readonly string[] {
  return [...new Set(policy.Statement.flatMap(({ Action }) => Action))].sort();
}

/** What an operation of S3 asks for (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html). */
const s3Actions: Partial<Record<Operation, readonly string[]>> = {
  ListObjects: ['s3:ListBucket'],
  ListObjectsV2: ['s3:ListBucket'],
  ListMultipartUploads: ['s3:ListBucketMultipartUploads'],
  HeadBucket: ['s3:ListBucket'],
  GetObject: ['s3:GetObject'],
  HeadObject: ['s3:GetObject'],
  GetBucketLifecycleConfiguration: ['s3:GetLifecycleConfiguration'],
  GetPublicAccessBlock: ['s3:GetBucketPublicAccessBlock'],
  PutObject: ['s3:PutObject'],
  CopyObject: ['s3:GetObject', 's3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  UploadPartCopy: ['s3:GetObject', 's3:PutObject'],
  CompleteMultipartUpload: ['s3:PutObject'],
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
  DeleteObject: ['s3:DeleteObject'],
  DeleteObjects: ['s3:DeleteObject'],
};

/** The actions that a request needs; nobody has to be allowed to ask who they are (GetCallerIdentity, the STS API reference). */
function neededFor({ service, action, parameters }: Called): readonly string[] {
  if (service === 'sts' && action === 'GetCallerIdentity') return [];
  if (action === 'RunInstances')
    return ['ec2:RunInstances', ...('TagSpecification' in parameters ? ['ec2:CreateTags'] : []), 'iam:PassRole'];
  return [`${service}:${action}`];
}

/** What the person has asked of AWS, and anybody of S3, that the policies do not allow. */
export function notAllowed(
  { box, person }: { readonly box: Policy; readonly person: Policy },
  {
    key,
    requests,
    stored,
  }: {
    /** The person's access key. */
    readonly key: string;
    readonly requests: readonly Called[];
    readonly stored: readonly { readonly operation?: Operation }[];
  },
): readonly string[] {
  const mine = requests.filter(call => call.key === key && call.service !== 's3').flatMap(neededFor);
  const wanted = stored.flatMap(({ operation }) => (operation ? (s3Actions[operation] ?? [`s3:${operation}`]) : []));
  const missing = [
    ...mine.filter(action => !actionsOf(person).includes(action)),
    ...wanted.filter(action => !actionsOf(person).includes(action) && !actionsOf(box).includes(action)),
  ];
  return [...new Set(missing)].sort();
}
