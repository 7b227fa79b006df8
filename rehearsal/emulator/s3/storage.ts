import type { Checksum } from './checksum.ts';

/** An object as it lies in the server's memory. */
export interface StoredObject {
  readonly body: Buffer;
  /** Without quotes: the MD5 of what was sent, or that of the parts' MD5s and `-<parts>`. */
  readonly etag: string;
  readonly modifiedAt: Date;
  /** Headers that come back with it: `content-type` and its like, and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** As the client sent it; absent: none was sent, and S3's own is computed when asked for. */
  readonly checksum?: Checksum;
}

export interface Part {
  readonly body: Buffer;
  /** As it was sent, whatever a fault has made of it. */
  readonly sent: Buffer;
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly checksum?: Checksum;
}

/** A multipart upload that is neither complete nor aborted. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
  /** What the parts' checksums must be of; absent: nothing was said. */
  readonly algorithm?: Checksum['algorithm'];
  readonly checksumType: 'COMPOSITE' | 'FULL_OBJECT';
  readonly parts: Map<number, Part>;
}

export type Setting = 'lifecycle' | 'publicAccessBlock';

export class Bucket {
  readonly name: string;
  readonly createdAt = new Date();
  readonly uploads = new Map<string, Upload>();
  /** What was put as a setting of the bucket, as XML; nothing here acts on it. */
  readonly settings = new Map<Setting, string>();
  readonly #objects = new Map<string, StoredObject>();
  #sorted: readonly string[] | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get objects(): ReadonlyMap<string, StoredObject> {
    return this.#objects;
  }

  put(key: string, object: StoredObject): void {
    if (!this.#objects.has(key)) this.#sorted = undefined;
    this.#objects.set(key, object);
  }

  remove(key: string): void {
    if (this.#objects.delete(key)) this.#sorted = undefined;
  }

  /** All keys in the order of their UTF-8 bytes, which is S3's and not that of JavaScript's strings. */
  keys(): readonly string[] {
    this.#sorted ??= sortedByBytes(this.#objects.keys());
    return this.#sorted;
  }
}

export function sortedByBytes(keys: Iterable<string>): string[] {
  return [...keys].sort(compareBytes);
}

export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
