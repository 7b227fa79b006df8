import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { outcome } from '../rehearsal/client.ts';
import type { Case, Place } from './place.ts';

const least = 5 * 2 ** 20;
const one = Buffer.alloc(least, '1');
const two = Buffer.from('two');

interface Sent {
  readonly PartNumber: number;
  readonly ETag: string | undefined;
}

/** An upload under way. */
async function upload(place: Place, key: string) {
  const { client, at } = place;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at(key), Metadata: { stage: 'one' } }));
  const where = { ...at(key), UploadId };
  return {
    where,
    async part(PartNumber: number, Body: Buffer): Promise<Sent> {
      const { ETag } = await client.send(new UploadPartCommand({ ...where, PartNumber, Body }));
      return { PartNumber, ETag };
    },
    complete: (Parts: readonly Sent[]) =>
      outcome(client.send(new CompleteMultipartUploadCommand({ ...where, MultipartUpload: { Parts: [...Parts] } }))),
    async listed() {
      const { Parts = [] } = await client.send(new ListPartsCommand(where));
      return Parts.map(({ PartNumber, Size }) => `${PartNumber}:${Size}`);
    },
  };
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

export const multipartCases: readonly Case[] = [
  {
    name: 'parts become one object, in the order of their numbers, with metadata and an ETag of parts',
    async holds(place) {
      const { part, complete, listed } = await upload(place, 'large');
      const second = await part(2, two);
      const first = await part(1, one);
      expect(await listed()).toEqual([`1:${least}`, '2:3']);
      expect(await complete([first, second])).toBe('ok');
      const head = await place.client.send(new HeadObjectCommand(place.at('large')));
      const etag = createHash('md5')
        .update(Buffer.concat([md5(one), md5(two)]))
        .digest('hex');
      expect(head).toMatchObject({ ContentLength: least + 3, ETag: `"${etag}-2"`, Metadata: { stage: 'one' } });
      const { Body } = await place.client.send(
        new GetObjectCommand({ ...place.at('large'), Range: `bytes=${least - 1}-` }),
      );
      expect(await Body!.transformToString()).toBe('1two');
    },
  },
  {
    name: 'an object of parts is not there before it is complete, nor when it is aborted',
    async holds(place) {
      const { where, part } = await upload(place, 'large');
      await part(1, two);
      const get = () => outcome(place.client.send(new GetObjectCommand(place.at('large'))));
      expect(await get()).toBe('404 NoSuchKey');
      await place.client.send(new AbortMultipartUploadCommand(where));
      expect(await get()).toBe('404 NoSuchKey');
      expect(await outcome(part(2, two))).toBe('404 NoSuchUpload');
      expect(await outcome(place.client.send(new AbortMultipartUploadCommand(where)))).toBe('404 NoSuchUpload');
    },
  },
  {
    name: 'an upload that was aborted cannot be completed',
    async holds(place) {
      const { where, part, complete } = await upload(place, 'large');
      const first = await part(1, two);
      await place.client.send(new AbortMultipartUploadCommand(where));
      expect(await complete([first])).toBe('404 NoSuchUpload');
    },
  },
  {
    name: 'uploads that were left are listed by key',
    async holds(place) {
      const [first, second] = [await upload(place, 'p/1'), await upload(place, 'p/2')];
      await upload(place, 'q');
      const asked = { Bucket: place.bucket, Prefix: 'p/' };
      const { Uploads = [] } = await place.client.send(new ListMultipartUploadsCommand(asked));
      expect(Uploads.map(({ Key, UploadId }) => [Key, UploadId])).toEqual([
        ['p/1', first.where.UploadId],
        ['p/2', second.where.UploadId],
      ]);
      await place.client.send(new AbortMultipartUploadCommand(first.where));
      const after = await place.client.send(new ListMultipartUploadsCommand(asked));
      expect(after.Uploads?.map(({ Key }) => Key)).toEqual(['p/2']);
    },
  },
  {
    name: 'a part that is sent again replaces the first',
    async holds(place) {
      const { part, complete } = await upload(place, 'a');
      const lost = await part(1, Buffer.from('lost'));
      const first = await part(1, two);
      expect(await complete([lost])).toBe('400 InvalidPart');
      expect(await complete([first])).toBe('ok');
      const { Body } = await place.client.send(new GetObjectCommand(place.at('a')));
      expect(await Body!.transformToString()).toBe('two');
    },
  },
  {
    name: 'parts but the last have to be large, and all have to be there',
    async holds(place) {
      const { part, complete } = await upload(place, 'a');
      const [first, second] = [await part(1, two), await part(2, two)];
      expect(await complete([first, second])).toBe('400 EntityTooSmall');
      expect(await complete([{ PartNumber: 3, ETag: first.ETag }])).toBe('400 InvalidPart');
      expect(await complete([{ PartNumber: 1, ETag: '"0123456789abcdef0123456789abcdef"' }])).toBe('400 InvalidPart');
    },
  },
  {
    name: 'parts are named in the order of their numbers',
    async holds(place) {
      const { part, complete } = await upload(place, 'a');
      const [first, second] = [await part(1, one), await part(2, one)];
      expect(await complete([second, first])).toBe('400 InvalidPartOrder');
      expect(await complete([first, first])).toBe('400 InvalidPartOrder');
    },
  },
  {
    name: 'there are ten thousand parts at most',
    async holds(place) {
      const { part } = await upload(place, 'a');
      expect(await outcome(part(10_000, two))).toBe('ok');
      expect(await outcome(part(10_001, two))).toBe('400 InvalidArgument');
    },
  },
  {
    name: 'an upload without parts cannot be completed',
    async holds(place) {
      const { complete } = await upload(place, 'a');
      expect(await complete([])).toBe('400 MalformedXML');
    },
  },
  {
    name: 'a part can be a range of another object',
    async holds(place) {
      await place.put('source', '0123456789');
      const { where, complete } = await upload(place, 'a');
      const { CopyPartResult } = await place.client.send(
        new UploadPartCopyCommand({
          ...where,
          PartNumber: 1,
          CopySource: `${place.bucket}/source`,
          CopySourceRange: 'bytes=2-4',
        }),
      );
      expect(await complete([{ PartNumber: 1, ETag: CopyPartResult?.ETag }])).toBe('ok');
      const { Body } = await place.client.send(new GetObjectCommand(place.at('a')));
      expect(await Body!.transformToString()).toBe('234');
    },
  },
];
