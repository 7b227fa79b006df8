import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { FaultRule } from '../../rehearsal/emulator/s3/faults.ts';
import { outcome, sdk } from './client.ts';
import { s3 } from './s3.ts';

const text = 'the whole of it';

/** A server under one rule, with what a test asks of it. */
async function under(rule: FaultRule) {
  const server = await s3();
  const client = sdk(server);
  const where = (Key: string) => ({ Bucket: 'results', Key });
  const stored = (key: string) => server.objects('results').get(key)?.body.toString();
  const put = (key = 'a', Body = text) => outcome(client.send(new PutObjectCommand({ ...where(key), Body })));
  const get = (key = 'a') =>
    outcome(client.send(new GetObjectCommand(where(key))).then(({ Body }) => Body!.transformToString()));
  const body = async (key = 'a') =>
    await (await client.send(new GetObjectCommand({ ...where(key) }))).Body!.transformToString();
  await put('there');
  const fault = server.fault(rule);
  return { server, client, fault, where, stored, put, get, body, [Symbol.asyncDispose]: () => server.close() };
}

test.each([
  ['denied', '403 AccessDenied'],
  ['internal', '500 InternalError'],
  ['slow-down', '503 SlowDown'],
] as const)('%s: nothing is done, and the client is told', async (fault, told) => {
  await using world = await under({ fault });
  expect(await world.put()).toBe(told);
  expect(await world.get('there')).toBe(told);
  expect(world.stored('a')).toBeUndefined();
  await world.fault.lift();
  expect(await world.put()).toBe('ok');
});

test('a rule meets its operations and keys, after some requests and for some', async () => {
  await using world = await under({ fault: 'internal', operation: ['PutObject'], key: 'p/*.md', after: 1, count: 2 });
  const told = [];
  for (const key of ['p/x/1.md', 'p/2.txt', 'q/3.md', 'p/4.md', 'p/5.md', 'p/6.md']) told.push(await world.put(key));
  expect(told).toEqual(['ok', 'ok', 'ok', '500 InternalError', '500 InternalError', 'ok']);
  expect(await world.get('p/6.md')).toBe('ok');
  expect(world.fault.hits).toBe(2);
});

test('the first rule that meets a request has it', async () => {
  await using world = await under({ fault: 'denied', count: 1 });
  world.server.fault({ fault: 'internal', count: 1 });
  expect([await world.put(), await world.put(), await world.put()]).toEqual([
    '403 AccessDenied',
    '500 InternalError',
    'ok',
  ]);
});

test('slow: body and answer pass at the speed of the rule, whole', async () => {
  await using world = await under({ fault: 'slow', bytesPerSecond: 1000 });
  const begun = performance.now();
  await world.put('a', 'x'.repeat(500));
  const written = performance.now();
  expect(await world.body()).toBe('x'.repeat(500));
  expect(written - begun).toBeGreaterThan(480);
  expect(performance.now() - written).toBeGreaterThan(480);
});

test('delay: the answer comes late', async () => {
  await using world = await under({ fault: 'delay', seconds: 0.4 });
  const begun = performance.now();
  expect(await world.put()).toBe('ok');
  expect(performance.now() - begun).toBeGreaterThan(390);
});

test('hang: nothing is done and nothing comes back', async () => {
  await using world = await under({ fault: 'hang' });
  const given = new AbortController();
  setTimeout(() => given.abort(), 300);
  const put = world.client.send(new PutObjectCommand({ ...world.where('a'), Body: text }), {
    abortSignal: given.signal,
  });
  expect(await outcome(put)).toBe('AbortError');
  expect(world.stored('a')).toBeUndefined();
});

test('reset: the connection breaks in the middle of what is sent, either way', async () => {
  await using world = await under({ fault: 'reset' });
  expect(await world.put('a', 'x'.repeat(5_000_000))).toMatch(/^(?:ECONNRESET|EPIPE)$/);
  expect(world.stored('a')).toBeUndefined();
  expect(await world.get('there')).toBe('ECONNRESET');
});

