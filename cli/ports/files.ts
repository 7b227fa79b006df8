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
      const entry = statSync(join(root, path), { throwIfNoEntry: false });
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
        return readdirSync(join(root, path), { withFileTypes: true })
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
    const absolute = join(root, path);
    // Asked before opening: opening a pipe would wait for its writer.
    const entry = statSync(absolute);
    if (!entry.isFile() || entry.size > largest) return undefined;
    return readFileSync(absolute, 'utf8');
  } catch {
    return undefined;
  }
}

function isOutside(path: string): boolean {
  const plain = normalize(path);
  return path.includes('\0') || plain.startsWith('/') || plain === '..' || plain.startsWith('../');
}
