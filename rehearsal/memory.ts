import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A memory control group that is ours to fill: the version 1 hierarchy, or version 2 where it gives us the controller. */
function parent(): { readonly directory: string; readonly limit: string } | undefined {
  const groups = readFileSync('/proc/self/cgroup', 'utf8');
  const first = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/m.exec(groups)?.[1];
  const second = /^0::(\/.*)$/m.exec(groups)?.[1];
  const places = [
    ...(first === undefined
      ? []
      : [{ directory: join('/sys/fs/cgroup/memory', first), limit: 'memory.limit_in_bytes' }]),
    ...(second === undefined ? [] : [{ directory: join('/sys/fs/cgroup', second), limit: 'memory.max' }]),
  ];
  return places.find(({ directory, limit }) => existsSync(join(directory, limit)));
}

/** Why no process can be given little memory here; absent when it can. */
export function noMemoryLimit(): string | undefined {
  const group = limited('campaign-rehearsal-trial', 64e6);
  if (typeof group === 'string') return group;
  group.remove();
  return undefined;
}

export interface MemoryGroup {
  /** Moves a process into it. */
  take(pid: number): void;
  /** Once nothing of it runs. */
  remove(): void;
}

/** A group of this name whose processes may use so many bytes together, or why there can be none. */
export function limited(name: string, bytes: number): MemoryGroup | string {
  const place = parent();
  if (!place) return 'no memory control group is open to this user';
  const directory = join(place.directory, name);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, place.limit), String(bytes));
    // Version 2 shows the controller of the parent also where a child does not get it.
    if (!readdirSync(directory).includes(place.limit)) throw new Error('the memory controller is not passed on');
  } catch (error) {
    remove();
    return `no memory control group is open to this user: ${error instanceof Error ? error.message : error}`;
  }
  return { take: pid => writeFileSync(join(directory, 'cgroup.procs'), String(pid)), remove };

  function remove(): void {
    if (existsSync(directory)) rmdirSync(directory);
  }
}
