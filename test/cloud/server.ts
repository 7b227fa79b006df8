import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from '../../rehearsal/emulator/s3/credentials.ts';
import { refuse } from '../../rehearsal/emulator/s3/reply.ts';
import type { Action, Called, Caller, Output, ServiceName } from './call.ts';
import { Failure } from './failure.ts';
import { type CloudFault, type CloudFaults, usual } from './faults.ts';
import type { Asked } from './policy.ts';
import { readJson, readQuery } from './query.ts';
import { signer } from './sigv4.ts';
import type { World } from './world.ts';
import { errorXml, resultXml } from './xml.ts';

/** `asked`: nothing is done yet. `done`: it is, and not answered yet. */
export type Moment = 'asked' | 'done';

/** What happens to a call at a moment: its connection breaks, or, where nothing is done yet, it is refused in its service's own words. */
export type Interception = 'cut' | 'throttled' | 'failed' | 'denied';
export type Interceptor = (called: Called, moment: Moment) => Interception | undefined;

export interface Services {
  readonly world: World;
  readonly actions: Readonly<Partial<Record<ServiceName, Readonly<Record<string, Action>>>>>;
  readonly credentials: readonly Credentials[];
  readonly faults: CloudFaults;
  readonly requests: Called[];
  readonly callerOf: (credentials: Credentials) => Omit<Caller, 'requestId'>;
  /** What of a call is not allowed to who signed it. */
  readonly refused: (accessKeyId: string, called: Called) => Asked | undefined;
  /** Asked when a call has come and when it is done. */
  readonly intercept: Interceptor;
  /** Where S3 answers. */
  readonly s3Port: number;
}

const targets: Readonly<Record<string, ServiceName>> = { AmazonSSM: 'ssm', ServiceQuotasV20190624: 'servicequotas' };
const versions: Readonly<Record<string, ServiceName>> = {
  '2016-11-15': 'ec2',
  '2011-06-15': 'sts',
  '2010-05-08': 'iam',
};

