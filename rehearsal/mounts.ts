import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A disk of its own for a directory. */
export interface Mount {
  readonly directory: string;
  readonly megabytes: number;
}

/** Small disks that only the processes started through them see, and that are gone with the last of them. */
export interface Mounts {
  /** Put before a path: leads to what the path is in there. */
  readonly reach: string;
  /** Put before a command: starts it in there. */
  readonly enter: readonly string[];
  /** Runs a command in there; whether it succeeded. */
  run(command: string, ...words: readonly string[]): Promise<boolean>;
  close(): Promise<void>;
}

/** Mounts them in a namespace of their own, which root may do, and others where the system lets them; else says why not. */
export async function mount(mounts: readonly Mount[]): Promise<Mounts | { readonly why: string }> {
  const root = process.getuid?.() === 0;
  const own = ['--mount', '--propagation', 'private', ...(root ? [] : ['--user', '--map-root-user'])];
  // The paths come by its input: what has them in its arguments counts as a process of the box.
  const holder = spawn('unshare', [...own, 'bash', '-c', holding], { stdio: 'pipe', env: { PATH: process.env.PATH } });
  const failed = once(holder, 'error').then(([error]) => String(error.message));
  let said = '';
  holder.stderr.on('data', bytes => {
    said += bytes;
  });
  for (const { directory, megabytes } of mounts) holder.stdin.write(`${megabytes}m\n${directory}\n`);
  holder.stdin.write('\n');
  const answer = await Promise.race([
    failed,
    once(holder.stdout, 'data').then(() => 'ready'),
    once(holder, 'exit').then(() => said),
  ]);
  const pid = holder.pid;
  if (answer !== 'ready' || pid === undefined)
    return { why: `this user may not mount a small disk: ${answer.trim().split('\n').at(-1)}` };
  const enter = ['nsenter', `--target=${pid}`, ...(root ? [] : ['--user', '--preserve-credentials']), '--mount', '--'];
  return {
    reach: `/proc/${pid}/root`,
    enter,
    run: async (command, ...words) => {
      const child = spawn(enter[0]!, [...enter.slice(1), command, ...words], { stdio: 'ignore' });
      const [code] = await once(child, 'exit');
      return code === 0;
    },
    close: () => ended(holder),
  };
}

/** Why no small disk can be had here; absent when one can. */
export async function noMounts({ directory }: { readonly directory: string }): Promise<string | undefined> {
  const made = await mount([{ directory, megabytes: 1 }]);
  if ('why' in made) return made.why;
  await made.close();
  return undefined;
}

/** Lives as long as its input is open, so it never outlives us. */
const holding = `while read -r size && [[ -n $size ]] && read -r directory; do
  mount -t tmpfs -o "size=$size" none "$directory" || exit
done
echo ready
read -r _`;

async function ended(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  const gone = once(holder, 'exit');
  holder.stdin?.end();
  holder.kill('SIGKILL');
  await gone;
}
