import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { RepositoryFacts } from '../../lint/facts.ts';

/** Bytes: no workflow, script or lock file that a rule reads is larger; data files are. */
const largest = 32 * 1024 * 1024;

/** The working tree below `root`, an absolute path. What lies outside is not there. */
export function fileFacts(root: string): Pick<RepositoryFacts, 'read' | 'exists' | 'list'> {
  const texts = new Map<string, string | undefined>();
  const exists = (path: string) => {
    if (isOutside(path)) return undefined;
    try {
      const entry = statSync(absolute(root, path), { throwIfNoEntry: false });
      return entry?.isFile() ? 'file' : entry?.isDirectory() ? 'directory' : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    exists,
    read(path) {
      if (!texts.has(path)) texts.set(path, textOf(root, path));
      return texts.get(path);
    },
    list(path) {
      if (isOutside(path)) return [];
      try {
        return readdirSync(absolute(root, path), { withFileTypes: true })
          .map((entry: Dirent) => entry.name)
          .sort();
      } catch {
        return [];
      }
    },
  };
}

function textOf(root: string, path: string): string | undefined {
  if (isOutside(path)) return undefined;
  try {
    const file = absolute(root, path);
    // Asked before opening: opening a pipe would wait for its writer.
    const entry = statSync(file);
    if (!entry.isFile() || entry.size > largest) return undefined;
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Most paths are as plain as that, and normalising one takes longer than asking the system about it. */
const PLAIN = /^(?:[\w-][\w.-]*|\.[\w-][\w.-]*)(?:\/(?:[\w-][\w.-]*|\.[\w-][\w.-]*))*$/;

function absolute(root: string, path: string): string {
  return PLAIN.test(path) ? `${root}/${path}` : join(root, path);
}

function isOutside(path: string): boolean {
  if (PLAIN.test(path)) return false;
  const plain = normalize(path);
  return path.includes('\0') || plain.startsWith('/') || plain === '..' || plain.startsWith('../');
}
