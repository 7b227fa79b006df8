import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { boxPolicy, publisherPolicy, publisherTrust } from '../../interpreter/policies.ts';
import { resolve } from '../../plan/resolve.ts';
import { read } from '../../schema/read.ts';
import { actionsOf, policiesOf } from '../cloud/allowed.ts';

const page = readFileSync(new URL('../../docs/running-on-aws.md', import.meta.url), 'utf8');

function campaignOf(store: string, more = ''): string {
  return `campaign: small
version: 1
machine: { type: c7i.2xlarge, market: spot }
limits: { wall: 5h, stage: 1h, cost: 5 USD }
store: ${store}
${more}stages:
  one: { run: "true" }
`;
}

const plain = campaignOf('{ url: s3://my-bucket/results, region: us-east-2 }');

describe('the page for newcomers', () => {
  test('shows the very policy of a box', async () => {
    const [, shown] = /```json\n([\s\S]*?)\n```/.exec(page)!;
    expect(JSON.parse(shown!)).toEqual((await policiesOf(plain)).box);
  });

  test('names what the person needs, all of it and nothing more', async () => {
    const [, table] = /\| what for \| actions \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(page)!;
    const named = [...table!.matchAll(/`([a-z0-9]+:[A-Z]\w+)`/g)].map(([, action]) => action!);
    expect([...new Set(named)].sort()).toEqual(actionsOf((await policiesOf(plain)).person));
  });
});

describe('the policy of a box', () => {
  const resources = async (text: string, sid: string) =>
    (await policiesOf(text)).box.Statement.find(({ Sid }) => Sid === sid)?.Resource;

  test('names each secret and each archive, and no other', async () => {
    const more = `secrets: { A: "ssm:/bench/token", B: "secretsmanager:bench/key" }
prebuilt:
  - { url: "s3://art/x.tar.zst", provides: [target/], missing: fail }
  - { url: "https://example.com/y.tar.zst", provides: [other/], missing: fail }
`;
    const text = campaignOf('{ url: s3://b/at, region: cn-north-1 }', more);
    expect(await resources(text, 'Parameters')).toEqual(['arn:aws-cn:ssm:cn-north-1:*:parameter/bench/token']);
    expect(await resources(text, 'Secrets')).toEqual([
      'arn:aws-cn:secretsmanager:cn-north-1:*:secret:bench/key-??????',
    ]);
    expect(await resources(text, 'Fetched')).toEqual([
      'arn:aws-cn:s3:::art/x.tar.zst',
      'arn:aws-cn:s3:::art/x.tar.zst.json',
      'arn:aws-cn:s3:::art/x.tar.zst.sha256',
    ]);
    expect(await resources(text, 'Store')).toEqual(['arn:aws-cn:s3:::b/at/*']);
  });

  test('takes a character that IAM would read as a pattern for itself, and the id of a run for any', async () => {
    const odd = campaignOf('{ url: "s3://b/a*?$/${{ run.id }}" }');
    expect(await resources(odd, 'Store')).toEqual(['arn:aws:s3:::b/a${*}${?}${$}/*/*']);
  });

  test('lets the box into a bucket without a prefix as a whole, and not into a store that is none', async () => {
    expect(await resources(campaignOf('{ url: s3://bare }'), 'Store')).toEqual(['arn:aws:s3:::bare/*']);
    expect((await policiesOf(campaignOf('{ url: "file:///var/x" }'))).box.Statement).toEqual([]);
  });
});

describe('the publisher of artifacts', () => {
  const built = (url: string) =>
    campaignOf(
      '{ url: s3://b/at, region: us-east-2 }',
      `prebuilt: [{ url: "${url}", provides: [target/], build: make }]\n`,
    );

  test('may write where they lie, whatever the commit, and nowhere else', async () => {
    const policy = publisherPolicy(await governed(built('s3://art/pre/x-${{ source.commit }}.tar.zst')));
    expect(policy.Statement).toEqual([
      {
        ...{ Sid: 'Artifacts', Effect: 'Allow', Resource: ['arn:aws:s3:::art/pre/x-*'] },
        Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      },
      {
        ...{ Sid: 'ArtifactBuckets', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::art'] },
        Condition: { StringLikeIfExists: { 's3:prefix': ['pre/x-*'] } },
      },
    ]);
    expect(publisherPolicy(await governed(built('https://example.com/x'))).Statement).toEqual([]);
  });

  test('is the job of one branch, as GitHub vouches for it', () => {
    const options = { account: '123456789012', repository: 'octo/engine', branch: 'main', region: 'us-gov-west-1' };
    expect(publisherTrust(options).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: {
          Federated: 'arn:aws-us-gov:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:octo/engine:ref:refs/heads/main',
          },
        },
      },
    ]);
  });

  test('leaves what a box fetches whatever the commit', async () => {
    const text = built('s3://art/${{ source.commit }}.tar.zst');
    const { Statement } = boxPolicy(await governed(text), { role: 'campaign-box' });
    expect(Statement.find(({ Sid }) => Sid === 'Fetched')?.Resource).toEqual([
      'arn:aws:s3:::art/*.tar.zst',
      'arn:aws:s3:::art/*.tar.zst.json',
      'arn:aws:s3:::art/*.tar.zst.sha256',
    ]);
  });
});

/** What policies are made from, at a commit. */
async function governed(text: string) {
  return resolve((await read(text, 'campaign.yaml')).campaign!, { commit: 'c'.repeat(40) }).plan;
}

test('the person may start a spot machine only where one is wanted, and equal campaigns give equal policies', async () => {
  const onDemand = await policiesOf(plain.replace('market: spot', 'market: on-demand'));
  expect(actionsOf(onDemand.person)).not.toContain('iam:CreateServiceLinkedRole');
  expect(JSON.stringify(await policiesOf(plain))).toBe(JSON.stringify(await policiesOf(plain)));
});
