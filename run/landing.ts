import { createHash, randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, open, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { StoreFailure } from './fault.ts';
import type { Expected, FetchedObject } from './fetch.ts';
import type { RunRef, RunStore } from './store.ts';

/** One object on its way to this machine. */
export interface Arriving {
  readonly key: string;
  /** In the store, in bytes. */
  readonly size: number;
  readonly expected: Expected | undefined;
  /** The run writes it no more, so that other bytes than recorded are damage and not news. */
  readonly settled: boolean;
}

type Landed = Pick<FetchedObject, 'size' | 'fate' | 'why'>;

/** Bytes of one read. */
const part = 8 * 1024 * 1024;

/** Writes objects below `directory`, whose names come from a store and are not believed. */
export function landing(directory: string) {
  return async (store: RunStore, run: RunRef, arriving: Arriving): Promise<Landed> => {
    const { key, expected, settled } = arriving;
    const refused = (why: string): Landed => ({ size: arriving.size, fate: 'refused', why });
    if (!inside(key)) return refused('its name leads out of the directory');
    const path = join(directory, key);
    try {
      const obstacle = await makeFolders(directory, key);
      if (obstacle !== undefined) return refused(`${obstacle} is in its way and is no directory`);
      if (expected && (await isThere(path, expected))) {
        await setMode(path, expected);
        return { size: expected.size, fate: 'kept', why: '' };
      }
      const draft = join(dirname(path), `.${randomUUID()}`);
      try {
        if (expected?.link !== undefined) return await makeLink(key, { ...expected, link: expected.link }, draft, path);
        const got = await download(store, run, arriving, draft);
        const same = expected && got.size === expected.size && got.sha256 === expected.sha256;
        if (expected && !same && settled) return { size: got.size, fate: 'damaged', why: difference(got, expected) };
        if (!expected || !same) {
          await rename(draft, path);
          const why = expected ? 'it has changed since it was recorded' : 'nothing recorded says what it should be';
          return { size: got.size, fate: 'unverified', why };
        }
        await setMode(draft, expected);
        await rename(draft, path);
        return { size: got.size, fate: 'fetched', why: '' };
      } finally {
        await rm(draft, { force: true });
      }
    } catch (error) {
      if (error instanceof StoreFailure || !(error instanceof Error && 'code' in error)) throw error;
      return refused(`cannot write it (${error.code})`);
    }
  };
}

/** Whether a key names a place below the directory, whoever wrote it. */
export function inside(key: string): boolean {
  return !key.includes('\0') && key.split('/').every(name => name !== '' && name !== '.' && name !== '..');
}

/** What a link leads to is all of it, and its record says it: some stores keep a link and no object of this text. */
async function makeLink(
  key: string,
  { link, size, sha256 }: Expected & { readonly link: string },
  draft: string,
  path: string,
): Promise<Landed> {
  if (!staysInside(key, link))
    return { size, fate: 'refused', why: `it is a link to ${JSON.stringify(link)}, outside of what the stage left` };
  if (createHash('sha256').update(link).digest('hex') !== sha256)
    return { size, fate: 'damaged', why: 'what it leads to is not what its SHA-256 says' };
  await symlink(link, draft);
  await rename(draft, path);
  return { size, fate: 'fetched', why: '' };
}

/** A link may lead to anything that its own stage left, and nowhere else. */
function staysInside(key: string, link: string): boolean {
  const home = `${key.split('/').slice(0, 3).join('/')}/`;
  return !link.startsWith('/') && !link.includes('\0') && `${posix.join(dirname(key), link)}/`.startsWith(home);
}

/** Makes the folders of a key one by one: none of them may be a link, which would lead elsewhere. What is in the way, if anything. */
async function makeFolders(directory: string, key: string): Promise<string | undefined> {
  let folder = '';
  for (const name of key.split('/').slice(0, -1)) {
    folder = posix.join(folder, name);
    const entry = await lstat(join(directory, folder)).catch(() => undefined);
    if (!entry) await mkdir(join(directory, folder));
    else if (!entry.isDirectory()) return folder;
  }
  return undefined;
}

async function isThere(path: string, expected: Expected): Promise<boolean> {
  const entry = await lstat(path).catch(() => undefined);
  if (expected.link !== undefined) return !!entry?.isSymbolicLink() && (await readlink(path)) === expected.link;
  if (!entry?.isFile() || entry.size !== expected.size) return false;
  const sum = createHash('sha256');
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return false;
  for await (const bytes of file.createReadStream()) sum.update(bytes as Buffer);
  return sum.digest('hex') === expected.sha256;
}

async function download(store: RunStore, run: RunRef, { key, size }: Arriving, draft: string) {
  const sum = createHash('sha256');
  const file = await open(draft, 'wx');
  let at = 0;
  try {
    while (at < size) {
      const bytes = await store.readFrom(run, key, at, Math.min(part, size - at));
      if (!bytes?.length) break;
      sum.update(bytes);
      await file.writeFile(bytes);
      at += bytes.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size: at, sha256: sum.digest('hex') };
}

/** Permission bits only: no set-user-id comes from a store. */
async function setMode(path: string, { mode, link }: Expected): Promise<void> {
  if (mode !== undefined && link === undefined) await chmod(path, Number.parseInt(mode, 8) & 0o777);
}

function difference(got: { readonly size: number; readonly sha256: string }, expected: Expected): string {
  if (got.size !== expected.size) return `${got.size} bytes in the store, ${expected.size} recorded`;
  return `SHA-256 ${got.sha256} in the store, ${expected.sha256} recorded`;
}
