import type { IncomingHttpHeaders } from 'node:http';
import { type Reply, refuse } from './reply.ts';

/** Every operation that the server has, and the query parameters that each understands. */
export const operations = {
  ListBuckets: [],
  CreateBucket: [],
  HeadBucket: [],
  GetBucketLocation: ['location'],
  GetBucketLifecycleConfiguration: ['lifecycle'],
  PutBucketLifecycleConfiguration: ['lifecycle'],
  GetPublicAccessBlock: ['publicAccessBlock'],
  PutPublicAccessBlock: ['publicAccessBlock'],
  ListObjects: ['prefix', 'delimiter', 'max-keys', 'marker', 'encoding-type'],
  ListObjectsV2: [
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'encoding-type',
    'fetch-owner',
  ],
  DeleteObjects: ['delete'],
  ListMultipartUploads: [
    'uploads',
    'prefix',
    'delimiter',
    'max-uploads',
    'key-marker',
    'upload-id-marker',
    'encoding-type',
  ],
  PutObject: [],
  GetObject: [],
  HeadObject: [],
  DeleteObject: [],
  CopyObject: [],
  CreateMultipartUpload: ['uploads'],
  UploadPart: ['partNumber', 'uploadId'],
  UploadPartCopy: ['partNumber', 'uploadId'],
  ListParts: ['uploadId', 'max-parts', 'part-number-marker'],
  CompleteMultipartUpload: ['uploadId'],
  AbortMultipartUpload: ['uploadId'],
} as const satisfies Record<string, readonly string[]>;

export type Operation = keyof typeof operations;

/** Query parameters of whatever operation: signatures, the older kind too, and the SDK's name for what it does. */
const common = /^(?:x-amz-.*|AWSAccessKeyId|Signature|Expires|x-id|)$/i;

/** Every header of S3's own that the server heeds; metadata and checksums by their beginnings. */
const headersKnown = [
  'x-amz-checksum-',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-range',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-meta-',
  'x-amz-metadata-directive',
  'x-amz-mp-object-size',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
];

/** A request whose address has been understood. */
export interface Address {
  readonly operation: Operation;
  /** Empty for ListBuckets. */
  readonly bucket: string;
  /** Empty for operations on buckets. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
}

/** A request ready to be carried out: authentic, its body whole. */
export interface Call extends Address {
  readonly headers: IncomingHttpHeaders;
  readonly now: Date;
  /** What a fault makes of bytes on their way into or out of the store; the bytes themselves where there is none. */
  damage(bytes: Buffer): Buffer;
  /** A fault says that it is done and does not do it. */
  readonly forget: boolean;
}

/** Reads a path-style address. Whatever the server does not have is refused aloud, never answered in part. */
export function addressOf(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
): { address: Address } | { refusal: Reply } {
  const [path = '', queryText = ''] = splitOnce(url, '?');
  const [rawBucket = '', rawKey = ''] = splitOnce(path.slice(1), '/');
  const bucket = decoded(rawBucket);
  const key = decoded(rawKey);
  const pairs = queryPairs(queryText);
  if (bucket === undefined || key === undefined || !pairs) return { refusal: refuse('InvalidURI') };
  if (Buffer.byteLength(key) > 1024) return { refusal: refuse('KeyTooLongError') };
  const query = new Map(pairs);
  const operation = operationOf(method, bucket, key, query, headers);
  if (!operation) return { refusal: refuse('MethodNotAllowed') };
  const known: readonly string[] = operations[operation];
  const foreign = [...query.keys()].find(name => !known.includes(name) && !common.test(name));
  if (foreign !== undefined) return { refusal: refuse('NotImplemented', `${operation} with ?${foreign}`) };
  const header = Object.keys(headers).find(name => name.startsWith('x-amz-') && !isKnown(name));
  if (header !== undefined) return { refusal: refuse('NotImplemented', `${operation} with ${header}`) };
  return { address: { operation, bucket, key, query } };
}

function isKnown(header: string): boolean {
  return headersKnown.some(known => (known.endsWith('-') ? header.startsWith(known) : header === known));
}

function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: ReadonlyMap<string, string>,
  headers: IncomingHttpHeaders,
): Operation | undefined {
  const has = (name: string) => query.has(name);
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : undefined;
  if (key === '')
    switch (method) {
      case 'GET':
        if (has('location')) return 'GetBucketLocation';
        if (has('lifecycle')) return 'GetBucketLifecycleConfiguration';
        if (has('publicAccessBlock')) return 'GetPublicAccessBlock';
        if (has('uploads')) return 'ListMultipartUploads';
        return has('list-type') ? 'ListObjectsV2' : 'ListObjects';
      case 'PUT':
        if (has('lifecycle')) return 'PutBucketLifecycleConfiguration';
        return has('publicAccessBlock') ? 'PutPublicAccessBlock' : 'CreateBucket';
      case 'HEAD':
        return 'HeadBucket';
      case 'POST':
        return has('delete') ? 'DeleteObjects' : undefined;
      default:
        return undefined;
    }
  const copies = headers['x-amz-copy-source'] !== undefined;
  switch (method) {
    case 'GET':
      return has('uploadId') ? 'ListParts' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (has('uploadId')) return copies ? 'UploadPartCopy' : 'UploadPart';
      return copies ? 'CopyObject' : 'PutObject';
    case 'POST':
      if (has('uploads')) return 'CreateMultipartUpload';
      return has('uploadId') ? 'CompleteMultipartUpload' : undefined;
    case 'DELETE':
      return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      return undefined;
  }
}

/** The pairs of a query in the order in which they stand; `undefined` when one is not UTF-8. A plus is a plus. */
export function queryPairs(text: string): readonly (readonly [string, string])[] | undefined {
  const pairs: [string, string][] = [];
  for (const part of text === '' ? [] : text.split('&')) {
    const [name = '', value = ''] = splitOnce(part, '=').map(decoded);
    if (name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}

export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}
