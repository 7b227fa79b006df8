import { bucketLocation, createBucket, deleteObjects, listBuckets, set, setting } from './buckets.ts';
import { listObjects } from './listing.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart.ts';
import { listParts, listUploads } from './multipart-listing.ts';
import { copyObject, deleteObject, getObject, putObject, type Work } from './objects.ts';
import type { Payload } from './payload.ts';
import { type Reply, refuse } from './reply.ts';
import type { Call, Operation } from './request.ts';
import type { Bucket } from './storage.ts';

/** What is done in a bucket, by operation. Each is one step that nothing else comes between. */
const inBucket: Readonly<
  Record<Exclude<Operation, 'ListBuckets' | 'CreateBucket' | 'GetBucketLocation'>, (work: Work) => Reply>
> = {
  HeadBucket: () => ({ status: 200 }),
  GetBucketLifecycleConfiguration: work => setting(work, 'lifecycle'),
  PutBucketLifecycleConfiguration: work => set(work, 'lifecycle'),
  GetPublicAccessBlock: work => setting(work, 'publicAccessBlock'),
  PutPublicAccessBlock: work => set(work, 'publicAccessBlock'),
  ListObjects: listObjects,
  ListObjectsV2: listObjects,
  DeleteObjects: deleteObjects,
  ListMultipartUploads: listUploads,
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: getObject,
  DeleteObject: deleteObject,
  CopyObject: copyObject,
  CreateMultipartUpload: createUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPart,
  ListParts: listParts,
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
};

/** Carries out a request whose sender and body have been verified. */
export function perform(call: Call, payload: Payload, buckets: Map<string, Bucket>, region: string): Reply {
  const { operation } = call;
  if (operation === 'ListBuckets') return listBuckets(buckets);
  if (operation === 'CreateBucket') return createBucket(buckets, call.bucket);
  const bucket = buckets.get(call.bucket);
  if (!bucket) return refuse('NoSuchBucket', undefined, { BucketName: call.bucket });
  if (operation === 'HeadBucket') return { status: 200, headers: { 'x-amz-bucket-region': region } };
  if (operation === 'GetBucketLocation') return bucketLocation(region);
  return inBucket[operation]({ call, bucket, buckets, payload });
}