/** One port for all services: told apart by `X-Amz-Target`, by the `Version` of a query, and else it is S3's. */
export function serverOf(services: Services): Server {
  const server = createServer((request, response) => {
    response.on('error', () => {});
    const { 'x-amz-target': target, 'content-type': type = '' } = request.headers;
    const isQuery = request.method === 'POST' && type.startsWith('application/x-www-form-urlencoded');
    void (target !== undefined || isQuery ? serve(services, request, response) : passToS3(services, request, response));
  });
  server.keepAliveTimeout = 300_000;
  return server;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function serve(services: Services, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (!body) return;
  const requestId = randomUUID();
  const target = String(request.headers['x-amz-target'] ?? '');
  const pairs = new URLSearchParams(target === '' ? body.toString() : '');
  const [prefix = '', name = ''] =
    target === '' ? [pairs.get('Version') ?? '', pairs.get('Action') ?? ''] : target.split('.');
  const service = (target === '' ? versions : targets)[prefix];
  const action = service && services.actions[service]?.[name];
  const called: { -readonly [K in keyof Called]: Called[K] } = {
    ...{ service: service ?? 'ec2', action: name, mutating: action?.mutating ?? false, parameters: {}, at: Date.now() },
  };
  services.requests.push(called);
  let fault: CloudFault | undefined;
  let reply: { readonly status: number; readonly body: string };
  try {
    if (!service || !action) throw unknownAction(service, name, prefix);
    const post = { url: request.url ?? '/', headers: request.headers, body };
    const who = signer(post, service, service === 'iam' ? 'us-east-1' : services.world.region, services.credentials);
    called.key = who.accessKeyId;
    called.parameters =
      target === '' ? readQuery(pairs, action.takes, service !== 'ec2') : readJson(body.toString(), action.takes);
    const intercepted = services.intercept(called, 'asked');
    if (intercepted === 'cut') {
      request.socket.resetAndDestroy();
      return;
    }
    if (intercepted) throw refusals[intercepted](service);
    fault = services.faults.meet(called);
    if (fault?.fault === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.fault === 'error') throw injected(fault);
    const refused = services.refused(who.accessKeyId, called);
    if (refused) throw denied(service, refused, services.callerOf(who).arn);
    const output = await perform(services, action, called, fault, { ...services.callerOf(who), requestId });
    reply = {
      status: 200,
      body: isJson(service) ? JSON.stringify(output) : resultXml(service, name, output, requestId),
    };
  } catch (error) {
    if (!(error instanceof Failure)) {
      request.socket.destroy(error as Error);
      throw error;
    }
    called.code = error.code;
    reply = { status: error.status, body: errorBody(service ?? (target === '' ? 'ec2' : 'ssm'), error, requestId) };
  }
  if (fault?.fault === 'delay') await sleep((fault.seconds ?? 1) * 1000);
  if (fault?.fault === 'lost-answer' || services.intercept(called, 'done') === 'cut') {
    request.socket.resetAndDestroy();
    return;
  }
  called.status = reply.status;
  const type = isJson(service) ? 'application/x-amz-json-1.1' : 'text/xml;charset=UTF-8';
  response.writeHead(reply.status, {
    ...{ 'content-type': type, 'content-length': Buffer.byteLength(reply.body), 'x-amzn-requestid': requestId },
    ...(reply.status !== 200 && isJson(service) && { 'x-amzn-errortype': called.code }),
  });
  response.end(reply.body);
}

async function perform(
  { world }: Services,
  action: Action,
  called: Called,
  fault: CloudFault | undefined,
  caller: Caller,
): Promise<Output> {
  if (called.service === 'ec2' && called.parameters.DryRun === true)
    throw new Failure('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  world.unseen = fault?.fault === 'unseen' ? (fault.seconds ?? 2) : 0;
  world.twice = fault?.fault === 'twice';
  return await action.does(called.parameters, caller);
}

const refusals: Readonly<Record<Exclude<Interception, 'cut'>, (service: ServiceName) => Failure>> = {
  throttled: service =>
    service === 'ec2'
      ? new Failure('RequestLimitExceeded', 'Request limit exceeded.', 503)
      : new Failure(isJson(service) ? 'ThrottlingException' : 'Throttling', 'Rate exceeded'),
  failed: service =>
    new Failure(isJson(service) ? 'InternalServerError' : 'InternalError', 'An internal error has occurred', 500),
  denied: service => denied(service, { action: 'this', resource: '*' }, 'arn'),
};

function injected({ code = 'InternalError', message, status }: CloudFault): Failure {
  const [usualStatus, usualMessage] = usual[code] ?? [400, code];
  return new Failure(code, message ?? usualMessage, status ?? usualStatus);
}

/** Each service says it in its own words. */
function denied(service: ServiceName, { action, resource }: Asked, arn: string): Failure {
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const message = `User: ${arn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;
  if (service === 'ec2')
    return new Failure('UnauthorizedOperation', `You are not authorized to perform this operation. ${message}`, 403);
  return isJson(service) ? new Failure('AccessDeniedException', message) : new Failure('AccessDenied', message, 403);
}

function isJson(service: ServiceName | undefined): service is 'ssm' | 'servicequotas' {
  return service === 'ssm' || service === 'servicequotas';
}

function errorBody(service: ServiceName, { code, message, status }: Failure, requestId: string): string {
  return isJson(service)
    ? JSON.stringify({ __type: code, message })
    : errorXml(service, code, message, requestId, status);
}

function unknownAction(service: ServiceName | undefined, name: string, prefix: string): Failure {
  if (isJson(service) || name === '')
    return new Failure('UnknownOperationException', `The emulator knows no ${prefix}.${name}`);
  return new Failure(
    'InvalidAction',
    `The action ${name} is not valid for this web service (the emulator knows it not).`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    // The client is gone.
    return undefined;
  }
  return Buffer.concat(chunks);
}

const s3Refusals = { throttled: 'SlowDown', failed: 'InternalError', denied: 'AccessDenied' } as const;

/** Byte for byte, the Host that was signed included; a connection that S3 resets is reset here. */
function passToS3({ requests, s3Port, intercept }: Services, request: IncomingMessage, response: ServerResponse): void {
  const { method = 'GET', url = '/', rawHeaders } = request;
  const called: Called = {
    service: 's3',
    action: `${method} ${url}`,
    mutating: !['GET', 'HEAD'].includes(method),
    parameters: {},
    at: Date.now(),
  };
  const [, key] = /Credential=([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
  if (key !== undefined) called.key = key;
  requests.push(called);
  const intercepted = intercept(called, 'asked');
  if (intercepted === 'cut') {
    request.socket.resetAndDestroy();
    return;
  }
  if (intercepted) {
    const { status, headers, body } = refuse(s3Refusals[intercepted]);
    request.resume();
    response.writeHead(status, headers).end(method === 'HEAD' ? undefined : body);
    return;
  }
  const onward = send({ host: '127.0.0.1', port: s3Port, method, path: url, headers: rawHeaders, setHost: false });
  onward.on('response', answer => {
    called.status = answer.statusCode ?? 0;
    if (intercept(called, 'done') === 'cut') {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
    answer.on('error', () => request.socket.resetAndDestroy());
    answer.pipe(response);
  });
  onward.on('error', () => request.socket.resetAndDestroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}
