import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Io } from '../io.ts';

/** The first program of this name on `PATH`; `undefined` where there is none. */
export function programIn(env: Io['env'], name: string): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .map(directory => join(directory, name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    // Asked first, for making an error of each directory that has none takes longer than the rest.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
