import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredObject } from './emulator/s3/storage.ts';

/** What a run has left in its store: the one thing that is there when the box is not. */
export interface Remains {
  /** Sorted; relative to the run's folder. */
  keys(): readonly string[];
  /** Of a link that is kept as one, its target. */
  bytes(key: string): Buffer;
  /** When it was last written, in milliseconds of the system's clock. */
  writtenAt(key: string): number;
}

/** What lies in a directory, such as a run's folder in a file:// store; nothing where there is no directory. */
export function remainsIn(directory: string): Remains {
  return {
    keys: () => filesUnder(directory).map(path => path.slice(directory.length + 1)),
    bytes: key => {
      const path = join(directory, key);
      return lstatSync(path).isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path);
    },
    writtenAt: key => lstatSync(join(directory, key)).mtimeMs,
  };
}

/** What lies under a prefix of a bucket, such as a run's folder in an s3:// store. */
export function remainsUnder(objects: ReadonlyMap<string, StoredObject>, prefix: string): Remains {
  const object = (key: string) => {
    const found = objects.get(`${prefix}${key}`);
    if (!found) throw new Error(`there is no object ${prefix}${key}`);
    return found;
  };
  return {
    keys: () =>
      [...objects.keys()]
        .filter(key => key.startsWith(prefix))
        .map(key => key.slice(prefix.length))
        .sort(),
    bytes: key => object(key).body,
    writtenAt: key => object(key).modifiedAt.getTime(),
  };
}

function filesUnder(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter(entry => !entry.isDirectory())
      .map(entry => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [];
  }
}
