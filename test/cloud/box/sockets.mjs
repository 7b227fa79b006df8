// Runs for a moment in a box's network, where it listens, and gives what it listens on to the process outside that started it:
// so that one process serves all boxes, and none of them needs a server or a relay of its own.
import { createServer } from 'node:net';

const places = JSON.parse(process.argv[2]);
for (const [name, host, port] of places) {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  await new Promise(resolve => process.send({ name }, server, resolve));
}
process.once('message', () => process.exit(0));
