import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** An address in a box's network, and the port of 127.0.0.1 out here that answers there. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly to: number;
}

/** Listens in the network of a process and passes on what comes; returns how to stop. */
export async function serveInside(pid: number, places: readonly Place[]): Promise<() => void> {
  const wanted = places.map(({ host, port }, index) => [index, host, port]);
  const program = [join(import.meta.dirname, 'sockets.mjs'), JSON.stringify(wanted)];
  const child = spawn('nsenter', ['-t', String(pid), '-n', '--', process.execPath, ...program], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {},
  });
  let said = '';
  child.stderr?.on('data', bytes => {
    said += bytes;
  });
  const exited = once(child, 'exit');
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: { readonly name: number }, handle) => {
      const server = handle as Server;
      servers.push(server);
      server.on('connection', inside => pass(inside, places[message.name]!.to, sockets));
      if (servers.length === places.length) resolve();
    });
    void exited.then(() => reject(new Error(`a box has no sockets: ${said}`)));
  });
  child.send('enough');
  await exited;
  return () => {
    for (const server of servers) server.close();
    for (const socket of sockets) socket.destroy();
  };
}

/** A reset on one side is a reset on the other. */
function pass(inside: Socket, port: number, sockets: Set<Socket>): void {
  const outside = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  for (const [here, there] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    sockets.add(here);
    here.setNoDelay(true);
    here.on('error', () => there.resetAndDestroy());
    here.on('close', () => {
      sockets.delete(here);
      there.destroySoon();
    });
    here.pipe(there);
  }
}
