import { afterAll, beforeAll, test } from 'vitest';
import { cases } from '../s3-conformance/cases.ts';
import { newPlace } from '../s3-conformance/place.ts';
import { s3 } from './s3.ts';

let server: Awaited<ReturnType<typeof s3>>;

beforeAll(async () => {
  server = await s3();
});

afterAll(() => server.close());

for (const { name, holds } of cases) test(name, async () => holds(await newPlace(server)));
