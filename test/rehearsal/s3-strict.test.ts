import {
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListBucketsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { newCredentials } from '../../rehearsal/emulator/s3/credentials.ts';
import { newPlace } from '../s3-conformance/place.ts';
import { outcome, sdk } from './client.ts';
import { s3 } from './s3.ts';

test.each([
  ['versions', { query: { versions: '' } }],
  ['an ACL of the bucket', { query: { acl: '' } }],
  ['a version of an object', { query: { versionId: 'x' } }],
  ['encryption', { method: 'PUT', body: 'a', headers: { 'x-amz-server-side-encryption': 'aws:kms' } }],
  ['a storage class', { method: 'PUT', body: 'a', headers: { 'x-amz-storage-class': 'GLACIER' } }],
  ['a condition other than nothing there', { method: 'PUT', body: 'a', headers: { 'if-none-match': '"etag"' } }],
] as const)('%s is refused aloud, not answered in part', async (_, raw) => {
  await using server = await s3();
  const place = await newPlace(server);
  expect(await place.raw('/a', raw)).toBe('501 NotImplemented');
  expect(server.objects(place.bucket).size).toBe(0);
});

test('the older signature in the query is refused by name', async () => {
  await using server = await s3();
  const answer = await fetch(
    `${server.url}/results/a?AWSAccessKeyId=${server.accessKeyId}&Signature=x&Expires=9999999999`,
  );
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Please use AWS4-HMAC-SHA256')]);
});

test('temporary credentials are good only with their token', async () => {
  const role = newCredentials('ASIA');
  await using server = await s3({ credentials: [newCredentials('AKIA'), role] });
  const list = (credentials: typeof role) =>
    outcome(sdk({ url: server.url, ...credentials }, { credentials }).send(new ListBucketsCommand({})));
  const { sessionToken: _, ...bare } = role;
  expect(await list(role)).toBe('ok');
  expect(await list(bare)).toBe('400 InvalidToken');
  expect(await list({ ...role, sessionToken: 'another' })).toBe('400 InvalidToken');
});

test('a server of one region refuses the others and says which is right', async () => {
  await using server = await s3({ region: 'eu-west-1' });
  const there = { region: 'eu-west-1' };
  expect(await outcome(sdk(server, there).send(new ListBucketsCommand({})))).toBe('ok');
  const told = await sdk(server)
    .send(new ListBucketsCommand({}))
    .catch(error => String(error));
  expect(told).toContain("the region 'us-east-1' is wrong; expecting 'eu-west-1'");
});

test.each([
  ['COMPOSITE', { crc: 'of the parts', told: /^[\w+/]{6}==-2$/ }],
  ['FULL_OBJECT', { crc: 'of the whole', told: /^[\w+/]{6}==$/ }],
] as const)(
  'an object of parts has a checksum %s, and one that is told wrong is refused',
  async (ChecksumType, { told }) => {
    await using server = await s3();
    const client = sdk(server);
    const at = { Bucket: 'results', Key: 'large' };
    const creating = { ...at, ChecksumAlgorithm: ChecksumAlgorithm.CRC32, ChecksumType };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(creating));
    const Parts = [];
    for (const [index, Body] of [Buffer.alloc(5 * 2 ** 20), Buffer.from('end')].entries()) {
      const part = { ...at, UploadId, PartNumber: index + 1, ChecksumAlgorithm: ChecksumAlgorithm.CRC32 };
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand({ ...part, Body }));
      Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
    }
    const complete = { ...at, UploadId, MultipartUpload: { Parts }, ChecksumType };
    const wrong = [{ ChecksumCRC32: 'AAAAAA==' }, { MpuObjectSize: 3 }];
    for (const more of wrong)
      expect(await outcome(client.send(new CompleteMultipartUploadCommand({ ...complete, ...more })))).toBe(
        '400 BadDigest',
      );
    const right = { ...complete, MpuObjectSize: 5 * 2 ** 20 + 3 };
    const { ChecksumCRC32 } = await client.send(new CompleteMultipartUploadCommand(right));
    expect(ChecksumCRC32).toMatch(told);
    const got = await client.send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
    expect(got).toMatchObject({ ChecksumCRC32, ChecksumType });
    expect((await got.Body!.transformToByteArray()).length).toBe(5 * 2 ** 20 + 3);
  },
);

test('a multipart upload that is damaged by a fault still tells the checksum of what was sent', async () => {
  await using server = await s3({ faults: [{ fault: 'flip', operation: 'UploadPart' }] });
  const client = sdk(server);
  const at = { Bucket: 'results', Key: 'a' };
  const whole = { ChecksumAlgorithm: ChecksumAlgorithm.CRC32, ChecksumType: 'FULL_OBJECT' } as const;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at, ...whole }));
  const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'some text' }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await client.send(
    new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload, ChecksumType: 'FULL_OBJECT' }),
  );
  const got = await client.send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
  await expect(got.Body!.transformToString()).rejects.toThrow(/Checksum mismatch/);
});
