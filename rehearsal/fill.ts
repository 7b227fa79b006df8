import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes a file until its disk has not one byte left. The disk is to be a small one. */
export function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    // Ever smaller pieces: a disk that has no room for one may have some for a part of it.
    for (let size = 1 << 20; size >= 1; size >>= 1) while (wrote(file, size));
  } finally {
    closeSync(file);
  }
}

function wrote(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
