import type { Work } from './objects.ts';
import { document, type Reply, refuse } from './reply.ts';
import { Bucket, type Setting } from './storage.ts';
import { childText, type Element, readXml } from './xml.ts';

export function listBuckets(buckets: ReadonlyMap<string, Bucket>): Reply {
  const all = [...buckets.values()].map(
    ({ name, createdAt }): Element => [
      'Bucket',
      [
        ['Name', name],
        ['CreationDate', createdAt.toISOString()],
      ],
    ],
  );
  return document([
    'ListAllMyBucketsResult',
    [
      ['Owner', [['ID', 'emulator']]],
      ['Buckets', all],
    ],
  ]);
}

export function createBucket(buckets: Map<string, Bucket>, name: string): Reply {
  if (buckets.has(name)) return refuse('BucketAlreadyOwnedByYou');
  // "General purpose bucket naming rules", S3 user guide.
  if (!/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(name) || name.includes('..')) return refuse('InvalidBucketName');
  buckets.set(name, new Bucket(name));
  return { status: 200, headers: { location: `/${name}` } };
}

/** us-east-1 is told as nothing at all (GetBucketLocation, S3 API reference). */
export function bucketLocation(region: string): Reply {
  return document(['LocationConstraint', region === 'us-east-1' ? '' : region]);
}

const unset = {
  lifecycle: 'NoSuchLifecycleConfiguration',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
} as const;

export function setting({ bucket }: Work, name: Setting): Reply {
  const body = bucket.settings.get(name);
  if (body === undefined) return refuse(unset[name]);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

export function set({ bucket, payload }: Work, name: Setting): Reply {
  const text = payload.body.toString('utf8');
  if (!readXml(text)) return refuse('MalformedXML');
  bucket.settings.set(name, text);
  return { status: 200 };
}

export function deleteObjects({ call, bucket, payload }: Work): Reply {
  const root = readXml(payload.body.toString('utf8'));
  const objects = root?.children.filter(child => child.name === 'Object') ?? [];
  const keys = objects.map(object => childText(object, 'Key'));
  if (root?.name !== 'Delete' || keys.length === 0 || keys.length > 1000 || keys.includes(undefined))
    return refuse('MalformedXML');
  // "The Content-MD5 request header or a checksum is required" (DeleteObjects, S3 API reference).
  if (!payload.checksum && call.headers['content-md5'] === undefined)
    return refuse('InvalidRequest', 'Missing required header for this request: Content-MD5');
  const quiet = childText(root, 'Quiet') === 'true';
  const told: Element[] = [];
  for (const key of keys as string[]) {
    if (!call.forget) bucket.remove(key);
    if (!quiet) told.push(['Deleted', [['Key', key]]]);
  }
  return document(['DeleteResult', told]);
}
