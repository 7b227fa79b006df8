import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { appendFile, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../fault.ts';
import type { Exit, Launch, LaunchedHere, Launcher } from '../launcher.ts';

export interface LocalOptions {
  /** `CAMPAIGN_HOME`: an absolute path; made when missing. */
  readonly home: string;
  /** A directory to keep out of git, such as `.campaign`: it is made and gets a `.gitignore`. */
  readonly ignored?: string;
  /** Where the pinned commit is taken from instead of from its `origins`; absent: from there. `others`: URLs to be left alone. */
  readonly repository?: {
    readonly directory: string;
    readonly origins: readonly string[];
    readonly others?: readonly string[];
  };
  /** What the script inherits. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Runs scripts on this machine, each in a session of its own: no terminal signal reaches it, and it outlives us. */
export function localLauncher(options: LocalOptions): Launcher<LaunchedHere> {
  return {
    async launch(launch) {
      const fault = (await bashFault(options.environment)) ?? (await gitFault(options.environment));
      if (fault) return { fault };
      const prepared = await unlessSystem(() => prepare(launch, options));
      if (prepared instanceof Error)
        return {
          fault: {
            code: 'home-unwritable',
            doing,
            message: `cannot write to ${options.home}: ${prepared.message}`,
            help: 'free the disk or make the directory writable',
          },
        };
      const started = await unlessSystem(() => start(prepared, scriptEnvironment(launch, options)));
      if (started instanceof Error)
        return {
          fault: { code: 'not-started', doing, message: started.message, help: 'see what keeps bash from starting' },
        };
      return { value: started };
    },
  };
}

/** The error where the system refuses something; our own mistakes pass through. */
async function unlessSystem<T>(attempt: () => Promise<T>): Promise<T | Error> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error;
    throw error;
  }
}

interface Prepared extends Pick<LaunchedHere, 'directory' | 'console' | 'earlier'> {
  readonly script: string;
}

async function prepare(launch: Launch, { home, ignored }: LocalOptions): Promise<Prepared> {
  const directory = join(home, 'runs', launch.runId);
  await mkdir(directory, { recursive: true });
  if (ignored) await writeFile(join(ignored, '.gitignore'), '*\n');
  // Bash reads a script while it runs it: one that is alive under this id must keep its own bytes.
  const script = join(directory, 'script.sh');
  await writeFile(`${script}.${process.pid}`, launch.script, { mode: 0o755 });
  await rename(`${script}.${process.pid}`, script);
  const console = join(directory, 'console');
  const earlier = { console: await sizeOf(console), events: await sizeOf(join(directory, 'events.jsonl')) };
  await appendFile(console, '');
  return { directory, console, earlier, script };
}

async function start(prepared: Prepared, env: Record<string, string>): Promise<LaunchedHere> {
  const { directory, console, earlier, script } = prepared;
  const output = openSync(console, 'a');
  try {
    const child = spawn('bash', [script], { cwd: directory, detached: true, stdio: ['ignore', output, output], env });
    const exited = exitOf(child);
    const { pid } = child;
    if (pid === undefined) throw await once(child, 'error').then(([error]) => error);
    return {
      directory,
      console,
      earlier,
      pid,
      exited,
      signal: name => {
        child.kill(`SIG${name}`);
      },
      release: () => child.unref(),
    };
  } finally {
    closeSync(output);
  }
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    entry => entry.size,
    () => 0,
  );
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise(resolve => {
    child.once('error', () => resolve({ status: 127 }));
    child.once('exit', (status, signal) =>
      resolve(signal ? { signal: signal.replace(/^SIG/, '') } : { status: status ?? 0 }),
    );
  });
}

/** Variables by which a git hook ties every git command to its own repository (`git rev-parse --local-env-vars`). */
const gitTies = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
];

/** The script's environment: what we have, without git's ties and without a surrounding run's own variables. */
export function scriptEnvironment(launch: Launch, options: LocalOptions): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.environment))
    if (value !== undefined && !name.startsWith('CAMPAIGN_') && !gitTies.includes(name)) environment[name] = value;
  environment.CAMPAIGN_STORE = launch.storeUrl;
  environment.CAMPAIGN_RUN_ID = launch.resume ? `resume:${launch.runId}` : launch.runId;
  environment.CAMPAIGN_HOME = options.home;
  environment.CAMPAIGN_PROVISION = '0';
  // Lines, the last one ended too: then a name may hold spaces, as values of a matrix do.
  if (launch.stages) environment.CAMPAIGN_STAGES = launch.stages.map(stage => `${stage}\n`).join('');
  return Object.assign(environment, rewrites(options.repository, Number(environment.GIT_CONFIG_COUNT) || 0));
}

/** Git configuration after the `count` entries that are there: each origin stands for the repository of this machine. */
function rewrites(repository: LocalOptions['repository'], count: number): Record<string, string> {
  if (!repository) return {};
  const { directory, origins, others = [] } = repository;
  // Git compares beginnings and takes the longest: without this `…/engine` would also catch its sibling `…/engine-data`.
  const caught = others.filter(other => !origins.includes(other) && origins.some(origin => other.startsWith(origin)));
  const entries = [...origins.map(origin => [directory, origin]), ...caught.map(other => [other, other])];
  const settings: Record<string, string> = { GIT_CONFIG_COUNT: String(count + entries.length) };
  for (const [index, [base, instead]] of entries.entries()) {
    settings[`GIT_CONFIG_KEY_${count + index}`] = `url.${base}.insteadOf`;
    settings[`GIT_CONFIG_VALUE_${count + index}`] = instead!;
  }
  return settings;
}

const doing = 'starting the run on this machine';

async function bashFault(environment: LocalOptions['environment']): Promise<Fault | undefined> {
  const version = await ask('bash', ['-c', 'echo "${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}"'], environment);
  const install =
    process.platform === 'darwin'
      ? 'install a newer one and put it first in PATH: brew install bash'
      : "install bash 4.4 or newer with the system's package manager";
  if (version === undefined) return { code: 'bash-missing', doing, message: 'there is no bash in PATH', help: install };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 4 || (major === 4 && minor >= 4)) return undefined;
  return {
    code: 'bash-too-old',
    doing,
    message: `the bash in PATH is ${version}; the script needs 4.4 or newer`,
    help: install,
  };
}

async function gitFault(environment: LocalOptions['environment']): Promise<Fault | undefined> {
  if ((await ask('git', ['--version'], environment)) !== undefined) return undefined;
  return { code: 'git-missing', doing, message: 'there is no git in PATH', help: 'install git' };
}

/** What a command prints, trimmed; `undefined` when it cannot be run or fails. */
function ask(command: string, args: string[], environment: LocalOptions['environment']): Promise<string | undefined> {
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], env: environment as NodeJS.ProcessEnv });
    let output = '';
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes;
    });
    child.once('error', () => resolve(undefined));
    child.once('close', status => resolve(status === 0 ? output.trim() : undefined));
  });
}
