import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { bin, type Ended, plainEnvironment } from './process.ts';

/** A command under way. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
  /** Waits until stdout holds this. */
  says(what: string | RegExp): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts the real command in a directory; it is gone when the test has ended. */
export function start(cwd: string, args: readonly string[], env: Environment = {}): Started {
  return started(process.execPath, [bin, ...args], cwd, env, 'ignore');
}

/** The same on a terminal of its own, by `script` of util-linux: what is written to its stdin is typed, and `stdout` is what the terminal got. */
export function onTerminal(
  cwd: string,
  args: readonly string[],
  {
    columns = 80,
    rows = 24,
    env = {},
  }: { readonly columns?: number; readonly rows?: number; readonly env?: Environment } = {},
): Started {
  const quoted = [process.execPath, bin, ...args].map(word => `'${word}'`).join(' ');
  const line = `stty cols ${columns} rows ${rows}; ${quoted}`;
  const terminal = { TERM: 'xterm', NO_COLOR: '1', LANG: 'C.UTF-8', SHELL: '/bin/sh', ...env };
  return started('script', ['--quiet', '--return', '--command', line, '/dev/null'], cwd, terminal, 'pipe');
}

function started(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
  stdin: 'ignore' | 'pipe',
): Started {
  const child = spawn(command, args, {
    cwd,
    env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    ...{ child, ended, stdout: () => stdout, stderr: () => stderr },
    says: async what => {
      await expect.poll(() => stdout, { timeout: 30_000, interval: 50 }).toMatch(what);
    },
  };
}

/** Kills everything that belongs to the runs of a directory, its stages too: as when the machine dies. */
export function killRunsOf(root: string): void {
  const told = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  // A stage has an environment of its own, but the path of its program; what it started a moment ago has either.
  const theirs = () =>
    readdirSync('/proc').filter(
      pid =>
        /^\d+$/.test(pid) &&
        (told(pid, 'environ').includes(`CAMPAIGN_HOME=${root}/`) ||
          told(pid, 'cmdline').includes(`${root}/.campaign/`)),
    );
  for (let pids = theirs(); pids.length > 0; pids = theirs())
    for (const pid of pids)
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has just ended.
      }
}
