import { readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of one kind in the directory: enough for some campaigns. */
const FILES = 16;
/** Of a file, with what is said of its origin: enough for a campaign of a thousand stages and what it reads. A longer one is not kept. */
export const BYTES = 4 << 20;

/** A text that is kept for the next time, in the user's own directory. */
export interface KeptFile {
  /** Absolute. */
  readonly directory: string;
  /** What the name of the file starts with. */
  readonly kind: string;
  /** Whose it is, such as the path of a campaign: two that share a name only push each other out. */
  readonly owner: string;
  /** All that the text depends on and does not say itself; another one finds nothing. */
  readonly from: string;
}

/** `undefined`: nothing of the same origin that is whole. */
export function readKeptFile(file: KeptFile): string | undefined {
  try {
    const bytes = readFileSync(pathOf(file));
    const at = bytes.indexOf(10);
    const rest = bytes.subarray(at + 1);
    if (bytes.toString('latin1', 0, at) !== sumOf(rest)) return undefined;
    const body = rest.indexOf(10) + 1;
    return rest.toString('utf8', 0, body - 1) === lineOf(file) ? rest.toString('utf8', body) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; where that does not work, the next time takes longer. Only a whole file ever has the name. */
export function writeKeptFile(file: KeptFile, text: string): void {
  try {
    const rest = Buffer.from(`${lineOf(file)}\n${text}`);
    if (rest.length > BYTES) return;
    const path = pathOf(file);
    const part = `${path}.${process.pid}`;
    writeFileSync(part, Buffer.concat([Buffer.from(`${sumOf(rest)}\n`), rest]), { mode: 0o600, flag: 'wx' });
    renameSync(part, path);
    const all = readdirSync(file.directory)
      .filter(name => name.startsWith(`${file.kind}-`))
      .map(name => join(file.directory, name));
    if (all.length <= FILES) return;
    const age = (other: string) => statSync(other).mtimeMs;
    for (const other of all.sort((a, b) => age(b) - age(a)).slice(FILES)) unlinkSync(other);
  } catch {
    // What it would have saved is all that is lost.
  }
}

function lineOf({ owner, from }: KeptFile): string {
  return JSON.stringify([owner, from]);
}

function pathOf({ directory, kind, owner }: KeptFile): string {
  return join(directory, `${kind}-${sumOf(Buffer.from(owner))}.json`);
}

function sumOf(bytes: Uint8Array): string {
  return process.getBuiltinModule('node:zlib').crc32(bytes).toString(16).padStart(8, '0');
}
