import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { type Reply, refuse } from './reply.ts';
import { queryPairs } from './request.ts';

/** A request as it came over the wire, without its body. */
export interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a valid signature tells about the body, and what its chunks are signed with. */
export interface Signed {
  /** Who signed. */
  readonly accessKeyId: string;
  /** `x-amz-content-sha256`: a digest or one of S3's words. */
  readonly payload: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly scope: string;
  readonly key: Buffer;
}

export interface Trust {
  readonly credentials: readonly Credentials[];
  /** Absent: any region will do. */
  readonly region?: string;
  readonly now: Date;
}

interface Claim {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly token: string | undefined;
  readonly payload: string | undefined;
  /** Query pairs that are signed. */
  readonly query: readonly (readonly [string, string])[];
  /** Seconds that a presigned address lives. */
  readonly expires?: number;
}

const maxSkew = 15 * 60_000;

/** Verifies AWS Signature Version 4 in the Authorization header or in the query ("Authenticating Requests", the S3 API reference). */
export function authenticate(request: RawRequest, trust: Trust): { signed: Signed } | { refusal: Reply } {
  const read = claimOf(request);
  if ('refusal' in read) return read;
  const { claim } = read;
  const [accessKeyId = '', date = '', region = '', service = '', end = '', ...rest] = claim.credential.split('/');
  if (service !== 's3' || end !== 'aws4_request' || rest.length > 0 || !claim.timestamp.startsWith(date))
    return { refusal: refuse('AuthorizationHeaderMalformed') };
  if (trust.region !== undefined && region !== trust.region) {
    const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${trust.region}'`;
    return { refusal: refuse('AuthorizationHeaderMalformed', message, { Region: trust.region }) };
  }
  const known = trust.credentials.filter(each => each.accessKeyId === accessKeyId);
  if (known.length === 0) return { refusal: refuse('InvalidAccessKeyId') };
  const credentials = known.find(each => each.sessionToken === claim.token);
  if (!credentials) return { refusal: refuse('InvalidToken') };
  const late = untimely(claim, trust.now);
  if (late) return { refusal: late };
  const signedNames = claim.signedHeaders.split(';');
  const unsigned = Object.keys(request.headers).find(name => mustBeSigned(name) && !signedNames.includes(name));
  if (unsigned !== undefined)
    return {
      refusal: refuse('AccessDenied', `There were headers present in the request which were not signed: ${unsigned}`),
    };
  if (claim.payload === undefined)
    return { refusal: refuse('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256') };

  const scope = `${date}/${region}/${service}/${end}`;
  const canonical = [
    request.method,
    canonicalPath(request.url.split('?')[0]!),
    canonicalQuery(claim.query),
    ...signedNames.map(name => `${name}:${canonicalValue(request.headers[name])}`),
    '',
    claim.signedHeaders,
    claim.payload,
  ].join('\n');
  const key = [date, region, service, end].reduce(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`));
  const text = ['AWS4-HMAC-SHA256', claim.timestamp, scope, sha256(canonical)].join('\n');
  const signature = hmac(key, text).toString('hex');
  if (!same(signature, claim.signature))
    return { refusal: refuse('SignatureDoesNotMatch', undefined, { CanonicalRequest: canonical, StringToSign: text }) };
  return { signed: { accessKeyId, payload: claim.payload, signature, timestamp: claim.timestamp, scope, key } };
}

function claimOf({ url, headers }: RawRequest): { claim: Claim } | { refusal: Reply } {
  const query = queryPairs(url.split('?')[1] ?? '');
  if (!query) return { refusal: refuse('InvalidURI') };
  const authorization = text(headers.authorization);
  const asked = new Map(query);
  if (authorization !== undefined) {
    const match = /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([\da-f]{64})$/.exec(
      authorization,
    );
    if (!match)
      return authorization.startsWith('AWS4-HMAC-SHA256')
        ? { refusal: refuse('AuthorizationHeaderMalformed') }
        : { refusal: refuse('InvalidRequest', oldSignature) };
    const claim = {
      credential: match[1]!,
      signedHeaders: match[2]!,
      signature: match[3]!,
      timestamp: text(headers['x-amz-date']) ?? '',
      token: text(headers['x-amz-security-token']),
      payload: text(headers['x-amz-content-sha256']),
      query,
    };
    return { claim };
  }
  if (asked.has('X-Amz-Algorithm')) {
    const expires = Number(asked.get('X-Amz-Expires'));
    if (asked.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || !(expires >= 1 && expires <= 604_800))
      return { refusal: refuse('AuthorizationQueryParametersError') };
    const claim = {
      credential: asked.get('X-Amz-Credential') ?? '',
      signedHeaders: asked.get('X-Amz-SignedHeaders') ?? '',
      signature: asked.get('X-Amz-Signature') ?? '',
      timestamp: asked.get('X-Amz-Date') ?? '',
      token: asked.get('X-Amz-Security-Token'),
      payload: asked.get('X-Amz-Content-Sha256') ?? text(headers['x-amz-content-sha256']) ?? 'UNSIGNED-PAYLOAD',
      query: query.filter(([name]) => name !== 'X-Amz-Signature'),
      expires,
    };
    return { claim };
  }
  return { refusal: asked.has('Signature') ? refuse('InvalidRequest', oldSignature) : refuse('AccessDenied') };
}

const oldSignature = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';

/** Requests live for 15 minutes, presigned addresses as long as they say. */
function untimely({ timestamp, expires }: Claim, now: Date): Reply | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (!match) return refuse('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  const [, year, month, day, hour, minute, second] = match;
  const age = now.getTime() - Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (expires !== undefined) {
    if (age > expires * 1000) return refuse('AccessDenied', 'Request has expired');
    return age < -maxSkew ? refuse('AccessDenied', 'Request is not yet valid') : undefined;
  }
  return Math.abs(age) > maxSkew ? refuse('RequestTimeTooSkewed') : undefined;
}

function mustBeSigned(name: string): boolean {
  return name === 'host' || (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256');
}

/** Path and query are encoded anew, so that a client that leaves a harmless character plain is understood all the same. */
function canonicalPath(path: string): string {
  return path
    .split('/')
    .map(part => encoded(decodeURIComponent(part)))
    .join('/');
}

function canonicalQuery(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

function canonicalValue(value: string | string[] | undefined): string {
  return [value ?? '']
    .flat()
    .map(each => each.trim().replace(/ +/g, ' '))
    .join(',');
}

/** Percent-encoding of all but RFC 3986's unreserved characters. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The signature of a chunk or of the trailer, given the one before it. */
export function chunkSignature(signed: Signed, kind: 'PAYLOAD' | 'TRAILER', before: string, bytes: Buffer): string {
  const hashes = kind === 'PAYLOAD' ? [sha256(''), sha256(bytes)] : [sha256(bytes)];
  const lines = [`AWS4-HMAC-SHA256-${kind}`, signed.timestamp, signed.scope, before, ...hashes];
  return hmac(signed.key, lines.join('\n')).toString('hex');
}

export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}
