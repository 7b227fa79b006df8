import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type S3, startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { sdk } from '../rehearsal/client.ts';
import { awsEnvironment } from '../rehearsal/s3.ts';

/** A store of one kind, empty, as a contract is held against it. */
export interface StoreWorld extends AsyncDisposable {
  readonly url: string;
  /** What a process needs in its environment to reach it. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts an object there, by its key below the store's URL, by other means than the project's own. */
  put(key: string, body: string | Buffer): Promise<void>;
}

export const storeKinds: readonly { readonly kind: string; open(): Promise<StoreWorld> }[] = [
  { kind: 'file', open: fileWorld },
  { kind: 's3', open: s3World },
];

async function fileWorld(): Promise<StoreWorld> {
  const root = mkdtempSync(join(tmpdir(), 'campaign-store-'));
  return {
    url: `file://${root}`,
    env: {},
    async put(key, body) {
      mkdirSync(dirname(join(root, key)), { recursive: true });
      writeFileSync(join(root, key), body);
    },
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Below a prefix in the emulator's bucket; this process's own environment leads there while the world lasts. */
export async function s3World(): Promise<StoreWorld & { readonly server: S3 }> {
  const server = await startS3({ buckets: ['results'] });
  const client = sdk(server);
  const env = { ...awsEnvironment(server), AWS_ENDPOINT_URL_S3: server.url };
  const restore = setEnvironment(env);
  return {
    server,
    url: 's3://results/of/many',
    env,
    async put(key, body) {
      const Body = Buffer.from(body);
      await client.send(new PutObjectCommand({ Bucket: 'results', Key: `of/many/${key}`, Body }));
    },
    async [Symbol.asyncDispose]() {
      restore();
      await server.close();
    },
  };
}

/** Sets variables of this process, and answers what puts them back. */
export function setEnvironment(env: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(env).map(name => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(env)) set(name, value);
  return () => {
    for (const [name, value] of before) set(name, value);
  };
}
