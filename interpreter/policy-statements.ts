import type { Plan } from '../plan/plan.ts';
import { RUN_ID } from '../plan/symbol.ts';

/** A policy of IAM (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** One of its statements: all of ours allow. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What of a plan the policies are made from. */
export type Governed = Pick<Plan, 'campaign' | 'store' | 'machine' | 'repository' | 'secrets' | 'prebuilt' | 'stages'>;

/** Of objects under the store's prefix: what the script does with them, and what the person's commands do. */
export const objectActions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];

/** A statement before it is known to be a valid one. */
export type Draft = Omit<PolicyStatement, 'Effect'>;

/** What has no action or no resource is left out: it would be no valid statement. */
export function policy(drafts: readonly Draft[]): Policy {
  return {
    Version: '2012-10-17',
    Statement: drafts
      .filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0)
      .map(({ Sid, Action, Resource, Condition }) => ({
        ...{ Sid, Effect: 'Allow', Action: [...new Set(Action)].sort(), Resource: [...new Set(Resource)].sort() },
        ...(Condition && { Condition }),
      })),
  };
}

/** The store's prefix, and nothing else of its bucket; nothing where the store is no bucket. */
export function storeStatements({ store }: Governed, more: readonly string[]): readonly Draft[] {
  const place = placeOf(store.url);
  if (!place) return [];
  const arn = arns(store.region);
  const under = `${place.key.replace(/\/*$/, place.key === '' ? '' : '/')}*`;
  const ofBucket = more.filter(action => action.startsWith('s3:List'));
  return [
    {
      Sid: 'Store',
      Action: [...objectActions, ...more.filter(action => !ofBucket.includes(action))],
      Resource: [arn.object(place.bucket, under)],
    },
    {
      Sid: 'StoreBucket',
      Action: ['s3:ListBucket', ...ofBucket],
      Resource: [arn.bucket(place.bucket)],
      // Whether a missing object is told as missing hangs on s3:ListBucket too, and that question names no prefix.
      ...(under !== '*' && { Condition: { StringLikeIfExists: { 's3:prefix': [under] } } }),
    },
  ];
}

/** Artifacts and what describes them. */
export function artifactUrls({ prebuilt, repository: { commit } }: Governed): readonly string[] {
  return (
    prebuilt
      // A role outlives a commit: what stands for its name is any text.
      .map(({ url }) => (commit === undefined ? url : url.replaceAll(commit, RUN_ID)))
      .flatMap(url => [url, `${url}.json`, `${url}.sha256`])
  );
}

/** What stages ask to be there. */
export function requiredUrls({ stages }: Governed): readonly string[] {
  return stages
    .flatMap(({ requires }) => requires)
    .flatMap(need => (need.kind === 'url' ? [need.url.endsWith('/') ? `${need.url}*` : need.url] : []));
}

/** Reading what lies in buckets of others; of addresses that are no buckets nothing. */
export function fetchedStatements(arn: ReturnType<typeof arns>, urls: readonly string[]): readonly Draft[] {
  const places = urls.map(placeOf).filter(place => place !== undefined);
  return [
    { Sid: 'Fetched', Action: ['s3:GetObject'], Resource: places.map(({ bucket, key }) => arn.object(bucket, key)) },
    {
      Sid: 'FetchedBuckets',
      // Without it a missing object is answered with 403: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html.
      Action: ['s3:ListBucket'],
      Resource: places.map(({ bucket }) => arn.bucket(bucket)),
    },
  ];
}

/** Bucket and key of an `s3://` URL, as a policy writes them: what only the run knows is any text. */
export function placeOf(url: string | undefined): { readonly bucket: string; readonly key: string } | undefined {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(url ?? '') ?? [];
  if (bucket === undefined) return undefined;
  const isFolder = key.endsWith('/*');
  const name = isFolder ? key.slice(0, -1) : key;
  return { bucket, key: `${literal(name).replaceAll(RUN_ID, '*')}${isFolder ? '*' : ''}` };
}

/** Characters that mean something in a resource (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html). */
export function literal(text: string): string {
  const written: Readonly<Record<string, string>> = { $: '${$}', '*': '${*}', '?': '${?}' };
  return text.replace(/[$*?]/g, letter => written[letter]!);
}

/** Names of resources in a region, or in any; China and GovCloud are partitions of their own (Amazon Resource Names, AWS reference). */
export function arns(region: string | undefined) {
  const partition = region?.startsWith('cn-') ? 'aws-cn' : region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return {
    isChina: partition === 'aws-cn',
    iam: (account: string, resource: string) => `arn:${partition}:iam::${account}:${resource}`,
    bucket: (bucket: string) => `arn:${partition}:s3:::${bucket}`,
    object: (bucket: string, key: string) => `arn:${partition}:s3:::${bucket}/${key}`,
    of: (service: string, account: '*' | '', resource: string, where = region ?? '*') =>
      `arn:${partition}:${service}:${where}:${account}:${resource}`,
  };
}
