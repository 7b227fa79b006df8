import { statSync } from 'node:fs';
import type { Judging } from './judging.ts';

/** Milliseconds between two looks, and how many files are looked at. */
const EVERY = 2_000;
const MOST = 500;

/** For an editor that watches no files: looks every two seconds whether one that was judged by has changed. */
export function pollFiles(judging: Judging): void {
  let before = new Map<string, string>();
  setInterval(() => {
    const now = new Map([...judging.touched()].slice(0, MOST).map(path => [path, signOf(path)]));
    const changed = [...now].filter(([path, sign]) => before.has(path) && before.get(path) !== sign);
    before = now;
    if (changed.length > 0) judging.changed(changed.map(([path]) => path));
  }, EVERY).unref();
}

/** Is another one when a file or directory is. */
function signOf(path: string): string {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry ? `${entry.ino} ${entry.size} ${entry.mtimeMs}` : '';
}
