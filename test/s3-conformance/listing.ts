import { ListObjectsV2Command, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { outcome } from '../rehearsal/client.ts';
import type { Case, Place } from './place.ts';

/** The pages of a listing: keys, and common prefixes in braces. */
async function pages(place: Place, asked: Omit<ListObjectsV2CommandInput, 'Bucket'> = {}): Promise<string[][]> {
  const found: string[][] = [];
  let token: string | undefined;
  do {
    const page = await place.client.send(
      new ListObjectsV2Command({ Bucket: place.bucket, ...asked, ...(token && { ContinuationToken: token }) }),
    );
    const keys = (page.Contents ?? []).map(({ Key }) => Key!);
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => `{${Prefix}}`);
    expect(page.KeyCount).toBe(keys.length + prefixes.length);
    expect(page.IsTruncated ?? false).toBe(page.NextContinuationToken !== undefined);
    found.push([...prefixes, ...keys]);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

export const listingCases: readonly Case[] = [
  {
    name: 'a bucket is listed in the order of the bytes of its keys',
    async holds(place) {
      // As UTF-16, the emoji would come before the private-use character.
      for (const key of ['b', 'a/2', 'a-', 'B', '🙂', '\uE000', 'a/1']) await place.put(key);
      expect(await pages(place)).toEqual([['B', 'a-', 'a/1', 'a/2', 'b', '\uE000', '🙂']]);
    },
  },
  {
    name: 'an empty bucket and a prefix without keys are listed as nothing',
    async holds(place) {
      expect(await pages(place)).toEqual([[]]);
      await place.put('a');
      expect(await pages(place, { Prefix: 'b' })).toEqual([[]]);
    },
  },
  {
    name: 'keys are listed below a prefix and folded at a delimiter',
    async holds(place) {
      for (const key of ['p/a', 'p/x/1', 'p/x/2', 'p/y/z/1', 'q/1', 'p']) await place.put(key);
      expect(await pages(place, { Prefix: 'p/' })).toEqual([['p/a', 'p/x/1', 'p/x/2', 'p/y/z/1']]);
      expect(await pages(place, { Prefix: 'p/', Delimiter: '/' })).toEqual([['{p/x/}', '{p/y/}', 'p/a']]);
      expect(await pages(place, { Delimiter: '/' })).toEqual([['{p/}', '{q/}', 'p']]);
    },
  },
  {
    name: 'a listing comes in pages of at most a thousand, each key once',
    async holds(place) {
      const keys = Array.from({ length: 1100 }, (_, index) => `k${String(index).padStart(4, '0')}`);
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map(key => place.put(key, '')));
      const found = await pages(place);
      expect(found.map(page => page.length)).toEqual([1000, 100]);
      expect(found.flat()).toEqual(keys);
      expect((await pages(place, { MaxKeys: 400 })).map(page => page.length)).toEqual([400, 400, 300]);
      expect((await pages(place, { MaxKeys: 5000 })).map(page => page.length)).toEqual([1000, 100]);
    },
  },
  {
    name: 'a common prefix is told on one page only',
    async holds(place) {
      for (const key of ['a/1', 'a/2', 'a/3', 'b/1', 'b/2', 'c']) await place.put(key);
      const found = await pages(place, { Delimiter: '/', MaxKeys: 1 });
      expect(found).toEqual([['{a/}'], ['{b/}'], ['c']]);
    },
  },
  {
    name: 'a listing starts after a key that need not be there',
    async holds(place) {
      for (const key of ['a', 'b', 'c']) await place.put(key);
      expect(await pages(place, { StartAfter: 'a' })).toEqual([['b', 'c']]);
      expect(await pages(place, { StartAfter: 'aa' })).toEqual([['b', 'c']]);
    },
  },
  {
    name: 'a page of no keys is empty',
    async holds(place) {
      await place.put('a');
      expect(await pages(place, { MaxKeys: 0 })).toEqual([[]]);
    },
  },
  {
    name: 'a page of less than no keys is refused',
    async holds(place) {
      const negative = new ListObjectsV2Command({ Bucket: place.bucket, MaxKeys: -1 });
      expect(await outcome(place.client.send(negative))).toBe('400 InvalidArgument');
    },
  },
];