test('reset: an answer without a body breaks too', async () => {
  await using world = await under({ fault: 'reset' });
  expect(await world.put('empty', '')).toBe('ECONNRESET');
  const { client, where } = world;
  expect(await outcome(client.send(new HeadObjectCommand(where('there'))))).toBe('ECONNRESET');
  expect(await outcome(client.send(new DeleteObjectCommand(where('there'))))).toBe('ECONNRESET');
});

test('lost-ack: it is done, and nobody hears of it', async () => {
  await using world = await under({ fault: 'lost-ack', count: 1 });
  expect(await world.put()).toBe('ECONNRESET');
  expect(world.stored('a')).toBe(text);
});

test('lost-ack: a conditional create that is sent again loses to itself', async () => {
  await using world = await under({ fault: 'lost-ack', count: 1 });
  const patient = sdk(world.server, { maxAttempts: 3 });
  const create = patient.send(new PutObjectCommand({ ...world.where('claim'), Body: text, IfNoneMatch: '*' }));
  expect(await outcome(create)).toBe('412 PreconditionFailed');
  expect(world.stored('claim')).toBe(text);
});

test('refuse: from then on nobody listens, until the rule is lifted', async () => {
  await using world = await under({ fault: 'refuse', after: 1 });
  const told = [await world.put(), await world.put(), await world.put(), await world.get('there')];
  expect(told).toEqual(['ok', 'ECONNRESET', 'ECONNREFUSED', 'ECONNREFUSED']);
  await world.fault.lift();
  expect(await world.get('there')).toBe('ok');
});

test('truncate: it is acknowledged whole and stored by half', async () => {
  await using world = await under({ fault: 'truncate', operation: 'PutObject' });
  expect(await world.put()).toBe('ok');
  expect(world.stored('a')).toBe('the who');
  const { ContentLength } = await world.client.send(new HeadObjectCommand(world.where('a')));
  expect(ContentLength).toBe(7);
});

test('flip: one bit is wrong, and a client that checks finds it', async () => {
  await using world = await under({ fault: 'flip', operation: 'PutObject' });
  expect(await world.put()).toBe('ok');
  expect(world.stored('a')).toBe('the whome of it');
  await expect(world.body()).rejects.toThrow(/Checksum mismatch/);
});

test('flip: what is stored stays right when only the answer is wrong', async () => {
  await using world = await under({ fault: 'flip', operation: 'GetObject' });
  expect(world.stored('there')).toBe(text);
  await expect(world.body('there')).rejects.toThrow(/Checksum mismatch/);
});

test('forget: it says that it is done, and nothing is there', async () => {
  await using world = await under({ fault: 'forget' });
  expect(await world.put()).toBe('ok');
  expect(await world.get('a')).toBe('404 NoSuchKey');
  expect(await outcome(world.client.send(new DeleteObjectCommand(world.where('there'))))).toBe('ok');
  expect(world.stored('there')).toBe(text);
});

test('faults reach the parts of a multipart upload', async () => {
  await using world = await under({ fault: 'flip', operation: 'UploadPart', after: 1 });
  const { client, where } = world;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(where('large')));
  const Parts = [];
  for (const PartNumber of [1, 2]) {
    const Body = PartNumber === 1 ? Buffer.alloc(5 * 2 ** 20) : 'end';
    const { ETag } = await client.send(new UploadPartCommand({ ...where('large'), UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  const done = client.send(
    new CompleteMultipartUploadCommand({ ...where('large'), UploadId, MultipartUpload: { Parts } }),
  );
  expect(await outcome(done)).toBe('ok');
  expect(world.stored('large')?.slice(-3)).toBe('eod');
});

test('every request is told, with what became of it', async () => {
  await using world = await under({ fault: 'slow-down', operation: 'ListObjectsV2' });
  await outcome(world.client.send(new ListObjectsV2Command({ Bucket: 'results' })));
  await world.get('nowhere');
  expect(world.server.requests.map(({ at: _, ...told }) => told)).toEqual([
    { operation: 'PutObject', bucket: 'results', key: 'there', status: 200 },
    { operation: 'ListObjectsV2', bucket: 'results', key: '', status: 503, code: 'SlowDown', fault: 'slow-down' },
    { operation: 'GetObject', bucket: 'results', key: 'nowhere', status: 404, code: 'NoSuchKey' },
  ]);
});
