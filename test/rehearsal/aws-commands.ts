import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { more } from '../more.ts';

export interface AwsCommand {
  /** `aws 1.45.11`. */
  readonly name: string;
  readonly path: string;
  readonly major: number;
}

/** The AWS CLI of each major version on this machine. */
export const awsCommands: readonly AwsCommand[] = found();

/** For tests that start many of its processes, of a second each: the newest, which is what boxes have; every one where there is time. */
export const awsCommandsTried: readonly AwsCommand[] = more
  ? awsCommands
  : [awsCommands.reduce((newest, each) => (each.major > newest.major ? each : newest))];

function found(): readonly AwsCommand[] {
  const byMajor = new Map<number, AwsCommand>();
  const seen = new Set<string>();
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(directory, 'aws');
    if (!existsSync(path) || seen.has(realpathSync(path))) continue;
    seen.add(realpathSync(path));
    const version = /^aws-cli\/((\d+)\.\S+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' }));
    if (!version) continue;
    const command = { name: `aws ${version[1]}`, path, major: Number(version[2]) };
    if (!byMajor.has(command.major)) byMajor.set(command.major, command);
  }
  if (byMajor.size === 0) throw new Error('no aws on PATH: bash tools/setup.sh --tests installs one');
  return [...byMajor.values()];
}
