import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type Imds, startImds } from '../../rehearsal/emulator/imds.ts';
import { newCredentials } from '../../rehearsal/emulator/s3/credentials.ts';
import { awsCommands } from './aws-commands.ts';
import { awsEnvironment, s3 } from './s3.ts';

const run = promisify(execFile);

async function within(body: (imds: Imds) => Promise<void>, options = {}): Promise<void> {
  const imds = await startImds(options);
  try {
    await body(imds);
  } finally {
    await imds.close();
  }
}

async function asked(imds: Imds, path: string, init: RequestInit = {}): Promise<string> {
  const answer = await fetch(`${imds.url}latest/${path}`, init);
  return `${answer.status} ${await answer.text()}`;
}

async function token(imds: Imds, ttl = '60'): Promise<Record<string, string>> {
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': ttl };
  const answer = await fetch(`${imds.url}latest/api/token`, { method: 'PUT', headers });
  return { 'x-aws-ec2-metadata-token': await answer.text() };
}

test('nothing is told without a token, and a token lives as long as was asked', async () => {
  await within(async imds => {
    expect(await asked(imds, 'meta-data/instance-id')).toBe('401 Unauthorized');
    const made = await token(imds, '1');
    expect(await asked(imds, 'meta-data/instance-id', { headers: made })).toBe('200 i-0123456789abcdef0');
    await expect.poll(() => asked(imds, 'meta-data/instance-id', { headers: made }), { timeout: 5000 }).toMatch(/^401/);
    expect(imds.requests.slice(0, 3)).toEqual([
      'GET meta-data/instance-id 401',
      'PUT api/token 200',
      'GET meta-data/instance-id 200',
    ]);
  });
});

test.each(['0', '21601', 'soon', ''])('a token is refused for a life of %j seconds', async ttl => {
  await within(async imds => {
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': ttl };
    expect(await asked(imds, 'api/token', { method: 'PUT', headers })).toBe('400 Bad Request');
  });
});

test('a token is refused to whoever asks through a proxy', async () => {
  await within(async imds => {
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'x-forwarded-for': '10.0.0.1' };
    expect(await asked(imds, 'api/token', { method: 'PUT', headers })).toBe('403 ');
  });
});

test('notices are not there until they are set, and can be taken back', async () => {
  await within(async imds => {
    const headers = await token(imds);
    for (const path of ['spot/instance-action', 'events/recommendations/rebalance']) {
      const at = () => asked(imds, `meta-data/${path}`, { headers });
      expect(await at()).toBe('404 Not Found');
      imds.set(path, '{"action":"terminate"}');
      expect(await at()).toBe('200 {"action":"terminate"}');
      imds.set(path, undefined);
      expect(await at()).toBe('404 Not Found');
    }
  });
});

test('an instance tells what it is, folder by folder', async () => {
  await within(
    async imds => {
      const headers = await token(imds);
      const at = async (path: string) => (await asked(imds, path, { headers })).slice(4);
      expect(await at('meta-data/')).toBe(
        'ami-id\niam/\ninstance-id\ninstance-life-cycle\ninstance-type\nlocal-ipv4\nplacement/\nservices/',
      );
      expect(await at('meta-data/placement/availability-zone')).toBe('eu-west-1a');
      expect(await at('meta-data/instance-life-cycle')).toBe('spot');
      expect(await at('meta-data/iam/security-credentials/')).toBe('campaign');
      expect(JSON.parse(await at('dynamic/instance-identity/document'))).toMatchObject({
        region: 'eu-west-1',
        instanceType: 'm7i.large',
        instanceId: 'i-0123456789abcdef0',
      });
    },
    { region: 'eu-west-1', instanceType: 'm7i.large', lifeCycle: 'spot', credentials: newCredentials('ASIA') },
  );
});

test.each(awsCommands)('$name works with the credentials of the role that the instance tells', async ({ path }) => {
  const role = newCredentials('ASIA');
  await using server = await s3({ credentials: [role] });
  await within(
    async imds => {
      const {
        AWS_ACCESS_KEY_ID: _,
        AWS_SECRET_ACCESS_KEY: __,
        AWS_EC2_METADATA_DISABLED: ___,
        ...plain
      } = awsEnvironment(server);
      const env = { ...plain, AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url };
      const { stdout } = await run(path, ['--endpoint-url', server.url, 's3', 'ls'], { env });
      expect(stdout).toMatch(/ results\n$/);
    },
    { credentials: role },
  );
});
