import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gitEnvironment } from './repository.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = process.env.CAMPAIGN_TEST_BIN ?? join(root, 'bin', 'campaign.cjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment in which nothing of this machine's shows. */
export const plainEnvironment: Readonly<Record<string, string | undefined>> = {
  ...gitEnvironment,
  CAMPAIGN_NO_CACHE: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Runs the real command in a directory and waits for its end. */
export function campaign(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { code: status, stdout, stderr };
}

/** A line of bash in which `campaign` is the real command. */
export function bash(cwd: string, script: string, env: Readonly<Record<string, string | undefined>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `campaign() { "${process.execPath}" "${bin}" "$@"; }\n${script}`],
    {
      cwd,
      env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return { code: status, stdout, stderr };
}

/** The same without waiting in place: for a test that is itself what the command talks to. */
export async function startCampaign(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, stdout, stderr };
}
