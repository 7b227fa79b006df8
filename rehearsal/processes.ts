import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process that carries `mark`, a directory's path, in its environment or its arguments. This process is none of them. */
export function processesOf(mark: string): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid && carries(name, mark))
    .map(Number);
}

function carries(pid: string, mark: string): boolean {
  try {
    return ['environ', 'cmdline'].some(file => readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(mark));
  } catch {
    // It ended while we looked, or is not ours.
    return false;
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

/** Stops all of them, also those that are started meanwhile, so that none sees another die; answers which. */
export function freeze(mark: string): ReadonlySet<number> {
  const stopped = new Set<number>();
  for (;;) {
    const fresh = processesOf(mark).filter(pid => !stopped.has(pid));
    if (fresh.length === 0) return stopped;
    for (const pid of fresh) {
      signal(pid, 'SIGSTOP');
      stopped.add(pid);
    }
  }
}

export function thaw(stopped: ReadonlySet<number>): void {
  for (const pid of stopped) signal(pid, 'SIGCONT');
}

/** Ends all of them as a loss of power would. */
export async function killAll(mark: string): Promise<void> {
  for (const pid of freeze(mark)) signal(pid, 'SIGKILL');
  for (let round = 0; round < 200; round++) {
    const left = processesOf(mark);
    if (left.length === 0) return;
    for (const pid of left) signal(pid, 'SIGKILL');
    await sleep(20);
  }
}

/** A run that was killed whole cannot remove its control groups; their names end with its directory's device and inode. */
export async function removeGroups(runDirectory: string): Promise<void> {
  if (!existsSync(runDirectory)) return;
  const { dev, ino } = statSync(runDirectory);
  for (const parent of groupParents())
    for (const name of readdirSync(parent).filter(each => each.endsWith(`-${dev}-${ino}`)))
      await new Promise<void>(resolve => {
        // Not at once: the kernel takes a moment to empty a group. And not in this process: it plays the cloud meanwhile.
        const remove = 'for k in {1..40}; do rmdir "$1"/*/; rmdir "$1" && break; sleep 0.05; done';
        execFile('bash', ['-c', remove, 'rmdir', join(parent, name)], () => resolve());
      });
}

/** Where the script would make its groups: the version 2 group that this process is in. */
function groupParents(): readonly string[] {
  const own = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (own === undefined) return [];
  return ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].map(root => join(root, own)).filter(existsSync);
}
