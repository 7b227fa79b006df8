import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { askToStop } from './cloud/boxes.ts';
import type { RunRef, RunStore } from './store.ts';

/**
 * Asks a run to stop and save: by a signal where its script runs on this machine, else by its store, which it looks into at its
 * heartbeats. Throws a `StoreFailure` where the store does not take it.
 */
export async function stopRun(store: RunStore, run: RunRef, directory: string): Promise<'signal' | 'request'> {
  const pid = await scriptOf(directory);
  if (pid !== undefined)
    try {
      process.kill(pid, 'SIGINT');
      return 'signal';
    } catch (error) {
      // It has just ended, or is somebody else's: the request in the store is for both.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  await askToStop(store, run);
  return 'request';
}

/** The process of a run's script: the one of its live files, as long as it holds their lock. Only Linux tells who holds what. */
async function scriptOf(directory: string): Promise<number | undefined> {
  const pid = Number(await readFile(join(directory, 'pid'), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const lock = await realpath(join(directory, 'lock')).catch(() => undefined);
  const held = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const fd of held) if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === lock) return pid;
  return undefined;
}
