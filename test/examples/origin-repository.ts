import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** examples/origin/ as the repository that it stands for: copied, committed, pushed to a bare repository beside it. */
export interface OriginRepository {
  readonly directory: string;
  /** Variables for whatever runs in it: the stand-ins first in PATH, no git configuration of the machine's. */
  readonly env: NodeJS.ProcessEnv;
  git(...words: string[]): string;
  read(path: string): string;
  /** Writes a file of the working tree; it is not committed. */
  write(path: string, text: string): void;
  /** Commits what is modified; pushes it too unless told otherwise. */
  commit(options?: { push?: boolean }): void;
  remove(): void;
}

const origin = fileURLToPath(new URL('../../examples/origin', import.meta.url));

/** Files of `left.untracked` are on disk and not in git, those of `left.absent` nowhere; `programs` edits stand-ins by name. */
export function originRepository(
  left: {
    untracked?: readonly string[];
    absent?: readonly string[];
    programs?: Readonly<Record<string, (text: string) => string>>;
  } = {},
): OriginRepository {
  const base = mkdtempSync(join(tmpdir(), 'campaign-origin-'));
  const directory = join(base, 'ematix-flow');
  const standIns = join(base, 'stand-ins');
  cpSync(origin, directory, { recursive: true, filter: path => !path.startsWith(join(origin, 'stand-ins')) });
  cpSync(join(origin, 'stand-ins'), standIns, { recursive: true });
  for (const path of left.absent ?? []) rmSync(join(directory, path));
  for (const [name, edit] of Object.entries(left.programs ?? {})) {
    const path = join(standIns, 'programs', name);
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
  }

  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${standIns}${delimiter}${process.env.PATH}`,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap(role => [
        [`GIT_${role}_NAME`, 'origin'],
        [`GIT_${role}_EMAIL`, 'origin@example.invalid'],
        [`GIT_${role}_DATE`, '2026-05-17T09:00:00Z'],
      ]),
    ),
    S3_BUCKET: 'ematix-results',
    LAMBDA_FUNCTION_NAME: 'flow',
    EKS_CLUSTER_NAME: 'flow',
    ECR_REPO_URL: 'registry.example.invalid/flow',
  };
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: directory, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  git('init', '-q', '-b', 'main');
  git('add', '-A');
  if (left.untracked?.length) git('rm', '-q', '--cached', '--', ...left.untracked);
  git('commit', '-qm', 'As it was');
  const remote = join(base, 'ematix-flow.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote], { env });
  git('remote', 'add', 'origin', remote);
  git('push', '-q', '-u', 'origin', 'main');

  return {
    directory,
    env,
    git,
    read: path => readFileSync(join(directory, path), 'utf8'),
    write: (path, text) => {
      mkdirSync(join(directory, path, '..'), { recursive: true });
      writeFileSync(join(directory, path), text);
    },
    commit: ({ push = true } = {}) => {
      git('commit', '-qam', 'Change it');
      if (push) git('push', '-q');
    },
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 3 }),
  };
}
