import { createHash, createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import type { Endpoint } from '../rehearsal/client.ts';

/** A request that no client would send: whatever is given here stands in place of what would be right. */
export interface Raw {
  readonly method?: string;
  /** As it goes over the wire, encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Signed, all of them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** `x-amz-content-sha256`; the body's digest where not said. */
  readonly payload?: string;
  readonly at?: Date;
  readonly region?: string;
  readonly secret?: string;
  readonly keyId?: string;
  /** Seconds; signs the address in place of the headers. */
  readonly expires?: number;
  /** No content-length: the body goes in HTTP's own chunks. */
  readonly chunked?: boolean;
  /** Changes what is sent after it has been signed. */
  readonly tamper?: (sent: Sent) => void;
}

export interface Sent {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Answered {
  readonly status: number;
  /** S3's error code; empty where there is none. */
  readonly code: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Signs by Signature Version 4, written from its description and not from the server's code, and sends. */
export async function send(server: Endpoint, raw: Raw): Promise<Answered> {
  const { host } = new URL(server.url);
  const body = Buffer.from(raw.body ?? '');
  const timestamp = (raw.at ?? new Date()).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${timestamp.slice(0, 8)}/${raw.region ?? 'us-east-1'}/s3/aws4_request`;
  const credential = `${raw.keyId ?? server.accessKeyId}/${scope}`;
  const presigned = raw.expires !== undefined;
  const payload = raw.payload ?? (presigned ? 'UNSIGNED-PAYLOAD' : sha256(body));
  const headers: Record<string, string> = { host, ...raw.headers };
  if (!presigned) Object.assign(headers, { 'x-amz-content-sha256': payload, 'x-amz-date': timestamp });
  const names = Object.keys(headers).sort();
  const query: Record<string, string> = { ...raw.query };
  if (presigned)
    Object.assign(query, {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': credential,
      'X-Amz-Date': timestamp,
      'X-Amz-Expires': String(raw.expires),
      'X-Amz-SignedHeaders': names.join(';'),
    });
  const method = raw.method ?? 'GET';
  const canonical = [
    method,
    raw.path,
    queryText(query),
    ...names.map(name => `${name}:${headers[name]!.trim()}`),
    '',
    names.join(';'),
    payload,
  ].join('\n');
  const keyOfDay = hmac(`AWS4${raw.secret ?? server.secretAccessKey}`, timestamp.slice(0, 8));
  const key = hmac(hmac(hmac(keyOfDay, raw.region ?? 'us-east-1'), 's3'), 'aws4_request');
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex');
  if (presigned) query['X-Amz-Signature'] = signature;
  else
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  if (raw.chunked) headers['transfer-encoding'] = 'chunked';
  else headers['content-length'] = String(body.length);
  const sent: Sent = { method, path: raw.path, query, headers: { ...headers, ...raw.unsignedHeaders }, body };
  raw.tamper?.(sent);
  return await exchange(server.url, sent);
}

function exchange(url: string, { method, path, query, headers, body }: Sent): Promise<Answered> {
  const text = queryText(query);
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      { method, path: text === '' ? path : `${path}?${text}`, headers, agent: false },
      async answer => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
        const said = Buffer.concat(chunks).toString('utf8');
        const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? '';
        resolve({ status: answer.statusCode ?? 0, code, headers: answer.headers, text: said });
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });
}

function queryText(query: Readonly<Record<string, string>>): string {
  const encoded = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  return Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
