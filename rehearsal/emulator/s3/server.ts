import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, reset, send } from './connection.ts';
import { type Credentials, newCredentials } from './credentials.ts';
import { damaged, type Fault, type FaultRule, Faults } from './faults.ts';
import { payloadOf } from './payload.ts';
import { perform } from './perform.ts';
import { type Reply, refuse } from './reply.ts';
import { type Address, addressOf, decoded, type Operation } from './request.ts';
import { authenticate } from './signature.ts';
import { Bucket, type StoredObject } from './storage.ts';

export interface S3Options {
  /** Buckets that are there from the start. */
  readonly buckets: readonly string[];
  /** 0, the default: a free one. */
  readonly port?: number;
  /** 127.0.0.1 where not said. */
  readonly host?: string;
  /** Whose signatures are valid; absent: one pair of the server's own making. */
  readonly credentials?: readonly [Credentials, ...Credentials[]];
  /** The region that requests must be signed for; absent: any, and the buckets say us-east-1. */
  readonly region?: string;
  /** PEM texts; given, the server speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly faults?: readonly FaultRule[];
  /** Seconds by which the server's clock is ahead of this machine's; 0 where not said. */
  readonly ahead?: number;
  /** Whether whoever signed with a key may do something; absent: all may do all. What may not be is answered with 403. */
  readonly allows?: (accessKeyId: string, asked: S3Asked) => boolean;
}

/** What is asked for, as a policy sees it. */
export interface S3Asked extends Address {
  /** Bucket and key that are copied from. */
  readonly copySource?: string;
}

/** A request that was answered, or not, in the order of arrival. */
export interface Served {
  /** Absent where the address was not understood. */
  readonly operation?: Operation;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Absent while there is no answer, for ever where a fault took it. */
  status?: number;
  /** S3's error code. */
  code?: string;
  fault?: FaultRule['fault'];
}

export interface S3 {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly buckets: readonly string[];
  /** What is stored, by key; a bucket that is not there throws. */
  objects(bucket: string): ReadonlyMap<string, StoredObject>;
  /** Puts a rule after those that are there. */
  fault(rule: FaultRule): Fault;
  /** Lifts every rule. */
  lift(): Promise<void>;
  readonly requests: readonly Served[];
  close(): Promise<void>;
}

/**
 * Starts an S3 server on loopback, its objects in memory: path-style, strict where S3 is strict, and with faults by rule.
 * Everything that it does not have is refused aloud.
 */
export async function startS3(options: S3Options): Promise<S3> {
  const buckets = new Map(options.buckets.map(name => [name, new Bucket(name)]));
  const credentials = options.credentials ?? [newCredentials('AKIA')];
  const faults = new Faults(async ({ fault }) => {
    if (fault === 'refuse' && !server.listening) port = await listen(server, port, options.host);
  });
  const requests: Served[] = [];
  const now = () => new Date(Date.now() + (options.ahead ?? 0) * 1000);
  const server = options.tls ? createTlsServer(options.tls) : createServer();
  // Clients keep connections for long; one that is closed as it is used again would be a fault that nobody asked for.
  server.keepAliveTimeout = 300_000;
  let port = await listen(server, options.port ?? 0, options.host);

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => {});
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = addressOf(request.method ?? '', request.url ?? '', request.headers);
    const served: Served = { ...named(found), at: Date.now() };
    requests.push(served);
    const fault = 'address' in found ? faults.meet(found.address) : undefined;
    if (fault) served.fault = fault.fault;
    if (fault?.fault === 'refuse') return stopListening(server);
    const raw = await bodyOf(request, fault);
    if (!raw || fault?.fault === 'hang') return;
    const reply = 'refusal' in found ? found.refusal : answer(request, found.address, raw, fault);
    if (fault?.fault === 'delay') await sleep((fault.seconds ?? 1) * 1000);
    if (fault?.fault === 'lost-ack') return reset(request);
    served.status = reply.status;
    if (reply.code) served.code = reply.code;
    response.setHeader('server', 'AmazonS3');
    response.setHeader('date', now().toUTCString());
    response.setHeader('x-amz-request-id', String(requests.length).padStart(16, '0'));
    await send(reply, request, response, fault);
  }

  function answer(request: IncomingMessage, address: Address, raw: Buffer, fault: FaultRule | undefined): Reply {
    const injected = fault && injectedErrors[fault.fault];
    if (injected) return refuse(injected);
    const { region } = options;
    const { method = '', url = '', headers } = request;
    const identity = authenticate(
      { method, url, headers },
      { credentials, now: now(), ...(region !== undefined && { region }) },
    );
    if ('refusal' in identity) return identity.refusal;
    const writes = method === 'PUT' || (method === 'POST' && headers['transfer-encoding'] !== undefined);
    if (writes && headers['content-length'] === undefined && headers['x-amz-decoded-content-length'] === undefined)
      return refuse('MissingContentLength');
    const may = (asked: S3Asked) => options.allows?.(identity.signed.accessKeyId, asked) ?? true;
    // A source that cannot be decoded is refused by the operation.
    const copySource = decoded(String(headers['x-amz-copy-source'] ?? '').replace(/^\//, '')) || undefined;
    if (!may({ ...address, ...(copySource !== undefined && { copySource }) })) return refuse('AccessDenied');
    const payload = payloadOf(address.operation, raw, headers, identity.signed);
    if ('refusal' in payload) return payload.refusal;
    const call = {
      ...address,
      headers,
      now: now(),
      damage: (bytes: Buffer) => damaged(fault?.fault, bytes),
      forget: fault?.fault === 'forget',
    };
    const reply = perform(call, payload.payload, buckets, region ?? 'us-east-1');
    // Whoever may not list is not told what is missing (GetObject, S3 API reference).
    const listed = { ...address, operation: 'ListObjectsV2', key: '', query: new Map() } as const;
    return reply.code === 'NoSuchKey' && !may(listed) ? refuse('AccessDenied') : reply;
  }

  for (const rule of options.faults ?? []) faults.add(rule);
  return {
    get url() {
      return `${options.tls ? 'https' : 'http'}://${options.host ?? '127.0.0.1'}:${port}`;
    },
    accessKeyId: credentials[0].accessKeyId,
    secretAccessKey: credentials[0].secretAccessKey,
    requests,
    get buckets() {
      return [...buckets.keys()];
    },
    objects(name) {
      const bucket = buckets.get(name);
      if (!bucket) throw new Error(`there is no bucket ${name}`);
      return bucket.objects;
    },
    fault: rule => faults.add(rule),
    lift: () => faults.lift(),
    async close() {
      stopListening(server);
    },
  };
}

const injectedErrors: Partial<Record<FaultRule['fault'], 'AccessDenied' | 'InternalError' | 'SlowDown'>> = {
  denied: 'AccessDenied',
  internal: 'InternalError',
  'slow-down': 'SlowDown',
};

function named(found: ReturnType<typeof addressOf>): Pick<Served, 'operation' | 'bucket' | 'key'> {
  if ('refusal' in found) return { bucket: '', key: '' };
  const { operation, bucket, key } = found.address;
  return { operation, bucket, key };
}

/** Nobody listens any more, and whoever is connected is cut off. */
function stopListening(server: Server): void {
  if (server.listening) server.close();
  server.closeAllConnections();
}

async function listen(server: Server, port: number, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}
