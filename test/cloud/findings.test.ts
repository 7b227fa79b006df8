import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { PutBucketLifecycleConfigurationCommand, PutPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { git, write } from '../cli/repository.ts';
import { type Journey, journey, travels } from '../journeys/world.ts';
import { policiesOf } from './allowed.ts';
import { sdk } from './clients.ts';
import type { CloudOptions } from './cloud.ts';
import { instanceInput } from './inputs.ts';
import { everything, type PolicyDocument } from './policy.ts';

type Told = Readonly<Record<string, readonly [state: string, detail: string, help?: string]>>;

const profileHelp = 'docs/running-on-aws.md shows how it is made: campaign compile --target iam --for box';
const raise = (spot: boolean, cpus: number) =>
  `end what runs, or ask for more: aws service-quotas request-service-quota-increase --region us-east-1 --service-code ec2 --quota-code ${spot ? 'L-34B43A08' : 'L-1216C47A'} --desired-value ${cpus}`;

/** What is said of a campaign and an account in which all is well, but for what shows no fault: where the code comes from, and the bucket. */
const fit: Told = {
  campaign: ['ok', 'campaign.yaml has no errors'],
  commit: ['ok', 'COMMIT'],
  git: ['ok', 'git VERSION'],
  pushed: [
    'warn',
    'file:///srv/engine is a path of the box, and not to be seen from here',
    'see that the image brings the repository, with COMMIT',
  ],
  price: ['ok', '0.08925 USD an hour for c7i.large'],
  credentials: ['ok', 'arn:aws:iam::123456789012:user/tester, region us-east-1'],
  store: ['ok', 's3://results/at: an object was put, read back and removed'],
  bucket: ['ok', 'results is in us-east-1'],
  lifecycle: ['ok', 'no rule deletes or archives results within 7 days'],
  'public access': ['ok', 'all of it is blocked'],
  clock: ['ok', "it goes with the store's"],
  image: ['ok', 'al2023 is ami-0123456789abcdef0, for x86_64 as c7i.large is'],
  'aws on the box': ['ok', 'Amazon Linux 2023 brings it'],
  network: ['ok', '3 zones; security group default, which lets in nothing from outside'],
  offering: ['ok', 'c7i.large is offered in us-east-1a, us-east-1b, us-east-1c'],
  quota: ['ok', '2 vCPUs beside 0 of 128 vCPUs on demand in use'],
  start: ['ok', 'you may start it, tag it and give it its role'],
  role: ['ok', 'arn:aws:iam::123456789012:role/campaign-box may do what the script does'],
};

/** The whole page: these lines in place of those where all is well; `without`: what is not looked at then. */
function page(changed: Told, verdict: string, without: readonly string[] = []): string {
  const told = Object.entries({ ...fit, ...changed }).filter(([what]) => !without.includes(what));
  const width = Math.max(...told.map(([what]) => what.length));
  const lines = told.flatMap(([what, [state, detail, help]]) => [
    `${state.padEnd(7)}  ${what.padEnd(width)}  ${detail}`,
    ...(help === undefined ? [] : [`         help: ${help}`]),
  ]);
  return `${lines.join('\n')}\n\n${verdict}\n`;
}

const fine = 'nothing that was looked at would stop a run on ec2';
const stopped = (count: number) => `a run on ec2 would be stopped: ${count} failed`;
const unclear = (count: number) => `whether a run on ec2 would be stopped is UNKNOWN: ${count} could not be looked at`;

interface Case {
  readonly name: string;
  readonly options?: Partial<CloudOptions>;
  readonly market?: 'spot';
  /** What the campaign says in place of something. */
  readonly campaign?: readonly (readonly [string, string])[];
  readonly given?: (given: Journey) => Promise<void> | void;
  readonly words?: readonly string[];
  /** What the policies of the person do not allow. */
  readonly denied?: readonly string[];
  /** What the policy of the box's role is instead. */
  readonly profile?: (policy: PolicyDocument) => PolicyDocument;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly page: string;
}

const cases: readonly Case[] = [
  { name: 'all is well', code: 0, page: page({}, fine) },
  {
    name: 'the credentials have expired: nothing else is asked',
    given: ({ cloud }) => {
      cloud.fault({ fault: 'error', action: 'GetCallerIdentity', code: 'ExpiredToken' });
    },
    code: 1,
    page: page(
      {
        credentials: [
          'fail',
          'AWS does not accept the credentials (ExpiredToken: they have expired)',
          'log in again: aws sso login, or fresh values for AWS_SESSION_TOKEN and the keys',
        ],
      },
      stopped(1),
      Object.keys(fit).slice(Object.keys(fit).indexOf('store')),
    ),
  },
  {
    name: 'there are no credentials',
    env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
    code: 1,
    page: page(
      {
        credentials: [
          'fail',
          'no AWS credentials were found',
          'log in (aws sso login, aws configure), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
        ],
      },
      stopped(1),
      Object.keys(fit).slice(Object.keys(fit).indexOf('store')),
    ),
  },
  {
    name: 'no region is named anywhere',
    campaign: [[', region: us-east-1', '']],
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
    code: 1,
    page: page(
      {
        credentials: ['fail', 'no region is named', 'name one: store.region in the campaign, --region, or AWS_REGION'],
      },
      stopped(1),
      Object.keys(fit).slice(Object.keys(fit).indexOf('image')),
    ).replace(/credentials /, 'region      '),
  },
  {
    name: 'there is no such bucket',
    options: { person: [everything] },
    words: ['--store', 's3://no-such/at'],
    code: 1,
    page: page(
      {
        store: ['fail', 'there is no bucket `no-such`', 'create it (aws s3 mb s3://no-such), or give another store'],
        role: [
          'fail',
          'arn:aws:iam::123456789012:role/campaign-box may not do s3:AbortMultipartUpload, s3:DeleteObject, s3:GetObject, s3:GetObjectTagging, s3:PutObject on arn:aws:s3:::no-such/at/*; s3:ListBucket, s3:ListBucketMultipartUploads on arn:aws:s3:::no-such',
          profileHelp,
        ],
      },
      stopped(2),
      ['bucket', 'lifecycle', 'public access', 'clock'],
    ),
  },
  {
    name: 'the bucket is in another region than the campaign says',
    campaign: [['region: us-east-1', 'region: us-east-2']],
    words: ['--region', 'us-east-1'],
    code: 0,
    page: page(
      {
        bucket: [
          'warn',
          'results is in us-east-1, and store.region is us-east-2: traffic between regions is paid for',
          'name us-east-1 in store.region',
        ],
      },
      fine,
    ),
  },
  {
    name: 'the bucket may be read and not written',
    given: ({ cloud }) => {
      cloud.s3.fault({ fault: 'denied', operation: 'PutObject' });
    },
    code: 1,
    page: page(
      {
        store: [
          'fail',
          'URL does not let these credentials write to s3://results/at (AccessDenied)',
          'they need s3:PutObject and s3:DeleteObject on what is in the bucket `results`',
        ],
      },
      stopped(1),
    ),
  },
  {
    name: 'how the bucket is set may not be read',
    given: ({ cloud }) => {
      cloud.s3.fault({ fault: 'denied', operation: ['GetBucketLifecycleConfiguration', 'GetPublicAccessBlock'] });
    },
    code: 3,
    page: page(
      Object.fromEntries(
        ['lifecycle', 'public access'].map(what => [
          what,
          [
            'UNKNOWN',
            'S3 does not tell: AccessDenied',
            'have it looked at by somebody who may: the permissions are s3:ListBucket, s3:GetLifecycleConfiguration and s3:GetBucketPublicAccessBlock',
          ],
        ]),
      ),
      unclear(2),
    ),
  },
  {
    name: 'rules of the bucket delete and archive results too early, and the public is not kept out',
    given: async given => {
      const Prefix = 'at/';
      const Rules = [
        { ID: 'tidy', Status: 'Enabled' as const, Filter: { Prefix }, Expiration: { Days: 3 } },
        {
          ...{ ID: 'cold', Status: 'Enabled' as const, Filter: { Prefix: '' } },
          Transitions: [{ Days: 1, StorageClass: 'GLACIER' as const }],
        },
        { ID: 'old', Status: 'Enabled' as const, Filter: { Prefix }, Expiration: { Days: 90 } },
        { ID: 'off', Status: 'Disabled' as const, Filter: { Prefix }, Expiration: { Days: 1 } },
        { ID: 'other', Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
      ];
      await settled(given, client =>
        client.send(
          new PutBucketLifecycleConfigurationCommand({ Bucket: 'results', LifecycleConfiguration: { Rules } }),
        ),
      );
      await blocked(given, false);
    },
    code: 1,
    page: page(
      {
        lifecycle: [
          'fail',
          'the rule `tidy` deletes results after 3 days; the rule `cold` moves results to GLACIER after 1 days',
          'let it keep what is under at/ longer than it takes to fetch results, or use another prefix',
        ],
        'public access': [
          'warn',
          'the bucket does not block all public access',
          'aws s3api put-public-access-block --bucket results --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true',
        ],
      },
      stopped(1),
    ),
  },
  ...[[120, 'warn', 0] as const, [-3000, 'fail', 1] as const].map(
    ([ahead, state, code]): Case => ({
      name: `the clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'slow' : 'fast'}`,
      options: { ahead },
      code,
      page: page(
        {
          clock: [
            state,
            `it is ${Math.abs(ahead) / 60} min ${ahead > 0 ? 'behind' : 'ahead of'} the store's`,
            'set the clock of this machine: timedatectl set-ntp true',
          ],
        },
        code === 0 ? fine : stopped(1),
      ),
    }),
  ),
  {
    name: 'no zone offers the type',
    campaign: [
      ['c7i.large', 'c7i.24xlarge'],
      ['cost: 1 USD', 'cost: 9 USD'],
    ],
    words: ['--subnet', 'subnet-0123456789abcdef1'],
    code: 1,
    page: page(
      {
        price: ['ok', '4.284 USD an hour for c7i.24xlarge'],
        image: ['ok', 'al2023 is ami-0123456789abcdef0, for x86_64 as c7i.24xlarge is'],
        network: ['ok', '1 zone; security group default, which lets in nothing from outside'],
        offering: [
          'fail',
          'no zone that has a subnet offers c7i.24xlarge in us-east-1',
          'name a subnet in us-east-1a: --subnet',
        ],
        quota: ['ok', '96 vCPUs beside 0 of 128 vCPUs on demand in use'],
      },
      stopped(1),
    ),
  },
  {
    name: 'the image is for another architecture, and does not bring the aws command',
    campaign: [['image: al2023', 'image: ami-0123456789abcdefa']],
    code: 1,
    page: page(
      {
        image: [
          'fail',
          'ami-0123456789abcdefa is made for arm64, and c7i.large is x86_64',
          'change machine.image or machine.type so that they fit',
        ],
        'aws on the box': [
          'warn',
          'whether ami-0123456789abcdefa brings it is not to be seen from here',
          'use al2023, or an image of your own that brings the aws command',
        ],
      },
      stopped(1),
      ['start'],
    ),
  },
  {
    name: 'what runs leaves no room in the quota',
    options: { quotas: { onDemand: 3 } },
    given: ({ cloud }) => running(cloud, {}),
    code: 1,
    page: page(
      {
        quota: ['fail', 'c7i.large has 2 vCPUs, and 2 of 3 vCPUs on demand are in use in us-east-1', raise(false, 4)],
      },
      stopped(1),
    ),
  },
  {
    name: 'the quota of the spot market is too small: it would be taken on demand',
    options: { quotas: { spot: 3 } },
    market: 'spot',
    given: ({ cloud }) => running(cloud, { InstanceMarketOptions: { MarketType: 'spot' } }),
    code: 0,
    page: page(
      {
        quota: [
          'warn',
          'c7i.large has 2 vCPUs, and 2 of 3 vCPUs spot are in use in us-east-1: it would be taken on demand, at that price',
          raise(true, 4),
        ],
      },
      fine,
    ),
  },
  {
    name: 'the quota may not be read, nor the policies of the role simulated',
    given: ({ cloud }) => {
      for (const action of ['GetServiceQuota', 'SimulatePrincipalPolicy'])
        cloud.fault({
          fault: 'error',
          action,
          code: action === 'GetServiceQuota' ? 'AccessDeniedException' : 'AccessDenied',
        });
    },
    code: 3,
    page: page(
      {
        quota: [
          'UNKNOWN',
          'AWS does not let you: User is not authorized to perform this operation',
          'what a person needs is listed in docs/running-on-aws.md; ask whoever holds the account',
        ],
        role: [
          'UNKNOWN',
          'AWS does not let you: User is not authorized to perform this operation',
          'what a person needs is listed in docs/running-on-aws.md; ask whoever holds the account',
        ],
      },
      unclear(2),
    ),
  },
  {
    name: 'your policies are for another campaign, and you may neither look at the role nor give it',
    campaign: [['campaign: small', 'campaign: large']],
    words: ['--instance-profile', 'bare'],
    denied: [
      'person ec2:RunInstances on arn:aws:ec2:us-east-1:123456789012:instance/*',
      'person iam:GetInstanceProfile on arn:aws:iam::123456789012:instance-profile/bare',
    ],
    code: 1,
    page: page(
      {
        start: [
          'fail',
          'AWS does not let you: You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/tester is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:123456789012:instance/* because no identity-based policy allows the ec2:RunInstances action',
          'have these policies given to you: campaign compile --target iam --for person',
        ],
        role: [
          'UNKNOWN',
          'AWS does not let you: User: arn:aws:iam::123456789012:user/tester is not authorized to perform: iam:GetInstanceProfile on resource: arn:aws:iam::123456789012:instance-profile/bare because no identity-based policy allows the iam:GetInstanceProfile action',
          'what a person needs is listed in docs/running-on-aws.md; ask whoever holds the account',
        ],
      },
      stopped(1),
    ),
  },
  {
    name: 'what the role may do hangs on what only a request of the box has',
    profile: policy => ({
      ...policy,
      Statement: policy.Statement.map(each => ({
        ...each,
        Condition: { ...each.Condition, StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
      })),
    }),
    code: 3,
    page: page(
      {
        role: [
          'UNKNOWN',
          'what arn:aws:iam::123456789012:role/campaign-box may do hangs on aws:SourceVpce, which only a request of the box has',
          'see that its conditions let the box through',
        ],
      },
      unclear(1),
    ),
  },
  {
    name: 'you may not start a box',
    given: ({ cloud }) => {
      cloud.fault({ fault: 'error', action: 'RunInstances', code: 'UnauthorizedOperation' });
    },
    code: 1,
    page: page(
      {
        start: [
          'fail',
          'AWS does not let you: You are not authorized to perform this operation',
          'have these policies given to you: campaign compile --target iam --for person',
        ],
      },
      stopped(1),
    ),
  },
  {
    name: 'there is no such role',
    options: { person: [everything] },
    words: ['--instance-profile', 'no-such'],
    code: 1,
    page: page(
      {
        role: ['fail', 'there is no instance profile no-such', `${profileHelp}; or name yours: --instance-profile`],
      },
      stopped(1),
    ),
  },
];

for (const each of cases)
  travels(
    `doctor says it where ${each.name}, and changes nothing`,
    async () => {
      const box = (await policiesOf(plain)).box as PolicyDocument;
      const profiles = { 'campaign-box': { policies: { store: each.profile?.(box) ?? box } }, bare: {} };
      await using given = await journey({ profiles, ...each.options }, stage, each.market ?? 'on-demand', {
        ...(each.env && { env: each.env }),
        ...(each.denied && { denied: each.denied }),
      });
      if (each.campaign) {
        const text = each.campaign.reduce((all, [what, instead]) => all.replace(what, instead), given.text);
        write(given.root, { 'campaign.yaml': text });
        git(given.root, 'commit', '-qam', 'two');
        git(given.root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
      }
      await blocked(given, true);
      await each.given?.(given);
      const before = given.cloud.instances().length;
      const commit = git(given.root, 'rev-parse', 'HEAD');
      const { code, stdout, stderr } = await given.campaign('doctor', '--on', 'ec2', ...(each.words ?? []));
      const plainly = stdout
        .replaceAll(commit, 'COMMIT')
        .replaceAll(commit.slice(0, 12), 'COMMIT')
        .replace(/git version \S+/, 'git VERSION')
        .replaceAll(given.cloud.url, 'URL');
      expect({ code, stdout: plainly, stderr }).toEqual({ code: each.code, stdout: each.page, stderr: '' });
      expect(given.cloud.instances()).toHaveLength(before);
      expect([...given.cloud.s3.objects('results')]).toEqual([]);
    },
    60,
  );

const plain = 'campaign: small\nversion: 1\nstore: { url: s3://results/at }\nstages: { a: { run: "true" } }\n';
const stage = `
  only: { run: "true" }
`;

async function settled({ cloud }: Journey, set: (client: S3Client) => Promise<unknown>): Promise<void> {
  const { s3 } = cloud;
  const client = new S3Client({
    ...{ endpoint: s3.url, region: cloud.region, forcePathStyle: true },
    credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
  });
  await set(client);
}

async function blocked(given: Journey, all: boolean): Promise<void> {
  const PublicAccessBlockConfiguration = {
    ...{ BlockPublicAcls: all, BlockPublicPolicy: all, IgnorePublicAcls: all, RestrictPublicBuckets: all },
  };
  await settled(given, client =>
    client.send(new PutPublicAccessBlockCommand({ Bucket: 'results', PublicAccessBlockConfiguration })),
  );
}

async function running(cloud: Journey['cloud'], more: Parameters<typeof instanceInput>[1]): Promise<void> {
  const input = instanceInput('#!/bin/sh\nsleep 60\n', { IamInstanceProfile: { Name: 'bare' }, ...more });
  const { Instances } = await sdk(cloud).ec2.send(new RunInstancesCommand(input));
  await cloud.until(Instances![0]!.InstanceId!, 'running');
}
