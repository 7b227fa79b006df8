import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestContext, test } from 'vitest';
import type { ResolveOptions } from '../../plan/resolve.ts';
import type { LedgerEntry, RunEvent, RunStatus, StageResult } from '../../schema/records.ts';
import { compiled } from './compiled.ts';

export const runId = '20260517T091500Z-abcdef';

/** A machine's corner where a compiled script runs for real: a source directory, a store, a home. */
export class Box {
  readonly root = mkdtempSync(join(tmpdir(), 'campaign-box-'));
  readonly source = join(this.root, 'source');
  readonly store = join(this.root, 'store');
  readonly home = join(this.root, 'home');
  readonly run = join(this.store, 'box', runId);
  readonly local = join(this.home, 'runs', runId);
  readonly children: ChildProcess[] = [];
  /** In place unless a test wants a checkout. */
  plan: ResolveOptions = { inPlace: this.source };

  /** `CAMPAIGN_RUN_ID` that takes the run up, complete or not. */
  readonly resume = `resume:${runId}`;

  constructor() {
    this.makeSource();
  }

  /** Lets a minute go by without a sign of life. */
  age(): void {
    const then = new Date(Date.now() - 60_000);
    if (!existsSync(this.run)) return;
    const signs = this.keys().filter(key => key === 'status.json' || key.startsWith('starts/'));
    for (const key of ['', ...signs]) utimesSync(join(this.run, key), then, then);
  }

  makeSource(): void {
    mkdirSync(this.source);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Ends what a test left running and removes everything. */
  close(): void {
    for (const { pid } of this.children) if (pid !== undefined) kill(-pid);
    for (const pid of this.pids()) kill(pid);
    this.#removeGroups();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A run that was killed whole cannot remove its control groups; their names end with its directory's device and inode. */
  #removeGroups(): void {
    const homes = readdirSync(this.root).map(name => join(this.root, name, 'runs'));
    const runs = homes.filter(existsSync).flatMap(runs => readdirSync(runs).map(name => join(runs, name)));
    const ends = runs.map(run => statSync(run)).map(({ dev, ino }) => `-${dev}-${ino}`);
    for (const parent of ['/sys/fs/cgroup', '/sys/fs/cgroup/unified']) {
      if (!existsSync(parent)) continue;
      for (const name of readdirSync(parent).filter(each => ends.some(end => each.endsWith(end))))
        execFileSync(
          'bash',
          [
            '-c',
            'for k in {1..40}; do rmdir "$1"/*/; rmdir "$1" && break; sleep 0.05; done; :',
            'rmdir',
            join(parent, name),
          ],
          { stdio: 'ignore' },
        );
    }
  }

  /** Compiles `stages:` (and what else is given) to the script of this box. */
  async compile(stages: string, top = '', grace = 2): Promise<string> {
    const text = `campaign: box\nversion: 1\n${top.includes('limits:') ? '' : 'limits: { wall: 60s, stage: 20s }\n'}${
      top.includes('store:') ? '' : 'store: { url: "file:///nowhere", checkpoint: 1s }\n'
    }${top}stages:\n${stages.replace(/^/gm, '  ')}\n`;
    const { script, faults } = await compiled(text, this.plan);
    if (!script) throw new Error(JSON.stringify(faults.map(({ message }) => message)));
    const path = join(this.root, 'script.sh');
    // The grace is a setting of the script and not of its interface: ten seconds each would make these tests slow.
    writeFileSync(path, script.text.replace('\nGRACE=10\n', `\nGRACE=${grace}\n`));
    return path;
  }

  /** `before` is bash that the same process runs first, such as entering a control group. */
  start(
    script: string,
    env: Record<string, string> = {},
    before = '',
  ): ChildProcess & { readonly ended: Promise<number | string> } {
    const [command, ...words] =
      before === '' ? this.command(script) : ['bash', '-c', `${before}\nexec bash "$0"`, script];
    const child = spawn(command, words, {
      cwd: this.root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...this.environment(), ...env },
    });
    this.children.push(child);
    child.stderr.on('data', bytes => {
      this.said += bytes;
    });
    const ended = new Promise<number | string>(resolve => {
      child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    return Object.assign(child, { ended });
  }
  said = '';

  command(script: string): readonly [string, ...string[]] {
    return ['bash', script];
  }

  environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.root,
      CAMPAIGN_HOME: this.home,
      CAMPAIGN_STORE: `file://${this.store}`,
      CAMPAIGN_RUN_ID: runId,
      CAMPAIGN_PROVISION: '0',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** Runs it to its end; the exit status. */
  async play(stages: string, top = '', env: Record<string, string> = {}): Promise<number | string> {
    return await this.start(await this.compile(stages, top), env).ended;
  }

  result(stage: string): StageResult {
    return JSON.parse(readFileSync(join(this.run, 'stages', stage, 'result.json'), 'utf8'));
  }

  /** `state: reason` of a stage. */
  end(stage: string): string {
    const { state, reason } = this.result(stage);
    return reason === '' ? state : `${state}: ${reason}`;
  }

  text(key: string): string {
    return readFileSync(join(this.run, key), 'utf8');
  }

  has(key: string): boolean {
    return existsSync(join(this.run, key));
  }

  status(): RunStatus {
    return JSON.parse(this.text('status.json'));
  }

  events(): readonly RunEvent[] {
    return lines(readFileSync(join(this.local, 'events.jsonl'), 'utf8'));
  }

  ledger(): readonly LedgerEntry[] {
    return lines(this.text('ledger.jsonl'));
  }

  /** All keys of the run, sorted. */
  keys(): readonly string[] {
    return readdirSync(this.run, { recursive: true, withFileTypes: true })
      .filter(entry => !entry.isDirectory())
      .map(entry => join(entry.parentPath, entry.name).slice(this.run.length + 1))
      .sort();
  }

  /** Every process that carries this box in its environment, its arguments or its directory. */
  pids(): readonly number[] {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter(name => {
        try {
          return `${readFileSync(`/proc/${name}/environ`)}${readFileSync(`/proc/${name}/cmdline`)}`.includes(this.root);
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  async until(what: () => boolean, seconds = 20): Promise<void> {
    for (let round = 0; round < seconds * 20; round++) {
      try {
        if (what()) return;
      } catch {
        // Not there yet.
      }
      await sleep(50);
    }
    throw new Error(`it did not come to be within ${seconds} s: ${what}\n${this.said}`);
  }
}

/** A test with a box of its own, beside others: most of its time is spent waiting. */
export function boxed(name: string, body: (box: Box, context: TestContext) => Promise<void>, timeout = 60_000): void {
  test.concurrent(
    name,
    async context => {
      using box = new Box();
      await body(box, context);
    },
    timeout,
  );
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

function lines<T>(text: string): readonly T[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}

export function git(cwd: string, ...words: string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}
