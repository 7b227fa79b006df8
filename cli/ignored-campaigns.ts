import { contains, pathSet } from '../plan/path-set.ts';

/** Where a repository names campaigns that nobody means when naming none, such as fixtures that are wrong on purpose. */
export const IGNORE_FILE = '.campaignignore';

/**
 * Which paths the ignore file's text names: a path, a directory with a trailing `/`, or a glob a line, as in `produces`; empty
 * lines and lines that begin with `#` say nothing. An empty text names none.
 */
export function ignoredBy(text: string): (path: string) => boolean {
  const sets = text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(pathSet);
  return path => sets.some(set => contains(set, path));
}
