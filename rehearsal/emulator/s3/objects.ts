import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Checksum, checksumOf, header } from './checksum.ts';
import { readRefusal, writeRefusal } from './conditions.ts';
import { algorithmNamed, type Payload } from './payload.ts';
import { document, type Reply, refuse } from './reply.ts';
import { type Call, decoded } from './request.ts';
import type { Bucket, StoredObject } from './storage.ts';

/** What every operation on a bucket is given; `payload` is the verified body. */
export interface Work {
  readonly call: Call;
  readonly bucket: Bucket;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly payload: Payload;
}

/** "Maximum object size in a single PUT" and "user-defined metadata", S3 user guide. */
const maxPut = 5 * 2 ** 30;
const maxMetadata = 2048;

const keptHeaders = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];

export function putObject(work: Work): Reply {
  const { call, bucket, payload } = work;
  if (payload.body.length > maxPut) return refuse('EntityTooLarge');
  const kept = keptOf(call.headers);
  if (!kept) return refuse('MetadataTooLarge');
  const wrong = writeRefusal(call.headers, bucket.objects.get(call.key));
  if (wrong) return wrong;
  const object = stored(work, payload.body, kept, payload.checksum);
  return { status: 200, headers: { etag: `"${object.etag}"`, ...checksumHeaders(payload.checksum) } };
}

/** Stores an object of one piece, as a fault wants it. What is told of it is told of what was sent. */
function stored({ call, bucket }: Work, sent: Buffer, headers: Kept, checksum: Checksum | undefined): StoredObject {
  const body = call.damage(sent);
  // Nothing was sent: S3's own is of what arrived.
  const own = body === sent ? undefined : checksumOf('CRC64NVME', sent);
  const known = checksum ?? own;
  const object = { body, etag: md5(sent), modifiedAt: call.now, headers, ...(known && { checksum: known }) };
  if (!call.forget) bucket.put(call.key, object);
  return object;
}

type Kept = StoredObject['headers'];

/** GetObject and HeadObject. */
export function getObject({ call, bucket }: Work): Reply {
  const object = bucket.objects.get(call.key);
  if (!object) return refuse('NoSuchKey', undefined, { Key: call.key });
  const wrong = readRefusal(call.headers, object);
  if (wrong) return wrong;
  const range = rangeOf(call.headers.range, object.body.length);
  if (range === 'none') return refuse('InvalidRange', undefined, { ActualObjectSize: String(object.body.length) });
  const whole = range === undefined;
  const asked = call.headers['x-amz-checksum-mode'] === 'ENABLED' && whole;
  const part = whole ? object.body : object.body.subarray(range.from, range.to + 1);
  const body = call.operation === 'GetObject' ? call.damage(part) : part;
  return {
    status: whole ? 200 : 206,
    headers: {
      ...object.headers,
      etag: `"${object.etag}"`,
      'last-modified': object.modifiedAt.toUTCString(),
      'accept-ranges': 'bytes',
      'content-length': String(body.length),
      ...(whole ? {} : { 'content-range': `bytes ${range.from}-${range.to}/${object.body.length}` }),
      ...(asked ? checksumHeaders(object.checksum ?? checksumOf('CRC64NVME', object.body)) : {}),
    },
    body,
  };
}

export function deleteObject({ call, bucket }: Work): Reply {
  if (!call.forget) bucket.remove(call.key);
  return { status: 204 };
}

export function copyObject(work: Work): Reply {
  const { call, bucket } = work;
  const found = copySource(work);
  if ('refusal' in found) return found.refusal;
  const { source } = found;
  const replaces = call.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = replaces ? keptOf(call.headers) : source.headers;
  if (!headers) return refuse('MetadataTooLarge');
  const wrong = writeRefusal(call.headers, bucket.objects.get(call.key));
  if (wrong) return wrong;
  const named = call.headers['x-amz-checksum-algorithm'];
  const algorithm = typeof named === 'string' ? algorithmNamed(named) : source.checksum?.algorithm;
  const object = stored(work, source.body, headers, algorithm && checksumOf(algorithm, source.body));
  return document([
    'CopyObjectResult',
    [
      ['LastModified', call.now.toISOString()],
      ['ETag', `"${object.etag}"`],
    ],
  ]);
}

/** The object that `x-amz-copy-source` names. */
export function copySource({ call, buckets }: Work): { source: StoredObject } | { refusal: Reply } {
  const path = decoded(String(call.headers['x-amz-copy-source']).replace(/^\//, ''));
  const match = /^([^/]+)\/(.+)$/s.exec(path ?? '');
  if (!match) return { refusal: refuse('InvalidArgument', 'Copy Source must mention the source bucket and key') };
  const bucket = buckets.get(match[1]!);
  if (!bucket) return { refusal: refuse('NoSuchBucket') };
  const source = bucket.objects.get(match[2]!);
  return source ? { source } : { refusal: refuse('NoSuchKey') };
}

/** The headers that an object keeps; `undefined` when its metadata is too large. */
export function keptOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> | undefined {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (keptHeaders.includes(name)) kept[name] = value;
    if (!name.startsWith('x-amz-meta-')) continue;
    kept[name] = value;
    bytes += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value, 'latin1');
  }
  const encoding = headers['content-encoding']?.split(',').map(each => each.trim());
  const own = encoding?.filter(each => each !== 'aws-chunked' && each !== '').join(', ');
  if (own) kept['content-encoding'] = own;
  return bytes > maxMetadata ? undefined : kept;
}

export function checksumHeaders(checksum: Checksum | undefined): Readonly<Record<string, string>> {
  return checksum ? { [header(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};
}

export function md5(body: Buffer): string {
  return createHash('md5').update(body).digest('hex');
}

/** First and last byte; absent: all of it, also for what RFC 9110 lets a server pass over; `none` when it begins beyond the end. */
function rangeOf(range: string | undefined, size: number): { from: number; to: number } | 'none' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const last = Math.min(Number(match[2]), size);
    return last === 0 ? 'none' : { from: size - last, to: size - 1 };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== '' && Number(match[2]) < from) return undefined;
  return from >= size ? 'none' : { from, to };
}
