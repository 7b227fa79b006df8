import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreFailure } from '../fault.ts';
import { readPart } from '../stores/file.ts';
import { endOf, type Shelf } from './shelf.ts';

/** The place of an artifact in a directory. What cannot be read for another reason than that it is not there is a failure. */
export function fileShelf(url: string): Shelf {
  const path = url.slice('file://'.length);
  return {
    url,
    read: item => ifThere(path + endOf(item), at => readFile(at)),
    size: item => ifThere(path + endOf(item), async at => (await stat(at)).size),
    part: (item, offset, limit) => ifThere(path + endOf(item), at => readPart(at, offset, limit)),

    async put(item, from, { once, signal }) {
      const to = path + endOf(item);
      const draft = join(dirname(to), `.${randomUUID()}`);
      return await orFailing(to, 'writing', async () => {
        await mkdir(dirname(to), { recursive: true });
        try {
          await copyFile(from, draft);
          const file = await open(draft, 'r+');
          await file.sync().finally(() => file.close());
          signal.throwIfAborted();
          if (!once) {
            await rename(draft, to);
            return true;
          }
          // link(2) fails where there is one, whoever else tries at the same moment.
          return await link(draft, to).then(
            () => true,
            (error: NodeJS.ErrnoException) => {
              if (error.code === 'EEXIST') return false;
              throw error;
            },
          );
        } finally {
          await rm(draft, { force: true });
        }
      });
    },

    async remove(item) {
      await orFailing(path + endOf(item), 'writing', () => rm(path + endOf(item), { force: true }));
    },
  };
}

async function ifThere<T>(path: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
  return await orFailing(path, 'reading', async () => {
    try {
      return await read(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
        return undefined;
      throw error;
    }
  });
}

async function orFailing<T>(path: string, doing: 'reading' | 'writing', attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw new StoreFailure({
      code: doing === 'reading' ? 'store-unreadable' : 'store-unwritable',
      doing: `${doing} the place of the artifact`,
      message: `${path}: ${error.code}`,
      help: 'see that the directory is there for you to read and write, and that the disk has room',
    });
  }
}
