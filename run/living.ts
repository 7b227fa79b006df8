import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gate } from './gate.ts';
import { lockHeld } from './lock.ts';
import { recallRun } from './recall.ts';
import type { RunStore } from './store.ts';

/**
 * The newest run that is alive, by its store or by its lock on this machine, as `campaign/run-id`, or its id alone where the store has not
 * heard of it yet; absent: none is. `home`: where this machine's runs have their live files.
 */
export async function livingRun(store: RunStore, home: string): Promise<string | undefined> {
  const runs = await store.runs();
  const names = await readdir(join(home, 'runs')).catch(() => []);
  // One that has been started here a moment ago.
  for (const name of names
    .filter(name => !runs.some(({ runId }) => runId === name))
    .sort()
    .reverse())
    if (await lockHeld(join(home, 'runs', name))) return name;
  const inTurn = gate(16);
  let found = false;
  const alive = runs.map(run =>
    inTurn(async () => {
      // The newest come first: behind one that is alive nobody has to look.
      if (found) return false;
      const { state } = await recallRun(store, run, { brief: true, directory: join(home, 'runs', run.runId) });
      const lives = state === 'running' || state === 'starting';
      found ||= lives;
      return lives;
    }),
  );
  const known = await Promise.all(alive);
  const run = runs.find((_, index) => known[index]);
  return run && `${run.campaign}/${run.runId}`;
}
