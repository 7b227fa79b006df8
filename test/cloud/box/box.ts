import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Group, newGroup } from './group.ts';
import { type Place, serveInside } from './sockets.ts';

export interface BoxOptions {
  /** Its host name. */
  readonly name: string;
  /** What every program in it finds in its environment, as from the machine's first process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Addresses in its network and the port out here that answers there. */
  readonly places: readonly Place[];
  /** Seconds between TERM and the end. */
  readonly grace: number;
}

/** How a box has ended: by itself, by someone out here, or by the loss of its power. */
export type BoxEnd = 'poweroff' | 'halt' | 'cut';

/** What systemd gives its services (systemd.exec(5)): no HOME, USER, LOGNAME or SHELL. */
const serviceEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
};

/** A machine made of this one: own processes, own disk in memory over this machine's, own loopback, and nothing of it outside. */
export class Box {
  /** What was printed to its console. */
  console = '';
  readonly ended: Promise<BoxEnd>;
  readonly #child: ChildProcess;
  readonly #group: Group | undefined;
  readonly #options: BoxOptions;
  #pid = 0;
  #end: BoxEnd = 'cut';
  #ending = false;
  #closeSockets: () => void = () => {};

  private constructor(options: BoxOptions) {
    this.#options = options;
    this.#group = newGroup(options.name);
    const unshare = ['--mount', '--net', '--pid', '--ipc', '--uts', ...(this.#group ? ['--cgroup'] : []), '--fork'];
    const words = ['--kill-child', '--propagation', 'private', '--', 'bash', join(import.meta.dirname, 'init.sh')];
    const inside = [import.meta.dirname, String(options.grace), options.name];
    const [command, ...rest] = entering(this.#group, ['unshare', ...unshare, ...words, ...inside]);
    this.#child = spawn(command!, rest, {
      // Its input is open as long as we are: a box never outlives who started it.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: { ...serviceEnvironment, ...options.environment, ...(this.#group && { BOX_CGROUP: 'own' }) },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', text => {
        this.console += text;
      });
    this.ended = once(this.#child, 'close').then(async () => {
      this.#closeSockets();
      await this.#group?.remove();
      return this.#end;
    });
  }

  /** Throws where this user or this system may not make namespaces. */
  static async start(options: BoxOptions): Promise<Box> {
    const box = new Box(options);
    const told = box.#child.stdio[3]!;
    let said = '';
    const ready = new Promise<boolean>(resolve => {
      told.on('data', bytes => {
        said += bytes;
        if (/^ready$/m.test(said)) resolve(true);
        const end = /^(poweroff|halt)$/m.exec(said)?.[1];
        if (end === 'poweroff' || end === 'halt') {
          box.#end = end;
          box.#ending = true;
        }
      });
      void box.ended.then(() => resolve(false));
    });
    if (!(await ready)) throw new Error(`a box needs root and namespaces (unshare, overlay): ${box.console.trim()}`);
    box.#pid = Number(/^pid (\d+)$/m.exec(said)?.[1]);
    box.#closeSockets = await serveInside(box.#pid, options.places);
    return box;
  }

  get isUp(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** It is down, or on its way. */
  get isEnding(): boolean {
    return this.#ending || !this.isUp;
  }

  /** Writes a file of the box. */
  write(path: string, bytes: Uint8Array | string, mode = 0o644): void {
    const reached = join(`/proc/${this.#pid}/root`, path);
    mkdirSync(dirname(reached), { recursive: true });
    writeFileSync(reached, bytes, { mode });
  }

  /** Copies a file or a directory of this machine. */
  copy(from: string, path: string): void {
    cpSync(from, join(`/proc/${this.#pid}/root`, path), { recursive: true, verbatimSymlinks: true });
  }

  read(path: string): Buffer {
    return readFileSync(join(`/proc/${this.#pid}/root`, path));
  }

  /** Runs the scripts of user data. */
  boot(): void {
    this.#tell('boot');
  }

  /** Starts a program in it, as its agent would: a service, in a process group of its own. `group`: the number of that. */
  run(words: readonly string[], environment: Readonly<Record<string, string>>, directory: string): ChildProcess {
    const target = [
      '-t',
      String(this.#pid),
      ...(this.#group ? ['-C'] : []),
      '-m',
      '-n',
      '-p',
      '-i',
      '-u',
      `--wdns=${directory}`,
    ];
    const [command, ...rest] = entering(this.#group, ['nsenter', ...target, '--', ...words]);
    return spawn(command!, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...serviceEnvironment, ...this.#options.environment, ...environment },
    });
  }

  /** Its power button: TERM to all, some time, and it is gone. */
  async powerOff(): Promise<void> {
    if (this.isUp) this.#tell('poweroff');
    const patience = sleep((this.#options.grace + 5) * 1000, 'late', { ref: false });
    if ((await Promise.race([this.ended, patience])) === 'late') await this.cut();
  }

  /** Takes its power away: no process of it sees anything coming. */
  async cut(): Promise<void> {
    this.#ending = true;
    this.#group?.kill();
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Of all that runs in it, numbered as out here, its first process included. */
  processes(): readonly number[] {
    const own = namespaceOf(this.#pid);
    if (!this.isUp || own === undefined) return [];
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && namespaceOf(Number(name)) === own)
      .map(Number);
  }

  #tell(word: 'boot' | 'poweroff'): void {
    const file = openSync(`/proc/${this.#pid}/root/run/power`, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(file, `${word}\n`);
    closeSync(file);
  }
}

/** A command that begins in a control group. */
function entering(group: Group | undefined, words: readonly string[]): readonly string[] {
  if (!group) return words;
  return ['bash', '-c', 'echo 0 >"$0/cgroup.procs" && exec "$@"', group.directory, ...words];
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    // It ended while we looked.
    return undefined;
  }
}
