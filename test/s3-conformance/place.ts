import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Endpoint, sdk } from '../rehearsal/client.ts';
import { type Answered, type Raw, send } from './sigv4.ts';

/** A bucket of its own on a server under test. */
export interface Place {
  readonly server: Endpoint;
  readonly bucket: string;
  readonly client: S3Client;
  /** The two that every object's command takes. */
  at(Key: string): { readonly Bucket: string; readonly Key: string };
  put(key: string, body?: string | Buffer): Promise<unknown>;
  /** `path` is below the bucket, encoded; `status code` of the answer, or the status alone. */
  raw(path: string, raw?: Omit<Raw, 'path'>): Promise<string>;
  answer(path: string, raw?: Omit<Raw, 'path'>): Promise<Answered>;
}

let made = 0;

export async function newPlace(server: Endpoint): Promise<Place> {
  const bucket = `conformance-${process.pid}-${Date.now().toString(36)}-${made++}`;
  const client = sdk(server);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const at = (Key: string) => ({ Bucket: bucket, Key });
  const answer = (path: string, raw: Omit<Raw, 'path'> = {}) => send(server, { ...raw, path: `/${bucket}${path}` });
  return {
    server,
    bucket,
    client,
    at,
    answer,
    put: (key, body = key) => client.send(new PutObjectCommand({ ...at(key), Body: Buffer.from(body) })),
    async raw(path, raw) {
      const { status, code } = await answer(path, raw);
      return `${status} ${code}`.trim();
    },
  };
}

/** What a server that is like S3 does. The name is what the list of expected differences calls it by. */
export interface Case {
  readonly name: string;
  readonly holds: (place: Place) => Promise<void>;
}
