import { type KeptFile, readKeptFile, writeKeptFile } from '../ports/kept-file.ts';
import type { Testimony } from './witness.ts';

/** Which lint a testimony belongs to: what runs it, and its command line. */
export interface Key {
  /** Absolute: the directory of what is kept. */
  readonly directory: string;
  /** As `buildOf` tells it. */
  readonly build: string;
  /** Absolute: where the command was started. */
  readonly cwd: string;
  readonly argv: readonly string[];
}

/** What was kept for this very lint; `undefined`: nothing that is whole. */
export function readKept(key: Key): Testimony | undefined {
  const text = readKeptFile(fileOf(key));
  return text === undefined ? undefined : (JSON.parse(text) as Testimony);
}

/** Keeps it for the next time. */
export function keep(key: Key, testimony: Testimony): void {
  writeKeptFile(fileOf(key), JSON.stringify(testimony));
}

function fileOf({ directory, build, cwd, argv }: Key): KeptFile {
  return { directory, kind: 'lint', owner: JSON.stringify([cwd, argv]), from: build };
}
