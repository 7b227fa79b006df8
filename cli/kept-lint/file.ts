import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Testimony } from './witness.ts';

/** Files of a directory, and letters of a file: enough for a campaign of a thousand stages and the lock files it reads. */
const FILES = 16;
const LETTERS = 4 << 20;

/** Which lint a testimony belongs to: what runs it, and its command line. */
export interface Key {
  /** Absolute: the directory of what is kept. */
  readonly directory: string;
  /** Tells builds of campaign apart. */
  readonly build: string;
  /** Absolute: where the command was started. */
  readonly cwd: string;
  readonly argv: readonly string[];
}

/** Tells this build of the bundles from others; `undefined` where they are none, as under a test. */
export function buildOf(): string | undefined {
  const beside = dirname(fileURLToPath(import.meta.url));
  try {
    return JSON.stringify(['lint.cjs', 'kept-lint.cjs'].map(name => stampOf(join(beside, name))));
  } catch {
    return undefined;
  }
}

/** The digest that the build has put into the first line, and what tells a file that somebody has edited. */
function stampOf(path: string): readonly unknown[] {
  const { size, mtimeMs } = statSync(path);
  const line = Buffer.alloc(19);
  const file = openSync(path, 'r');
  try {
    readSync(file, line);
  } finally {
    closeSync(file);
  }
  return [line.toString('latin1'), size, mtimeMs];
}

/** What was kept for this very lint; `undefined`: nothing that is whole. */
export function readKept(key: Key): Testimony | undefined {
  try {
    const bytes = readFileSync(fileOf(key));
    const at = bytes.indexOf(10);
    const body = bytes.subarray(at + 1);
    if (bytes.toString('latin1', 0, at) !== sumOf(body)) return undefined;
    const { from, testimony } = JSON.parse(body.toString('utf8')) as { from: string; testimony: Testimony };
    return from === fromOf(key) ? testimony : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it for the next time; where that does not work, the next time takes longer. Only a whole file ever has the name. */
export function keep(key: Key, testimony: Testimony): void {
  try {
    const text = JSON.stringify({ from: fromOf(key), testimony });
    if (text.length > LETTERS) return;
    const file = fileOf(key);
    const part = `${file}.${process.pid}`;
    const body = Buffer.from(text);
    writeFileSync(part, Buffer.concat([Buffer.from(`${sumOf(body)}\n`), body]), { mode: 0o600, flag: 'wx' });
    renameSync(part, file);
    const others = readdirSync(key.directory)
      .filter(name => name.startsWith('lint-'))
      .map(name => join(key.directory, name));
    const age = (other: string) => statSync(other).mtimeMs;
    for (const other of others.sort((a, b) => age(b) - age(a)).slice(FILES)) unlinkSync(other);
  } catch {
    // Judging again is all that is lost.
  }
}

function fromOf({ build, cwd, argv }: Key): string {
  return JSON.stringify([build, process.version, cwd, argv]);
}

/** Two lints that share a name only push each other out. */
function fileOf({ directory, cwd, argv }: Key): string {
  return join(directory, `lint-${sumOf(Buffer.from(JSON.stringify([cwd, argv])))}.json`);
}

function sumOf(bytes: Uint8Array): string {
  return process.getBuiltinModule('node:zlib').crc32(bytes).toString(16).padStart(8, '0');
}
