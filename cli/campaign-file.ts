import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';

/** A campaign as the command line means it. */
export interface CampaignFile {
  /** Absolute. */
  readonly path: string;
  /** As the user wrote it, or relative to where the command started. */
  readonly shown: string;
  /** Its text, where it came from stdin and not from its path. */
  readonly text?: string;
}

const names = ['campaign.yaml', 'campaign.yml'];

/** The file that was named, else `campaign.yaml` here or in a directory above, up to the repository's root. */
export function campaignFile(given: string | undefined, context: Context): CampaignFile {
  if (given !== undefined) return { path: resolve(context.cwd, given), shown: given };
  const found = searchUpward(context.cwd);
  if (found === undefined)
    throw new Refusal(
      `there is no campaign.yaml in ${context.cwd} or above it`,
      'write a first one: campaign init, or name a file',
    );
  const shown = relative(context.cwd, found);
  if (shown.startsWith('..')) context.note(`using ${shown}`);
  return { path: found, shown };
}

/** The nearest `campaign.yaml` above a directory (absolute) that still lies in the same repository. */
export function searchUpward(start: string): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    for (const name of names) {
      const path = join(directory, name);
      if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
    }
    if (statSync(join(directory, '.git'), { throwIfNoEntry: false }) || directory === dirname(directory))
      return undefined;
  }
}

/** Bytes: thousands of stages fit; what is larger is no campaign. */
const largest = 64 * 1024 * 1024;

/** A pipe or device, such as /dev/stdin: it need not end, so no more is read than a campaign may have. */
function readStream(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    return readAll(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readAll(descriptor: number): Buffer {
  const parts: Buffer[] = [];
  for (let total = 0; total <= largest; ) {
    const part = Buffer.alloc(1 << 16);
    let length: number;
    try {
      length = readSync(descriptor, part);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') break;
      if (code !== 'EAGAIN') throw error;
      // A pipe that another process has made non-blocking, and that is empty: wait for its writer.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      continue;
    }
    if (length === 0) break;
    parts.push(part.subarray(0, length));
    total += length;
  }
  return Buffer.concat(parts);
}

/** What stdin holds, as the text of a file of this name. Refuses what `readText` refuses. */
export function readStdin(shown: string): string {
  try {
    return asText(readAll(0), shown);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`stdin cannot be read: ${(error as Error).message}`, 'pipe the campaign into it');
  }
}

/** The text of a file that a person wrote. Refuses, with what to do, what cannot be one. */
export function readText({ path, shown }: CampaignFile, help?: string): string {
  let bytes: Buffer;
  try {
    const entry = statSync(path);
    if (entry.isDirectory())
      throw new Refusal(`${shown} is a directory`, help ?? `name the file: ${join(shown, 'campaign.yaml')}`);
    if (entry.size > largest) throw new Refusal(`${shown} has ${entry.size} bytes: that is no campaign`);
    bytes = entry.isFile() ? readFileSync(path) : readStream(path);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new Refusal(`there is no file ${shown}`, help ?? 'check the name, or write a first one: campaign init');
    if (code === 'EACCES') throw new Refusal(`${shown} may not be read`, `give yourself the right: chmod u+r ${shown}`);
    throw new Refusal(`${shown} cannot be read: ${message}`);
  }
  return asText(bytes, shown, help);
}

function asText(bytes: Buffer, shown: string, help?: string): string {
  if (bytes.length > largest) throw new Refusal(`${shown} has more than ${largest} bytes: that is no campaign`);
  if (bytes.subarray(0, 8192).includes(0))
    throw new Refusal(`${shown} is a binary file`, help ?? 'name the YAML file that holds the campaign');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}
