import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Moves a directory to one of this name, so that what is called after it is always called the same. */
export function renamed(directory: string, name: string): string {
  const around = `${directory}-as`;
  mkdirSync(around);
  onTestFinished(() => rmSync(around, { recursive: true, force: true }));
  renameSync(directory, join(around, name));
  return join(around, name);
}
