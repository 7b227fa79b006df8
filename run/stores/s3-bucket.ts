import type { S3Client } from '@aws-sdk/client-s3';
import { settleAwsEnvironment } from '../aws-environment.ts';
import { type Answer, StoreFailure } from '../fault.ts';
import { gate } from '../gate.ts';
import type { StoredObject } from '../store.ts';
import { faultOf, isMissing, statusOf } from './s3-faults.ts';

/** A bucket that can be read. What is not there is `undefined`; what S3 does not answer is a `StoreFailure`. */
export interface S3Bucket {
  /** Everything under a prefix, or, folded at a slash, what is directly in a folder: folders end in a slash. */
  listed(prefix: string, delimiter?: '/'): AsyncIterable<StoredObject>;
  get(key: string): Promise<Buffer | undefined>;
  /** From a byte on, at most so many; empty at and beyond the end. */
  getPart(key: string, offset: number, limit: number): Promise<Buffer | undefined>;
  size(key: string): Promise<number | undefined>;
  /** With `once`, only where there is none. Whether these bytes are there now. */
  put(key: string, bytes: Buffer, once: boolean): Promise<boolean>;
  /** The same of a file of any size, in parts; what an interrupted one has left there is removed. */
  putFile(key: string, path: string, once: boolean, signal: AbortSignal): Promise<boolean>;
  drop(key: string): Promise<void>;
}

/** Range Not Satisfiable: it begins at or after the end. */
const beyondTheEnd = 416;

/** Precondition Failed: there is such an object already. */
const isThere = 412;

/** Opens a bucket and tries whether it can be listed. `url` is how a person calls the store. */
export async function openBucket(bucket: string, prefix: string, url: string): Promise<Answer<S3Bucket>> {
  const sdk = await import('./s3-client.ts');
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } = sdk;
  // The SDK would open as many connections as it may, and then warn about the rest on stderr.
  const inTurn = gate(32);
  const place = { bucket, url, endpoint: process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL };
  let client: S3Client;
  try {
    const { endpoint, ...config } = await connection(sdk);
    place.endpoint = endpoint;
    client = new sdk.S3Client({ ...config, ...(endpoint !== undefined && { endpoint, forcePathStyle: true }) });
    const { Name } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }));
    if (Name !== bucket) return { fault: { ...notS3, message: `${place.endpoint} does not answer as S3 does` } };
  } catch (error) {
    return { fault: faultOf(error, { ...place, doing: 'opening the store' }) };
  }

  const writing = { ...place, doing: 'writing to the store' };

  async function unlessMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
    try {
      return await inTurn(request);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new StoreFailure(faultOf(error, { ...place, doing: 'reading the store' }));
    }
  }

  async function body(Key: string, Range?: string): Promise<Buffer> {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, ...(Range && { Range }) }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  return {
    value: {
      async *listed(prefix, delimiter) {
        // XML cannot carry every character that a key can have.
        const asked = {
          Bucket: bucket,
          Prefix: prefix,
          EncodingType: 'url',
          ...(delimiter && { Delimiter: delimiter }),
        } as const;
        for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
          const command = new ListObjectsV2Command({
            ...asked,
            ...(token !== undefined && { ContinuationToken: token }),
          });
          const page = await unlessMissing(() => client.send(command));
          for (const { Prefix } of page?.CommonPrefixes ?? [])
            yield { key: decodedKey(Prefix), size: 0, modifiedAt: 0 };
          for (const { Key, Size = 0, LastModified } of page?.Contents ?? [])
            yield { key: decodedKey(Key), size: Size, modifiedAt: LastModified?.getTime() ?? 0 };
          token = page?.NextContinuationToken;
        }
      },

      get: key => unlessMissing(() => body(key)),

      getPart: (key, offset, limit) =>
        unlessMissing(async () => {
          try {
            return await body(key, `bytes=${offset}-${offset + limit - 1}`);
          } catch (error) {
            if (statusOf(error) === beyondTheEnd) return Buffer.alloc(0);
            throw error;
          }
        }),

      async put(Key, bytes, once) {
        const command = new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ...(once && { IfNoneMatch: '*' }) });
        try {
          await inTurn(() => client.send(command));
          return true;
        } catch (error) {
          if (!once || statusOf(error) !== isThere) throw new StoreFailure(faultOf(error, writing));
        }
        // The SDK repeats a put whose answer was lost, and then meets its own object.
        return (await unlessMissing(() => body(Key)))?.equals(bytes) ?? false;
      },

      async putFile(Key, path, once, signal) {
        const { putParts } = await import('./s3-parts.ts');
        try {
          await putParts({ sdk, client, bucket, key: Key, path, once, signal });
          return true;
        } catch (error) {
          if (signal.aborted) throw signal.reason;
          if (!once || statusOf(error) !== isThere) throw new StoreFailure(faultOf(error, writing));
          return false;
        }
      },

      async drop(Key) {
        try {
          await inTurn(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key })));
        } catch (error) {
          throw new StoreFailure(faultOf(error, writing));
        }
      },

      async size(key) {
        const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
        return (await unlessMissing(() => client.send(command)))?.ContentLength;
      },
    },
  };
}

const notS3 = {
  code: 'store-unreadable',
  doing: 'opening the store',
  help: 'see that AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is the address of an S3 service',
} as const;

/** How S3 is reached: as the environment and the profile say, where the SDK alone would not do as the AWS CLI does. */
export async function connection(sdk: typeof import('./s3-client.ts')) {
  settleAwsEnvironment();
  const config = {
    maxAttempts: 3,
    followRegionRedirects: true,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000 },
  };
  const { config: found } = new sdk.S3Client(config);
  return { ...config, region: await regionOf(found.region), endpoint: await found.serviceConfiguredEndpoint?.() };
}

/** The SDK does not know the CLI's variable, and any region will do for a bucket that says where it is. */
async function regionOf(configured: () => Promise<string>): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  if (!AWS_REGION && AWS_DEFAULT_REGION) return AWS_DEFAULT_REGION;
  try {
    return await configured();
  } catch (error) {
    if (error instanceof Error && error.message === 'Region is missing') return 'us-east-1';
    throw error;
  }
}

/** With `EncodingType: url` a space comes as a plus and a plus percent-encoded. */
function decodedKey(key: string | undefined): string {
  return decodeURIComponent((key ?? '').replaceAll('+', ' '));
}
