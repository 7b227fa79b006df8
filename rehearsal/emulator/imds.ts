import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from './s3/credentials.ts';

export interface ImdsOptions {
  /** 0, the default: a free one. */
  readonly port?: number;
  /** 127.0.0.1 where not said; in a network namespace of one's own also 169.254.169.254. */
  readonly host?: string;
  /** us-east-1 where not said. */
  readonly region?: string;
  /** c7i.2xlarge where not said. */
  readonly instanceType?: string;
  /** `instance-life-cycle`; on-demand where not said. */
  readonly lifeCycle?: 'spot' | 'on-demand';
  /** What the instance's role may use; absent: the instance has no role. */
  readonly credentials?: Credentials;
  /** What the instance was started with, byte for byte. */
  readonly userData?: Uint8Array;
  /** Also answers without a token: cloud-init asks so in a container, where it does not see that it is on EC2. */
  readonly version1?: boolean;
}

/** The instance metadata service of one instance. */
export interface Imds {
  /** For `AWS_EC2_METADATA_SERVICE_ENDPOINT`; ends in a slash, without which older clients build a wrong address. */
  readonly url: string;
  /**
   * Sets what an item says, or with `undefined` takes it away, so that it is answered with 404. `path` is within
   * `/latest/meta-data/`, or within `/latest/` where it begins with `dynamic/` or is `user-data`.
   */
  set(path: string, value: string | undefined): void;
  /** `GET meta-data/instance-id 200` and its like, in order of arrival. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly text: string | Uint8Array;
}

const maxTtl = 21_600;

/**
 * Starts an IMDSv2: a session token first, 401 without one, 404 for what is not there, as `spot/instance-action` until it is
 * set ("Use the Instance Metadata Service", EC2 user guide). Version 1 is off. A date in the place of `latest` means the same.
 */
export async function startImds(options: ImdsOptions = {}): Promise<Imds> {
  const items = initialItems(options);
  const open = options.version1 === true;
  const tokens = new Map<string, number>();
  const requests: string[] = [];

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0]!.replace(/\/+/g, '/');
    const { status, text } =
      path === '/latest/api/token' ? token(request, tokens) : item(request, path, { tokens, items, open });
    requests.push(`${request.method} ${path.replace(/^\/latest\//, '')} ${status}`);
    request.resume();
    const ttl = request.headers[ttlHeader];
    response.writeHead(status, {
      'content-type': 'text/plain',
      'content-length': Buffer.byteLength(text),
      ...(status === 200 && typeof ttl === 'string' ? { [ttlHeader]: ttl } : {}),
    });
    response.end(text);
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/`,
    requests,
    set(path, value) {
      if (value === undefined) items.delete(placeOf(path));
      else items.set(placeOf(path), value);
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';

function token(request: IncomingMessage, tokens: Map<string, number>): Answer {
  if (request.method !== 'PUT') return { status: 405, text: '' };
  if (request.headers['x-forwarded-for'] !== undefined) return { status: 403, text: '' };
  const ttl = Number(request.headers[ttlHeader]);
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > maxTtl) return { status: 400, text: 'Bad Request' };
  const made = randomBytes(42).toString('base64url');
  tokens.set(made, Date.now() + ttl * 1000);
  return { status: 200, text: made };
}

interface Service {
  readonly tokens: ReadonlyMap<string, number>;
  readonly items: ReadonlyMap<string, string | Uint8Array>;
  readonly open: boolean;
}

function item(request: IncomingMessage, path: string, { tokens, items, open }: Service): Answer {
  const given = request.headers['x-aws-ec2-metadata-token'];
  const valid = typeof given === 'string' && (tokens.get(given) ?? 0) > Date.now();
  if (!valid && !(open && given === undefined)) return { status: 401, text: 'Unauthorized' };
  if (request.method !== 'GET') return { status: 405, text: '' };
  const place = path.replace(/^\/(?:latest|\d{4}-\d{2}-\d{2})\//, '');
  const text = items.get(place) ?? listing(items, place);
  return text === undefined ? { status: 404, text: 'Not Found' } : { status: 200, text };
}

/** The names below a folder, folders with a slash; `undefined` where there is none. */
function listing(items: ReadonlyMap<string, unknown>, folder: string): string | undefined {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  const names = [...items.keys()]
    .filter(place => place.startsWith(prefix))
    .map(place => place.slice(prefix.length).replace(/\/.*/s, '/'));
  return names.length === 0 ? undefined : [...new Set(names)].sort().join('\n');
}

function placeOf(path: string): string {
  return path.startsWith('dynamic/') || path === 'user-data' ? path : `meta-data/${path}`;
}

function initialItems(options: ImdsOptions): Map<string, string | Uint8Array> {
  const { region = 'us-east-1', instanceType = 'c7i.2xlarge', lifeCycle = 'on-demand', credentials } = options;
  const instanceId = 'i-0123456789abcdef0';
  const imageId = 'ami-0123456789abcdef0';
  const availabilityZone = `${region}a`;
  const identity = {
    accountId: '123456789012',
    architecture: 'x86_64',
    availabilityZone,
    imageId,
    instanceId,
    instanceType,
    pendingTime: '2026-01-01T00:00:00Z',
    privateIp: '10.0.0.10',
    region,
    version: '2017-09-30',
  };
  const values: Record<string, string> = {
    'ami-id': imageId,
    'instance-id': instanceId,
    'instance-life-cycle': lifeCycle,
    'instance-type': instanceType,
    'local-ipv4': identity.privateIp,
    'placement/availability-zone': availabilityZone,
    'placement/region': region,
    'services/domain': 'amazonaws.com',
    'dynamic/instance-identity/document': JSON.stringify(identity, null, 2),
  };
  if (credentials)
    values['iam/security-credentials/campaign'] = JSON.stringify({
      Code: 'Success',
      LastUpdated: timeIn(0),
      Type: 'AWS-HMAC',
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      Token: credentials.sessionToken ?? '',
      Expiration: timeIn(6 * 3600),
    });
  const items = new Map<string, string | Uint8Array>(
    Object.entries(values).map(([path, value]) => [placeOf(path), value]),
  );
  if (options.userData) items.set('user-data', options.userData);
  return items;
}

function timeIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
