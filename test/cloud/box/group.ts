import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A control group of version 2 that a box has to itself. */
export interface Group {
  readonly directory: string;
  /** Ends all that is in it. */
  kill(): void;
  remove(): Promise<void>;
}

/** `undefined` where the system gives us none: the box then sees no control groups. */
export function newGroup(name: string): Group | undefined {
  const own = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  const root = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].find(each => existsSync(join(each, 'cgroup.procs')));
  if (own === undefined || root === undefined) return undefined;
  const directory = join(root, own, `box-${process.pid}-${name}`);
  try {
    removeLeftovers(join(root, own));
    mkdirSync(directory);
  } catch {
    // It is read-only, or not ours.
    return undefined;
  }
  return {
    directory,
    kill: () => existsSync(join(directory, 'cgroup.kill')) && writeFileSync(join(directory, 'cgroup.kill'), '1'),
    async remove() {
      // The kernel takes a moment to empty it.
      for (let round = 0; round < 100 && existsSync(directory); round++) {
        if (!removed(directory)) await sleep(20);
      }
    },
  };
}

/** Who is killed cannot remove the groups of its boxes: the next one does, when they have ended. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = /^box-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue;
    try {
      if (/^populated 0$/m.test(readFileSync(join(parent, name, 'cgroup.events'), 'utf8'))) removed(join(parent, name));
    } catch {
      // Another one has removed it meanwhile.
    }
  }
}

function removed(directory: string): boolean {
  const below = readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isDirectory());
  if (!below.map(entry => removed(join(directory, entry.name))).every(Boolean)) return false;
  try {
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
