import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Algorithm, algorithms, type Checksum, checksumOf, header } from './checksum.ts';
import { unchunked } from './chunked.ts';
import { type Reply, refuse } from './reply.ts';
import type { Operation } from './request.ts';
import { type Signed, sha256 } from './signature.ts';

/** A body that is what its sender meant: unpacked, and every digest that came with it holds. */
export interface Payload {
  readonly body: Buffer;
  /** The one that was sent. */
  readonly checksum?: Checksum;
}

/** Unpacks and verifies the body of a request. When an upload is completed, the checksum headers are of the object and not of the body. */
export function payloadOf(
  operation: Operation,
  raw: Buffer,
  headers: IncomingHttpHeaders,
  signed: Signed,
): { payload: Payload } | { refusal: Reply } {
  const streaming = signed.payload.startsWith('STREAMING-');
  const unpacked = streaming ? unchunked(raw, headers, signed) : { body: raw, trailers: new Map<string, string>() };
  if ('refusal' in unpacked) return unpacked;
  const { body, trailers } = unpacked;
  if (!streaming && signed.payload !== 'UNSIGNED-PAYLOAD' && signed.payload !== sha256(body))
    return { refusal: refuse('XAmzContentSHA256Mismatch') };
  const md5 = headers['content-md5'];
  if (typeof md5 === 'string') {
    if (Buffer.from(md5, 'base64').length !== 16) return { refusal: refuse('InvalidDigest') };
    if (createHash('md5').update(body).digest('base64') !== md5) return { refusal: refuse('BadDigest') };
  }
  return operation === 'CompleteMultipartUpload' ? { payload: { body } } : checked(body, headers, trailers);
}

function checked(
  body: Buffer,
  headers: IncomingHttpHeaders,
  trailers: ReadonlyMap<string, string>,
): { payload: Payload } | { refusal: Reply } {
  const sent = algorithms.flatMap(algorithm => {
    const value = trailers.get(header(algorithm)) ?? headers[header(algorithm)];
    return typeof value === 'string' ? [{ algorithm, value }] : [];
  });
  const [first, second] = sent;
  if (second) return { refusal: refuse('InvalidRequest', 'Expecting a single x-amz-checksum- header.') };
  if (!first) {
    if (headers['x-amz-sdk-checksum-algorithm'] === undefined) return { payload: { body } };
    const message =
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.';
    return { refusal: refuse('InvalidRequest', message) };
  }
  const checksum = checksumOf(first.algorithm, body);
  if (first.value.length !== checksum.value.length)
    return { refusal: refuse('InvalidRequest', `Value for ${header(first.algorithm)} header is invalid.`) };
  if (first.value !== checksum.value)
    return {
      refusal: refuse('BadDigest', `The ${first.algorithm} you specified did not match the calculated checksum.`),
    };
  return { payload: { body, checksum } };
}

/** The algorithm that a header names; `undefined` when it names none that is known. */
export function algorithmNamed(name: string): Algorithm | undefined {
  return algorithms.find(algorithm => algorithm === name);
}
