import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { outcome } from '../rehearsal/client.ts';
import type { Case, Place } from './place.ts';

function put(
  { client, at }: Place,
  key: string,
  body: string,
  more: Partial<PutObjectCommandInput> = {},
): Promise<string> {
  return outcome(client.send(new PutObjectCommand({ ...at(key), Body: body, ...more })));
}

async function text({ client, at }: Place, key: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand(at(key)));
  return await Body!.transformToString();
}

async function etag({ client, at }: Place, key: string, body: string): Promise<string> {
  return (await client.send(new PutObjectCommand({ ...at(key), Body: body }))).ETag!;
}

export const conditionCases: readonly Case[] = [
  {
    name: 'an object is created only where there is none',
    async holds(place) {
      expect(await put(place, 'claim', 'first', { IfNoneMatch: '*' })).toBe('ok');
      expect(await put(place, 'claim', 'second', { IfNoneMatch: '*' })).toBe('412 PreconditionFailed');
      expect(await text(place, 'claim')).toBe('first');
    },
  },
  {
    name: 'of twenty that create the same object at once, one wins, ten times over',
    async holds(place) {
      for (let round = 0; round < 10; round++) {
        const all = Array.from({ length: 20 }, (_, index) =>
          put(place, `claim-${round}`, `${index}`, { IfNoneMatch: '*' }),
        );
        const told = await Promise.all(all);
        const winners = told.flatMap((each, index) => (each === 'ok' ? [index] : []));
        expect(winners).toHaveLength(1);
        // S3 tells some of those who came at the same time that there was a conflict.
        for (const each of told)
          expect(['ok', '412 PreconditionFailed', '409 ConditionalRequestConflict']).toContain(each);
        expect(await text(place, `claim-${round}`)).toBe(String(winners[0]));
      }
    },
  },
  {
    name: 'an object is replaced only while it is the one that is meant',
    async holds(place) {
      const first = await etag(place, 'a', 'first');
      expect(await put(place, 'a', 'second', { IfMatch: first })).toBe('ok');
      expect(await put(place, 'a', 'third', { IfMatch: first })).toBe('412 PreconditionFailed');
      expect(await text(place, 'a')).toBe('second');
    },
  },
  {
    name: 'what is not there cannot be replaced on condition',
    async holds(place) {
      expect(await put(place, 'nothing', 'a', { IfMatch: '"0123456789abcdef0123456789abcdef"' })).toMatch(/^404 /);
    },
  },
  {
    name: 'a multipart upload is completed only where there is no object',
    async holds(place) {
      const { client, at } = place;
      await put(place, 'a', 'first');
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at('a')));
      const { ETag } = await client.send(
        new UploadPartCommand({ ...at('a'), UploadId, PartNumber: 1, Body: 'second' }),
      );
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const complete = { ...at('a'), UploadId, MultipartUpload };
      const conditional = client.send(new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: '*' }));
      expect(await outcome(conditional)).toBe('412 PreconditionFailed');
      expect(await text(place, 'a')).toBe('first');
    },
  },
  {
    name: 'a read may depend on what is there',
    async holds(place) {
      const first = await etag(place, 'a', 'first');
      const get = (more: object) => outcome(place.client.send(new GetObjectCommand({ ...place.at('a'), ...more })));
      const other = '"0123456789abcdef0123456789abcdef"';
      expect(await get({ IfMatch: first })).toBe('ok');
      expect(await get({ IfMatch: other })).toBe('412 PreconditionFailed');
      expect(await get({ IfNoneMatch: other })).toBe('ok');
      expect(await get({ IfNoneMatch: first })).toMatch(/^304 /);
      const [hourAgo, inAnHour] = [-1, 1].map(hours => new Date(Date.now() + hours * 3_600_000));
      expect(await get({ IfModifiedSince: hourAgo })).toBe('ok');
      expect(await get({ IfUnmodifiedSince: hourAgo })).toBe('412 PreconditionFailed');
      expect(await get({ IfUnmodifiedSince: inAnHour })).toBe('ok');
    },
  },
];
