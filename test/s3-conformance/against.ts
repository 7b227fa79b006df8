import { expect, test } from 'vitest';
import { cases } from './cases.ts';
import { differences } from './expected.ts';
import { newPlace } from './place.ts';

const {
  S3_CONFORMANCE_URL: url,
  S3_CONFORMANCE_KEY: accessKeyId,
  S3_CONFORMANCE_SECRET: secretAccessKey,
} = process.env;
if (!url || !accessKeyId || !secretAccessKey) throw new Error('run it by: npm run test:s3-conformance');

for (const { name, holds } of cases)
  test(name, async () => {
    const place = await newPlace({ url, accessKeyId, secretAccessKey });
    const expected = differences[name];
    if (!expected) return await holds(place);
    const told = await holds(place).then(
      () => 'it does as S3 does: the difference is gone',
      error => String(error),
    );
    expect(told).toContain(expected.told);
  });

test('every expected difference is one of a case that there is', () => {
  const names = cases.map(({ name }) => name);
  expect(Object.keys(differences).filter(name => !names.includes(name))).toEqual([]);
});
