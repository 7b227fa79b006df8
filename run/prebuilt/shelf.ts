import { createHash } from 'node:crypto';
import type { Answer } from '../fault.ts';

/** What lies at the URL of an artifact: the archive itself, and beside it its manifest. */
export type Item = 'archive' | 'manifest';

/** The place of one artifact. What the place itself refuses is thrown as a `StoreFailure`. */
export interface Shelf {
  /** Of the archive. */
  readonly url: string;
  /** A whole item; `undefined` where there is none. */
  read(item: Item): Promise<Buffer | undefined>;
  /** Bytes; `undefined` where there is none. */
  size(item: Item): Promise<number | undefined>;
  /** What an item holds from a byte on, at most `limit` bytes. */
  part(item: Item, offset: number, limit: number): Promise<Buffer | undefined>;
  /** Puts a file, whole or not at all; with `once` only where there is none. Whether it was put. */
  put(item: Item, path: string, options: { readonly once: boolean; readonly signal: AbortSignal }): Promise<boolean>;
  remove(item: Item): Promise<void>;
}

/** The key or path of an item after the URL of the archive. */
export function endOf(item: Item): string {
  return item === 'manifest' ? '.json' : '';
}

/** Opens the place that an artifact's URL names: `s3://bucket/key`, with credentials as the AWS SDK finds them, or `file:///path`. */
export async function openShelf(url: string): Promise<Answer<Shelf>> {
  if (url.startsWith('file:///')) {
    const { fileShelf } = await import('./file-shelf.ts');
    return { value: fileShelf(url) };
  }
  const [, bucket, key] = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])\/(.*[^/])$/s.exec(url) ?? [];
  if (bucket === undefined || key === undefined)
    return {
      fault: {
        code: 'store-url',
        doing: 'opening the place of the artifact',
        message: `nothing can be published to \`${url}\``,
        help: 'write s3://bucket/key or file:///absolute/path, where boxes can fetch it',
      },
    };
  const { openBucket } = await import('../stores/s3-bucket.ts');
  const opened = await openBucket(bucket, key, url);
  if (opened.fault) return { fault: { ...opened.fault, doing: 'opening the place of the artifact' } };
  const at = opened.value;
  return {
    value: {
      url,
      read: item => at.get(key + endOf(item)),
      size: item => at.size(key + endOf(item)),
      part: (item, offset, limit) => at.getPart(key + endOf(item), offset, limit),
      put: (item, path, { once, signal }) => at.putFile(key + endOf(item), path, once, signal),
      remove: item => at.drop(key + endOf(item)),
    },
  };
}

/** Bytes that are asked for at once when an archive is read back: a request for all of it would have to begin anew where it breaks. */
const piece = 8 * 2 ** 20;

/** The SHA-256 of what lies there, read back; `undefined` where there is nothing. */
export async function sha256On(shelf: Shelf, item: Item, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash('sha256');
  for (let offset = 0; ; ) {
    signal.throwIfAborted();
    const bytes = await shelf.part(item, offset, piece);
    if (bytes === undefined) return undefined;
    hash.update(bytes);
    offset += bytes.length;
    if (bytes.length < piece) return hash.digest('hex');
  }
}
