import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether anything of a run's script is alive on this machine: it and its watchdog hold a lock in its live files
 * (`$CAMPAIGN_HOME/runs/<run-id>`) as long as they live, however they end. `undefined`: this machine cannot tell, because the run has no live files here or
 * there is no `flock`.
 */
export function lockHeld(directory: string): Promise<boolean | undefined> {
  const lock = join(directory, 'lock');
  if (!existsSync(lock)) return Promise.resolve(undefined);
  return new Promise(resolve => {
    // A shared lock, so that two who ask do not see each other.
    const child = spawn('flock', ['--nonblock', '--shared', '--conflict-exit-code', '9', lock, 'true'], {
      stdio: 'ignore',
    });
    child.once('error', () => resolve(undefined));
    child.once('exit', status => resolve(status === 0 ? false : status === 9 ? true : undefined));
  });
}
