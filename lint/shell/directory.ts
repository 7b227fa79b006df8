/** `path` as seen from `from`: absolute, or relative to where the text is run; `undefined` when it is not known. */
export function resolvePath(from: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return normalised(path);
  return from === undefined ? undefined : normalised(from === '' ? path : `${from}/${path}`);
}

/** Without `.`, `..`, empty segments and a trailing slash; the empty relative path is `''`. */
export function normalised(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!absolute) kept.push('..');
  }
  return (absolute ? '/' : '') + kept.join('/');
}

/** The last segment of a path. */
export function base(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** An absolute path relative to the source directory, `''` for that itself; `undefined` when it lies elsewhere. */
export function inside(dir: string, absolute: string): string | undefined {
  if (absolute === dir) return '';
  return absolute.startsWith(`${dir}/`) ? absolute.slice(dir.length + 1) : undefined;
}
