import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { levelOfFlags, levelOfMachine } from '../../plan/cpu-levels.ts';
import { imageNamed } from '../../plan/images.ts';
import type { PlannedMachine } from '../../plan/plan.ts';
import type { Fault } from '../fault.ts';
import { isNewer } from './elf.ts';

type Machine = Pick<PlannedMachine, 'type' | 'image'>;

const unfit = (message: string, help: string): Fault => ({
  ...{ code: 'prebuilt-unfit', doing: 'building for the box', message, help },
});

/** Whether this machine can make anything for the box of the campaign. */
export function hostFault({ type }: Machine): Fault | undefined {
  if (process.platform !== 'linux')
    return host(
      `an artifact is for Linux, and this is ${process.platform}`,
      'run it in a container or in CI: campaign compile --target github-workflow',
    );
  const level = type === undefined ? undefined : levelOfMachine(type);
  const isArm = process.arch === 'arm64';
  if (level !== undefined && (level === 'arm') !== isArm)
    return host(
      `a ${type} is ${level === 'arm' ? 'arm64' : 'x86_64'}, and this machine is ${isArm ? 'arm64' : process.arch}`,
      'run it on a machine of that architecture: campaign compile --target github-workflow names one',
    );
  return undefined;
}

/** Whether the source can lie where it lies on a box. */
export function placeFault(directories: readonly string[]): Fault | undefined {
  for (const directory of directories) {
    const mark = textOf(join(directory, '.git/campaign'));
    const [, pid] = /^prebuild-(\d+)$/.exec(mark ?? '') ?? [];
    // In a container every process of ours may have the same number, and then it is one that was killed.
    if (pid !== undefined && Number(pid) !== process.pid && isAlive(Number(pid)))
      return place(`another campaign prebuild (process ${pid}) works in ${directory}`, 'wait for its end');
    if (mark === undefined && namesIn(directory).length > 0)
      return place(
        `${directory} is there already and is no checkout of a campaign`,
        'move it away: programs may remember where they were built, so they are built where a box has its source (source.dir)',
      );
    // It is made anew, which takes the right to write where it lies.
    const above = nearestAbove(directory);
    if (!isWritable(above))
      return place(
        `${directory} cannot be made: you may not write to ${above}`,
        `make its parent yours: sudo install -d -o "$(id -un)" ${dirname(directory)}`,
      );
  }
  return undefined;
}

const host = (message: string, help: string): Fault => ({
  ...{ code: 'prebuilt-host', doing: 'building for the box', message, help },
});

const place = (message: string, help: string): Fault => ({
  ...{ code: 'prebuilt-host', doing: 'checking out the source where a box has it', message, help },
});

function nearestAbove(directory: string): string {
  let above = dirname(directory);
  while (!existsSync(above)) above = dirname(above);
  return above;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Code that the box's CPU may not have. */
export function cpuFault({ type }: Machine, flags: readonly string[], native: boolean): Fault | undefined {
  if (type === undefined) return undefined;
  if (native)
    return unfit(
      `it is built for \`native\`, the CPU of this machine, and the box is a ${type}`,
      'name the level, as -C target-cpu=x86-64-v3, in the campaign’s env or in .cargo/config.toml',
    );
  const [has, asks] = [levelOfMachine(type), levelOfFlags(flags)];
  if (has === undefined || has === 'arm' || has >= asks) return undefined;
  return unfit(
    `its code asks for ${flags.join(' ')}, which a ${type} has not`,
    `build for what it has: -C target-cpu=x86-64-v${has}`,
  );
}

export function glibcFault({ image }: Machine, glibc: string | undefined): Fault | undefined {
  const known = image === undefined ? undefined : imageNamed(image);
  if (glibc === undefined || known === undefined || !isNewer(glibc, known.glibc)) return undefined;
  return unfit(
    `its programs start with glibc ${glibc} or newer, and ${image} has ${known.glibc}`,
    `build where it is no newer, as in the container ${known.container}: campaign compile --target github-workflow does`,
  );
}
