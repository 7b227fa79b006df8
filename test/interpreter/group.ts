import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Controller = 'memory' | 'pids' | 'freezer';

const names = {
  memory: { old: 'memory.limit_in_bytes', new: 'memory.max' },
  pids: { old: 'pids.max', new: 'pids.max' },
  freezer: { old: 'freezer.state', new: 'cgroup.freeze' },
} as const;

let count = 0;

/** A control group of the kernel with one limit, of either version; `undefined` where this machine lets us make none. */
export class Group {
  readonly #path: string;
  readonly #limit: string;

  private constructor(path: string, limit: string) {
    this.#path = path;
    this.#limit = limit;
  }

  static of(controller: Controller): Group | undefined {
    const name = `campaign-test-${process.pid}-${count++}`;
    for (const [parent, limit] of [
      [`/sys/fs/cgroup/${controller}`, names[controller].old],
      ['/sys/fs/cgroup', names[controller].new],
    ] as const) {
      if (!writable(join(parent, 'cgroup.procs'))) continue;
      const path = join(parent, name);
      mkdirSync(path);
      if (existsSync(join(path, limit))) return new Group(path, limit);
      rmdirSync(path);
    }
    return undefined;
  }

  /** Bash that takes its own process into the group, for good. */
  get enter(): string {
    return `echo $$ > ${join(this.#path, 'cgroup.procs')}`;
  }

  take(pid: number): void {
    writeFileSync(join(this.#path, 'cgroup.procs'), `${pid}`);
  }

  /** Bytes, processes, or FROZEN and THAWED. */
  limit(value: string): void {
    const frozen = { FROZEN: '1', THAWED: '0' } as const;
    const word = this.#limit === 'cgroup.freeze' && (value === 'FROZEN' || value === 'THAWED') ? frozen[value] : value;
    writeFileSync(join(this.#path, this.#limit), word);
  }

  get pids(): readonly number[] {
    return readFileSync(join(this.#path, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  }

  /** Fails, and is tried again, while a killed process still goes. */
  async remove(): Promise<void> {
    for (let round = 0; existsSync(this.#path); round++) {
      try {
        rmdirSync(this.#path);
      } catch (error) {
        if (round > 100) throw error;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
  }
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
