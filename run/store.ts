import { readdirSync } from 'node:fs';
import type { Answer } from './fault.ts';
import { openFileStore } from './stores/file.ts';

/** One run's folder in a store: `<campaign>/<runId>/`. */
export interface RunRef {
  readonly campaign: string;
  readonly runId: string;
}

/** An object of a run; `key` is relative to the run's folder. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/**
 * What runs have left, and where a launcher leaves what a box needs. Every read answers `undefined` for what is not there or cannot
 * be read; one that the store itself does not answer, as without network, throws a `StoreFailure`, and so does a write that fails.
 */
export interface RunStore {
  /** As the script is given it in `CAMPAIGN_STORE`. */
  readonly url: string;
  /** Milliseconds between two looks at a run that goes on: a look costs a file nothing, and a distant store some requests. */
  readonly lookEvery: number;
  /** Every run, newest id first. Foreign directories are passed over. */
  runs(): Promise<readonly RunRef[]>;
  /** A whole object. */
  read(run: RunRef, key: string): Promise<Buffer | undefined>;
  /** What an object holds from byte `offset` on, at most `limit` bytes; empty at or after its end. */
  readFrom(run: RunRef, key: string, offset: number, limit: number): Promise<Buffer | undefined>;
  size(run: RunRef, key: string): Promise<number | undefined>;
  /** Every object whose key starts with `prefix` (empty: all of the run), in key order. */
  list(run: RunRef, prefix: string): Promise<readonly StoredObject[]>;
  /** Where a person finds an object: a path for a file store, a URL otherwise. */
  place(run: RunRef, key: string): string;
  /** Writes an object, whole or not at all; with `once` only where there is none yet. Whether these bytes are there now. */
  write(run: RunRef, key: string, bytes: Buffer, options?: { readonly once?: boolean }): Promise<boolean>;
  /** Removes an object; that it is not there is fine. */
  remove(run: RunRef, key: string): Promise<void>;
}

/**
 * Opens the store behind a URL: `file:///dir` (the rest of the URL is the path as it stands, without percent-decoding) or
 * `s3://bucket/prefix`, with endpoint, region and credentials as the AWS SDK finds them. A store that cannot be read is a fault.
 */
export async function openStore(url: string): Promise<Answer<RunStore>> {
  if (url.startsWith('file://')) {
    const path = url.slice('file://'.length);
    if (path.startsWith('/')) return fileStore(path);
    return {
      fault: {
        code: 'store-url',
        doing: 'opening the store',
        message: `the path in \`${url}\` is not absolute`,
        help: 'write file:// followed by an absolute path, as file:///home/me/results',
      },
    };
  }
  if (url.startsWith('s3://')) {
    const { openS3Store } = await import('./stores/s3.ts');
    return await openS3Store(url);
  }
  return {
    fault: {
      code: 'store-url',
      doing: 'opening the store',
      message: `\`${url}\` is no store URL`,
      help: 'write file:///absolute/path or s3://bucket/prefix',
    },
  };
}

/** A directory that does not exist yet is an empty store; one that cannot be read is none. */
function fileStore(path: string): Answer<RunStore> {
  try {
    readdirSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'ENOENT')
      return {
        fault: {
          code: 'store-unreadable',
          doing: 'opening the store',
          message: `cannot read the directory ${path} (${error.code})`,
          help: 'make it readable, or give another one with --store',
        },
      };
  }
  return { value: openFileStore(path) };
}
