import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { Box } from './box.ts';

/**
 * Runs a command as root on a copy of this machine: an overlay of `/` that is thrown away, with processes and (no) network of
 * its own. What must not reach the machine even so has stand-ins in front: nothing can power it off. `$1` is the corner that
 * stays shared.
 */
const enter = `set -e
mount --make-rprivate /
mkdir -p "$1/room"
mount -t tmpfs room "$1/room"
cd "$1/room"
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
mount -t proc proc root/proc
mount --rbind /sys root/sys
mount --rbind /dev root/dev
mkdir -p "root$1"
mount --bind "$1" "root$1"
[ -e "$1/quiet" ] || mkfifo "$1/quiet"
ip link set lo up
exec chroot root /bin/bash -c "$INIT" "$@"`;

/** The first process in there: stays while the watchdog has something to do. */
const init = `cd "$0"
"$@"
code=$?
mark=--watch
while grep -qazxF -f <(echo "$mark"dog) /proc/[0-9]*/cmdline 2>/dev/null; do read -t 0.1 <>"$0/quiet"; done
exit "$code"`;

const namespaces = ['--mount', '--pid', '--net', '--fork', '--kill-child'];

/** Why there can be no such copy here; `undefined` where there can. */
export const noRoom: string | undefined = (() => {
  if (process.getuid?.() !== 0) return 'only root can make a throwaway copy of this machine';
  using box = new Box();
  const { status, stderr } = spawnSync('unshare', [...namespaces, 'bash', '-c', enter, 'enter', box.root, 'true'], {
    env: { ...process.env, INIT: init },
  });
  return status === 0 ? undefined : `no overlay of / can be mounted here: ${stderr}`;
})();

/** A box whose script may do to its machine what it wants. */
export class Room extends Box {
  readonly bin = join(this.root, 'bin');

  constructor() {
    super();
    chmodSync(this.root, 0o755);
    mkdirSync(this.bin);
    for (const name of ['poweroff', 'shutdown', 'halt', 'reboot', 'systemctl', 'systemd-run'])
      this.standIn(name, 'echo "$(basename "$0") $*" >>"${0%/*}/../power"; exit 1');
  }

  /** A command that stands before the real one; bash. */
  standIn(name: string, text: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
  }

  /** Bash, run in the room before the script is. */
  prelude = ':';

  override command(script: string): readonly [string, ...string[]] {
    const command = `${this.prelude}\nexec bash "$0"`;
    return ['unshare', ...namespaces, 'bash', '-c', enter, 'enter', this.root, 'bash', '-c', command, script];
  }

  override environment(): Record<string, string> {
    return { ...super.environment(), PATH: `${this.bin}:${process.env.PATH}`, CAMPAIGN_PROVISION: '1', INIT: init };
  }
}

/** A test in a room of its own; skipped, and said so, where none can be made. */
export function roomed(name: string, body: (room: Room) => Promise<void>, timeout = 60_000): void {
  (noRoom === undefined ? test.concurrent : test.skip)(
    noRoom === undefined ? name : `${name} (skipped: ${noRoom})`,
    async () => {
      using room = new Room();
      await body(room);
    },
    timeout,
  );
}
