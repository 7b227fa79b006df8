import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { FaultRule } from './faults.ts';
import type { Reply } from './reply.ts';

/** A request's whole body, as slowly as a fault wants it; `undefined` when a fault or the client cut it short. */
export async function bodyOf(request: IncomingMessage, fault: FaultRule | undefined): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (fault?.fault === 'slow') await sleep((chunk.length / rate(fault)) * 1000);
      if (fault?.fault === 'reset' && length >= announced / 2) {
        reset(request);
        return undefined;
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
  return Buffer.concat(chunks);
}

/** Sends a reply, as slowly or as incompletely as a fault wants it. */
export async function send(
  reply: Reply,
  request: IncomingMessage,
  response: ServerResponse,
  fault: FaultRule | undefined,
): Promise<void> {
  const body = Buffer.from(reply.body ?? '');
  const bare = request.method === 'HEAD' || reply.status === 204 || reply.status === 304;
  // Headers alone would be a whole answer.
  if (fault?.fault === 'reset' && (bare || body.length === 0)) return reset(request);
  response.writeHead(reply.status, {
    ...(reply.status === 204 || reply.status === 304 ? {} : { 'content-length': String(body.length) }),
    ...reply.headers,
  });
  if (bare) response.end();
  else if (fault?.fault === 'reset') response.write(body.subarray(0, body.length >> 1), () => reset(request));
  else if (fault?.fault === 'slow') await trickle(body, response, rate(fault));
  else response.end(body);
}

async function trickle(body: Buffer, response: ServerResponse, bytesPerSecond: number): Promise<void> {
  const step = Math.max(1, Math.ceil(bytesPerSecond / 10));
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    const part = body.subarray(at, at + step);
    await sleep((part.length / bytesPerSecond) * 1000);
    response.write(part);
  }
  response.end();
}

function rate({ bytesPerSecond = 1024 }: FaultRule): number {
  return bytesPerSecond;
}

/** Ends the connection with RST, as a broken network does. */
export function reset(request: IncomingMessage): void {
  const { socket } = request;
  // A TLS socket has no reset of its own.
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
