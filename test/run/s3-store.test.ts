import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { FaultRule } from '../../rehearsal/emulator/s3/faults.ts';
import { startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { StoreFailure } from '../../run/fault.ts';
import { readLogs } from '../../run/logs.ts';
import { run as start } from '../../run/run.ts';
import { openStore } from '../../run/store.ts';
import { sdk } from '../rehearsal/client.ts';
import { awsEnvironment } from '../rehearsal/s3.ts';
import { fakeRun, fakeScript, scratch } from './fake.ts';
import { setEnvironment } from './store-worlds.ts';

const run = { campaign: 'fake', runId: '20260517T091500Z-a1b2c3' };

/** A server, and this process's environment as it should be to reach it. */
async function world(env: Readonly<Record<string, string | undefined>> = {}, faults: readonly FaultRule[] = []) {
  const server = await startS3({ buckets: ['results'], faults });
  const restore = setEnvironment({
    ...awsEnvironment(server),
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    ...env,
  });
  return {
    server,
    opened: () => openStore('s3://results/of/many'),
    put: (key: string, body: string) =>
      sdk(server).send(new PutObjectCommand({ Bucket: 'results', Key: `of/many/${key}`, Body: Buffer.from(body) })),
    async [Symbol.asyncDispose]() {
      restore();
      await server.close();
    },
  };
}

/** A fault as a person reads it, the server's address apart. */
async function refusal(given: Awaited<ReturnType<typeof world>>, url = 's3://results/of/many'): Promise<string> {
  const { fault } = await openStore(url);
  return `${fault?.code}: ${fault?.doing}: ${fault?.message}; ${fault?.help}`.replaceAll(given.server.url, 'URL');
}

test('without credentials it says how to get some', async () => {
  await using given = await world({ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined });
  expect(await refusal(given)).toBe(
    'store-credentials: opening the store: no AWS credentials were found; log in (aws sso login, aws configure), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  );
});

test('with a profile that is not there it names it', async () => {
  await using given = await world({
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_PROFILE: 'nobody',
  });
  expect(await refusal(given)).toMatch(/^store-credentials: opening the store: /);
});

test('with a wrong secret it says that the credentials are not accepted', async () => {
  await using given = await world({ AWS_SECRET_ACCESS_KEY: 'another' });
  expect(await refusal(given)).toBe(
    'store-credentials: opening the store: URL does not accept the AWS credentials (SignatureDoesNotMatch); log in again, or look at AWS_PROFILE and AWS_ACCESS_KEY_ID: aws sts get-caller-identity says who you are',
  );
});

test('without the bucket it says how to make it', async () => {
  await using given = await world();
  expect(await refusal(given, 's3://no-such-bucket/x')).toBe(
    'store-bucket: opening the store: there is no bucket `no-such-bucket`; create it (aws s3 mb s3://no-such-bucket), or give another store',
  );
});

test('without permission it says which is missing', async () => {
  await using given = await world({}, [{ fault: 'denied' }]);
  expect(await refusal(given)).toBe(
    'store-denied: opening the store: URL does not let these credentials read s3://results/of/many (AccessDenied); they need s3:ListBucket on the bucket `results` and s3:GetObject on what is in it',
  );
});

test('where nobody listens it says where it looked', async () => {
  await using given = await world();
  await given.server.close();
  expect(await refusal(given)).toBe(
    'store-unreachable: opening the store: URL cannot be reached (ECONNREFUSED); see that AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is right, and that it runs',
  );
});

test('where something else listens it says so', async () => {
  const web = createServer((_, response) => response.end('<html>no such page</html>'));
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  await using given = await world({ AWS_ENDPOINT_URL_S3: url });
  expect((await refusal(given)).replaceAll(url, 'WEB')).toBe(
    'store-unreadable: opening the store: WEB does not answer as S3 does; see that AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is the address of an S3 service',
  );
  web.close();
});

test('an address that is none is named', async () => {
  await using given = await world({ AWS_ENDPOINT_URL_S3: 'not an address' });
  expect(await refusal(given)).toMatch(/^store-unreachable: opening the store: not an address cannot be reached/);
});

test('a bucket in another region is named as that', async () => {
  await using given = await world();
  const server = await startS3({
    buckets: ['results'],
    region: 'eu-west-1',
    credentials: [{ accessKeyId: given.server.accessKeyId, secretAccessKey: given.server.secretAccessKey }],
  });
  const restore = setEnvironment({ AWS_ENDPOINT_URL_S3: server.url });
  expect(await refusal(given)).toMatch(
    /^store-bucket: .* is in another region \(.*expecting 'eu-west-1'\); name its region/,
  );
  setEnvironment({ AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-west-1' });
  expect((await given.opened()).fault).toBeUndefined();
  restore();
  await server.close();
});

test('a profile says who asks, where, and of whom', async () => {
  await using given = await world();
  const file = join(scratch(), 'config');
  const { url, accessKeyId, secretAccessKey } = given.server;
  writeFileSync(
    file,
    `[profile box]\nregion = eu-west-1\nendpoint_url = ${url}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  const unset = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_ENDPOINT_URL_S3',
  ];
  const profile = { AWS_CONFIG_FILE: file, AWS_PROFILE: 'box' };
  const restore = setEnvironment({ ...Object.fromEntries(unset.map(name => [name, undefined])), ...profile });
  expect((await given.opened()).fault).toBeUndefined();
  restore();
});

test('no region has to be named', async () => {
  await using given = await world({ AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined });
  expect((await given.opened()).fault).toBeUndefined();
});

test('a store that asks for patience gets it', async () => {
  await using given = await world({}, [{ fault: 'slow-down', count: 2 }]);
  expect((await given.opened()).fault).toBeUndefined();
});

test('a store that fails once it is open is a failure with a remedy, and never an empty store', async () => {
  await using given = await world();
  const store = (await given.opened()).value!;
  given.server.fault({ fault: 'internal' });
  for (const read of [
    () => store.runs(),
    () => store.read(run, 'status.json'),
    () => store.readFrom(run, 'log', 0, 9),
    () => store.size(run, 'COMPLETE'),
    () => store.list(run, ''),
  ]) {
    const failure = await read().then(
      () => undefined,
      error => error,
    );
    expect(failure).toBeInstanceOf(StoreFailure);
    expect(failure.fault).toMatchObject({
      code: 'store-unreachable',
      doing: 'reading the store',
      help: 'try again later',
    });
  }
});

test('an object that comes damaged is never taken for what was stored', async () => {
  await using given = await world();
  const store = (await given.opened()).value!;
  const { put } = given;
  await put('fake/20260517T091500Z-a1b2c3/status.json', '{"a": 1}');
  given.server.fault({ fault: 'flip', operation: 'GetObject' });
  await expect(store.read(run, 'status.json')).rejects.toThrow('what came is not what was stored');
});

test('a follow of a log outlives a store that does not answer for a while', async () => {
  await using given = await world();
  const store = (await given.opened()).value!;
  const { put } = given;
  const folder = `${run.campaign}/${run.runId}`;
  const status = (state: string, of: string) =>
    JSON.stringify({
      ...{ version: 1, campaign: 'fake', runId: run.runId, state, startedAt: '2026-05-17T09:15:00Z', seconds: 1 },
      ...{ updatedAt: new Date().toISOString(), wallSeconds: 600, checkpointSeconds: 60, exitStatus: null },
      stages: [
        {
          stage: 'one',
          state: of,
          reason: '',
          attempt: 1,
          startedAt: null,
          endedAt: null,
          seconds: 1,
          timeoutSeconds: 60,
        },
      ],
      uploads: { done: 0, failed: 0, bytes: 0 },
    });
  await put(`${folder}/status.json`, status('running', 'running'));
  await put(`${folder}/stages/one/partial/log`, 'first\n');
  const { value: parts } = await readLogs({ store, run, follow: true, every: 50 });
  let text = '';
  for await (const { bytes } of parts!) {
    text += bytes;
    if (text !== 'first\n') continue;
    const fault = given.server.fault({ fault: 'internal' });
    setTimeout(async () => {
      await fault.lift();
      await put(`${folder}/stages/one/log`, 'first\nlast\n');
      await put(`${folder}/COMPLETE`, '');
      await put(`${folder}/status.json`, status('ended', 'passed'));
    }, 500);
  }
  expect(text).toBe('first\nlast\n');
});

test('a run has ended, and says how, although its store does not answer any more', async () => {
  await using given = await world();
  const store = (await given.opened()).value!;
  await given.server.close();
  const { value } = await start(fakeScript, {
    ...fakeRun(scratch(), 'incomplete'),
    store: { ...store, url: `file://${scratch()}` },
  });
  expect(value?.exitStatus).toBe(4);
  expect(value?.view.unreadable).toEqual([`s3://results/of/many/fake/${run.runId}`]);
});
