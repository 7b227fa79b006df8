import { PutBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { journey, travels } from '../journeys/world.ts';
import { policiesOf } from './allowed.ts';
import type { PolicyDocument } from './policy.ts';

travels(
  'doctor finds a box fit, then the rule that would delete its results and the role that may not write; it changes nothing',
  async () => {
    const box = (
      await policiesOf('campaign: small\nversion: 1\nstore: { url: s3://results/at }\nstages: { a: { run: "true" } }\n')
    ).box as PolicyDocument;
    await using given = await journey({ profiles: { 'campaign-box': { policies: { store: box } }, bare: {} } });
    const states = async (...words: string[]) => {
      const { code, stdout, stderr } = await given.campaign('doctor', '--on', 'ec2', '--format', 'json', ...words);
      expect(stderr).toBe('');
      const { checks } = JSON.parse(stdout) as { checks: { what: string; state: string; detail: string }[] };
      return {
        code,
        checks,
        bad: checks.filter(({ state }) => state !== 'ok').map(({ what, state }) => `${what} ${state}`),
      };
    };
    const fit = await states();
    expect([fit.code, fit.bad]).toEqual([0, ['public access warn']]);
    const { s3 } = given.cloud;
    const client = new S3Client({
      ...{ endpoint: s3.url, region: given.cloud.region, forcePathStyle: true },
      credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    });
    const Rules = [{ ID: 'tidy', Status: 'Enabled' as const, Filter: { Prefix: 'at/' }, Expiration: { Days: 3 } }];
    const input = { Bucket: 'results', LifecycleConfiguration: { Rules } };
    const put = given.cloud.s3.requests.length;
    await client.send(new PutBucketLifecycleConfigurationCommand(input));
    (given.cloud.s3.requests as unknown[]).splice(put, 1);
    const bad = await states('--instance-profile', 'bare');
    expect([bad.code, bad.bad]).toEqual([1, ['lifecycle fail', 'public access warn', 'role fail']]);
    expect(bad.checks.find(({ what }) => what === 'lifecycle')?.detail).toContain(
      'the rule `tidy` deletes results after 3 days',
    );
    expect(given.cloud.requests.filter(call => call.service !== 's3' && call.mutating)).toEqual([]);
    expect([...given.cloud.s3.objects('results')]).toEqual([]);
  },
  120,
);
