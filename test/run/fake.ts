import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { localLauncher } from '../../run/launchers/local.ts';
import type { RunOptions } from '../../run/run.ts';
import type { RunStore } from '../../run/store.ts';
import { openFileStore } from '../../run/stores/file.ts';

/** A script that writes the records as documented, in one of its ways to go. */
export type Way = 'pass' | 'fail' | 'hang' | 'kill' | 'watchdog' | 'refuse' | 'incomplete' | 'preflight';

export const fakeScript = readFileSync(new URL('fixtures/fake.sh', import.meta.url), 'utf8');

/** A directory that is gone when the test has finished. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-run-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

export function storeIn(directory: string): RunStore {
  return openFileStore(directory);
}

/** What `run` needs to start the fake script within `directory`. */
export function fakeRun(directory: string, way: Way): RunOptions {
  return {
    launcher: localLauncher({ home: join(directory, '.home'), environment: { PATH: process.env.PATH, FAKE: way } }),
    store: storeIn(directory),
    campaign: 'fake',
    runId: '20260517T091500Z-a1b2c3',
    lookEvery: 20,
    patience: 600,
  };
}
