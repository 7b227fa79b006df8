import { UNKNOWN } from '../command.ts';

/** `path` as seen from the absolute directory `from`, normalised; `undefined` when either is not known. */
export function resolvePath(from: string | undefined, path: string): string | undefined {
  if (path.includes(UNKNOWN) || path.startsWith('~') || path === '-') return undefined;
  if (path.startsWith('/')) return normalise(path);
  return from === undefined ? undefined : normalise(`${from}/${path}`);
}

/** Without `.`, `..`, empty segments and a trailing slash; absolute stays absolute, and the empty relative path is `''`. */
export function normalise(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment !== '..' || !path.startsWith('/')) kept.push(segment);
  }
  return (path.startsWith('/') ? '/' : '') + kept.join('/');
}

/** `path` relative to `root`, `''` for the root itself; `undefined` when it lies elsewhere. */
export function relative(root: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path === root) return '';
  return path.startsWith(`${root === '/' ? '' : root}/`) ? path.slice(root.length + 1) : undefined;
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}
