import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { page } from '../../rehearsal/emulator/s3/listing.ts';
import { sortedByBytes } from '../../rehearsal/emulator/s3/storage.ts';
import { times } from '../more.ts';
import { newPlace } from '../s3-conformance/place.ts';
import { sdk } from './client.ts';
import { s3 } from './s3.ts';

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', 'é', '🙂'), minLength: 1, maxLength: 6 });

test('pages joined are the whole listing, whatever their size, prefix and delimiter', () => {
  const asked = fc.record({
    keys: fc.uniqueArray(key, { maxLength: 30 }),
    prefix: fc.constantFrom('', 'a', 'a/', '/'),
    delimiter: fc.constantFrom('', '/', 'a/', '-'),
    limit: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(asked, ({ keys, prefix, delimiter, limit }) => {
      const sorted = sortedByBytes(keys);
      const whole = new Set(
        sorted
          .filter(each => each.startsWith(prefix))
          .map(each => {
            const at = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
            return at < 0 ? each : each.slice(0, at + delimiter.length);
          }),
      );
      const names: string[] = [];
      for (let after = '', more = true; more; after = names.at(-1)!) {
        const { rows, truncated } = page(sorted, { prefix, delimiter, after, limit });
        expect(rows.length <= limit && (rows.length === limit || !truncated)).toBe(true);
        names.push(...rows.map(({ name }) => name));
        more = truncated;
      }
      expect(names).toEqual([...whole]);
    }),
    { numRuns: times(200, 500) },
  );
});

test('whatever is asked gets an answer, and the server goes on', async () => {
  await using server = await s3();
  const place = await newPlace(server);
  const value = fc.constantFrom('', '2', '-1', 'x', '%', '1e9');
  const names = fc.subarray(['list-type', 'max-keys', 'prefix', 'partNumber', 'uploadId', 'uploads', 'delete', 'x']);
  const raw = fc.record({
    method: fc.constantFrom('GET', 'GET', 'PUT', 'PUT', 'POST', 'POST', 'DELETE', 'HEAD', 'PATCH'),
    query: fc.oneof(
      fc.constantFrom(
        {},
        {},
        {},
        { uploads: '' },
        { uploadId: 'x' },
        { partNumber: '1', uploadId: 'x' },
        { delete: '' },
      ),
      fc
        .tuple(fc.constant('2'), value, value)
        .map(([type, max, prefix]) => ({ 'list-type': type, 'max-keys': max, prefix })),
      fc.tuple(names, value).map(([all, each]) => Object.fromEntries(all.slice(0, 2).map(name => [name, each]))),
    ),
    headers: fc.dictionary(
      fc.constantFrom('range', 'if-match', 'x-amz-copy-source', 'content-md5', 'x-amz-checksum-crc32', 'x-amz-trailer'),
      fc.constantFrom('', 'bytes=5-1', 'bytes=-0', '*', '%', 'results/a', '/', 'AAAA'),
      { maxKeys: 3 },
    ),
    body: fc.constantFrom(
      '',
      'a',
      '<Delete/>',
      '<a><b></a>',
      '<CompleteMultipartUpload><Part/></CompleteMultipartUpload>',
      '0\r\n',
    ),
    payload: fc.constantFrom(
      ...Array(5).fill('UNSIGNED-PAYLOAD'),
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'STREAMING-OTHER',
      'x',
    ),
  });
  const paths = fc.constantFrom('', '', '', '/a', '/a', '/a', '/', '/%', '/%ff', '//', '/a/../b', '/%00');
  await fc.assert(
    fc.asyncProperty(paths, raw, async (path, asked) => {
      const { status, code } = await place.answer(path, asked);
      expect(status < 500 || code === 'NotImplemented' || asked.method === 'HEAD', `${status} ${code}`).toBe(true);
    }),
    { numRuns: times(200, 500) },
  );
  const listing = await sdk(server).send(new ListObjectsV2Command({ Bucket: 'results' }));
  expect(listing.$metadata.httpStatusCode).toBe(200);
});
