import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { outcome } from '../rehearsal/client.ts';
import type { Case, Place } from './place.ts';

async function text({ client, at }: Place, key: string, Range?: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ ...at(key), ...(Range && { Range }) }));
  return await Body!.transformToString();
}

const oddKeys = [
  'a b',
  'a+b',
  'a%2Fb%',
  'ü/日本語/🙂',
  'x&<>"\'`$(id)',
  '[a-z]*?{1,2}',
  'back\\slash',
  'tab\there',
  'two\nlines',
  'control\u0001',
  'a//b',
  'dot/./x',
  'up/../x',
  '~.-_!()',
  'trailing/',
];

export const objectCases: readonly Case[] = [
  {
    name: 'an object comes back with its bytes, type and metadata',
    async holds(place) {
      const { client, at } = place;
      const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const put = { ...at('a'), Body: body, ContentType: 'text/x-log', Metadata: { stage: 'one', 'sf-1': 'a, b' } };
      const { ETag } = await client.send(new PutObjectCommand(put));
      const got = await client.send(new GetObjectCommand(at('a')));
      expect(Buffer.from(await got.Body!.transformToByteArray())).toEqual(body);
      const head = await client.send(new HeadObjectCommand(at('a')));
      for (const each of [got, head])
        expect(each).toMatchObject({
          ETag: '"e2c865db4162bed963bfaa9ef6ac18f0"',
          ContentLength: 256,
          ContentType: 'text/x-log',
          Metadata: put.Metadata,
        });
      expect(ETag).toBe(got.ETag);
    },
  },
  {
    name: 'an empty object is an object',
    async holds(place) {
      await place.put('empty', '');
      expect(await text(place, 'empty')).toBe('');
    },
  },
  {
    name: 'a stream of known length is stored as it is, without its framing',
    async holds(place) {
      const body = Buffer.alloc(300_000, 'stream ');
      const put = { ...place.at('a'), Body: Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]) };
      await place.client.send(new PutObjectCommand({ ...put, ContentLength: body.length }));
      expect(await text(place, 'a')).toBe(body.toString());
    },
  },
  {
    name: 'keys of any characters are kept and listed',
    async holds(place) {
      for (const key of oddKeys) await place.put(key);
      for (const key of oddKeys) expect(await text(place, key)).toBe(key);
      const listing = { Bucket: place.bucket, EncodingType: 'url' } as const;
      const { Contents = [] } = await place.client.send(new ListObjectsV2Command(listing));
      const keys = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
      expect(keys.sort()).toEqual([...oddKeys].sort());
    },
  },
  {
    name: 'what is not there is told as that',
    async holds({ client, at }) {
      expect(await outcome(client.send(new GetObjectCommand(at('nothing'))))).toBe('404 NoSuchKey');
      expect(await outcome(client.send(new HeadObjectCommand(at('nothing'))))).toBe('404 NotFound');
      const nowhere = { Bucket: 'no-such-bucket-at-all', Key: 'a' };
      expect(await outcome(client.send(new GetObjectCommand(nowhere)))).toBe('404 NoSuchBucket');
      expect(await outcome(client.send(new PutObjectCommand({ ...nowhere, Body: 'a' })))).toBe('404 NoSuchBucket');
      expect(await outcome(client.send(new ListObjectsV2Command({ Bucket: nowhere.Bucket })))).toBe('404 NoSuchBucket');
      expect(await outcome(client.send(new HeadBucketCommand({ Bucket: nowhere.Bucket })))).toBe('404 NotFound');
    },
  },
  {
    name: 'a range brings its bytes, clipped at the end, and is refused beyond it',
    async holds(place) {
      await place.put('a', '0123456789');
      const ranges = ['bytes=2-4', 'bytes=7-', 'bytes=-3', 'bytes=8-99', 'bytes=0-0'];
      expect(await Promise.all(ranges.map(range => text(place, 'a', range)))).toEqual(['234', '789', '789', '89', '0']);
      expect(await outcome(text(place, 'a', 'bytes=10-'))).toMatch(/^416 /);
      const got = await place.client.send(new GetObjectCommand({ ...place.at('a'), Range: 'bytes=2-4' }));
      expect(got).toMatchObject({ ContentRange: 'bytes 2-4/10', ContentLength: 3, $metadata: { httpStatusCode: 206 } });
    },
  },
  {
    name: 'an object is deleted, and deleting nothing is done too',
    async holds({ client, at, put }) {
      await put('a');
      for (let round = 0; round < 2; round++)
        expect(await outcome(client.send(new DeleteObjectCommand(at('a'))))).toBe('ok');
      expect(await outcome(client.send(new GetObjectCommand(at('a'))))).toBe('404 NoSuchKey');
    },
  },
  {
    name: 'many objects are deleted at once',
    async holds({ client, bucket, put }) {
      const keys = ['a', 'b & c', 'd/ü'];
      for (const key of [...keys, 'kept']) await put(key);
      const Objects = [...keys, 'nothing'].map(Key => ({ Key }));
      const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      expect(Deleted?.map(({ Key }) => Key).sort()).toEqual([...keys, 'nothing'].sort());
      expect(Errors ?? []).toEqual([]);
      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      expect(Contents?.map(({ Key }) => Key)).toEqual(['kept']);
    },
  },
  {
    name: 'an object is copied with what belongs to it, or with other metadata',
    async holds({ client, at, bucket, put }) {
      const Metadata = { stage: 'one' };
      await client.send(new PutObjectCommand({ ...at('a b'), Body: 'text', Metadata, ContentType: 'text/plain' }));
      const CopySource = `${bucket}/${encodeURIComponent('a b')}`;
      await client.send(new CopyObjectCommand({ ...at('copy'), CopySource }));
      const kept = await client.send(new HeadObjectCommand(at('copy')));
      expect(kept).toMatchObject({ Metadata, ContentType: 'text/plain', ContentLength: 4 });
      const replacing = {
        ...at('other'),
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { stage: 'two' },
      } as const;
      await client.send(new CopyObjectCommand(replacing));
      expect(await client.send(new HeadObjectCommand(at('other')))).toMatchObject({ Metadata: { stage: 'two' } });
      await put('plain');
      const nothing = { ...at('copy'), CopySource: `${bucket}/nothing` };
      expect(await outcome(client.send(new CopyObjectCommand(nothing)))).toBe('404 NoSuchKey');
    },
  },
  {
    name: 'buckets are listed, found and say where they are',
    async holds({ client, bucket }) {
      const { Buckets } = await client.send(new ListBucketsCommand({}));
      expect(Buckets?.map(({ Name }) => Name)).toContain(bucket);
      expect(await outcome(client.send(new HeadBucketCommand({ Bucket: bucket })))).toBe('ok');
      const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: bucket }));
      expect(LocationConstraint ?? '').toMatch(/^(?:default)?$/);
    },
  },
  {
    name: 'what is written is never read torn',
    async holds(place) {
      const bodies = ['a', 'b', 'c'].map(letter => Buffer.alloc(200_000, letter));
      await place.put('a', bodies[0]!);
      const writes = Array.from({ length: 12 }, (_, round) => place.put('a', bodies[round % 3]!));
      const reads = Array.from({ length: 24 }, () => text(place, 'a'));
      await Promise.all(writes);
      const whole = bodies.map(String);
      for (const read of await Promise.all(reads)) expect(whole.includes(read)).toBe(true);
    },
  },
  {
    name: 'a key of 1,024 bytes is the longest',
    async holds({ client, at }) {
      const put = (Key: string) => outcome(client.send(new PutObjectCommand({ ...at(Key), Body: 'a' })));
      expect([await put('k'.repeat(1024)), await put('k'.repeat(1025))]).toEqual(['ok', '400 KeyTooLongError']);
      expect(await put('ü'.repeat(513))).toBe('400 KeyTooLongError');
    },
  },
  {
    name: 'two kilobytes of metadata are the most',
    async holds({ client, at }) {
      const put = (size: number) =>
        outcome(client.send(new PutObjectCommand({ ...at('a'), Body: 'a', Metadata: { m: 'x'.repeat(size - 1) } })));
      expect([await put(2048), await put(2049)]).toEqual(['ok', '400 MetadataTooLarge']);
    },
  },
];
