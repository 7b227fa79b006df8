// Paths as they stand in texts, always with `/`. Relative ones are the repository's; `''` is its root.

/** `path` as seen from the directory `from`; `undefined` when that is not known. */
export function resolvePath(from: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return normalise(path);
  return from === undefined ? undefined : normalise(from === '' ? path : `${from}/${path}`);
}

/** Without `.`, `..`, empty segments and a trailing slash; absolute stays absolute. */
export function normalise(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment !== '..' || !path.startsWith('/')) kept.push(segment);
  }
  return (path.startsWith('/') ? '/' : '') + kept.join('/');
}

/** `path` relative to the directory `root`, `''` for that itself; `undefined` when it lies elsewhere. */
export function relative(root: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path === root) return '';
  const above = root === '/' ? root : `${root}/`;
  return path.startsWith(above) ? path.slice(above.length) : undefined;
}

/** The last segment of a path. */
export function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The directory that a path of the repository lies in. */
export function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** A directory of the repository and those above it, nearest first; none of one that is not known. */
export function upwards(directory: string | undefined): readonly string[] {
  if (directory === undefined) return [];
  return directory === '' ? [''] : [directory, ...upwards(parentOf(directory))];
}
