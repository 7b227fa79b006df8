import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sdk } from '../rehearsal/client.ts';
import { awsEnvironment, s3 } from '../rehearsal/s3.ts';
import { Box, boxed, runId } from './box.ts';

const stages = 'a:\n  run: echo begun; sleep 500\nb:\n  run: echo never\n  requires: [{ stage: a }]';

/** What a run says that has been told to stop. */
function stopped(box: Box): void {
  const stopping = box.events().find(({ event }) => event === 'stopping');
  expect(stopping).toMatchObject({ why: 'signal', detail: 'a request in the store' });
  expect(box.events().find(({ event }) => event === 'run-started')).toMatchObject({ resumed: false });
}

describe('an object `stop` in the folder of a run', () => {
  boxed('stops it as Ctrl-C does, and not the start that takes it up', async box => {
    const script = await box.compile(stages);
    const child = box.start(script);
    await box.until(() => box.has('stages/a/partial/log'));
    writeFileSync(join(box.run, 'stop'), '');
    expect(await child.ended).toBe(130);
    expect(box.end('a')).toBe('interrupted: the run was stopped by a request in the store');
    stopped(box);
    expect(box.has('COMPLETE')).toBe(true);

    const again = box.start(await box.compile(stages.replace('sleep 500', 'true')), { CAMPAIGN_RUN_ID: box.resume });
    expect(await again.ended, box.said).toBe(0);
    expect(box.has('stop')).toBe(false);
  });

  test.concurrent('does so in a bucket, where what a launcher has left is no sign of a run that has begun', async () => {
    await using server = await s3();
    using box = new Box();
    const put = async (key: string) =>
      await sdk(server).send(new PutObjectCommand({ Bucket: 'results', Key: `at/box/${runId}/${key}`, Body: '{}' }));
    const { PATH: _, HOME: __, ...keys } = awsEnvironment(server);
    const store = { ...keys, AWS_ENDPOINT_URL: server.url, CAMPAIGN_STORE: 's3://results/at' };
    await put('launch/1.json');
    const child = box.start(await box.compile(stages, 'limits: { wall: 30m, stage: 10m }\n'), store);
    await box.until(() => existsSync(join(box.local, 'stages/a/started')), 200);
    await put('stop');
    expect(await child.ended, box.said).toBe(130);
    stopped(box);
    const left = [...server.objects('results').keys()].map(key => key.replace(`at/box/${runId}/`, ''));
    expect(left).toEqual(expect.arrayContaining(['launch/1.json', 'COMPLETE']));
    const asked = server.requests.filter(({ key }) => key?.endsWith(`${runId}/stop`)).map(({ operation }) => operation);
    expect(asked).toContain('GetObject');
  }, 600_000);
});
