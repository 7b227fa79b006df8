import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { algorithms, type Checksum, checksumOf, compositeOf, element, header } from './checksum.ts';
import { writeRefusal } from './conditions.ts';
import { checksumHeaders, copySource, keptOf, md5, type Work } from './objects.ts';
import { algorithmNamed } from './payload.ts';
import { document, type Reply, refuse } from './reply.ts';
import type { Part, Upload } from './storage.ts';
import { childText, type Node, readXml } from './xml.ts';

/** "Amazon S3 multipart upload limits", S3 user guide: the least part but the last, the largest part, the largest object, the most parts. */
const minPart = 5 * 2 ** 20;
const maxPart = 5 * 2 ** 30;
const maxObject = 50 * 2 ** 40;
const maxParts = 10_000;

export function createUpload({ call, bucket }: Work): Reply {
  const headers = keptOf(call.headers);
  if (!headers) return refuse('MetadataTooLarge');
  const named = call.headers['x-amz-checksum-algorithm'];
  const algorithm = typeof named === 'string' ? algorithmNamed(named) : undefined;
  if (named !== undefined && !algorithm) return refuse('InvalidRequest', 'Checksum algorithm provided is unsupported.');
  const type = call.headers['x-amz-checksum-type'] ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'COMPOSITE' && type !== 'FULL_OBJECT') return refuse('InvalidRequest', 'x-amz-checksum-type');
  if ((type === 'FULL_OBJECT' && algorithm?.startsWith('SHA')) || (type === 'COMPOSITE' && algorithm === 'CRC64NVME'))
    return refuse('InvalidRequest', `The ${type} checksum type cannot be used with the ${algorithm} algorithm.`);
  const id = randomBytes(24).toString('base64url');
  bucket.uploads.set(id, {
    id,
    key: call.key,
    startedAt: call.now,
    headers,
    checksumType: type,
    parts: new Map(),
    ...(algorithm && { algorithm }),
  });
  return document(
    [
      'InitiateMultipartUploadResult',
      [
        ['Bucket', bucket.name],
        ['Key', call.key],
        ['UploadId', id],
      ],
    ],
    algorithm ? { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type } : {},
  );
}

/** UploadPart, and UploadPartCopy with a range of another object as its body. */
export function uploadPart(work: Work): Reply {
  const { call } = work;
  const upload = uploadOf(work);
  if (!upload) return refuse('NoSuchUpload');
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > maxParts)
    return refuse('InvalidArgument', `Part number must be an integer between 1 and ${maxParts}, inclusive`);
  if (call.operation === 'UploadPartCopy') return copyPart(work, upload, number);
  const { body, checksum } = work.payload;
  if (body.length > maxPart) return refuse('EntityTooLarge');
  if (upload.algorithm && checksum && checksum.algorithm !== upload.algorithm)
    return refuse('InvalidRequest', `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm}`);
  const etag = keepPart(work, upload, number, body, checksum);
  return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksum) } };
}

function copyPart(work: Work, upload: Upload, number: number): Reply {
  const found = copySource(work);
  if ('refusal' in found) return found.refusal;
  const { body } = found.source;
  const range = work.call.headers['x-amz-copy-source-range'];
  const match = /^bytes=(\d+)-(\d+)$/.exec(typeof range === 'string' ? range : `bytes=0-${body.length - 1}`);
  if (!match || Number(match[2]) >= body.length) return refuse('InvalidArgument', 'x-amz-copy-source-range');
  const etag = keepPart(work, upload, number, body.subarray(Number(match[1]), Number(match[2]) + 1));
  return document([
    'CopyPartResult',
    [
      ['LastModified', work.call.now.toISOString()],
      ['ETag', `"${etag}"`],
    ],
  ]);
}

function keepPart({ call }: Work, upload: Upload, number: number, body: Buffer, checksum?: Checksum): string {
  const etag = md5(body);
  const part = { body: call.damage(body), sent: body, etag, modifiedAt: call.now };
  if (!call.forget) upload.parts.set(number, checksum ? { ...part, checksum } : part);
  return etag;
}

