import type { Operation } from '../../rehearsal/emulator/s3/request.ts';
import type { S3Asked } from '../../rehearsal/emulator/s3/server.ts';
import type { Asked } from './policy.ts';

/** What an operation asks for (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html). */
const actions: Partial<Record<Operation, readonly string[]>> = {
  ListBuckets: ['s3:ListAllMyBuckets'],
  ListObjects: ['s3:ListBucket'],
  ListObjectsV2: ['s3:ListBucket'],
  ListMultipartUploads: ['s3:ListBucketMultipartUploads'],
  ListParts: ['s3:ListMultipartUploadParts'],
  HeadBucket: ['s3:ListBucket'],
  HeadObject: ['s3:GetObject'],
  GetBucketLifecycleConfiguration: ['s3:GetLifecycleConfiguration'],
  PutBucketLifecycleConfiguration: ['s3:PutLifecycleConfiguration'],
  GetPublicAccessBlock: ['s3:GetBucketPublicAccessBlock'],
  PutPublicAccessBlock: ['s3:PutBucketPublicAccessBlock'],
  CopyObject: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  UploadPart: ['s3:PutObject'],
  UploadPartCopy: ['s3:PutObject'],
  CompleteMultipartUpload: ['s3:PutObject'],
  DeleteObjects: ['s3:DeleteObject'],
};

/** What a request to S3 has to be allowed. The source of a copy is read; of many keys to delete at once none is told apart. */
export function askedOfS3({ operation, bucket, key, query, copySource }: S3Asked): readonly Asked[] {
  const prefix = query.get('prefix');
  const resource = `arn:aws:s3:::${[bucket, ...(key === '' ? [] : [key])].join('/')}`;
  return [
    ...(actions[operation] ?? [`s3:${operation}`]).map(action => ({
      action,
      resource: operation === 'DeleteObjects' ? `${resource}/*` : resource,
      ...(prefix !== undefined && { context: { 's3:prefix': prefix } }),
    })),
    ...(copySource === undefined ? [] : [{ action: 's3:GetObject', resource: `arn:aws:s3:::${copySource}` }]),
  ];
}
