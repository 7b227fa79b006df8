import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Surroundings } from './fault.ts';

/** Why nothing can be rehearsed with a bucket here; absent when it can. */
export function noAws({ path }: Pick<Surroundings, 'path'>): string | undefined {
  return isInPath('aws', path)
    ? undefined
    : 'there is no aws command in PATH, through which the script speaks to a bucket';
}

/** Whether a command of this name is in one of the directories of `path`. */
export function isInPath(name: string, path: string): boolean {
  return path.split(delimiter).some(directory => isCommand(join(directory || '.', name)));
}

function isCommand(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
