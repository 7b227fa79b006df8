import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { PutBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test, vi } from 'vitest';
import { checkBucket } from '../../run/doctor/store.ts';
import { journey, travels, until } from '../journeys/world.ts';
import { policiesOf } from './allowed.ts';
import { sdk } from './clients.ts';
import { instanceInput } from './inputs.ts';
import { everything, type PolicyDocument } from './policy.ts';

travels(
  'doctor finds a box fit, then the rule that would delete its results and the role that may not write; it changes nothing',
  async () => {
    const box = (
      await policiesOf('campaign: small\nversion: 1\nstore: { url: s3://results/at }\nstages: { a: { run: "true" } }\n')
    ).box as PolicyDocument;
    const profiles = { 'campaign-box': { policies: { store: box } }, bare: {} };
    await using given = await journey({ profiles, person: [everything] });
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
    expect([fit.code, fit.bad]).toEqual([0, ['pushed warn', 'public access warn']]);
    const { s3 } = given.cloud;
    const client = new S3Client({
      ...{ endpoint: s3.url, region: given.cloud.region, forcePathStyle: true },
      credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    });
    const Rules = [{ ID: 'tidy', Status: 'Enabled' as const, Filter: { Prefix: 'at/' }, Expiration: { Days: 3 } }];
    const input = { Bucket: 'results', LifecycleConfiguration: { Rules } };
    await client.send(new PutBucketLifecycleConfigurationCommand(input));
    const bad = await states('--instance-profile', 'bare');
    expect([bad.code, bad.bad]).toEqual([1, ['pushed warn', 'lifecycle fail', 'public access warn', 'role fail']]);
    expect(bad.checks.find(({ what }) => what === 'lifecycle')?.detail).toContain(
      'the rule `tidy` deletes results after 3 days',
    );
    expect(
      given.cloud.requests.filter(call => call.service !== 's3' && call.mutating && call.parameters.DryRun !== true),
    ).toEqual([]);
    expect([...given.cloud.s3.objects('results')]).toEqual([]);
  },
  120,
);

travels(
  'what doctor may not ask about an instance it calls unknown, and goes on',
  async () => {
    const attached = ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'];
    await using given = await journey({ profiles: { 'campaign-box': { attached } } });
    const input = instanceInput('#!/bin/bash\n', { IamInstanceProfile: { Name: 'campaign-box' } });
    const { Instances } = await sdk(given.cloud).ec2.send(new RunInstancesCommand(input));
    const id = Instances![0]!.InstanceId!;
    await until(() => given.cloud.instance(id).agent === 'online', 60);
    given.cloud.fault({ fault: 'error', action: 'DescribeInstances', code: 'UnauthorizedOperation' });
    const { code, stdout, stderr } = await given.campaign('doctor', '--on', `ssm:${id}`, '--format', 'json');
    expect(stderr).toBe('');
    const { checks } = JSON.parse(stdout) as { checks: { what: string; state: string }[] };
    const bad = checks.filter(({ state }) => state !== 'ok').map(({ what, state }) => `${what} ${state}`);
    expect([code, bad]).toEqual([3, ['pushed warn', 'public access warn', 'role unknown']]);
  },
  120,
);

test('of a store that stops answering each check is unknown', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  try {
    const silent = 'http://127.0.0.1:1 cannot be reached (ECONNREFUSED)';
    expect((await checkBucket('s3://results/at', 'us-east-1')).map(({ what, ...found }) => [what, found])).toEqual([
      ...['bucket', 'lifecycle', 'public access'].map(what => [
        what,
        {
          ...{ state: 'unknown', detail: silent },
          help: 'see that AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is right, and that it runs',
        },
      ]),
      [
        'clock',
        {
          ...{ state: 'unknown', detail: 'the store tells no time' },
          help: 'set the clock of this machine: timedatectl set-ntp true',
        },
      ],
    ]);
  } finally {
    vi.unstubAllEnvs();
  }
});
