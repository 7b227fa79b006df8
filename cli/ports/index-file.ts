import { readFileSync } from 'node:fs';

/** One entry of git's index, as far as telling a changed file needs it. */
export interface IndexEntry {
  readonly path: string;
  /** As `ls-tree` writes it: `100644`. */
  readonly mode: string;
  readonly hash: string;
  /** Milliseconds since the epoch, of when git last saw the file unchanged; 0 where it did not look. */
  readonly changedAt: number;
  readonly modifiedAt: number;
  /** Bytes, modulo 2^32. */
  readonly size: number;
  /** Git has been told not to look at it. */
  readonly assumed: boolean;
  readonly skipped: boolean;
}

export interface Index {
  readonly entries: readonly IndexEntry[];
  /** The tree that the index is equal to; absent when git has not written it down. */
  readonly tree?: string;
}

/**
 * Reads an index file without starting git: versions 2 to 4 as in gitformat-index(5). `undefined` for whatever that page does
 * not cover here (split and sparse indexes, unmerged entries, files added by intent only, a damaged file): ask git then.
 */
export function readIndex(file: string, hexDigits: number): Index | undefined {
  try {
    return parse(readFileSync(file), hexDigits / 2);
  } catch {
    return undefined;
  }
}

const known = new WeakMap<object, Index | undefined>();

/** As `readIndex`, once for as long as somebody holds `files`, which is what a look at a repository found. */
export function indexOf(files: { readonly index: string }, hexDigits: number): Index | undefined {
  if (!known.has(files)) known.set(files, readIndex(files.index, hexDigits));
  return known.get(files);
}

function parse(bytes: Buffer, hashLength: number): Index | undefined {
  const version = bytes.readUInt32BE(4);
  if (bytes.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return undefined;
  // Faster than the methods of a buffer in code that has just been loaded.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: IndexEntry[] = [];
  let at = 12;
  let before: Buffer = Buffer.alloc(0);
  for (let left = view.getUint32(8); left > 0; left--) {
    const hashAt = at + 40;
    const flags = view.getUint16(hashAt + hashLength);
    if ((flags & 0x3000) !== 0) return undefined;
    const extended = (flags & 0x4000) !== 0 ? view.getUint16(hashAt + hashLength + 2) : 0;
    if ((extended & 0x2000) !== 0) return undefined;
    let nameAt = hashAt + hashLength + ((flags & 0x4000) !== 0 ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const [drop, next] = varint(bytes, nameAt);
      kept = before.length - drop;
      nameAt = next;
    }
    // The lowest bits of the flags are how long a whole path is, as far as they reach.
    const length = flags & 0xfff;
    const end = version === 4 || length === 0xfff ? bytes.indexOf(0, nameAt) : nameAt + length;
    if (bytes[end] !== 0 || kept < 0) return undefined;
    // Only version 4 writes a path by what it shares with the one before.
    if (version === 4) before = Buffer.concat([before.subarray(0, kept), bytes.subarray(nameAt, end)]);
    const path = version === 4 ? before.toString('utf8') : bytes.toString('utf8', nameAt, end);
    entries.push(new StoredEntry(view, at, path, hashLength, flags, extended));
    // Before version 4 an entry is filled with one to eight zero bytes up to a multiple of eight.
    at = version === 4 ? end + 1 : at + (((end - at + 8) >> 3) << 3);
  }
  return extensions(bytes, at, hashLength, entries);
}

const modes = new Map<number, string>();

/** What of an entry only some callers ask for is worked out when they do: an index has an entry for every tracked file. */
class StoredEntry implements IndexEntry {
  readonly path: string;
  readonly mode: string;
  readonly assumed: boolean;
  readonly skipped: boolean;
  readonly #view: DataView;
  readonly #at: number;
  readonly #hashLength: number;

  constructor(view: DataView, at: number, path: string, hashLength: number, flags: number, extended: number) {
    this.path = path;
    const mode = view.getUint32(at + 24);
    let written = modes.get(mode);
    if (written === undefined) modes.set(mode, (written = mode.toString(8).padStart(6, '0')));
    this.mode = written;
    this.assumed = (flags & 0x8000) !== 0;
    this.skipped = (extended & 0x4000) !== 0;
    this.#view = view;
    this.#at = at;
    this.#hashLength = hashLength;
  }

  get hash(): string {
    const { buffer, byteOffset } = this.#view;
    return Buffer.from(buffer, byteOffset + this.#at + 40, this.#hashLength).toString('hex');
  }

  get changedAt(): number {
    return this.#view.getUint32(this.#at) * 1e3 + this.#view.getUint32(this.#at + 4) / 1e6;
  }

  get modifiedAt(): number {
    return this.#view.getUint32(this.#at + 8) * 1e3 + this.#view.getUint32(this.#at + 12) / 1e6;
  }

  get size(): number {
    return this.#view.getUint32(this.#at + 36);
  }
}

function extensions(bytes: Buffer, start: number, hashLength: number, entries: IndexEntry[]): Index | undefined {
  let tree: string | undefined;
  for (let at = start; at + 8 <= bytes.length - hashLength; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32BE(at + 4);
    // A lower-case name is one that a reader must understand.
    if (name[0]! >= 'a' && name[0]! <= 'z') return undefined;
    if (name === 'TREE') tree = rootTree(bytes.subarray(at + 8, at + 8 + size), hashLength);
    at += 8 + size;
  }
  return { entries, ...(tree !== undefined && { tree }) };
}

/** The first record of the cache tree is the root: an empty path, the number of entries (negative: out of date), its hash. */
function rootTree(cache: Buffer, hashLength: number): string | undefined {
  const end = cache.indexOf(10);
  const [count] = cache.toString('latin1', 1, end).split(' ');
  if (cache[0] !== 0 || Number(count) < 0) return undefined;
  return cache.toString('hex', end + 1, end + 1 + hashLength);
}

/** The offset encoding of pack files. */
function varint(bytes: Buffer, start: number): [value: number, next: number] {
  let at = start;
  let byte = bytes[at++]!;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = bytes[at++]!;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return [value, at];
}
