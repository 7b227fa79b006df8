/**
 * The emulated cloud as a program: `tsx test/cloud/serve.ts [--bucket NAME]… [--region R] [--port N] [--grace SECONDS]`. Prints the
 * environment of its clients as lines for a shell (`eval "$(head -n 9 <…)"`, or copied), and ends with its standard input or by a signal.
 * Lines on standard input are orders: `spot ID [SECONDS]`, `vanish ID`, `offline ID`, `online ID`, `advance SECONDS`, `fault JSON`, `requests`.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type Cloud, startCloud } from './cloud.ts';
import type { CloudFault } from './faults.ts';

const { values } = parseArgs({
  options: {
    bucket: { type: 'string', multiple: true, default: ['results'] },
    region: { type: 'string', default: 'us-east-1' },
    port: { type: 'string', default: '0' },
    grace: { type: 'string', default: '2' },
  },
});

async function main(): Promise<void> {
  const { bucket: buckets, region, port, grace } = values;
  const cloud = await startCloud({ buckets, region, port: Number(port), grace: Number(grace) });
  for (const [name, value] of Object.entries(cloud.env)) process.stdout.write(`export ${name}='${value}'\n`);
  process.stdout.write(`export AWS_URL='${cloud.url}'\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', line => {
    obey(cloud, line).catch(error => process.stderr.write(`${error.message}\n`));
  });
  await Promise.race([once(lines, 'close'), once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  process.stdin.destroy();
  await cloud.close();
}

async function obey(cloud: Cloud, line: string): Promise<void> {
  const [order = '', id = '', ...rest] = line.trim().split(/\s+/);
  if (order === 'spot') cloud.spotNotice(id, Number(rest[0] ?? 120));
  else if (order === 'vanish') await cloud.vanish(id);
  else if (order === 'offline') cloud.agentOffline(id);
  else if (order === 'online') cloud.agentOnline(id);
  else if (order === 'advance') cloud.advance(Number(id));
  else if (order === 'fault') cloud.fault(JSON.parse(line.slice('fault'.length)) as CloudFault);
  else if (order === 'requests')
    for (const { service, action, status, code } of cloud.requests)
      process.stdout.write(`${service} ${action} ${status ?? 'no answer'}${code === undefined ? '' : ` ${code}`}\n`);
  else if (order !== '') throw new Error(`no such order: ${order}`);
}

void main();
