import { readFile, stat } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { StoreFailure } from '../fault.ts';
import { connection } from '../stores/s3-bucket.ts';
import { faultOf, isMissing } from '../stores/s3-faults.ts';

/** Where an artifact and what is beside it can be looked at. What is not there is `undefined`; what does not answer is a `StoreFailure`. */
export interface Shelf {
  /** All of a small file. */
  read(url: string): Promise<string | undefined>;
  /** Bytes; 0 where the server does not say. */
  size(url: string): Promise<number | undefined>;
}

/** Milliseconds that a web server may take. */
const patience = 10_000;

/** The shelf that a URL lies on: `s3://`, `file://`, else the web. */
export async function shelfOf(url: string): Promise<Shelf> {
  if (url.startsWith('file://')) return files;
  return url.startsWith('s3://') ? await bucketShelf() : web;
}

const files: Shelf = {
  read: url => unlessMissing(url, () => readFile(pathOf(url), 'utf8')),
  size: url => unlessMissing(url, async () => (await stat(pathOf(url))).size),
};

function pathOf(url: string): string {
  return url.slice('file://'.length);
}

async function unlessMissing<T>(url: string, look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === undefined) throw error;
    throw failure(`${url}: ${message}`, 'see that it can be read');
  }
}

const web: Shelf = {
  read: async url => (await asked(url, 'GET'))?.text(),
  size: async url => {
    const answer = await asked(url, 'HEAD');
    return answer && Number(answer.headers.get('content-length') ?? 0);
  },
};

async function asked(url: string, method: 'GET' | 'HEAD'): Promise<Response | undefined> {
  let answer: Response;
  try {
    answer = await fetch(url, { method, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    throw failure(`${url} cannot be reached (${cause?.code ?? name})`, 'see that the address is right');
  }
  if (answer.ok) return answer;
  if (answer.status === 404 || answer.status === 410) return undefined;
  throw failure(`${url} answers ${answer.status}`, 'see that the address is right, and that it asks for no login');
}

async function bucketShelf(): Promise<Shelf> {
  const sdk = await import('../stores/s3-client.ts');
  const { endpoint, ...config } = await connection(sdk);
  const client: S3Client = new sdk.S3Client({
    ...config,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
  const place = (url: string) => {
    const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(url) ?? [];
    return { Bucket, Key };
  };
  const ask = async <T>(url: string, request: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await request();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new StoreFailure(
        faultOf(error, { bucket: place(url).Bucket, url, endpoint, doing: 'looking at an artifact' }),
      );
    }
  };
  return {
    read: url =>
      ask(url, async () => (await client.send(new sdk.GetObjectCommand(place(url)))).Body?.transformToString()),
    size: url => ask(url, async () => (await client.send(new sdk.HeadObjectCommand(place(url)))).ContentLength ?? 0),
  };
}

function failure(message: string, help: string): StoreFailure {
  return new StoreFailure({ code: 'store-unreadable', doing: 'looking at an artifact', message, help });
}
