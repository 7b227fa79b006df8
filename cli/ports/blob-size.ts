import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { packedSize } from './pack.ts';

/**
 * How many bytes a file's content of this name (40 hexadecimal digits) has, as the object's first bytes say it (gitformat-loose(5)), in
 * the common directory of a repository (absolute). `undefined`: not to be told without git.
 */
export function blobSize(common: string, blob: string): number | undefined {
  const objects = join(common, 'objects');
  try {
    return looseSize(join(objects, blob.slice(0, 2), blob.slice(2))) ?? packedSize(objects, blob);
  } catch {
    return undefined;
  }
}

function looseSize(path: string): number | undefined {
  const bytes = Buffer.alloc(64);
  let length: number;
  try {
    const file = openSync(path, 'r');
    try {
      length = readSync(file, bytes);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  const { inflateSync, constants } = process.getBuiltinModule('node:zlib');
  const head = inflateSync(bytes.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH }).toString(
    'latin1',
    0,
    32,
  );
  const size = /^blob (\d+)\0/.exec(head)?.[1];
  return size === undefined ? undefined : Number(size);
}
