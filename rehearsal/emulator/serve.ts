/**
 * The emulated cloud as a process of its own, so that it can run inside a network namespace or beside a program in another
 * language: `tsx rehearsal/emulator/serve.ts [--bucket NAME]… [--region R] [--host ADDRESS] [--imds-host ADDRESS]
 * [--imds-port N] [--imds-v1] [--user-data FILE] [--spot]`. Prints one line of JSON when everything listens; ends when its standard input does, or by a signal.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startControl } from './control.ts';
import { startImds } from './imds.ts';
import { newCredentials } from './s3/credentials.ts';
import { startS3 } from './s3/server.ts';

const { values } = parseArgs({
  options: {
    bucket: { type: 'string', multiple: true, default: ['results'] },
    region: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    'imds-host': { type: 'string' },
    'imds-port': { type: 'string', default: '0' },
    'imds-v1': { type: 'boolean', default: false },
    'user-data': { type: 'string' },
    spot: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const { bucket: buckets, host } = values;
  const region = values.region === undefined ? {} : { region: values.region };
  const role = newCredentials('ASIA');
  const s3 = await startS3({ buckets, host, credentials: [newCredentials('AKIA'), role], ...region });
  const imds = await startImds({
    host: values['imds-host'] ?? host,
    port: Number(values['imds-port']),
    lifeCycle: values.spot ? 'spot' : 'on-demand',
    credentials: role,
    version1: values['imds-v1'],
    ...(values['user-data'] !== undefined && { userData: readFileSync(values['user-data']) }),
    ...region,
  });
  const control = await startControl({ s3, imds }, host);
  const { url, accessKeyId, secretAccessKey } = s3;
  const told = {
    s3: { url, accessKeyId, secretAccessKey, buckets },
    imds: { url: imds.url },
    control: { url: control.url },
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  const { stdin } = process;
  await Promise.race([once(stdin.resume(), 'close'), once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  stdin.destroy();
  for (const each of [control, imds, s3]) await each.close();
}

void main();
