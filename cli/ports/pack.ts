import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** Packs that are looked into; a repository with more wants `git gc`, and git itself is asked. */
const PACKS = 32;
/** Bytes of the index before its names: its mark, its version, and how many names begin with each byte or a lower one. */
const HEAD = 8 + 256 * 4;
/** A commit that takes more is one for git. */
const COMMIT = 1 << 16;

/**
 * A commit (40 hexadecimal digits) as it lies in one of the packs of `objects` (gitformat-pack(5)): its text. `undefined` where it is in
 * none, is kept as a difference from another, or a pack is of a version that is not known here.
 */
export function packedCommit(objects: string, commit: string): string | undefined {
  const bytes = packed(objects, commit, COMMIT);
  return bytes && commitIn(bytes);
}

/** As `packedCommit`, the size of a file's content. */
export function packedSize(objects: string, blob: string): number | undefined {
  const bytes = packed(objects, blob, 10);
  // The kind stands in the first byte, and the size in that and those that follow while the highest bit is set.
  if (!bytes || (bytes[0]! & 0x70) !== 0x30) return undefined;
  let size = bytes[0]! & 0x0f;
  for (let at = 1, unit = 16; bytes[at - 1]! & 0x80; at++, unit *= 128) size += (bytes[at]! & 0x7f) * unit;
  return size;
}

/** The first bytes of an object where it lies in a pack. */
function packed(objects: string, object: string, length: number): Buffer | undefined {
  const directory = join(objects, 'pack');
  const indexes = readdirSync(directory).filter(name => name.endsWith('.idx'));
  if (indexes.length > PACKS) return undefined;
  const name = Buffer.from(object, 'hex');
  for (const index of indexes) {
    const at = reading(join(directory, index), read => offsetOf(name, read));
    if (at !== undefined) return reading(join(directory, index.replace(/idx$/, 'pack')), read => read(at, length));
  }
  return undefined;
}

/** As many bytes of a file as it has there. */
type Read = (offset: number, length: number) => Buffer;

/** Indexes of large repositories take hundreds of megabytes: of them only what is looked at is read. */
function reading<T>(path: string, work: (read: Read) => T): T {
  const file = openSync(path, 'r');
  try {
    return work((offset, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    });
  } finally {
    closeSync(file);
  }
}

function offsetOf(name: Buffer, read: Read): number | undefined {
  const head = read(0, HEAD);
  if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
  const upTo = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
  let low = upTo(name[0]! - 1);
  let high = upTo(name[0]!);
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = read(HEAD + middle * 20, 20).compare(name);
    if (order === 0) {
      // After the names come a checksum of four bytes for each, then the offsets; those of packs over 2 GiB stand elsewhere.
      const offset = read(HEAD + upTo(255) * 24 + middle * 4, 4).readUInt32BE(0);
      return offset < 2 ** 31 ? offset : undefined;
    }
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

function commitIn(bytes: Buffer): string | undefined {
  if ((bytes[0]! & 0x70) !== 0x10) return undefined;
  let start = 0;
  while (bytes[start]! & 0x80) start++;
  return process
    .getBuiltinModule('node:zlib')
    .inflateSync(bytes.subarray(start + 1))
    .toString('latin1');
}
