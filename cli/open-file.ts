import { spawn } from 'node:child_process';
import type { Io } from './io.ts';

/** Has the desktop show a file. Why it cannot, in a sentence; absent where it has been asked to. */
export async function openFile(path: string, env: Io['env']): Promise<string | undefined> {
  const isMac = process.platform === 'darwin';
  if (!isMac && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display here to open it on';
  const opener = isMac ? 'open' : 'xdg-open';
  return await new Promise(resolve => {
    const child = spawn(opener, [path], { stdio: 'ignore', detached: true, env: env as NodeJS.ProcessEnv });
    child.once('error', () => resolve(`${opener} is not here to open it with`));
    child.once('spawn', () => {
      child.unref();
      resolve(undefined);
    });
  });
}
