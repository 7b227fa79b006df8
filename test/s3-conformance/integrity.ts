import { createHash } from 'node:crypto';
import { ChecksumAlgorithm, DeleteObjectsCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Case } from './place.ts';

/** Of "123456789", from the catalogue of parametrised CRC algorithms (reveng.sourceforge.io/crc-catalogue) and FIPS 180. */
const text = '123456789';
const right: Readonly<Record<string, string>> = {
  crc32: 'y/Q5Jg==',
  crc32c: '4waSgw==',
  crc64nvme: 'rosUhgp5mIg=',
  sha1: createHash('sha1').update(text).digest('base64'),
  sha256: createHash('sha256').update(text).digest('base64'),
};
const wrong = (value: string) => (value.startsWith('A') ? 'B' : 'A') + value.slice(1);
const put = (headers: Readonly<Record<string, string>>) => ({ method: 'PUT', body: text, headers });

/** A body in S3's own chunks, with a trailer. */
const framed = (trailer: string, body = text) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n${trailer}\r\n\r\n`;
const streaming = (body: string, trailer = 'x-amz-checksum-crc32', length = text.length) => ({
  method: 'PUT',
  body,
  payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  headers: {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(length),
    'x-amz-trailer': trailer,
  },
});

export const integrityCases: readonly Case[] = [
  {
    name: 'a body whose MD5 is another is refused',
    async holds({ raw }) {
      const md5 = createHash('md5').update(text).digest('base64');
      expect(await raw('/a', put({ 'content-md5': md5 }))).toBe('200');
      expect(await raw('/b', put({ 'content-md5': wrong(md5) }))).toBe('400 BadDigest');
      expect(await raw('/b', put({ 'content-md5': 'short' }))).toBe('400 InvalidDigest');
      expect(await raw('/b')).toBe('404 NoSuchKey');
    },
  },
  ...Object.entries(right).map(
    ([name, value]): Case => ({
      name: `a body whose ${name.toUpperCase()} is another is refused, and a right one is kept`,
      async holds({ raw, answer }) {
        const header = `x-amz-checksum-${name}`;
        expect(await raw('/b', put({ [header]: wrong(value) }))).toBe('400 BadDigest');
        expect(await raw('/b')).toBe('404 NoSuchKey');
        expect(await raw('/a', put({ [header]: value }))).toBe('200');
        const { headers } = await answer('/a', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
        expect(headers[header]).toBe(value);
      },
    }),
  ),
  {
    name: 'a checksum that is announced has to come, and only one',
    async holds({ raw }) {
      expect(await raw('/a', put({ 'x-amz-sdk-checksum-algorithm': 'CRC32' }))).toBe('400 InvalidRequest');
      const { crc32, sha1 } = right;
      const both = { 'x-amz-checksum-crc32': crc32!, 'x-amz-checksum-sha1': sha1! };
      expect(await raw('/a', put(both))).toBe('400 InvalidRequest');
      expect(await raw('/a', put({ 'x-amz-checksum-crc32': 'AAA=' }))).toBe('400 InvalidRequest');
    },
  },
  {
    name: "a body in S3's own chunks is stored without them, and its trailing checksum holds",
    async holds({ raw, answer }) {
      const { crc32 } = right;
      expect(await raw('/a', streaming(framed(`x-amz-checksum-crc32:${crc32}`)))).toBe('200');
      const { text: stored, headers } = await answer('/a');
      expect([stored, headers['content-encoding']]).toEqual([text, undefined]);
      expect(await raw('/b', streaming(framed(`x-amz-checksum-crc32:${wrong(crc32!)}`)))).toBe('400 BadDigest');
      expect(await raw('/b', streaming(framed(''), 'x-amz-checksum-crc32'))).toBe('400 MalformedTrailerError');
    },
  },
  {
    name: 'a body that is cut short is refused',
    async holds({ raw }) {
      const whole = framed(`x-amz-checksum-crc32:${right.crc32}`);
      expect(await raw('/b', streaming(whole.slice(0, 8)))).toBe('400 IncompleteBody');
      expect(await raw('/b', streaming(whole, 'x-amz-checksum-crc32', 10))).toBe('400 IncompleteBody');
      expect(await raw('/b')).toBe('404 NoSuchKey');
    },
  },
  {
    name: 'a body without a length is refused',
    async holds({ raw }) {
      expect(await raw('/a', { method: 'PUT', body: text, chunked: true })).toBe('411 MissingContentLength');
    },
  },
  {
    name: 'the checksums that the SDK sends are right, whatever the algorithm',
    async holds({ client, at }) {
      for (const algorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const) {
        await client.send(
          new PutObjectCommand({ ...at(algorithm), Body: text, ChecksumAlgorithm: ChecksumAlgorithm[algorithm] }),
        );
        const got = await client.send(new GetObjectCommand({ ...at(algorithm), ChecksumMode: 'ENABLED' }));
        expect(got[`Checksum${algorithm}`]).toBe(right[algorithm.toLowerCase()]);
        expect(await got.Body!.transformToString()).toBe(text);
      }
    },
  },
  {
    name: 'objects are deleted at once only with a digest of what is asked',
    async holds({ client, bucket, raw }) {
      const body = '<Delete><Object><Key>a</Key></Object></Delete>';
      expect(await raw('', { method: 'POST', query: { delete: '' }, body })).toMatch(/^400 /);
      const Delete = { Objects: [{ Key: 'a' }] };
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete, ChecksumAlgorithm: 'SHA256' }));
      const md5 = createHash('md5').update('<Delete><Object>').digest('base64');
      const broken = {
        method: 'POST',
        query: { delete: '' },
        body: '<Delete><Object>',
        headers: { 'content-md5': md5 },
      };
      expect(await raw('', broken)).toBe('400 MalformedXML');
    },
  },
];
