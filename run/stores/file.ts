import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreFailure } from '../fault.ts';
import type { RunRef, RunStore, StoredObject } from '../store.ts';
import { byKey, newestFirst, signs } from './layout.ts';

/** The store in a directory: `<directory>/<campaign>/<run-id>/<key>`. Nothing is locked; writers replace files by rename. */
export function openFileStore(directory: string): RunStore {
  const place = (run: RunRef, key: string) => join(directory, run.campaign, run.runId, key);
  return {
    url: `file://${directory}`,
    lookEvery: 200,
    place,

    async runs() {
      const found: RunRef[] = [];
      for (const campaign of await folders(directory))
        for (const runId of await folders(join(directory, campaign)))
          if ((await names(join(directory, campaign, runId))).some(name => signs.includes(name)))
            found.push({ campaign, runId });
      return found.sort(newestFirst);
    },

    async read(run, key) {
      return await unless(() => readFile(place(run, key)));
    },

    async readFrom(run, key, offset, limit) {
      return await unless(() => readPart(place(run, key), offset, limit));
    },

    async size(run, key) {
      return await unless(async () => {
        const entry = await stat(place(run, key));
        return entry.isFile() ? entry.size : undefined;
      });
    },

    async list(run, prefix) {
      const found: StoredObject[] = [];
      // Only the folder that the prefix ends in is walked, so that asking for one stage stays cheap.
      await walk(place(run, ''), prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix, found);
      return found.sort(byKey);
    },

    async write(run, key, bytes, { once = false } = {}) {
      const path = place(run, key);
      // In the same directory, under a name that no listing of runs takes for one.
      const draft = join(dirname(path), `.${randomUUID()}`);
      return await orFailing(path, async () => {
        await mkdir(dirname(path), { recursive: true });
        const file = await open(draft, 'wx');
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        if (!once) await rename(draft, path);
        else {
          // link(2) fails where there is one, whoever else tries at the same moment.
          const taken = await link(draft, path).then(
            () => false,
            (error: NodeJS.ErrnoException) => {
              if (error.code === 'EEXIST') return true;
              throw error;
            },
          );
          await rm(draft);
          if (taken) return (await readFile(path)).equals(bytes);
        }
        return true;
      });
    },

    async remove(run, key) {
      await orFailing(place(run, key), () => rm(place(run, key), { force: true }));
    },
  };
}

async function orFailing<T>(path: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new StoreFailure({
      code: 'store-unwritable',
      doing: 'writing to the store',
      message: `cannot write ${path} (${error.code})`,
      help: 'free the disk or make the directory writable, or give another store with --store',
    });
  }
}

/** At most `limit` bytes of a file from `offset` on. */
export async function readPart(path: string, offset: number, limit: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const size = (await file.stat()).size;
    const length = Math.max(0, Math.min(limit, size - offset));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function walk(root: string, folder: string, prefix: string, found: StoredObject[]): Promise<void> {
  const entries = (await unless(() => readdir(join(root, folder), { withFileTypes: true }))) ?? [];
  for (const entry of entries) {
    const key = folder + entry.name;
    if (entry.isDirectory()) {
      if (`${key}/`.startsWith(prefix)) await walk(root, `${key}/`, prefix, found);
    } else if (entry.isFile() && key.startsWith(prefix)) {
      const file = await unless(() => stat(join(root, key)));
      if (file) found.push({ key, size: file.size, modifiedAt: file.mtimeMs });
    }
  }
}

async function folders(directory: string): Promise<string[]> {
  const entries = (await unless(() => readdir(directory, { withFileTypes: true }))) ?? [];
  return entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name);
}

async function names(directory: string): Promise<string[]> {
  return (await unless(() => readdir(directory))) ?? [];
}

/** Files come and go while a run is alive, and a folder may be someone else's: what cannot be read is not there. */
async function unless<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
