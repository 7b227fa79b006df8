import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a machine is started with. */
export interface BootOptions {
  readonly userData: Uint8Array | string;
  /** Where cloud-init finds it: the emulated metadata of EC2, or files on the machine. */
  readonly source?: 'ec2' | 'nocloud';
  /** Objects that lie in the emulated bucket `results` before the machine starts. */
  readonly bucket?: Readonly<Record<string, Uint8Array | string>>;
  /** Files that it has from the beginning. */
  readonly files?: Readonly<Record<string, string>>;
  /** Bash that runs beside the machine, with /out as its directory and the variables of the emulated cloud (boot.sh). */
  readonly beside?: string;
  /** After so many seconds it is taken to stay up. */
  readonly seconds?: number;
}

/** A throwaway machine with a directory that it sees as /out. */
export class Machine {
  readonly out = mkdtempSync(join(tmpdir(), 'campaign-boot-'));

  #process: ChildProcess | undefined;

  [Symbol.dispose](): void {
    // All of it goes with its namespace's first process, and with what holds its standard error.
    if (this.#process?.exitCode === null && this.#process.pid !== undefined)
      process.kill(-this.#process.pid, 'SIGKILL');
    rmSync(`${this.out}.machine`, { recursive: true, force: true });
    rmSync(this.out, { recursive: true, force: true });
  }

  /** Boots it and waits: whether it powered itself off. */
  async boot({
    userData,
    source = 'ec2',
    bucket = {},
    files = {},
    beside,
    seconds = 150,
  }: BootOptions): Promise<boolean> {
    for (const name of readdirSync(this.out))
      if (!['repo', 'packages'].includes(name)) rmSync(join(this.out, name), { recursive: true });
    this.write('user-data', userData);
    for (const [key, bytes] of Object.entries(bucket)) this.write(`bucket/${key}`, bytes);
    for (const [path, text] of Object.entries(files)) this.write(`files/${path}`, text);
    const script = join(import.meta.dirname, 'boot.sh');
    const root = process.env.CLOUD_INIT_ROOT;
    if (root === undefined) throw new Error('CLOUD_INIT_ROOT is not set: npm run test:cloud-init');
    const words = [script, root, join(this.out, 'user-data'), this.out, source, String(seconds)];
    if (beside !== undefined) words.push('bash', '-c', beside);
    const child = spawn('bash', words, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.#process = child;
    let said = '';
    child.stderr.on('data', bytes => {
      said += bytes;
    });
    const status = await new Promise<number | null>(resolve => child.once('close', resolve));
    if (status !== 0 && status !== 124) throw new Error(`boot.sh ended with ${status}: ${said}${this.text('console')}`);
    return status === 0;
  }

  write(name: string, bytes: Uint8Array | string): void {
    const path = join(this.out, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }

  /** A file the machine has left; empty when there is none. */
  text(name: string): string {
    const path = join(this.out, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** What user data printed. */
  get output(): string {
    return this.text('cloud-init-output.log');
  }

  /** Names of all files under a directory of `out`, sorted. */
  files(name: string): readonly string[] {
    const path = join(this.out, name);
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(path.length + 1))
      .sort();
  }

  /** A repository that the machine can clone as file:///out/repo; its commit. */
  repository(files: Readonly<Record<string, string>>): string {
    for (const [name, text] of Object.entries(files)) this.write(`repo/${name}`, text);
    const repo = join(this.out, 'repo');
    git(repo, 'init', '-q', '-b', 'main');
    git(repo, 'add', '-A');
    git(repo, 'commit', '-q', '-m', 'Add files');
    return git(repo, 'rev-parse', 'HEAD');
  }
}

/** Git as nobody in particular, whatever the configuration here is. */
function git(cwd: string, ...words: string[]): string {
  const as = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...as, ...words], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
}
