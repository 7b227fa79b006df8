import { test } from 'vitest';
import type { S3 } from '../../rehearsal/emulator/s3/server.ts';
import type { Remains } from '../../rehearsal/remains.ts';
import { awsEnvironment, s3 } from '../rehearsal/s3.ts';
import { Box, runId } from './box.ts';

/** A box whose store is a bucket. */
export class BucketBox extends Box {
  readonly s3: S3;

  constructor(server: S3) {
    super();
    this.s3 = server;
  }

  override environment(): Record<string, string> {
    const { PATH: _, HOME: __, ...keys } = awsEnvironment(this.s3);
    return { ...super.environment(), ...keys, AWS_ENDPOINT_URL: this.s3.url, CAMPAIGN_STORE: 's3://results/at' };
  }

  /** What the run has left in the bucket. */
  remains(): Remains {
    const prefix = `at/box/${runId}/`;
    const objects = () => [...this.s3.objects('results')].filter(([key]) => key.startsWith(prefix));
    const object = (key: string) => this.s3.objects('results').get(`${prefix}${key}`)!;
    return {
      keys: () => objects().map(([key]) => key.slice(prefix.length)),
      bytes: key => object(key).body,
      writtenAt: key => object(key).modifiedAt.getTime(),
    };
  }

  stored(key: string): string {
    return this.remains().bytes(key).toString();
  }
}

/** A test with a bucket and a box of its own, beside others. */
export function inBucket(name: string, body: (box: BucketBox) => Promise<void>): void {
  test.concurrent(name, async () => {
    await using server = await s3();
    using box = new BucketBox(server);
    await body(box);
  }, 900_000);
}

/** Two stages, of which the second takes up what the first leaves. */
export const stages = `first:
  run: echo said; mkdir out; for k in 1 2 3; do echo $k > "out/$k ü"; done
  produces: [out/]
second:
  run: cat out/* > sum.txt
  requires: [out/]
  produces: [sum.txt]`;

/** The aws command takes its time. */
export const limits = 'limits: { wall: 30m, stage: 10m }\n';
