import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Imds } from './imds.ts';
import { type Fault, type FaultRule, kinds } from './s3/faults.ts';
import { decoded, operations } from './s3/request.ts';
import type { S3 } from './s3/server.ts';

export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly value?: unknown;
}

/**
 * The switches of servers that run in another process, on a port of their own, so that they work while the servers do not:
 *
 *     POST   /s3/faults          a FaultRule as JSON → { "id": 1 }
 *     GET    /s3/faults          the rules at work, with their hits
 *     DELETE /s3/faults[/ID]     lifts one, or all
 *     GET    /s3/requests        what has been asked
 *     GET    /s3/objects/BUCKET  keys, sizes and ETags
 *     PUT    /imds/PATH          what a metadata item says, as the body
 *     DELETE /imds/PATH          takes it away
 */
export async function startControl(servers: { readonly s3: S3; readonly imds: Imds }, host: string): Promise<Control> {
  const faults = new Map<number, Fault>();
  const server = createServer((request, response) => {
    void respond(request, response);
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, value } = await answer(request.method ?? '', request.url ?? '', await textOf(request));
    const body = value === undefined ? '' : `${JSON.stringify(value)}\n`;
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  }

  async function answer(method: string, url: string, body: string): Promise<Answer> {
    const [, room, rest = ''] = /^\/(s3|imds)\/(.+)$/.exec(decoded(url) ?? '') ?? [];
    if (room === 'imds' && (method === 'PUT' || method === 'DELETE')) {
      servers.imds.set(rest, method === 'PUT' ? body : undefined);
      return { status: 200 };
    }
    if (room !== 's3') return { status: 404 };
    const [what, name = ''] = rest.split('/');
    switch (`${method} ${what}`) {
      case 'POST faults':
        return addFault(body);
      case 'GET faults':
        return { status: 200, value: [...faults].map(([id, { rule, hits }]) => ({ id, ...rule, hits })) };
      case 'DELETE faults':
        return await lift(name);
      case 'GET requests':
        return { status: 200, value: servers.s3.requests };
      case 'GET objects':
        return servers.s3.buckets.includes(name) ? { status: 200, value: objects(name) } : { status: 404 };
      default:
        return { status: 404 };
    }
  }

  function addFault(body: string): Answer {
    const rule = ruleOf(body);
    if (typeof rule === 'string') return { status: 400, value: { error: rule } };
    const id = faults.size === 0 ? 1 : Math.max(...faults.keys()) + 1;
    faults.set(id, servers.s3.fault(rule));
    return { status: 200, value: { id } };
  }

  async function lift(name: string): Promise<Answer> {
    const ids = name === '' ? [...faults.keys()] : [Number(name)];
    for (const id of ids) {
      if (!faults.has(id)) return { status: 404 };
      await faults.get(id)!.lift();
      faults.delete(id);
    }
    return { status: 200 };
  }

  function objects(bucket: string): unknown {
    return [...servers.s3.objects(bucket)].map(([key, { body, etag }]) => ({ key, size: body.length, etag }));
  }

  await new Promise<void>(resolve => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A rule as JSON gives it, or what is wrong with it: a rule that is misread would be a fault that never happens. */
function ruleOf(text: string): FaultRule | string {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return 'the body is no JSON';
  }
  if (typeof given !== 'object' || given === null) return 'a rule is an object';
  const fields: Readonly<Record<string, (value: unknown) => boolean>> = {
    fault: value => kinds.some(kind => kind === value),
    operation: value => [value].flat().every(each => typeof each === 'string' && Object.hasOwn(operations, each)),
    key: value => typeof value === 'string',
    after: isCount,
    count: isCount,
    bytesPerSecond: isCount,
    seconds: value => typeof value === 'number' && value >= 0,
  };
  for (const [name, value] of Object.entries(given))
    if (!(Object.hasOwn(fields, name) && fields[name]!(value))) return `${name}: ${JSON.stringify(value)}`;
  return 'fault' in given ? (given as FaultRule) : 'no fault is named';
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
