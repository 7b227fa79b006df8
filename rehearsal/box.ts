import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../schema/records.ts';
import { eventsOf } from './invariants.ts';
import { killAll, processesOf, removeGroups } from './processes.ts';
import { type Remains, remainsIn } from './remains.ts';

/** Every rehearsed run has this id: its box and its store are its own. */
export const runId = 'rehearsal';

/** A corner of this machine that plays the box: a source directory, a home, a store, and a script that runs. */
export class Box {
  readonly source: string;
  readonly outside: string;
  readonly store: string;
  readonly home: string;
  /** `CAMPAIGN_HOME/runs/<run-id>`. */
  readonly local: string;
  /** What the script has printed. */
  said = '';
  /** Its exit status, or the signal that ended it; absent while it runs. */
  ended: number | string | undefined;
  readonly root: string;
  readonly #campaign: string;
  #child: ChildProcess | undefined;

  /** `root`: an empty directory of its own. */
  constructor(root: string, campaign: string) {
    this.root = root;
    this.#campaign = campaign;
    this.source = join(root, 'source');
    this.outside = join(root, 'outside');
    this.store = join(root, 'store');
    this.home = join(root, 'home');
    this.local = join(this.home, 'runs', runId);
    mkdirSync(this.source, { recursive: true });
  }

  /** Starts the script as the least urgent work of this machine, in a session of its own. */
  start(script: string, environment: Readonly<Record<string, string | undefined>>): void {
    const path = join(this.root, 'script.sh');
    writeFileSync(path, script);
    const child = spawn('nice', ['-n', '19', 'bash', path], {
      cwd: this.root,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...environment, CAMPAIGN_HOME: this.home, CAMPAIGN_RUN_ID: runId, CAMPAIGN_PROVISION: '0' },
    });
    this.#child = child;
    child.stderr.on('data', (bytes: Buffer) => {
      this.said += bytes;
    });
    child.once('error', error => {
      this.said += error.message;
      this.ended ??= 127;
    });
    child.once('exit', (code, name) => {
      this.ended = code ?? name ?? 'unknown';
    });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What the run has left in the store. */
  remains(): Remains {
    return remainsIn(join(this.store, this.#campaign, runId));
  }

  /** What the box itself has of the run. */
  ownRecords(): Remains {
    return remainsIn(this.local);
  }

  events(): readonly RunEvent[] {
    return eventsOf(this.ownRecords());
  }

  /** A number that the run has noted in a file of its own, such as a process id. */
  number(name: string): number | undefined {
    const path = join(this.local, name);
    return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) || undefined : undefined;
  }

  processes(): readonly number[] {
    return processesOf(this.root);
  }

  async killAll(): Promise<void> {
    await killAll(this.root);
  }

  /** Whether it came to be within so many seconds, looked at some times a second. */
  async until(what: () => boolean, seconds: number, signal?: AbortSignal): Promise<boolean> {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      signal?.throwIfAborted();
      if (what()) return true;
      await sleep(40);
    }
    return what();
  }

  /** Ends what still runs and removes everything but, on request, the files. */
  async close({ keep = false } = {}): Promise<void> {
    await this.killAll();
    removeGroups(this.local);
    if (!keep) rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
