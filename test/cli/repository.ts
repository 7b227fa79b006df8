import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory that is removed when the test has ended and no run in it is alive any more. */
export function temporary(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'campaign-cli-')));
  onTestFinished(() => {
    letRunsEnd(directory);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  return directory;
}

/** A run's processes hold its lock to their last word; a command that only watched may have ended before them. */
function letRunsEnd(directory: string): void {
  const runs = join(directory, '.campaign', '.home', 'runs');
  for (const run of existsSync(runs) ? readdirSync(runs) : [])
    if (existsSync(join(runs, run, 'lock')))
      execFileSync('flock', ['--timeout', '30', join(runs, run, 'lock'), 'true'], { stdio: 'ignore' });
}

/** Writes files; a name that ends with `*` is executable. */
export function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name.replace(/\*$/, ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (name.endsWith('*')) chmodSync(path, 0o755);
  }
}

/** Git as nobody in particular, whatever the machine's configuration says. */
export const gitEnvironment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

export function git(directory: string, ...args: string[]): string {
  return execFileSync('git', ['-C', directory, ...args], {
    env: gitEnvironment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** A repository with one commit that a remote-tracking branch holds. */
export function repository(files: Readonly<Record<string, string>>, ...initOptions: string[]): string {
  const directory = temporary();
  git(directory, 'init', '-q', '-b', 'main', ...initOptions);
  write(directory, files);
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '--allow-empty', '-m', 'one');
  git(directory, 'remote', 'add', 'origin', 'https://git.example.com/engine.git');
  git(directory, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  return directory;
}
