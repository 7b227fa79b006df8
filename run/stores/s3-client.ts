/** All that is used of the SDK. The build keeps it in a file of its own, so that only who opens an s3:// store loads it. */
export { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
