import { RunInstancesCommand, type RunInstancesCommandInput, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendCommandCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcome } from '../rehearsal/client.ts';
import { policiesOf } from './allowed.ts';
import { sdk } from './clients.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { command, instanceInput } from './inputs.ts';
import { type Asked, decide, type PolicyDocument } from './policy.ts';

const campaign = `campaign: small
version: 1
machine: { type: c7i.large, market: on-demand }
store: { url: s3://results/at, region: us-east-1 }
stages: { a: { run: "true" } }
`;

let cloud: Cloud;
let box: PolicyDocument;
let person: PolicyDocument;
beforeAll(async () => {
  ({ box, person } = (await policiesOf(campaign)) as { box: PolicyDocument; person: PolicyDocument });
  const attached = ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'];
  const profiles = { 'campaign-box': { policies: { box }, attached }, admin: {} };
  cloud = await startCloud({ buckets: ['results', 'other'], profiles, person: [person] });
});
afterAll(() => cloud.close());

const tags = (name: string) =>
  (['instance', 'volume'] as const).map(ResourceType => ({
    ResourceType,
    Tags: [
      { Key: 'campaign:name', Value: name },
      { Key: 'campaign:run', Value: 'one' },
    ],
  }));

/** As a launch asks, under other names where said. */
function start(name: string, profile = 'campaign-box'): RunInstancesCommandInput {
  return instanceInput('#!/bin/sh\nsleep 60\n', {
    ...{ IamInstanceProfile: { Name: profile }, TagSpecifications: tags(name) },
    ...{ SubnetId: 'subnet-0123456789abcdef0', SecurityGroupIds: ['sg-0123456789abcdef0'] },
  });
}

/** What the person's own keys get for an answer. */
async function asPerson() {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = cloud.env;
  return sdk({ ...cloud, owner: { accessKeyId, secretAccessKey } });
}

describe('what the policy of a person does not allow is denied', () => {
  test('starting what carries the tags of another campaign, none, or another role', async () => {
    const { ec2 } = await asPerson();
    const ask = (input: RunInstancesCommandInput) => outcome(ec2.send(new RunInstancesCommand(input)));
    expect(await ask(start('small'))).toBe('ok');
    const { TagSpecifications: _, ...untagged } = start('small');
    const refused = [await ask(start('large')), await ask(untagged), await ask(start('small', 'admin'))];
    expect(refused).toEqual(Array.from({ length: 3 }, () => '403 UnauthorizedOperation'));
    expect(cloud.instances()).toHaveLength(1);
    expect(cloud.denials.slice(-3)).toEqual([
      'person ec2:RunInstances on arn:aws:ec2:us-east-1:123456789012:instance/*',
      'person ec2:RunInstances on arn:aws:ec2:us-east-1:123456789012:instance/*',
      'person iam:PassRole on arn:aws:iam::123456789012:role/admin',
    ]);
  });

  test('ending and commanding what is not of the campaign', async () => {
    const { ec2, ssm } = await asPerson();
    const { Instances } = await sdk(cloud).ec2.send(new RunInstancesCommand(start('other')));
    const id = Instances![0]!.InstanceId!;
    await expect.poll(() => cloud.instance(id).agent, { timeout: 10_000 }).toBe('online');
    expect(await outcome(ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })))).toBe(
      '403 UnauthorizedOperation',
    );
    expect(await outcome(ssm.send(new SendCommandCommand(command(id, 'true'))))).toBe('400 AccessDeniedException');
    expect(cloud.instance(id).state).toBe('running');
  });

  test('objects beside the prefix of the store, and whether they are there', async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = cloud.env;
    const config = { endpoint: cloud.url, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 };
    const s3 = new S3Client({ ...config, credentials: { accessKeyId, secretAccessKey } });
    const put = (Bucket: string, Key: string) => outcome(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));
    expect(await put('results', 'at/small/x')).toBe('ok');
    expect([await put('results', 'beside/x'), await put('other', 'at/x')]).toEqual([
      '403 AccessDenied',
      '403 AccessDenied',
    ]);
    const get = (Key: string) => outcome(s3.send(new GetObjectCommand({ Bucket: 'results', Key })));
    expect([await get('at/none'), await get('beside/none')]).toEqual(['404 NoSuchKey', '403 AccessDenied']);
  });
});

describe('a decision', () => {
  const statement = (more: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' as const, Action: 's3:*', Resource: 'arn:aws:s3:::b/${*}/*', ...more }],
  });
  const asked = (context: Asked['context'] = {}, resource = 'arn:aws:s3:::b/*/x') => ({
    action: 's3:GetObject',
    resource,
    context,
  });

  test('takes a star that is written out for itself', () => {
    expect(decide([statement({})], asked()).decision).toBe('allowed');
    expect(decide([statement({})], asked({}, 'arn:aws:s3:::b/a/x')).decision).toBe('implicitDeny');
  });

  test('names the condition keys that it lacked', () => {
    const conditions = { StringEquals: { 'aws:SourceVpce': 'vpce-1' }, StringLikeIfExists: { 's3:prefix': 'at/*' } };
    const document = statement({ Condition: conditions });
    expect(decide([document], asked())).toEqual({ decision: 'implicitDeny', missing: ['aws:SourceVpce'] });
    expect(decide([document], asked({ 'aws:sourcevpce': 'vpce-1' })).decision).toBe('allowed');
    expect(decide([document], asked({ 'aws:sourcevpce': 'vpce-1', 's3:prefix': 'x' })).decision).toBe('implicitDeny');
    expect(() => decide([statement({ Condition: { IpAddress: { 'aws:SourceIp': '::1' } } })], asked())).toThrow(
      'the emulator knows no condition IpAddress',
    );
  });

  test('denies what anything denies', () => {
    const denial = { ...statement({}).Statement[0]!, Effect: 'Deny' as const };
    expect(decide([statement({}), { Version: '2012-10-17', Statement: [denial] }], asked()).decision).toBe(
      'explicitDeny',
    );
  });
});