export function completeUpload(work: Work): Reply {
  const { call, bucket, payload } = work;
  const upload = uploadOf(work);
  if (!upload) return refuse('NoSuchUpload');
  const root = readXml(payload.body.toString('utf8'));
  const asked = root?.children.filter(child => child.name === 'Part') ?? [];
  if (root?.name !== 'CompleteMultipartUpload' || asked.length === 0) return refuse('MalformedXML');
  const chosen = chosenParts(upload, asked);
  if ('refusal' in chosen) return chosen.refusal;
  const { parts } = chosen;
  const wrong = writeRefusal(call.headers, bucket.objects.get(call.key));
  if (wrong) return wrong;
  const body = Buffer.concat(parts.map(part => part.body));
  if (body.length > maxObject) return refuse('EntityTooLarge');
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'));
  const etag = `${hash.digest('hex')}-${parts.length}`;
  const checksum = wholeChecksum(upload, parts);
  if (!isAsTold(call.headers, checksum, parts)) return refuse('BadDigest');
  if (!call.forget)
    bucket.put(call.key, {
      body,
      etag,
      modifiedAt: call.now,
      headers: upload.headers,
      ...(checksum && { checksum }),
    });
  bucket.uploads.delete(upload.id);
  return document([
    'CompleteMultipartUploadResult',
    [
      ['Location', `/${bucket.name}/${call.key}`],
      ['Bucket', bucket.name],
      ['Key', call.key],
      ['ETag', `"${etag}"`],
      ...(checksum
        ? ([
            [element(checksum.algorithm), checksum.value],
            ['ChecksumType', checksum.type],
          ] as const)
        : []),
    ],
  ]);
}

/** The parts that the client lists, in order, each as it was acknowledged. */
function chosenParts(upload: Upload, asked: readonly Node[]): { parts: readonly Part[] } | { refusal: Reply } {
  const parts: Part[] = [];
  let before = 0;
  for (const each of asked) {
    const number = Number(childText(each, 'PartNumber'));
    if (!(number > before)) return { refusal: refuse('InvalidPartOrder') };
    before = number;
    const part = upload.parts.get(number);
    if (!part || part.etag !== childText(each, 'ETag')?.replaceAll('"', '')) return { refusal: refuse('InvalidPart') };
    const wrong = algorithms.some(algorithm => {
      const told = childText(each, element(algorithm));
      return told !== undefined && told !== checksumIn(part, algorithm);
    });
    if (wrong) return { refusal: refuse('InvalidPart') };
    const small = parts.at(-1);
    if (small && small.sent.length < minPart) return { refusal: refuse('EntityTooSmall') };
    parts.push(part);
  }
  return { parts };
}

function checksumIn(part: Part, algorithm: Checksum['algorithm']): string | undefined {
  return part.checksum?.algorithm === algorithm ? part.checksum.value : undefined;
}

/** Of what was sent: whoever reads it back finds out when something else is stored. */
function wholeChecksum({ algorithm, checksumType }: Upload, parts: readonly Part[]): Checksum | undefined {
  if (!algorithm) return undefined;
  const sent = parts.map(part => part.sent);
  return checksumType === 'COMPOSITE' ? compositeOf(algorithm, sent) : checksumOf(algorithm, Buffer.concat(sent));
}

/** Whether the object is of the size and has the checksum that the client knows of it, where it says so. */
function isAsTold(headers: IncomingHttpHeaders, checksum: Checksum | undefined, parts: readonly Part[]): boolean {
  const size = headers['x-amz-mp-object-size'];
  const told = checksum && headers[header(checksum.algorithm)];
  const right = parts.reduce((sum, { sent }) => sum + sent.length, 0);
  return (size === undefined || Number(size) === right) && (told === undefined || told === checksum?.value);
}

export function abortUpload(work: Work): Reply {
  const upload = uploadOf(work);
  if (!upload) return refuse('NoSuchUpload');
  work.bucket.uploads.delete(upload.id);
  return { status: 204 };
}

/** The upload that a request names, where it is of the key that it names. */
export function uploadOf({ call, bucket }: Work): Upload | undefined {
  const upload = bucket.uploads.get(call.query.get('uploadId') ?? '');
  return upload?.key === call.key ? upload : undefined;
}
