import type { Io } from '../io.ts';

export interface GitAnswer {
  /** `missing`: there is no git in PATH. `timeout`: it gave no answer in time. */
  readonly status: number | 'missing' | 'timeout';
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Asks git something in one directory. */
export type Git = (args: readonly string[], input?: string) => GitAnswer;

/** Variables by which git ties its children to one repository (`git rev-parse --local-env-vars`); hooks get them. */
const ties = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** Milliseconds: a repository on a slow disk answers in seconds; more is a hang. */
const patience = 60_000;

/**
 * Git as a reader: it takes no locks, runs no hook and no file system monitor, and reaches no network, not even for the missing
 * objects of a partial clone. `tied` are variables to set that would otherwise be kept from it.
 */
export function gitIn(directory: string, env: Io['env'], tied: Readonly<Record<string, string>> = {}): Git {
  const environment: Record<string, string | undefined> = { ...env };
  for (const name of ties) delete environment[name];
  Object.assign(environment, tied, {
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  });
  return (args, input) => {
    // Loaded here: what the files of a repository say by themselves needs no process.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const { error, status, stdout, stderr } = spawnSync(
      'git',
      ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', directory, ...args],
      {
        env: environment as NodeJS.ProcessEnv,
        timeout: patience,
        killSignal: 'SIGKILL',
        maxBuffer: 1 << 30,
        ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
      },
    );
    const { code } = (error ?? {}) as NodeJS.ErrnoException;
    return {
      status: code === 'ENOENT' ? 'missing' : code === 'ETIMEDOUT' ? 'timeout' : (status ?? 128),
      stdout: stdout ?? Buffer.alloc(0),
      stderr: stderr?.toString('utf8') ?? '',
    };
  };
}

/** The items of a `-z` output. Paths that are no UTF-8 lose their odd bytes: no campaign can name them. */
export function items(output: Buffer): string[] {
  const all = output.toString('utf8').split('\0');
  if (all.at(-1) === '') all.pop();
  return all;
}
