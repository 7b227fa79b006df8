import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Tells this build of the bundles, and the Node that runs it, from others; `undefined` where they are none, as under a test. */
export function buildOf(): string | undefined {
  const beside = dirname(fileURLToPath(import.meta.url));
  try {
    return JSON.stringify([process.version, ...['lint.cjs', 'kept-lint.cjs'].map(name => stampOf(join(beside, name)))]);
  } catch {
    return undefined;
  }
}

/** The digest that the build has put into the first line, and what tells a file that somebody has edited. */
function stampOf(path: string): readonly unknown[] {
  const { size, mtimeMs } = statSync(path);
  const line = Buffer.alloc(19);
  const file = openSync(path, 'r');
  try {
    readSync(file, line);
  } finally {
    closeSync(file);
  }
  return [line.toString('latin1'), size, mtimeMs];
}
