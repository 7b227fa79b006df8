import type { IncomingHttpHeaders } from 'node:http';
import { type Reply, refuse } from './reply.ts';
import { chunkSignature, type Signed, same } from './signature.ts';

export interface Unchunked {
  readonly body: Buffer;
  readonly trailers: ReadonlyMap<string, string>;
}

/** The ways of sending a body in chunks, by the word in `x-amz-content-sha256`: are the chunks signed, do headers trail. */
const ways: Readonly<Record<string, { readonly signed: boolean; readonly trailer: boolean }>> = {
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
};

/**
 * Unpacks `Content-Encoding: aws-chunked`: `<hex length>[;chunk-signature=<hex>]\r\n<bytes>\r\n` until a length of 0, then
 * trailing headers ("Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks").
 */
export function unchunked(raw: Buffer, headers: IncomingHttpHeaders, signed: Signed): Unchunked | { refusal: Reply } {
  const way = ways[signed.payload];
  if (!way) return { refusal: refuse('InvalidArgument', `x-amz-content-sha256: ${signed.payload}`) };
  const length = headers['x-amz-decoded-content-length'];
  if (typeof length !== 'string' || !/^\d+$/.test(length)) return { refusal: refuse('MissingContentLength') };

  const chunks: Buffer[] = [];
  let before = signed.signature;
  let at = 0;
  for (;;) {
    const end = raw.indexOf('\r\n', at);
    const head = /^([\da-f]+)(?:;chunk-signature=([\da-f]{64}))?$/i.exec(raw.toString('latin1', at, Math.max(at, end)));
    if (end < 0 || !head) return { refusal: refuse('IncompleteBody') };
    const size = Number.parseInt(head[1]!, 16);
    const bytes = raw.subarray(end + 2, end + 2 + size);
    if (bytes.length < size) return { refusal: refuse('IncompleteBody') };
    if (way.signed) {
      const right = chunkSignature(signed, 'PAYLOAD', before, bytes);
      if (!same(right, head[2] ?? '')) return { refusal: refuse('SignatureDoesNotMatch') };
      before = right;
    }
    at = end + 2 + size;
    if (size === 0) break;
    if (raw.toString('latin1', at, at + 2) !== '\r\n') return { refusal: refuse('IncompleteBody') };
    at += 2;
    chunks.push(bytes);
  }
  const body = Buffer.concat(chunks);
  if (body.length !== Number(length)) return { refusal: refuse('IncompleteBody') };
  if (!way.trailer) return { body, trailers: new Map() };
  const trailers = trailersOf(raw.toString('latin1', at), headers['x-amz-trailer']);
  if (!trailers) return { refusal: refuse('MalformedTrailerError') };
  if (way.signed) {
    const text = [...trailers].filter(([name]) => name !== signatureName).map(([name, value]) => `${name}:${value}\n`);
    const right = chunkSignature(signed, 'TRAILER', before, Buffer.from(text.join('')));
    if (!same(right, trailers.get(signatureName) ?? '')) return { refusal: refuse('SignatureDoesNotMatch') };
  }
  return { body, trailers };
}

const signatureName = 'x-amz-trailer-signature';

/** What trails, when it is just what `x-amz-trailer` announces. */
function trailersOf(text: string, announced: string | string[] | undefined): ReadonlyMap<string, string> | undefined {
  const trailers = new Map<string, string>();
  for (const line of text.split(/\r?\n/).filter(Boolean)) {
    const match = /^([\w-]+):\s*(.*)$/.exec(line);
    if (!match) return undefined;
    trailers.set(match[1]!.toLowerCase(), match[2]!.trim());
  }
  const names = [announced ?? '']
    .flat()
    .join(',')
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
  const came = [...trailers.keys()].filter(name => name !== signatureName);
  return came.length === names.length && names.every(name => trailers.has(name)) ? trailers : undefined;
}
